"""Finds the members of one declaration in its syntax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tree_sitter import Node

from twilio_codegen.comparing.api import Holder

from .comments import is_withheld
from .syntax import children, has_word, named, text, text_of, unquoted, unquoted_field

_EMPTY = frozenset({"null", "undefined"})
_ANY_STRING = frozenset({"string", "string & {}"})
_LITERALS = frozenset({"false", "number", "string", "template_string", "true", "unary_expression"})
"""Values of constants that are their own type."""


@dataclass(frozen=True, slots=True)
class MemberParameter:
    """A parameter: its name, its type (None if it is not said), and whether it may be left out."""

    name: str
    type: Node | None
    optional: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Member:
    """A property or a method that users may touch.

    Attributes:
        kind: Which of them.
        name: Its name.
        type: Type of the property, or of the result; None if it is not said.
        optional: Whether a property may be left out.
        held_by: Whether objects have it, or the class itself.
        params: Parameters of a method.
        node: The whole.
    """

    kind: Literal["property", "method"]
    name: str
    type: Node | None
    optional: bool
    held_by: Holder
    node: Node
    params: list[MemberParameter] = field(default_factory=list[MemberParameter])

    def types(self) -> Iterator[Node]:
        """Yield every type that the member mentions."""
        yield from filter(None, (self.type, *(param.type for param in self.params)))


def members(body: Node) -> Iterator[Member]:
    """Yield what users may touch of a class, an interface or an object type.

    Private and protected members are left out, also those marked so in a comment, by an underscore or by ``#``; so
    are constructors, and constants that only repeat their own name.
    """
    for node in body.named_children:
        name = unquoted_field(node, "name")
        if not name or name.startswith(("_", "#")) or name == "constructor":
            continue
        if any(text(item) in ("private", "protected") for item in children(node, "accessibility_modifier")):
            continue
        if is_withheld(node):
            continue
        if node.type in ("method_signature", "method_definition", "abstract_method_signature"):
            yield _method(node, name)
        elif node.type in ("public_field_definition", "property_signature"):
            value = named(node, "value")
            if value is None or unquoted(value) != name:
                constant = value if value is not None and value.type in _LITERALS else None
                kind = _annotated(node, "type") or constant
                yield Member("property", name, kind, has_word(node, "?"), _held_by(node), node)


def _method(node: Node, name: str) -> Member:
    params, returned = list(_parameters(node)), _annotated(node, "return_type")
    if has_word(node, "set"):
        returned = params[0].type if params else None
    if has_word(node, "get") or has_word(node, "set"):
        return Member("property", name, returned, False, _held_by(node), node)
    return Member("method", name, returned, False, _held_by(node), node, params)


def _held_by(node: Node) -> Holder:
    return "class" if has_word(node, "static") else "object"


def _annotated(node: Node, part: str) -> Node | None:
    """Return the type of an annotation, without its colon."""
    annotation = named(node, part)
    return annotation.named_children[0] if annotation is not None and annotation.named_children else None


def _parameters(node: Node) -> Iterator[MemberParameter]:
    declared = named(node, "parameters")
    for item in declared.named_children if declared is not None else ():
        pattern = named(item, "pattern")
        if pattern is None or text(pattern) == "this":
            continue
        rest = pattern.type == "rest_pattern"
        name = text(pattern.named_children[0]) if rest else text(pattern)
        yield MemberParameter(name, _annotated(item, "type"), rest or item.type == "optional_parameter", item)


def object_body(value: Node) -> tuple[Node | None, bool]:
    """Return the object type that an alias stands for, if any, and whether it includes null or undefined."""
    parts, nullable = _not_empty(value)
    found = _without_readonly(parts[0]) if len(parts) == 1 else None
    is_object = found is not None and found.type == "object_type" and not any(children(found, "index_signature"))
    return found if is_object else None, nullable


def _not_empty(value: Node) -> tuple[list[Node], bool]:
    """Return the alternatives of a type without null and undefined, and whether one of those was there."""
    parts = list(alternatives(value))
    rest = [part for part in parts if text(part) not in _EMPTY]
    return rest, len(rest) < len(parts)


def _without_readonly(value: Node) -> Node:
    """Return what ``Readonly<T>`` holds; other types as they are."""
    if value.type == "generic_type" and text_of(value, "name") == "Readonly":
        return next(children(value, "type_arguments")).named_children[0]
    return value


class StringMembers(NamedTuple):
    """The strings that an alias stands for.

    Attributes:
        strings: The strings, as syntax.
        nullable: Whether the alias includes null or undefined.
        open: Whether it allows other strings, too.
    """

    strings: list[Node]
    nullable: bool
    open: bool


def string_members(value: Node) -> StringMembers | None:
    """Return the strings that an alias stands for; None if it stands for anything else."""
    parts, nullable = _not_empty(value)
    strings = [part for part in parts if part.type == "literal_type" and part.named_children[0].type == "string"]
    others = {text(part) for part in parts if part not in strings and part.type != "template_literal_type"}
    is_open = len(strings) < len(parts)
    return StringMembers(strings, nullable, is_open) if strings and others <= _ANY_STRING else None


def alternatives(value: Node) -> Iterator[Node]:
    """Yield the alternatives of a union; any other type as it is."""
    if value.type in ("union_type", "parenthesized_type"):
        for child in value.named_children:
            yield from alternatives(child)
    else:
        yield value


def bases(node: Node) -> Iterator[Node]:
    """Yield what a class extends."""
    for clause in children(node, "class_heritage"):
        yield from children(clause, "extends_clause")


def base_names(node: Node) -> Iterator[str]:
    """Yield the names of what a class or an interface extends, without what is given to them."""
    yield from filter(None, (text_of(base, "value") for base in bases(node)))
    for clause in children(node, "extends_type_clause"):
        for base in clause.named_children:
            yield text_of(base, "name") or text(base)


def type_arguments(node: Node) -> Iterator[Node]:
    """Yield the types given to something: ``EventMap`` in ``Emitter<EventMap>``."""
    for arguments in children(node, "type_arguments"):
        yield from arguments.named_children


def event_map(body: Node) -> list[tuple[str, Node | None, Node]] | None:
    """Return the events of an object type whose properties are all functions: name, payload and place.

    Other types are no map of events: None.
    """
    events: list[tuple[str, Node | None, Node]] = []
    for node in children(body, "property_signature"):
        kind = _annotated(node, "type")
        if kind is None or kind.type != "function_type":
            return None
        params = list(_parameters(kind))
        events.append((text_of(node, "name"), params[0].type if params else None, node))
    return events or None

"""The parts of one declaration, still as syntax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from .comments import is_withheld
from .syntax import Node, children, doc_comment, has_word, named, text, text_of

__all__ = ["Member", "MemberParameter", "event_map", "heritage", "members", "object_body", "string_members"]

_EMPTY = frozenset({"null", "undefined"})


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
        static: Whether it belongs to the class itself.
        params: Parameters of a method.
        node: The whole.
    """

    kind: Literal["property", "method"]
    name: str
    type: Node | None
    optional: bool
    static: bool
    node: Node
    params: list[MemberParameter] = field(default_factory=list[MemberParameter])

    def types(self) -> Iterator[Node]:
        """Every type that the member mentions."""
        yield from (item for item in (self.type, *(param.type for param in self.params)) if item is not None)


def members(body: Node) -> Iterator[Member]:
    """What users may touch of a class, an interface or an object type.

    Left out are private and protected members, those marked so in a comment or by an underscore, constructors, and
    constants that only repeat their own name.
    """
    for node in body.named_children:
        name = text_of(node, "name").strip("\"'")
        if not name or name.startswith("_") or name == "constructor":
            continue
        if any(text(item) in ("private", "protected") for item in children(node, "accessibility_modifier")):
            continue
        if is_withheld(doc_comment(node)):
            continue
        if node.type in ("method_signature", "method_definition", "abstract_method_signature"):
            yield _method(node, name)
        elif node.type in ("public_field_definition", "property_signature"):
            value = named(node, "value")
            if value is None or text(value).strip("\"'") != name:
                yield Member("property", name, _annotated(node, "type"), has_word(node, "?"), _static(node), node)


def _method(node: Node, name: str) -> Member:
    params = list(_parameters(node))
    if has_word(node, "get"):
        return Member("property", name, _annotated(node, "return_type"), False, _static(node), node)
    if has_word(node, "set"):
        return Member("property", name, params[0].type if params else None, False, _static(node), node)
    return Member("method", name, _annotated(node, "return_type"), False, _static(node), node, params)


def _static(node: Node) -> bool:
    return has_word(node, "static")


def _annotated(node: Node, part: str) -> Node | None:
    """The type of an annotation, without its colon."""
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
    """The object type that an alias stands for, if it is one, and whether null or undefined belongs to it."""
    parts = list(_alternatives(value))
    rest = [part for part in parts if text(part) not in _EMPTY]
    found = rest[0] if len(rest) == 1 and rest[0].type == "object_type" else None
    return found, len(rest) < len(parts)


def string_members(value: Node) -> tuple[list[Node] | None, bool]:
    """The strings that an alias stands for, if it is only that, and whether null or undefined belongs to it."""
    parts = list(_alternatives(value))
    rest = [part for part in parts if text(part) not in _EMPTY]
    strings = [part for part in rest if part.type == "literal_type" and part.named_children[0].type == "string"]
    return (strings if rest and len(strings) == len(rest) else None), len(rest) < len(parts)


def _alternatives(value: Node) -> Iterator[Node]:
    if value.type in ("union_type", "parenthesized_type"):
        for child in value.named_children:
            yield from _alternatives(child)
    else:
        yield value


def heritage(node: Node) -> Iterator[Node]:
    """Types given to what a class extends: ``EventMap`` in ``extends Emitter<EventMap>``."""
    for clause in children(node, "class_heritage"):
        for extended in children(clause, "extends_clause"):
            for arguments in children(extended, "type_arguments"):
                yield from arguments.named_children


def event_map(body: Node) -> list[tuple[str, Node | None, Node]] | None:
    """Events of an object type whose properties are all functions: name, payload and place; None for other types."""
    events: list[tuple[str, Node | None, Node]] = []
    for node in children(body, "property_signature"):
        kind = _annotated(node, "type")
        if kind is None or kind.type != "function_type":
            return None
        params = list(_parameters(kind))
        events.append((text_of(node, "name"), params[0].type if params else None, node))
    return events or None

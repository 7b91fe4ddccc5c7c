"""What is looked for in a list or collection: wanted values by property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from twilio_codegen.language import Derived, Method, Node, Property, Resource, Selection
from twilio_codegen.language.methods import Wanted
from twilio_codegen.language.type_expressions import SCALARS, TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import Scope, check_comparable, is_reference

__all__ = ["check_picked", "check_selection", "check_texts", "check_where"]


def check_selection(scope: Scope, resource: Resource, method: Method, selection: Selection) -> None:
    """Check a method that picks from a list that the object has."""
    if not selection.where:
        scope.wrong_value(selection.at("where"), "nothing is looked for; return the property itself")
    source = _source(scope, resource, selection.source, selection.at("from"))
    if source is None:
        return
    check_where(scope, resource, method, selection, selection.where, source.kinds, source.what)
    expected = f"{source.held}?" if selection.first else str(source.listed)
    given = str(method.returns.type) if method.returns.type is not None else method.returns.kind
    if given != expected:
        place = method.returns.at("type") if method.returns.type is not None else method.at("returns")
        found = "the first that fits is" if selection.first else "all that fit are"
        scope.wrong_type(place, f"{found} {expected}, not {given}")


def check_picked(scope: Scope, resource: Resource, item: Property, derived: Derived) -> None:
    """Check a property that is what fits of another one."""
    source = _source(scope, resource, derived.property, derived.at("property"))
    if source is None:
        return
    if source.listed.nullable:
        message = f"'{derived.property}' is {source.listed}; a property is picked from a list that is never null"
        scope.wrong_type(derived.at("property"), message)
    elif item.type != source.listed:
        scope.wrong_type(item.at("type"), f"all that fit are {source.listed}, not {item.type}")
    for name, wanted in (derived.where or {}).items():
        if not scope.known(derived.key_at("where", name), source.what, name, source.kinds):
            continue
        check_texts(scope, derived, ("where", name), wanted, name, source.kinds[name])


def check_texts(
    scope: Scope, node: Node, path: tuple[str | int, ...], wanted: Wanted, name: str, kind: TypeExpression
) -> None:
    """Check the texts, standing for themselves, of which a property equals one.

    Args:
        scope: The schema.
        node: What says so.
        path: Where the texts stand in it.
        wanted: The texts.
        name: The property.
        kind: Its type.
    """
    several = not isinstance(wanted, str)
    for at, text in enumerate(wanted if not isinstance(wanted, str) else (wanted,)):
        pos = node.at(*path, at) if several else node.at(*path)
        if is_reference(text):
            scope.wrong_value(pos, f"a property is picked by texts that stand for themselves, not by '{text}'")
        elif kind.name != "string" and kind.name not in scope.schema.types:
            scope.wrong_type(pos, f"a property is picked by texts, and '{name}' is {kind}")
        else:
            scope.check_literal(text, kind, (), pos, "value")
    if several and not wanted:
        scope.wrong_value(node.at(*path), f"say what '{name}' may be, or leave it out")


class _Source(NamedTuple):
    """A list that is picked from: its type, that of what is in it, and the types of what is looked at by name."""

    listed: TypeExpression
    held: TypeExpression
    kinds: Mapping[str, TypeExpression]
    what: Literal["property", "field"]


def _source(scope: Scope, resource: Resource, name: str, pos: Position) -> _Source | None:
    """What is picked from; None if it is nothing of the kind, which is reported."""
    if not scope.known(pos, "property", name, resource.properties):
        return None
    listed = resource.properties[name].type
    held = listed.argument if listed.name == "list" else None
    if held is not None and not held.nullable:
        if (holder := scope.schema.resources.get(held.name)) is not None:
            return _Source(listed, held, {name: item.type for name, item in holder.properties.items()}, "property")
        if (value := scope.schema.values.get(held.name)) is not None:
            return _Source(listed, held, {name: item.type for name, item in value.fields.items()}, "field")
    message = f"'{name}' is {listed}; what is picked from is a list of records or values, none of them null"
    scope.wrong_type(pos, message)
    return None


def check_where(
    scope: Scope,
    resource: Resource,
    method: Method,
    node: Node,
    where: Mapping[str, Wanted],
    kinds: Mapping[str, TypeExpression],
    what: Literal["property", "field"],
) -> None:
    """Check the values wanted of properties or fields, whose types are given by name."""
    for name, wanted in where.items():
        known = scope.known(node.key_at("where", name), what, name, kinds)
        several = not isinstance(wanted, str)
        for at, text in enumerate(wanted if not isinstance(wanted, str) else (wanted,)):
            pos = node.at("where", name, at) if several else node.at("where", name)
            given = scope.check_expression(text, resource, method, pos)
            if known:
                _check_wanted(scope, text, given, kinds[name], pos, name, several=several)
        if several and not wanted:
            scope.wrong_value(node.at("where", name), f"say what '{name}' may be, or leave it out")
        elif several and known and not _is_plain(scope, kinds[name]):
            message = f"only texts, numbers, booleans and times may be one of several, and '{name}' is {kinds[name]}"
            scope.wrong_type(node.at("where", name), message)


def _check_wanted(
    scope: Scope,
    text: str,
    given: TypeExpression | None,
    kind: TypeExpression,
    pos: Position,
    name: str,
    *,
    several: bool,
) -> None:
    if given is None:
        if not is_reference(text):
            scope.check_literal(text, kind, (), pos, "value")
        return
    if given.name == "list" and kind.name != "list" and not several:
        if given.nullable:
            scope.wrong_type(pos, f"'{text}' may be null, and then it is no list of what '{name}' may be")
        elif not _is_plain(scope, kind):
            message = f"only texts, numbers, booleans and times may be one of several, and '{name}' is {kind}"
            scope.wrong_type(pos, message)
        given = given.argument
    check_comparable(scope, given, kind, pos, name)


def _is_plain(scope: Scope, kind: TypeExpression) -> bool:
    return kind.name in scope.schema.types or (kind.name in SCALARS and kind.name != "json")

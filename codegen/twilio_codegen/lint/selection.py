"""What is looked for in a list or collection: wanted values by property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from twilio_codegen.language import Method, Node, Resource, Selection
from twilio_codegen.language.methods import Wanted
from twilio_codegen.language.type_expressions import SCALARS, TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import Scope, check_comparable, is_reference

__all__ = ["check_selection", "check_where"]


def check_selection(scope: Scope, resource: Resource, method: Method, selection: Selection) -> None:
    """Check a method that picks from a list that the object has."""
    if not selection.where:
        scope.wrong_value(selection.at("where"), "nothing is looked for; return the property itself")
    if not scope.known(selection.at("from"), "property", selection.source, resource.properties):
        return
    listed = resource.properties[selection.source].type
    held = listed.argument if listed.name == "list" else None
    holder = scope.schema.resources.get(held.name) if held is not None else None
    value = scope.schema.values.get(held.name) if held is not None else None
    if held is None or held.nullable or (holder is None and value is None):
        message = (
            f"'{selection.source}' is {listed}; what is picked from is a list of records or values, none of them null"
        )
        scope.wrong_type(selection.at("from"), message)
        return
    kinds: dict[str, TypeExpression] = {}
    if holder is not None:
        kinds = {name: item.type for name, item in holder.properties.items()}
    elif value is not None:
        kinds = {name: item.type for name, item in value.fields.items()}
    what: Literal["property", "field"] = "property" if holder is not None else "field"
    check_where(scope, resource, method, selection, selection.where, kinds, what)
    expected = f"{held}?" if selection.first else str(listed)
    given = str(method.returns.type) if method.returns.type is not None else method.returns.kind
    if given != expected:
        place = method.returns.at("type") if method.returns.type is not None else method.at("returns")
        found = "the first that fits is" if selection.first else "all that fit are"
        scope.wrong_type(place, f"{found} {expected}, not {given}")


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

"""Methods that read what applications receive of push notifications."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Method, Resource, ValueField
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import Scope

__all__ = ["check_push"]

_TEXT = ("string",)
_PARTS: Mapping[str, tuple[str, ...]] = {
    "title": _TEXT,
    "body": _TEXT,
    "sound": _TEXT,
    "badge": ("integer",),
    "action": _TEXT,
    "type": ("string", "a union"),
    "data": ("map[json]", "json", "a value"),
}
"""What the runtime finds in a push notification, by the name on the wire, and the types that it can have."""
_ALWAYS = frozenset({"type", "data"})
"""Parts that every push notification has."""


def check_push(scope: Scope, resource: Resource, name: str, method: Method) -> None:
    """Check a method that reads a push notification, and what it makes of it."""
    if method.push == "parse":
        kind = method.returns.type
        if kind is None:
            scope.wrong_value(
                method.at("returns"), f"what reads a push notification returns it, not {method.returns.kind}"
            )
        else:
            _check_value(scope, kind, method.returns.at("type"))
        if not method.static:
            scope.wrong_value(method.at("push"), "what reads a push notification needs no object; write 'static: true'")
    elif method.push == "announce":
        events = [event for event in resource.events.values() if event.raised_by == name]
        if not events:
            message = f"'push: announce' raises events, and no event of {resource.resource} says 'raised-by: {name}'"
            scope.report(method.at("push"), "never-emitted", message)
        for event in events:
            if event.payload is None:
                scope.report(event.pos, "payload-mismatch", "a push notification is announced as a value; name it")
            else:
                _check_value(scope, event.payload, event.at("payload"))


def _check_value(scope: Scope, kind: TypeExpression, pos: Position) -> None:
    value = scope.schema.values.get(kind.name)
    if value is None or value.input or kind.nullable or scope.schema.holds_records(kind):
        scope.wrong_type(pos, f"a push notification is a value that is received and never null, not {kind}")
        return
    for name, field in value.fields.items():
        part = field.wire or name
        if not scope.known(field.at("wire") if field.wire else value.key_at("fields", name), "part", part, _PARTS):
            continue
        wanted = _PARTS[part]
        if field.codec is not None:
            scope.wrong_value(field.at("codec"), "no part of a push notification is encoded; remove it")
        if not _fits(scope, field, wanted):
            message = f"'{part}' of a push notification is {' or '.join(wanted)}, and '{name}' is {field.type}"
            scope.wrong_type(field.at("type"), message)
        elif part not in _ALWAYS and not field.type.nullable and "default" not in field.model_fields_set:
            message = f"not every push notification has '{part}'; write {field.type}? or give '{name}' a default"
            scope.wrong_type(field.at("type"), message)


def _fits(scope: Scope, field: ValueField, wanted: tuple[str, ...]) -> bool:
    name = str(field.type).removesuffix("?")
    kinds = {"a union": frozenset(scope.schema.types), "a value": frozenset(scope.schema.values)}
    return any(name in kinds.get(kind, {kind}) for kind in wanted)

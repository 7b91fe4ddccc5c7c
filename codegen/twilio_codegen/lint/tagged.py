"""Tagged unions, and the values that are their members."""

from __future__ import annotations

from twilio_codegen.language import TaggedUnion

from .scope import Scope

__all__ = ["check_tagged"]

_RAW = "data"
"""The field of the class for everything else that keeps what was sent."""


def check_tagged(scope: Scope) -> None:
    """Check the tagged unions of a schema."""
    holders: dict[str, str] = {}
    for name, union in scope.schema.tagged.items():
        if union.tag == _RAW:
            scope.report(union.at("tag"), "reserved-name", f"'{_RAW}' is where {union.other} keeps what was sent")
        for tag, kind in union.members.items():
            pos = union.at("members", tag)
            if not scope.known(pos, "value", kind, scope.schema.values):
                continue
            scope.used.add(kind)
            first = holders.setdefault(kind, name)
            if first != name:
                scope.report(pos, "wrong-value", f"'{kind}' belongs to the tagged union '{first}' already")
            _check_member(scope, union, tag, kind)


def _check_member(scope: Scope, union: TaggedUnion, tag: str, kind: str) -> None:
    value = scope.schema.values[kind]
    pos = union.at("members", tag)
    if value.input:
        scope.report(pos, "wrong-value", f"'{kind}' is passed in by users, and a tagged union is received")
    for name, field in value.fields.items():
        if union.tag in (name, field.wire):
            message = f"every member of the union has the field '{union.tag}' by itself; remove it here"
            scope.report(value.key_at("fields", name), "duplicate-wire", message)

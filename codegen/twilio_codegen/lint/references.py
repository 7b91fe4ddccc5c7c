"""References in requests: whether what they stand for can be sent where they are."""

from __future__ import annotations

from typing import Literal

from twilio_codegen.language import Method, Resource, ValueSource
from twilio_codegen.language.type_expressions import SCALARS, TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import Scope

__all__ = ["Part", "check_body_value", "check_key", "check_sent"]

Part = Literal["path", "query", "form"]
"""Parts of a request that hold text."""

_MAY_BE_LEFT_OUT: frozenset[Part] = frozenset({"query", "form"})
_KEYS = ("string", "integer")
"""Types of what an answer is kept under."""


def check_sent(scope: Scope, text: str, resource: Resource, method: Method | None, part: Part, pos: Position) -> None:
    """Check a reference in a part of a request that holds text."""
    kind = _reference(scope, text, resource, method, pos)
    if kind is None or kind.choices:
        return
    if not _is_text(scope, kind):
        message = f"'{text}' is {kind}; a {part} holds a string, a union, a number, a boolean or a time"
        scope.report(pos, "wrong-type", message)
    elif kind.nullable and part not in _MAY_BE_LEFT_OUT:
        message = f"'{text}' may be null, and no part of a path can be left out"
        scope.report(pos, "wrong-type", message)


def check_body_value(scope: Scope, source: ValueSource, resource: Resource, method: Method, pos: Position) -> None:
    """Check a value of a JSON body, and how it is encoded."""
    kind = _reference(scope, source.value, resource, method, pos) if isinstance(source.value, str) else None
    if kind is not None and not kind.choices and not _is_data(scope, kind):
        scope.report(pos, "wrong-type", f"'{source.value}' is {kind}, which is never sent")
    if source.choose and source.choose.keys() != {True, False}:
        scope.report(source.at("choose"), "wrong-value", "a choice needs an entry for true and one for false")
    if source.choose and source.encode is not None:
        scope.report(source.at("encode"), "wrong-value", "what is chosen is a text; remove 'encode'")
    if not source.choose:
        return
    if kind is None or kind.name != "boolean":
        message = f"a choice is for a boolean, and '{source.value}' is {kind or 'none'}"
        scope.report(source.at("choose"), "wrong-type", message)
    elif kind.nullable and source.when_none is None:
        message = f"'{source.value}' may be null, which is neither true nor false; say with 'when-none' what it means"
        scope.report(source.at("choose"), "wrong-type", message)


def check_key(scope: Scope, text: str, resource: Resource, method: Method, pos: Position) -> None:
    """Check what an answer is kept under."""
    kind = _reference(scope, text, resource, method, pos)
    if kind is None or kind.choices:
        return
    if kind.nullable or (kind.name not in _KEYS and kind.name not in scope.schema.types):
        scope.report(pos, "wrong-type", f"'{text}' is {kind}; an answer is kept under a string or integer, never null")


def _reference(
    scope: Scope, text: str, resource: Resource, method: Method | None, pos: Position
) -> TypeExpression | None:
    kind = scope.check_expression(text, resource, method, pos)
    is_record = resource.mirror is not None and resource.mirror.kind == "record"
    owner = scope.schema.resources.get(resource.owner or "")
    if text.startswith("owner.") and is_record and owner is not None and not owner.root:
        scope.report(pos, "wrong-value", f"a {resource.resource} is a record and knows the client only")
    return kind


def _is_text(scope: Scope, kind: TypeExpression) -> bool:
    return kind.name in scope.schema.types or (kind.name in SCALARS and kind.name != "json")


def _is_data(scope: Scope, kind: TypeExpression) -> bool:
    if kind.argument is not None:
        return kind.name in ("list", "map") and _is_data(scope, kind.argument)
    return kind.name in SCALARS or kind.name in scope.schema.types or kind.name in scope.schema.values

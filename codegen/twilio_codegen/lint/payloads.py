"""What the handlers of an event receive, compared with what is emitted."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Event, Resource, ValueField
from twilio_codegen.language.expansion import reasons_union

from .scope import Scope

__all__ = ["SESSION_SIGNALS", "check_own_payload", "check_signal_payload", "check_update_payload"]

SESSION_SIGNALS: Mapping[str, tuple[str, ...]] = {
    "state": ("initialized", "failed"),
    "phase": ("unknown", "disconnecting", "disconnected", "connecting", "connected", "denied", "error"),
    "problem": ("boolean", "string", "integer?", "integer?"),
    "token-about-to-expire": ("number",),
    "token-expired": (),
}
"""What a session itself tells: strings that a union must have, types of a payload's fields, or the type."""


def check_signal_payload(scope: Scope, signal: str, name: str, event: Event) -> None:
    """Check an event that repeats a signal of the session."""
    wanted = SESSION_SIGNALS[signal]
    kind = str(event.payload) if event.payload is not None else "nothing"
    if signal == "problem":
        fields = _fields(scope, event)
        if [str(field.type) for field in fields.values()] != list(wanted):
            message = f"'{name}' needs a payload with the fields {', '.join(wanted)}, in this order; it has {kind}"
            scope.report(event.at("payload"), "payload-mismatch", message)
    elif signal in ("state", "phase"):
        union = scope.schema.types.get(kind)
        missing = [member for member in wanted if union is not None and member not in union.members]
        if kind != "string" and (union is None or missing):
            lacking = f"; {kind} lacks {', '.join(missing)}" if missing else f", not {kind}"
            message = f"'{name}' needs a string or a union of {', '.join(wanted)}{lacking}"
            scope.report(event.at("payload"), "payload-mismatch", message)
    elif kind != (wanted[0] if wanted else "nothing"):
        message = f"'{name}' has the payload {kind}; emitted is {wanted[0] if wanted else 'nothing'}"
        scope.report(event.at("payload"), "payload-mismatch", message)


def check_update_payload(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    """Check the event that tells what changed about a resource."""
    wanted = [resource.resource, f"list[{reasons_union(resource.resource)}]"]
    if [str(field.type) for field in _fields(scope, event).values()] != wanted:
        message = f"'{name}' needs a payload with the fields {' and '.join(wanted)}, in this order"
        scope.report(event.at("payload"), "payload-mismatch", message)


def check_own_payload(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    """Check an event whose handlers receive the object itself."""
    if str(event.payload) != resource.resource:
        kind = event.payload if event.payload is not None else "nothing"
        message = f"'{name}' has the payload {kind}; emitted is the {resource.resource} itself"
        scope.report(event.at("payload"), "payload-mismatch", message)


def _fields(scope: Scope, event: Event) -> Mapping[str, ValueField]:
    payload = scope.schema.payloads.get(str(event.payload))
    return payload.fields if payload is not None else {}

"""What a session itself tells its root, as the methods that the runtime calls and what each of them emits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from twilio_codegen.language import Event, Resource, Schema
from twilio_codegen.language.type_expressions import TypeExpression

from .code import Code, code, imported

__all__ = ["SessionSignalView", "phase_expression", "view_session_signals"]

EventT = TypeVar("EventT")

_METHODS: Mapping[str, tuple[str, str]] = {
    "state": ("_state_changed", 'state: Literal["initialized", "failed"]'),
    "initialized": ("_initialized", ""),
    "init-failed": ("_init_failed", "problem: ConnectionProblem"),
    "phase": ("_phase_changed", "phase: ConnectionPhase"),
    "problem": ("_problem", "problem: ConnectionProblem"),
    "retrying": ("_retrying", "problem: ConnectionProblem"),
    "token-about-to-expire": ("_token_about_to_expire", "seconds: float"),
    "token-expired": ("_token_expired", ""),
}
"""The method of the runtime's client by signal, and its parameter."""
_RETRYING = "retrying"


@dataclass(frozen=True, slots=True)
class SessionSignalView(Generic[EventT]):
    """A method that announces a signal; `emitted` are its events, each with the value that handlers receive."""

    method: str
    parameter: str
    emitted: Sequence[tuple[EventT, Code]]


def view_session_signals(
    schema: Schema, resource: Resource, views: Mapping[str, EventT]
) -> tuple[SessionSignalView[EventT], ...]:
    """The methods by which a resource announces what its session tells.

    Args:
        schema: The schema of the resource.
        resource: The resource.
        views: Its events as they are written, by documented name.
    """
    found: list[SessionSignalView[EventT]] = []
    for signal, (method, parameter) in _METHODS.items():
        emitted = [
            (views[name], _value(event, parameter))
            for name, event in resource.events.items()
            if event.raised_by == f"session.{signal}"
        ]
        if signal == _RETRYING:
            emitted += [
                (views[name], Code(f'"{_RETRYING}"'))
                for name, event in resource.events.items()
                if event.raised_by == "session.phase" and event.payload and _names_retrying(schema, event.payload)
            ]
        if emitted:
            found.append(SessionSignalView(method, parameter, emitted))
    return tuple(found)


def phase_expression(schema: Schema, kind: TypeExpression) -> Code:
    """Where the connection stands, for a property of a type: some products tell of new attempts, others do not."""
    return Code("self._services.phase" if _names_retrying(schema, kind) else "self._services.connection.phase")


def _names_retrying(schema: Schema, kind: TypeExpression) -> bool:
    union = schema.types.get(kind.name)
    return union is not None and _RETRYING in union.members


def _value(event: Event, parameter: str) -> Code:
    name, _, kind = parameter.partition(": ")
    if event.payload is None:
        return Code("None")
    if kind == "ConnectionProblem":
        parts = (f"{name}.{part}" for part in ("terminal", "message", "status", "code"))
        return code("{}({})", imported(event.payload.name), ", ".join(parts))
    return Code(name or "None")

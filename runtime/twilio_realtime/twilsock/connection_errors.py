"""The errors that callers and listeners get when a connection fails or ends."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..errors import ClosedError, ConnectionRefused, DisconnectedError, RealtimeError, TokenError
from ..network.failures import explain_failure
from .listener import ConnectionProblem
from .machine import State
from .status import BackoffPolicy, Status, connection_refused, token_error

__all__ = ["ENDED", "Cause", "closed_error", "end_error", "lost_error", "problem", "unreached_error", "unsent_error"]

ENDED: Final = frozenset({State.DENIED, State.EXPIRED, State.REFUSED, State.CLOSING, State.CLOSED, State.CLOSED_DENIED})
"""States in which nothing is attempted any more."""

_NO_POLICY: Final = BackoffPolicy()


class Cause(NamedTuple):
    """What is known about an event beyond its name.

    Attributes:
        status: What the service said, or None.
        error: What the socket raised, or None.
        policy: How long the service asks to wait.
    """

    status: Status | None = None
    error: Exception | None = None
    policy: BackoffPolicy = _NO_POLICY


def closed_error() -> ClosedError:
    """The error for everything after `close`."""
    return ClosedError("the connection was closed; make a new one")


def end_error(state: State, cause: Cause) -> RealtimeError:
    """The error for callers that wait for the connection, in a state of `ENDED` that was entered for a cause."""
    status = cause.status or Status(0)
    if state in (State.DENIED, State.EXPIRED):
        return token_error(status)
    if state is not State.REFUSED:
        return closed_error()
    if isinstance(cause.error, ConnectionRefused):
        return ConnectionRefused(str(cause.error), status=cause.error.status, code=cause.error.code)
    return connection_refused(status)


def unsent_error(what: str, state: State, cause: Cause) -> RealtimeError:
    """The error for a request, named in words, that cannot be sent in a state of `ENDED`."""
    end = end_error(state, cause)
    text = f"{what} was not carried out: {end}"
    if isinstance(end, ClosedError):
        return ClosedError(text)
    if isinstance(end, TokenError):
        return type(end)(text, code=end.code)
    status = cause.status or Status(0)
    return ConnectionRefused(text, status=status.status, code=status.code)


def lost_error(what: str, state: State, cause: Cause) -> RealtimeError:
    """The error for a request, named in words, that was under way when the socket was lost, which led to ``state``."""
    if state in ENDED:
        return unsent_error(what, state, cause)
    return DisconnectedError(f"the connection was lost before {what} was answered; it may have been carried out")


def unreached_error(problem: ConnectionProblem) -> DisconnectedError:
    """The error for callers that do not wait for another attempt to connect."""
    error = DisconnectedError(problem.detail or problem.message)
    error.__cause__ = problem.error.__cause__
    return error


def problem(state: State, reason: str, cause: Cause) -> ConnectionProblem:
    """Describe a failure to the listener.

    Args:
        state: The state after the transition.
        reason: What the transition says about itself.
        cause: What is known beyond it.
    """
    error: RealtimeError
    if state in ENDED:
        error = end_error(state, cause)
        detail = str(error)
    else:
        detail = _detail(reason, cause)
        error = DisconnectedError(
            f"{reason}; reconnecting" if detail == reason else f"{reason}: {detail}; reconnecting"
        )
        error.__cause__ = cause.error
    status = cause.status
    return ConnectionProblem(
        terminal=state in ENDED,
        message=str(error),
        status=None if status is None else status.status,
        code=None if status is None else status.code,
        error=error,
        detail=detail,
    )


def _detail(reason: str, cause: Cause) -> str:
    if cause.status is not None:
        return str(cause.status)
    if isinstance(cause.error, DisconnectedError):
        return str(cause.error)
    return reason if cause.error is None else explain_failure(cause.error)

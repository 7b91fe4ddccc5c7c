"""The life of a connection as one table: state × event → state and actions.

Nothing here waits, reads a clock, draws a number or touches a socket. The connection feeds events in and carries
the actions out; `step` says what they are. A pair that the table does not list is ignored on purpose: it is an
echo of something already decided, like the `close` packet that follows a refused `init`.

Two states carry ``STALE`` in their name: a newer token arrived while the service was still judging an older one.
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = [
    "PHASES",
    "TIMERS",
    "TRANSITIONS",
    "Action",
    "ConnectionPhase",
    "Event",
    "State",
    "Transition",
    "step",
]

ConnectionPhase: TypeAlias = Literal[
    "unknown", "connecting", "connected", "disconnecting", "disconnected", "denied", "error"
]
"""What the outside sees of the state; ``error`` is reserved by the protocol and never reached."""


class State(Enum):
    """Where a connection is in its life."""

    NEW = "new"
    WAITING = "waiting"
    OPENING = "opening"
    INITIALISING = "initialising"
    INITIALISING_STALE = "initialising with a replaced token"
    CONNECTED = "connected"
    UPDATING = "updating"
    UPDATING_STALE = "updating to a replaced token"
    LEAVING = "leaving"
    DENIED = "denied"
    EXPIRED = "expired"
    REFUSED = "refused"
    CLOSING = "closing"
    CLOSED = "closed"
    CLOSED_DENIED = "closed-denied"


class Event(Enum):
    """Something that happened to a connection."""

    CONNECT = "connect() was called"
    TOKEN_CHANGED = "another token was given"
    SHUTDOWN = "close() was called"
    SOCKET_OPENED = "the socket is open"
    OPEN_FAILED = "the socket did not open"
    OPEN_REFUSED = "the host cannot be trusted"
    SOCKET_LOST = "the socket was lost"
    SOCKETS_GONE = "every socket is closed"
    INIT_ACCEPTED = "init was accepted"
    INIT_FAILED = "init failed"
    INIT_REFUSED = "init was refused for good"
    INIT_TIMED_OUT = "init was not answered in time"
    UPDATE_ACCEPTED = "update was accepted"
    UPDATE_FAILED = "update failed"
    UPDATE_TIMED_OUT = "update was not answered in time"
    TOKEN_DENIED = "the token was refused"
    TOKEN_EXPIRED = "the token has expired"
    CLOSE_DENIED = "the service closed: not authorised"
    CLOSE_EXPIRED = "the service closed: token expired"
    CLOSE_REFUSED = "the service closed for good"
    CLOSE_OFFLOADED = "the service closed: come back elsewhere"
    CLOSE_OTHER = "the service closed"
    REQUEST_THROTTLED = "a request met too many requests"
    PAUSE_OVER = "the pause is over"
    RETRY_DUE = "the wait is over"
    LEAVE_OVER = "the service did not close the socket in time"
    SILENCE = "nothing was received for too long"
    LIVED = "the connection has lived"


class Action(Enum):
    """Something that the connection has to do, in the order listed."""

    OPEN_SOCKET = "open a socket"
    LEAVE_SOCKET = "send close, close the socket, fail what is in flight"
    DROP_SOCKET = "abort the socket, fail what is in flight"
    SEND_INIT = "send init with the newest token, wait for the reply"
    SEND_UPDATE = "send update with the newest token, wait for the reply"
    GO_LIVE = "announce the connection, send what is queued, start watching"
    SETTLE_TOKEN = "the newest token is in use: tell who waits for that"
    AWAIT_SOCKET_END = "give the service a moment to close the socket"
    HONOUR_POLICY = "let the service's backoff policy bound the next wait"
    SCHEDULE_RETRY = "wait before the next attempt"
    RESET_BACKOFF = "forget earlier failures"
    PAUSE_SENDING = "hold requests back for a while"
    RESUME_SENDING = "send requests again"
    REPORT_PROBLEM = "report a problem that will be overcome"
    REPORT_END = "report a problem that will not be overcome"
    REPORT_EXPIRY = "report that the token has expired"
    FAIL_WAITING = "fail queued requests and whoever waits to be connected"


class Transition(NamedTuple):
    """One row of the table.

    Attributes:
        state: The state afterwards.
        code: Stable short name, for logs and tests.
        reason: The same for people.
        actions: What to do, in order.
    """

    state: State
    code: str
    reason: str
    actions: tuple[Action, ...] = ()


PHASES: Final = MappingProxyType[State, ConnectionPhase](
    {
        State.NEW: "unknown",
        State.WAITING: "connecting",
        State.OPENING: "connecting",
        State.INITIALISING: "connecting",
        State.INITIALISING_STALE: "connecting",
        State.CONNECTED: "connected",
        State.UPDATING: "connected",
        State.UPDATING_STALE: "connected",
        State.LEAVING: "disconnecting",
        State.DENIED: "denied",
        State.EXPIRED: "disconnected",
        State.REFUSED: "disconnected",
        State.CLOSING: "disconnecting",
        State.CLOSED: "disconnected",
        State.CLOSED_DENIED: "denied",
    }
)
"""The public phase of each state."""

_LIVE_TIMERS: Final = frozenset({Event.SILENCE, Event.LIVED, Event.PAUSE_OVER})
_NO_TIMERS: Final = frozenset[Event]()

TIMERS: Final = MappingProxyType[State, frozenset[Event]](
    {
        **dict.fromkeys(State, _NO_TIMERS),
        State.WAITING: frozenset({Event.RETRY_DUE}),
        State.INITIALISING: frozenset({Event.INIT_TIMED_OUT}),
        State.INITIALISING_STALE: frozenset({Event.INIT_TIMED_OUT}),
        State.CONNECTED: _LIVE_TIMERS,
        State.UPDATING: _LIVE_TIMERS | {Event.UPDATE_TIMED_OUT},
        State.UPDATING_STALE: _LIVE_TIMERS | {Event.UPDATE_TIMED_OUT},
        State.LEAVING: frozenset({Event.LEAVE_OVER}),
    }
)
"""The timers that may run in each state; a transition cancels every other one."""

_Rows: TypeAlias = dict[Event, Transition]

_OPEN: Final = Transition(State.OPENING, "open", "opening a socket", (Action.OPEN_SOCKET,))
_STOP: Final = Transition(State.CLOSED, "closed", "closed by us, no socket was open", (Action.FAIL_WAITING,))
_LEAVE: Final = Transition(
    State.CLOSING, "shutdown", "closing on our own account", (Action.LEAVE_SOCKET, Action.FAIL_WAITING)
)
_REFUSED: Final = Transition(
    State.REFUSED,
    "closed-for-good",
    "the service closed and will not accept this client again",
    (Action.LEAVE_SOCKET, Action.FAIL_WAITING, Action.REPORT_END),
)
_UNACCEPTABLE: Final = _REFUSED._replace(code="init-refused", reason="the service will never accept this init")
_DENIED: Final = Transition(
    State.DENIED,
    "denied",
    "the service refused the token",
    (Action.LEAVE_SOCKET, Action.FAIL_WAITING, Action.REPORT_END),
)
_DENIED_EXPIRED: Final = Transition(
    State.DENIED,
    "denied-expired",
    "the service refused the token because it has expired",
    (Action.LEAVE_SOCKET, Action.FAIL_WAITING, Action.REPORT_EXPIRY, Action.REPORT_END),
)
_EXPIRED: Final = Transition(
    State.EXPIRED,
    "expired",
    "the token expired and was not replaced in time",
    (Action.LEAVE_SOCKET, Action.FAIL_WAITING, Action.REPORT_EXPIRY),
)
_REPLACE: Final = Transition(
    State.OPENING,
    "token-replaced",
    "an older token was refused; trying again with the newer one",
    (Action.LEAVE_SOCKET, Action.OPEN_SOCKET),
)


def _retry(code: str, reason: str, *actions: Action) -> Transition:
    return Transition(State.WAITING, code, reason, (*actions, Action.SCHEDULE_RETRY))


def _leaving(code: str, reason: str, *actions: Action) -> Transition:
    return Transition(State.LEAVING, code, reason, (*actions, Action.HONOUR_POLICY, Action.AWAIT_SOCKET_END))


_LOST: Final = _retry("lost", "the socket was lost", Action.DROP_SOCKET, Action.REPORT_PROBLEM)
_CLOSED_BY_SERVICE: Final[_Rows] = {
    Event.CLOSE_DENIED: _DENIED,
    Event.CLOSE_EXPIRED: _EXPIRED,
    Event.CLOSE_REFUSED: _REFUSED,
    Event.CLOSE_OFFLOADED: _leaving("offloaded", "the service asked to reconnect"),
    Event.CLOSE_OTHER: _leaving("closed-by-service", "the service closed the connection", Action.REPORT_PROBLEM),
}


def _resting(*, by_token: bool = True) -> _Rows:
    rows = {Event.CONNECT: _OPEN, Event.SHUTDOWN: _STOP}
    return {**rows, Event.TOKEN_CHANGED: _OPEN} if by_token else rows


def _initialising(state: State) -> _Rows:
    return {
        Event.SHUTDOWN: _LEAVE,
        Event.SOCKET_LOST: _LOST,
        Event.TOKEN_CHANGED: Transition(
            State.INITIALISING_STALE, "token-behind-init", "the newer token follows once init is answered"
        ),
        Event.INIT_FAILED: _retry(
            "init-failed",
            "the service did not accept init",
            Action.LEAVE_SOCKET,
            Action.REPORT_PROBLEM,
            Action.HONOUR_POLICY,
        ),
        Event.INIT_REFUSED: _UNACCEPTABLE,
        Event.INIT_TIMED_OUT: _retry(
            "init-timeout", "init was not answered in time", Action.DROP_SOCKET, Action.REPORT_PROBLEM
        ),
        Event.TOKEN_DENIED: _DENIED,
        Event.TOKEN_EXPIRED: _DENIED_EXPIRED,
        **_CLOSED_BY_SERVICE,
        **(
            {
                Event.INIT_ACCEPTED: Transition(
                    State.CONNECTED, "connected", "init was accepted", (Action.GO_LIVE, Action.SETTLE_TOKEN)
                )
            }
            if state is State.INITIALISING
            else {
                Event.INIT_ACCEPTED: Transition(
                    State.UPDATING,
                    "connected-stale",
                    "init was accepted; sending the newer token",
                    (Action.GO_LIVE, Action.SEND_UPDATE),
                ),
                **_OLD_TOKEN_REFUSED,
            }
        ),
    }


_OLD_TOKEN_REFUSED: Final[_Rows] = {
    Event.TOKEN_DENIED: _REPLACE,
    Event.TOKEN_EXPIRED: _REPLACE,
    Event.CLOSE_DENIED: _REPLACE,
    Event.CLOSE_EXPIRED: _REPLACE,
}


def _live(state: State) -> _Rows:
    return {
        Event.SHUTDOWN: _LEAVE,
        Event.SOCKET_LOST: _LOST,
        Event.SILENCE: _retry(
            "silence", "nothing was received for too long", Action.DROP_SOCKET, Action.REPORT_PROBLEM
        ),
        Event.LIVED: Transition(state, "lived", "the connection has proved stable", (Action.RESET_BACKOFF,)),
        Event.REQUEST_THROTTLED: Transition(
            state, "throttled", "too many requests; holding back", (Action.PAUSE_SENDING,)
        ),
        Event.PAUSE_OVER: Transition(state, "resumed", "sending requests again", (Action.RESUME_SENDING,)),
        **_CLOSED_BY_SERVICE,
    }


def _updating(state: State) -> _Rows:
    return {
        **_live(state),
        Event.TOKEN_CHANGED: Transition(
            State.UPDATING_STALE, "token-behind-update", "the newer token follows once update is answered"
        ),
        Event.UPDATE_FAILED: _retry(
            "update-failed",
            "the service did not take the token now; init will carry it",
            Action.LEAVE_SOCKET,
            Action.REPORT_PROBLEM,
            Action.HONOUR_POLICY,
        ),
        Event.UPDATE_TIMED_OUT: _retry(
            "update-timeout", "update was not answered in time", Action.DROP_SOCKET, Action.REPORT_PROBLEM
        ),
    }


TRANSITIONS: Final = MappingProxyType[State, _Rows](
    {
        State.NEW: _resting(),
        State.WAITING: {**_resting(), Event.RETRY_DUE: _OPEN},
        State.DENIED: {
            **_resting(),
            # Users who look afterwards should still see why.
            Event.SHUTDOWN: _STOP._replace(state=State.CLOSED_DENIED, code="closed-denied"),
        },
        State.EXPIRED: _resting(),
        # A token does not help here, so only an explicit connect() tries again.
        State.REFUSED: _resting(by_token=False),
        State.OPENING: {
            Event.SHUTDOWN: _LEAVE,
            Event.SOCKET_OPENED: Transition(State.INITIALISING, "opened", "the socket is open", (Action.SEND_INIT,)),
            Event.OPEN_FAILED: _retry(
                "open-failed", "the socket did not open", Action.DROP_SOCKET, Action.REPORT_PROBLEM
            ),
            Event.OPEN_REFUSED: Transition(
                State.REFUSED,
                "untrusted",
                "the host could not prove who it is",
                (Action.DROP_SOCKET, Action.FAIL_WAITING, Action.REPORT_END),
            ),
        },
        State.INITIALISING: _initialising(State.INITIALISING),
        State.INITIALISING_STALE: _initialising(State.INITIALISING_STALE),
        State.CONNECTED: {
            **_live(State.CONNECTED),
            Event.TOKEN_CHANGED: Transition(State.UPDATING, "update", "sending another token", (Action.SEND_UPDATE,)),
        },
        State.UPDATING: {
            **_updating(State.UPDATING),
            Event.UPDATE_ACCEPTED: Transition(
                State.CONNECTED, "updated", "update was accepted", (Action.SETTLE_TOKEN,)
            ),
            Event.TOKEN_DENIED: _DENIED,
            Event.TOKEN_EXPIRED: _DENIED_EXPIRED,
            # The token in use ran out while its successor was on the way: that one is still to be judged.
            Event.CLOSE_EXPIRED: _REPLACE,
        },
        State.UPDATING_STALE: {
            **_updating(State.UPDATING_STALE),
            Event.UPDATE_ACCEPTED: Transition(
                State.UPDATING, "updated-stale", "update was accepted; sending the newer token", (Action.SEND_UPDATE,)
            ),
            **_OLD_TOKEN_REFUSED,
        },
        State.LEAVING: {
            Event.SHUTDOWN: _LEAVE,
            Event.SOCKET_LOST: _retry("left", "the service closed the socket", Action.DROP_SOCKET),
            Event.LEAVE_OVER: _retry("left-late", "the service left the socket open; closing it", Action.LEAVE_SOCKET),
            Event.CLOSE_DENIED: _DENIED,
            Event.CLOSE_EXPIRED: _EXPIRED,
            Event.CLOSE_REFUSED: _REFUSED,
        },
        State.CLOSING: {
            Event.SOCKETS_GONE: Transition(State.CLOSED, "closed", "closed by us"),
        },
        State.CLOSED: {},
        State.CLOSED_DENIED: {},
    }
)
"""The table."""


def step(state: State, event: Event) -> Transition | None:
    """What an event means in a state; None if it means nothing there."""
    return TRANSITIONS[state].get(event)

"""The connection: carries out what the state machine decides, on real sockets and timers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from pydantic import SecretStr

from ..clock import Timing
from ..errors import ArgumentError, ConnectionRefused, FrameError, RealtimeError, request_error
from ..requests.backoff import Backoff
from ..requests.transport import HttpReply, HttpRequest
from ..telemetry.logs import logger_of
from ..tokens.hidden import hide_token
from .connection_errors import ENDED, Cause, closed_error, end_error, lost_error, problem, unreached_error, unsent_error
from .handshake import Handshake
from .limits import ConnectionLimits
from .listener import ConnectionListener, ConnectionStats, tell
from .machine import PHASES, TIMERS, Action, ConnectionPhase, Event, State, step
from .packets import describe, http_reply, new_id, request_packet
from .receiver import Receiver
from .request_table import RequestTable
from .session import Session
from .status import read_policy, read_status
from .timers import EventTimers
from .waiters import Waiters
from .websocket import SocketOpener, check_url, open_websocket

__all__ = ["Connection"]

_log = logger_of(__name__)
_LIVE: Final = frozenset({State.CONNECTED, State.UPDATING, State.UPDATING_STALE})
_WANTS_TOKEN: Final = frozenset({State.DENIED, State.EXPIRED})
_GIVEN_UP: Final = _WANTS_TOKEN | {State.REFUSED}
_UNEXPLAINED: Final = Cause()
_DEFAULT_LIMITS: Final = ConnectionLimits()


class Connection:
    """A twilsock connection that keeps itself alive; implements `twilio_realtime.requests.transport.Transport`.

    Use it on one event loop. It owns at most one living socket, perhaps some dying ones, and their timers;
    `close` ends them all.
    """

    def __init__(
        self,
        url: str,
        *,
        product: str,
        metadata: Mapping[str, str | int],
        message_types: Sequence[str],
        listener: ConnectionListener,
        timing: Timing,
        open_socket: SocketOpener = open_websocket,
        limits: ConnectionLimits = _DEFAULT_LIMITS,
    ) -> None:
        """Prepare; nothing happens before `connect` or `update_token`.

        Args:
            url: ``ws`` or ``wss`` URL of the service.
            product: Product that notifications are registered for and requests are authorised by.
            metadata: What the client says about itself in `init`.
            message_types: Notification types to register for.
            listener: Is told what happens.
            timing: Source of time, timers and jitter.
            open_socket: Opens sockets; real WebSockets by default.
            limits: Timeouts and sizes.

        Raises:
            ConfigurationError: The URL cannot be used.
        """
        check_url(url)
        self._url = url
        self._product = product
        self._handshake = Handshake(product=product, metadata=metadata, message_types=message_types)
        self._listener = listener
        self._clock = timing.clock
        self._random = timing.random
        self._open_socket = open_socket
        self._limits = limits
        self._stats = ConnectionStats()

        self._state = State.NEW
        self._cause = _UNEXPLAINED
        self._events: list[tuple[Event, Cause]] = []  # of one or two: an empty deque takes ten times the memory
        self._stepping = False
        self._timers = EventTimers(timing.clock, self._elapsed)
        self._backoff = Backoff(timing.random, limits.backoff_min, limits.backoff_max)
        self._session: Session | None = None
        # keys alone: an empty set takes three times the memory of an empty dict
        self._sessions: dict[Session, None] = {}

        self._update_held = False
        self._requests = RequestTable(timing.clock, limits, self._wake)
        self._receiver = Receiver(listener, self._handshake, self._requests, stats=self._stats, dispatch=self._dispatch)
        self._ready = Waiters(timing.clock)
        self._first_attempt = Waiters(timing.clock)
        self._settled = Waiters(timing.clock)
        self._closed: asyncio.Future[None] | None = None

    @property
    def phase(self) -> ConnectionPhase:
        """Where the connection is, as shown to users."""
        return PHASES[self._state]

    @property
    def stats(self) -> ConnectionStats:
        """Counters; the same object each time."""
        return self._stats

    @property
    def pending(self) -> int:
        """Requests queued or in flight."""
        return self._requests.queued + self._requests.in_flight

    def uses(self, token: str | SecretStr) -> bool:
        """Whether this is the token that the service was told last, or is to be told next.

        Args:
            token: Access token.
        """
        return self._handshake.token == hide_token(token)

    def connect(self, token: str | SecretStr) -> None:
        """Connect, or end a wait for the next attempt; needs a running event loop.

        Args:
            token: Access token; replaces the present one.

        Raises:
            ArgumentError: The token is empty.
            ClosedError: After `close`.
        """
        token = hide_token(token)
        changed = self._store(token)
        self._dispatch(Event.CONNECT)
        if changed:
            self._dispatch(Event.TOKEN_CHANGED)

    @property
    def end(self) -> RealtimeError | None:
        """Why nothing is attempted any more, although `close` was not called; None as long as that is not so.

        Another token may bring the connection back.
        """
        return end_error(self._state, self._cause) if self._state in _GIVEN_UP else None

    async def ready(self, *, retry: bool = True) -> None:
        """Return once connected; at once if that is so already.

        Args:
            retry: Whether to go on waiting when an attempt to connect has failed.

        Raises:
            DisconnectedError: An attempt to connect failed, and it shall not go on.
            TokenError: The service refused the token.
            ConnectionRefused: The service refused this client.
            ClosedError: After, or because of, `close`.
        """
        if self._state not in _LIVE:
            self._check_not_ended()
            await (self._ready if retry else self._first_attempt).wait()

    async def update_token(self, token: str | SecretStr) -> None:
        """Replace the token and return once the service has accepted it.

        It is kept whatever happens and used for every later `init`. While there is no connection this connects, also
        after the service refused an earlier token. The token in use already changes nothing.

        Args:
            token: Access token.

        Raises:
            ArgumentError: The token is empty.
            TokenError: The service refused it.
            ConnectionRefused: The service refused this client, with whatever token.
            DeadlineError: Not confirmed within ``reply_timeout`` seconds; it stays stored.
            ClosedError: After, or because of, `close`.
        """
        token = hide_token(token)
        if self._store(token) or self._state in _WANTS_TOKEN:
            self._dispatch(Event.TOKEN_CHANGED)
        if self._state is State.CONNECTED:
            return
        self._check_not_ended()
        await self._settled.wait(
            self._limits.reply_timeout,
            f"the service did not confirm the token within {self._limits.reply_timeout:g} seconds; "
            f"it is stored and will be used by the next attempt to connect",
        )

    async def send(self, request: HttpRequest, *, timeout: float | None = None) -> HttpReply:
        """Carry an HTTP request; see `twilio_realtime.requests.transport.Transport.send`."""
        what = describe(request)
        if self._state in ENDED:
            raise unsent_error(what, self._state, self._cause)
        packet_id = new_id()
        try:
            frame = request_packet(packet_id, self._product, request, max_bytes=self._limits.max_packet_bytes)
        except FrameError as error:
            raise ArgumentError(f"{what} cannot be sent: {error}") from None
        allowed = self._limits.reply_timeout if timeout is None else timeout
        reply = await self._requests.exchange(packet_id, what, frame, allowed)
        status = read_status(reply)
        if 200 <= status.status < 300:
            return http_reply(reply, what)
        wait = read_policy(reply).minimum
        raise request_error(what, status.status, code=status.code, reason=status.reason, retry_after=wait)

    async def close(self) -> None:
        """Say goodbye, close every socket and timer, fail whatever waits with `ClosedError`.

        Takes ``close_timeout`` seconds at most. Calling it again is harmless and waits for the same end; cancelling it
        cuts the sockets at once.
        """
        if self._closed is not None:
            await asyncio.shield(self._closed)
            return
        self._closed = asyncio.get_running_loop().create_future()
        self._dispatch(Event.SHUTDOWN)
        try:
            while self._sessions:
                await asyncio.wait([session.task for session in self._sessions])
        finally:
            for session in self._sessions:
                session.drop()
            self._dispatch(Event.SOCKETS_GONE)
            self._handshake.forget()
            self._closed.set_result(None)

    def _store(self, token: SecretStr) -> bool:
        if token and self._closed is not None:
            raise closed_error()
        return self._handshake.take_token(token)

    def _check_not_ended(self) -> None:
        if self._state in ENDED:
            raise end_error(self._state, self._cause)

    # The machine: events in, actions out

    def _dispatch(self, event: Event, cause: Cause = _UNEXPLAINED) -> None:
        self._events.append((event, cause))
        if self._stepping:
            # A listener called back: its event comes after the one it was told about.
            return
        self._stepping = True
        try:
            while self._events:
                self._apply(*self._events.pop(0))
        finally:
            self._stepping = False

    def _apply(self, event: Event, cause: Cause) -> None:
        before, transition = self._state, step(self._state, event)
        if transition is None:
            _log.debug("%s; nothing to do while %s", event.value, before.value)
            return
        _log.debug("%s → %s: %s (%s)", before.value, transition.state.value, transition.reason, transition.code)
        self._state = transition.state
        self._timers.keep(TIMERS[transition.state])
        if transition.state is not before:
            self._cause = cause
        if self.phase != PHASES[before]:
            tell(self._listener.phase_changed, self.phase)
        for action in transition.actions:
            self._perform(action, transition.reason, cause)
        live = transition.state in _LIVE
        self._requests.allow(connected=live, sending=live and Event.PAUSE_OVER not in self._timers)

    def _perform(self, action: Action, reason: str, cause: Cause) -> None:
        match action:
            case Action.OPEN_SOCKET:
                self._open()
            case Action.LEAVE_SOCKET | Action.DROP_SOCKET:
                self._let_go(leave=action is Action.LEAVE_SOCKET)
            case Action.SEND_INIT:
                self._send_init()
            case Action.SEND_UPDATE:
                self._send_update()
            case Action.GO_LIVE:
                self._go_live()
            case Action.SETTLE_TOKEN:
                self._settled.succeed()
            case Action.AWAIT_SOCKET_END:
                self._timers.start(Event.LEAVE_OVER, self._limits.close_timeout)
            case Action.HONOUR_POLICY:
                self._backoff.raise_minimum(cause.policy.minimum or 0.0)
            case Action.SCHEDULE_RETRY:
                self._timers.start(Event.RETRY_DUE, self._backoff.next_delay())
            case Action.RESET_BACKOFF:
                self._backoff.reset()
            case Action.PAUSE_SENDING:
                shortest, longest = cause.policy.bounds(self._limits.throttle_min, self._limits.throttle_max)
                self._timers.start(Event.PAUSE_OVER, shortest + (longest - shortest) * self._random())
            case Action.RESUME_SENDING:
                if self._update_held:
                    self._send_update()
            case Action.REPORT_PROBLEM | Action.REPORT_END:
                found = problem(self._state, reason, cause)
                # The listener knows whether this is overcome, and tells users.
                _log.debug("connection problem: %s", found.message)
                tell(self._listener.connection_problem, found)
                self._first_attempt.fail(partial(unreached_error, found))
            case Action.REPORT_EXPIRY:
                tell(self._listener.token_expired)
            case Action.FAIL_WAITING:
                self._requests.fail_queued(self._lost)
                self._ready.fail(partial(end_error, self._state, cause))
                self._first_attempt.fail(partial(end_error, self._state, cause))
                self._settled.fail(partial(end_error, self._state, cause))

    def _elapsed(self, event: Event) -> None:
        if event is Event.SILENCE and self._session is not None:
            left = self._session.heard + self._limits.silence - self._clock.monotonic()
            if left > 0:
                self._timers.start(event, left)
                return
        self._dispatch(event)

    def _open(self) -> None:
        session = Session(
            partial(self._open_socket, self._url, self._limits.open_timeout, self._limits.max_packet_bytes),
            self,
            requests=self._requests,
            receive=self._receiver.receive,
            clock=self._clock,
            limits=self._limits,
            stats=self._stats,
        )
        self._session = session
        self._sessions[session] = None
        session.task.add_done_callback(lambda _: self._sessions.pop(session, None))

    def _let_go(self, *, leave: bool) -> None:
        session, self._session = self._session, None
        if session is not None:
            (session.leave if leave else session.drop)()
        self._update_held = False
        self._requests.fail_in_flight(self._lost)

    def _send_init(self) -> None:
        self._timers.start(Event.INIT_TIMED_OUT, self._limits.init_timeout)
        self._send_first(self._handshake.init())

    def _send_update(self) -> None:
        # While sending is paused the update waits too; what goes out then is the newest token.
        self._update_held = Event.PAUSE_OVER in self._timers
        if not self._update_held:
            self._timers.start(Event.UPDATE_TIMED_OUT, self._limits.reply_timeout)
            self._send_first(self._handshake.update())

    def _go_live(self) -> None:
        self._stats.connects += 1
        self._timers.start(Event.SILENCE, self._limits.silence)
        self._timers.start(Event.LIVED, self._limits.lived)
        tell(self._listener.connected)
        self._ready.succeed()
        self._first_attempt.succeed()

    def _lost(self, what: str) -> RealtimeError:
        return lost_error(what, self._state, self._cause)

    def _send_first(self, frame: bytes) -> None:
        if self._session is not None:
            self._session.send_first(frame)

    def _wake(self) -> None:
        if self._session is not None:
            self._session.wake()

    # What the session reports: see `SessionOwner`

    def session_opened(self) -> None:
        """For the session only: its socket is open."""
        self._dispatch(Event.SOCKET_OPENED)

    def session_failed(self, error: Exception) -> None:
        """For the session only: its socket did not open."""
        refused = isinstance(error, ConnectionRefused)
        self._dispatch(Event.OPEN_REFUSED if refused else Event.OPEN_FAILED, Cause(error=error))

    def session_lost(self, error: Exception) -> None:
        """For the session only: its socket is gone."""
        self._dispatch(Event.SOCKET_LOST, Cause(error=error))

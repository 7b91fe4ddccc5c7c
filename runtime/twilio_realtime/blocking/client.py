"""Base of the generated blocking clients."""

from __future__ import annotations

import atexit
import threading
import warnings
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from .. import client as asynchronous
from ..errors import ClosedError, RealtimeError, TokenError
from ..mirror.live import Live
from ..telemetry.logs import logger_of
from .handler_thread import HANDLER_GRACE, HandlerThread, Threads
from .portal import Portal

if TYPE_CHECKING:
    from ..telemetry.stats import ClientStats, Health

__all__ = ["RealtimeClient"]

T = TypeVar("T")
InnerT = TypeVar("InnerT", bound=asynchronous.RealtimeClient)

EXIT_GRACE = 2.0
"""Seconds that each step of closing may take when the program ends with a client that nobody has closed."""

_logger = logger_of(__name__)


class RealtimeClient(Live, Generic[InnerT]):
    """A connection of one user, usable as a context manager, from any thread.

    It drives an asynchronous client on a thread of its own; a second thread runs the handlers of events. Both begin
    with the client and have ended when it is closed.

    Args:
        inner: The asynchronous client; nobody else may use it.
    """

    def __init__(self, inner: InnerT) -> None:
        self._inner = inner
        name = f"{type(self).__module__.partition('.')[0]} {type(self).__name__}"
        self._threads = Threads(Portal(f"{name} loop"), HandlerThread(f"{name} handlers"))
        self._closing = threading.Lock()

    def __repr__(self) -> str:
        if not hasattr(self, "_inner"):  # in the traceback of a constructor that was given something wrong
            return f"<{type(self).__name__} not made>"
        return repr(self._inner)

    @property
    def stats(self) -> ClientStats:
        """What was counted so far, as a snapshot; also after the end."""
        return self._threads.portal.call(lambda: self._inner.stats)

    @property
    def health(self) -> Health:
        """How the client is, as a snapshot; on any thread, also after the end. `serve_health` answers with it."""
        return self._threads.portal.call(lambda: self._inner.health)

    def start(self, *, timeout: float | None = None, retry: bool = True) -> Self:
        """Connect and load what belongs to the user; ``with`` does it by itself. Idempotent.

        While the service cannot be reached it is tried again and again. After a few seconds a warning in the log says
        so, with the reason. A start that fails closes the client.

        Args:
            timeout: Most seconds to wait; None: the client's `start_timeout`, which is no limit by default.
            retry: Whether to try again when an attempt to connect has failed; otherwise that is raised at once.

        Raises:
            ArgumentError: The timeout is no positive number.
            DeadlineError: The client was not ready in time; the message says why.
            DisconnectedError: An attempt to connect failed, and `retry` is False.
            TokenError: The token cannot be used; the subclass tells why.
            ConnectionRefused: The service does not want this client.
            RequestError: The service refused a request of the start.
            ClosedError: The client was shut down before.
        """
        self._threads.portal.start()
        self._threads.handlers.start()
        atexit.register(self._end_with_program)
        try:
            self._threads.portal.run(lambda: self._inner.start(timeout=timeout, retry=retry))
        except BaseException:
            self.shutdown()
            raise
        return self

    def until_closed(self) -> None:
        """Wait for the end of the client; what a program does whose handlers do the work.

        Returns when the client was shut down, by whomever. When the client has given up instead, the reason is raised;
        a handler that hears of the end of a token may still bring another one, with `update_token`. Can be called by
        several threads at once.

        Raises:
            TokenError: The token has ended or was refused, and nobody brought another one.
            ConnectionRefused: The service does not want this client.
            RealtimeError: The client could not be started, for this reason.
            StateError: It was called on the event loop's thread.
        """
        while True:
            try:
                self._threads.portal.run(self._inner.until_closed)
            except ClosedError:
                if not self._threads.portal.closed:
                    raise
                reason = asynchronous.reason_of_end(self._inner)
                if reason is not None:
                    raise reason from None
                return
            except TokenError:
                # Handlers run on a thread that the asynchronous client knows nothing of.
                from ..tokens.refresh import PROVIDER_TIMEOUT  # with much that an import of the class does without

                self._threads.handlers.flush(PROVIDER_TIMEOUT)
                if asynchronous.reason_of_end(self._inner) is not None:
                    raise
            else:
                return

    def shutdown(self) -> None:
        """Close the connection and everything that belongs to the client, its threads included. Idempotent.

        Events that wait for their handlers are still handled, for a second at most; what waits longer is dropped.
        Then calls under way end with `ClosedError`, and the handler that is running is waited for: a thread cannot be
        cancelled. A handler that closes its own client is not waited for, and the events behind it are dropped.

        Raises:
            StateError: It was called on the event loop's thread.
        """
        self._threads.portal.require_other_thread()
        # Who closes waits for the handlers, so a handler must not wait for who closes.
        if not self._closing.acquire(blocking=not self._threads.handlers.is_current):
            return
        try:
            self._close()
        finally:
            self._closing.release()
            atexit.unregister(self._end_with_program)

    def _close(self, limit: float | None = None) -> None:
        portal, handlers = self._threads.portal, self._threads.handlers
        try:
            if not portal.closed:
                handlers.drain(HANDLER_GRACE)
                portal.run(self._inner.shutdown, timeout=limit)
                handlers.drain(HANDLER_GRACE)  # what closing has told
        finally:
            try:
                handlers.close(limit)
            finally:
                portal.close(limit)

    def _end_with_program(self) -> None:
        try:
            self._close(EXIT_GRACE)
        except (RealtimeError, RuntimeError) as error:
            _logger.warning("the client could not be closed properly when the program ended: %s", error)
        warnings.warn(
            f"{self!r} was never closed: use it in a `with` block", ResourceWarning, stacklevel=1, source=self
        )

    def _run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Wait for what the asynchronous client does."""
        return self._threads.portal.run(work)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()

"""Base of the generated blocking clients."""

from __future__ import annotations

import atexit
import threading
import warnings
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from .. import client as asynchronous
from ..errors import RealtimeError
from ..live import Live
from ..logs import logger_of
from ..stats import ClientStats
from .handler_thread import HANDLER_GRACE, HandlerThread, Threads
from .portal import Portal

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
        return repr(self._inner)

    @property
    def stats(self) -> ClientStats:
        """What was counted so far, as a snapshot; also after the end."""
        return self._threads.portal.call(lambda: self._inner.stats)

    def start(self) -> Self:
        """Connect and load what belongs to the user; ``with`` does it by itself. Twice is fine.

        Raises:
            TokenError: The token cannot be used; the subclass tells why.
            ConnectionRefused: The service does not want this client.
            RequestError: The service refused a request of the start.
            ClosedError: The client was shut down before.
        """
        self._threads.portal.start()
        self._threads.handlers.start()
        atexit.register(self._end_with_program)
        try:
            self._threads.portal.run(self._inner.start)
        except BaseException:
            self.shutdown()
            raise
        return self

    def shutdown(self) -> None:
        """Close the connection and everything that belongs to the client, its threads included. Twice is fine.

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

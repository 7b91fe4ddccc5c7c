"""What users are told of their connection through the log, without a configuration: each trouble once, in one line."""

from __future__ import annotations

from typing import Final

from ..clock import Clock, Timer
from ..errors import RealtimeError
from ..twilsock.listener import ConnectionProblem
from .logs import logger_of

__all__ = ["PATIENCE", "Announcements"]

PATIENCE: Final = 3.0
"""Seconds that the first connection may take before its absence is announced."""

_logger = logger_of(__name__)


class Announcements:
    """Announces trouble with the connection of one client.

    What `start` raises is not announced as well, and neither is what follows from trouble that was announced already.

    Args:
        host: Host, with port, of the service.
        clock: Source of timers.
    """

    def __init__(self, host: str, clock: Clock) -> None:
        self._host = host
        self._clock = clock
        self._starting = True
        self._timer: Timer | None = None
        self._last = f"no answer from {host} yet"
        self._announced = False
        self._over = False

    @property
    def trouble(self) -> str:
        """Why there is no connection, as far as is known."""
        return self._last

    def connecting(self) -> None:
        """The first attempt to connect begins."""
        self._timer = self._clock.call_later(PATIENCE, self._overdue)

    def connected(self) -> None:
        """There is a connection."""
        self.close()
        if self._announced:
            _logger.info("connected to %s", self._host)
        self._starting = self._announced = self._over = False

    def problem(self, problem: ConnectionProblem) -> None:
        """The connection failed and is being re-established."""
        detail = problem.detail or problem.message
        self._last = detail if self._host in detail else f"no connection to {self._host}: {detail}"
        if self._starting or self._announced:
            _logger.debug("still no connection: %s", self._last)
            return
        self._announced = True
        _logger.warning("%s; trying again", self._last)

    def given_up(self, error: RealtimeError) -> None:
        """Nothing is attempted any more."""
        self.close()
        if not self._starting and not self._over:  # at the start whoever starts the client is told
            self._announced = self._over = True
            _logger.error("the client has given up: %s", error)

    def close(self) -> None:
        """Announce nothing by itself any more. Idempotent."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _overdue(self) -> None:
        self._timer = None
        self._announced = True
        _logger.warning("%s; trying again", self._last)

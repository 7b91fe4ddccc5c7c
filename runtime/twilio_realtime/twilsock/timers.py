"""The timers of a connection, one for each event that time can bring."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial

from ..clock import Clock, Timer
from .machine import Event

__all__ = ["EventTimers"]


class EventTimers:
    """Runs at most one timer for an event."""

    def __init__(self, clock: Clock, elapsed: Callable[[Event], None]) -> None:
        """Start with none.

        Args:
            clock: What runs them.
            elapsed: Called with the event when its time has come.
        """
        self._clock = clock
        self._elapsed = elapsed
        self._running: dict[Event, Timer] = {}

    def __contains__(self, event: Event) -> bool:
        return event in self._running

    def __len__(self) -> int:
        return len(self._running)

    def start(self, event: Event, delay: float) -> None:
        """Let the event happen in ``delay`` seconds, instead of when it was to happen before."""
        running = self._running.get(event)
        if running is not None:
            running.cancel()
        self._running[event] = self._clock.call_later(delay, partial(self._fire, event))

    def keep(self, events: Set[Event]) -> None:
        """Cancel every timer that is not for one of these events."""
        for event in self._running.keys() - events:
            self._running.pop(event).cancel()

    def _fire(self, event: Event) -> None:
        del self._running[event]
        self._elapsed(event)

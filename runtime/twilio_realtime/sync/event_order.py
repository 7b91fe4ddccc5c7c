"""Which events of one object are new, and from where the service has to continue."""

from __future__ import annotations

from typing import Final

__all__ = ["LAST_PLAUSIBLE_ID", "EventOrder"]

_CAP: Final = 256
LAST_PLAUSIBLE_ID: Final = 1_000_000_000
"""Ids count changes of one object. One beyond this is none, and would hide all that really follow."""


class EventOrder:
    """The event ids of one object that were seen.

    Ids grow within an object. They usually come one after the other, so what has to be remembered is a frontier
    (everything up to it was seen) and the few ids seen above it. Asking the service to continue after the frontier,
    and not after the highest id seen, is what saves an event that was overtaken and then lost: of 25, 27 and 26 with
    a lost connection before 26, everything from 26 on is asked for again, and 27 is recognised when it comes twice.

    Ids may also have holes for good. A hole is given up when a replay that began below it has ended without filling
    it, or when 256 ids were seen above it.
    """

    __slots__ = ("_above", "_asked_up_to", "_frontier")

    def __init__(self, last_event_id: int) -> None:
        """Start from a snapshot.

        Args:
            last_event_id: Id of the last event that the snapshot contains; -1 if there was none.
        """
        self._frontier = last_event_id
        self._above: set[int] = set()
        self._asked_up_to = last_event_id

    @property
    def resume_point(self) -> int:
        """The id after which the service has to continue."""
        return self._frontier

    @property
    def has_gaps(self) -> bool:
        """Whether an event overtook another that may still come."""
        return bool(self._above)

    def is_plausible(self, event_id: int) -> bool:
        """Whether an id can be one of this object at all."""
        return event_id <= LAST_PLAUSIBLE_ID

    def admit(self, event_id: int) -> bool:
        """Whether an event was not seen before; it counts as seen from now on."""
        if event_id <= self._frontier or event_id in self._above:
            return False
        if event_id == self._frontier + 1:
            self._raise_to(event_id)
            return True
        self._above.add(event_id)
        if len(self._above) > _CAP:
            self._raise_to(min(self._above))
        return True

    def asked(self) -> None:
        """The service is being asked to replay everything after `resume_point`."""
        self._asked_up_to = max(self._above, default=self._frontier)

    def replayed(self) -> None:
        """The replay asked for last is complete: what was missing then does not exist."""
        self._raise_to(self._asked_up_to)

    def _raise_to(self, event_id: int) -> None:
        if event_id > self._frontier:
            self._frontier = event_id
            if self._above:
                self._above = {seen for seen in self._above if seen > event_id}
        while self._above and self._frontier + 1 in self._above:
            self._frontier += 1
            self._above.remove(self._frontier)

"""Which events of one object are new, and from where the service has to continue."""

from __future__ import annotations

from typing import Final

__all__ = ["LAST_PLAUSIBLE_ID", "LONGEST_LEAP", "EventOrder"]

_CAP: Final = 256
LAST_PLAUSIBLE_ID: Final = 1_000_000_000
"""Ids count changes of one object. One beyond this is none, whatever is known of the object."""

LONGEST_LEAP: Final = 1_000_000
"""The same for an object of which something is known: changes that may have been missed, or are still on their way."""


class EventOrder:
    """The event ids of one object that were seen.

    Ids grow within an object. They usually come one after the other, so what has to be remembered is a frontier
    (everything up to it was seen) and the few ids seen above it. Asking the service to continue after the frontier,
    and not after the highest id seen, is what saves an event that was overtaken and then lost: of 25, 27 and 26 with
    a lost connection before 26, everything from 26 on is asked for again, and 27 is recognised when it comes twice.

    Ids may also have holes for good. A hole is given up when a replay that began below it has ended without filling
    it, and an id above it was confirmed: by coming once more, or by the last id that the service names with the end.
    And it is given up when 256 ids were seen above it.

    One id that is made up hides nothing that really follows: no replay confirms it, so the frontier stays where it is.
    And what the snapshot claims to contain is believed until the service contradicts it twice: by the last id that it
    names when a replay has ended, and by an event between the two.
    """

    __slots__ = ("_above", "_asked_above", "_confirmed", "_frontier", "_last_told", "_start")

    def __init__(self, last_event_id: int) -> None:
        """Start from a snapshot.

        Args:
            last_event_id: Id of the last event that the snapshot contains; -1 if there was none.
        """
        self._start = self._frontier = self._confirmed = last_event_id
        self._last_told: int | None = None
        self._above: set[int] = set()
        self._asked_above: frozenset[int] = frozenset()

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
        return event_id <= min(self._frontier + LONGEST_LEAP, LAST_PLAUSIBLE_ID)

    def shows_false_start(self, event_id: int) -> bool:
        """Whether an event shows that the snapshot's id was made up; `start_again` is then to be called."""
        # Both are needed: an event alone may be late, and nothing must follow from the answer alone.
        return self._last_told is not None and self._last_told < event_id <= self._frontier == self._start

    def start_again(self) -> int:
        """Start from the last id that the service has named; returns it."""
        assert self._last_told is not None
        self._start = self._frontier = self._confirmed = self._last_told
        return self._start

    def admit(self, event_id: int) -> bool:
        """Whether an event was not seen before; it counts as seen from now on."""
        if event_id in self._asked_above:
            self._confirmed = max(self._confirmed, event_id)
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
        self._asked_above = frozenset(self._above)
        self._confirmed = self._frontier

    def replayed(self, last_told: int | None = None) -> None:
        """The replay asked for last is complete: what is missing below an id that it has confirmed does not exist.

        Args:
            last_told: Id of the object's last event, as the service named it with that; None if it did not.
        """
        self._last_told = last_told
        named = (seen for seen in self._asked_above if last_told is not None and seen <= last_told)
        self._raise_to(max((self._confirmed, *named)))

    def _raise_to(self, event_id: int) -> None:
        if event_id > self._frontier:
            self._frontier = event_id
            if self._above:
                self._above = {seen for seen in self._above if seen > event_id}
        while self._above and self._frontier + 1 in self._above:
            self._frontier += 1
            self._above.remove(self._frontier)

"""Which events of one object are new, and from where the service has to continue."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

__all__ = ["LAST_PLAUSIBLE_ID", "LONGEST_LEAP", "EventOrder", "overtaken"]

_MOST_RANGES: Final = 256
_WIDEST_GIVEN_UP: Final = 1000
_LATEST: Final = 1000
LAST_PLAUSIBLE_ID: Final = 1_000_000_000
"""Ids count changes of one object. One beyond this is none, whatever is known of the object."""

LONGEST_LEAP: Final = 1_000_000
"""The same for an object of which something is known: changes that may have been missed, or are still on their way."""


def overtaken(event_id: int, by: int) -> bool:
    """Whether an event that was not seen before is older than one that was; what that one said stays, then.

    No event comes later than 1,000 others do. If it seems so, the id of the other was made up.
    """
    return by - _LATEST < event_id <= by


class EventOrder:
    """The event ids of one object that were seen.

    Ids grow within an object. They usually come one after the other, so what has to be remembered is a frontier
    (everything up to it was seen) and a few ranges of ids seen above it. Asking the service to continue after the
    frontier, and not after the highest id seen, is what saves an event that was overtaken and then lost: of 25, 27 and
    26 with a lost connection before 26, everything from 26 on is asked for again, and 27 is recognised when it comes
    twice.

    Ids may also have holes for good. A hole is given up when a replay that began below it has ended without filling
    it, and an id above it was confirmed: by coming once more, or by the last id that the service names with the end.
    Of more than 256 holes the narrowest is given up, the lowest of several, if no more than 1,000 ids are missing in
    it. If all are wider, the id that has made one more is not remembered: its event is passed on whenever it comes.

    Ids that are made up hide nothing that really follows but what has the same id, or belongs in a hole that is given
    up: no replay confirms them, so the frontier stays where it is. And what the snapshot claims to contain is believed
    until the service contradicts it twice: by the last id that it names when a replay has ended, and by an event
    between the two.
    """

    __slots__ = ("_above", "_asked_above", "_confirmed", "_frontier", "_last_told", "_start")

    def __init__(self, last_event_id: int) -> None:
        """Start from a snapshot.

        Args:
            last_event_id: Id of the last event that the snapshot contains; -1 if there was none.
        """
        self._start = self._frontier = self._confirmed = last_event_id
        self._last_told: int | None = None
        self._above = _NOTHING
        self._asked_above = _NOTHING

    @property
    def resume_point(self) -> int:
        """The id after which the service has to continue."""
        return self._frontier

    @property
    def passed_for_good(self) -> int:
        """The id up to which no event follows any more, even if the snapshot's id should turn out to be made up."""
        return self._frontier if self._last_told is None else min(self._frontier, self._last_told)

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
        if self._above is self._asked_above is _NOTHING and event_id == self._frontier + 1:  # nearly always
            self._frontier = event_id
            return True
        if event_id in self._asked_above:
            self._confirmed = max(self._confirmed, event_id)
        if event_id <= self._frontier or event_id in self._above:
            return False
        before = self._above.copy() if len(self._above) == _MOST_RANGES else None
        if self._above is _NOTHING:
            self._above = _Ranges()
        self._above.add(event_id)
        if before is not None and len(self._above) > _MOST_RANGES and not self._give_up_a_hole():
            self._above = before
        self._raise_to(self._frontier)
        return True

    def asked(self) -> None:
        """The service is being asked to replay everything after `resume_point`."""
        self._asked_above = self._above.copy() if self._above else _NOTHING
        self._confirmed = self._frontier

    def replayed(self, last_told: int | None = None) -> None:
        """The replay asked for last is complete: what is missing below an id that it has confirmed does not exist.

        Args:
            last_told: Id of the object's last event, as the service named it with that; None if it did not.
        """
        self._last_told = last_told
        named = None if last_told is None else self._asked_above.highest_up_to(last_told)
        self._raise_to(self._confirmed if named is None else max(self._confirmed, named))

    def _give_up_a_hole(self) -> bool:
        width, place = self._above.narrowest_hole(self._frontier)
        if width > _WIDEST_GIVEN_UP:
            return False
        if place:
            self._above.fill_hole(place)
        else:
            self._raise_to(self._above.first)
        return True

    def _raise_to(self, event_id: int) -> None:
        """Move the frontier, and on through the range that begins there."""
        self._frontier = self._above.drop_up_to(max(self._frontier, event_id))


class _Ranges:
    """Ranges of ids, in order, with a hole between each two. What is sought is found in logarithmic time."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def __len__(self) -> int:
        return len(self._firsts)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._firsts, number)
        return place > 0 and number <= self._lasts[place - 1]

    @property
    def first(self) -> int:
        return self._firsts[0]

    def copy(self) -> _Ranges:
        twin = _Ranges()
        twin._firsts, twin._lasts = self._firsts.copy(), self._lasts.copy()
        return twin

    def add(self, number: int) -> None:
        """Take a number that is in no range yet."""
        place = bisect_right(self._firsts, number)
        self._firsts.insert(place, number)
        self._lasts.insert(place, number)
        for right in (place + 1, place):
            if 0 < right < len(self) and self._lasts[right - 1] + 1 == self._firsts[right]:
                self.fill_hole(right)

    def fill_hole(self, place: int) -> None:
        """Make one range of that one and the one before it."""
        del self._firsts[place], self._lasts[place - 1]

    def narrowest_hole(self, frontier: int) -> tuple[int, int]:
        """How many numbers are missing in the narrowest hole, and before which range it is; the lowest of several."""
        ends = (frontier, *self._lasts)
        return min((first - ends[place] - 1, place) for place, first in enumerate(self._firsts))

    def highest_up_to(self, most: int) -> int | None:
        place = bisect_right(self._firsts, most)
        return min(most, self._lasts[place - 1]) if place else None

    def drop_up_to(self, number: int) -> int:
        """Forget what is not above `number`, and the range that begins right there; returns up to where that was."""
        place = bisect_right(self._firsts, number + 1)
        if place:
            number = max(number, self._lasts[place - 1])
            del self._firsts[:place], self._lasts[:place]
        return number


_NOTHING: Final = _Ranges()
"""No ids, never changed: most objects have nothing else all their life, and there are several for each user of one."""

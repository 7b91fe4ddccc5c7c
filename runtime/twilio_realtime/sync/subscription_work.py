"""What there is to ask the service for, so that nobody looks through all that is open for each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from .subscription_records import Entry

__all__ = ["SubscriptionWork"]


class SubscriptionWork:
    """Objects whose events are to be asked for, and subscriptions to be cancelled, each in the order of its notes.

    What was noted may have changed by the time it is its turn: it counts as it is then.
    """

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._to_establish: dict[str, Entry] = {}
        self._to_cancel: dict[str, Entry] = {}

    def note(self, entry: Entry) -> None:
        """Remember what is to be done about an object, if anything."""
        if entry.to_establish:
            self._to_establish[entry.sid] = entry
        elif entry.to_cancel:
            self._to_cancel[entry.sid] = entry

    def forget(self, entry: Entry) -> None:
        """Do nothing about an object any more."""
        for noted in (self._to_establish, self._to_cancel):
            noted.pop(entry.sid, None)

    def clear(self) -> None:
        """Do nothing any more."""
        self._to_establish.clear()
        self._to_cancel.clear()

    def take(self, most: int, now: float) -> tuple[Literal["establish", "cancel"], list[Entry]]:
        """Take what the next request is about, none for nothing: new objects go before cancellations.

        Args:
            most: Most objects of a request.
            now: Clock reading; objects that rest longer are left for later.
        """
        chosen = _take(self._to_establish, lambda entry: entry.to_establish, most, now)
        if chosen:
            return "establish", chosen
        return "cancel", _take(self._to_cancel, lambda entry: entry.to_cancel, most, None)

    def rest_ends(self) -> float | None:
        """Clock reading from which on there is something to ask for; None if there is nothing."""
        return min((entry.rests_until for entry in self._to_establish.values() if entry.to_establish), default=None)


def _take(noted: dict[str, Entry], applies: Callable[[Entry], bool], most: int, now: float | None) -> list[Entry]:
    chosen: list[Entry] = []
    outdated: list[Entry] = []
    for entry in noted.values():
        if not applies(entry):
            outdated.append(entry)
        elif now is None or entry.rests_until <= now:
            chosen.append(entry)
            if len(chosen) == most:
                break
    for entry in (*chosen, *outdated):
        del noted[entry.sid]
    return chosen

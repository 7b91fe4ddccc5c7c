"""What there is to ask for is found without looking through all that is open."""

from __future__ import annotations

import pytest

from twilio_realtime.sync.document import DocumentMirror
from twilio_realtime.sync.subscription_records import Entry
from twilio_realtime.sync.subscription_work import SubscriptionWork

BATCH = 100


class CountingEntry(Entry):
    """Counts how often it is looked at."""

    looks = 0

    @property
    def to_establish(self) -> bool:
        self.looks += 1
        return super().to_establish

    @property
    def to_cancel(self) -> bool:
        self.looks += 1
        return super().to_cancel


def entries(number: int) -> list[CountingEntry]:
    return [CountingEntry(DocumentMirror(f"ET{n}", None, -1, {}), f"ET{n}", "document") for n in range(number)]


@pytest.mark.parametrize("action", ["establish", "cancel"])
def test_each_object_is_looked_at_a_few_times_however_many_there_are(action: str) -> None:
    work, open_objects = SubscriptionWork(), entries(50 * BATCH)
    for entry in open_objects:
        if action == "cancel":
            entry.wanted, entry.phase = False, "established"
        work.note(entry)
    taken: list[str] = []
    while (found := work.take(BATCH, 0.0))[1]:
        assert (found[0], len(found[1])) == (action, BATCH)
        taken += [one.sid for one in found[1]]
        for one in found[1]:
            one.phase = "establishing"
    assert taken == [entry.sid for entry in open_objects]
    assert max(entry.looks for entry in open_objects) <= 3


def test_it_counts_what_an_object_is_when_its_turn_comes() -> None:
    work = SubscriptionWork()
    kept, released, resting, dropped = entries(4)
    for entry in (kept, released, resting, dropped):
        work.note(entry)
    released.wanted, released.known = False, True
    resting.rests_until = 5.0
    work.note(released)
    work.forget(dropped)
    assert work.take(BATCH, 4.0) == ("establish", [kept])
    kept.phase = "establishing"
    assert work.rest_ends() == 5.0
    assert work.take(BATCH, 4.0) == ("cancel", [released])
    released.phase = "canceling"
    assert work.take(BATCH, 5.0) == ("establish", [resting])
    assert work.take(BATCH, 5.0) == ("cancel", [])
    assert work.rest_ends() is None

"""Who had whom, and when, as the broker has recorded it by its own clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Entry", "Gap", "gaps", "latest_end", "stolen"]

Times = tuple[float, float]
"""From and to, in seconds of the epoch."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written to the key of a user.

    Attributes:
        at: When, in seconds of the epoch.
        identity: The user.
        worker: Who has taken or renewed the lease; None if it was given back.
    """

    at: float
    identity: str
    worker: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nobody who could do anything had a user.

    Attributes:
        identity: The user.
        begin: When it began, in seconds of the epoch.
        end: When somebody took over.
        taker: Who did; None if nobody.
    """

    identity: str
    begin: float
    end: float
    taker: str | None


def gaps(
    entries: Iterable[Entry], lease: float, absences: Mapping[str, Sequence[Times]], whole: Times, people: Iterable[str]
) -> list[Gap]:
    """Find when users were without an owner: nobody had their lease, or somebody who was dead or stopped.

    Args:
        entries: The record, in order.
        lease: Seconds of a lease.
        absences: When each worker was dead or stopped.
        whole: The time that is looked at.
        people: All users.
    """
    record = _by_identity(entries)
    found: list[Gap] = []
    for identity in people:
        free_since = whole[0]
        written = record.get(identity, [])
        for number, entry in enumerate(written):
            until = written[number + 1].at if number + 1 < len(written) else whole[1]
            if entry.worker is None:
                continue
            for begin, end in _present((entry.at, min(until, entry.at + lease)), absences.get(entry.worker, ())):
                if begin > free_since:
                    found.append(Gap(identity, free_since, min(begin, whole[1]), entry.worker))
                free_since = max(free_since, end)
        if free_since < whole[1]:
            found.append(Gap(identity, free_since, whole[1], None))
    return [gap for gap in found if gap.begin < gap.end]


def stolen(entries: Iterable[Entry], lease: float) -> list[tuple[Entry, Entry]]:
    """Find leases that were taken from somebody who still had them: what stood there, and what was written over it."""
    return [
        (before, after)
        for written in _by_identity(entries).values()
        for before, after in pairwise(written)
        if None not in (before.worker, after.worker) and before.worker != after.worker and after.at < before.at + lease
    ]


def latest_end(gap: Gap, allowed: float, faults: Iterable[float]) -> float:
    """Return when a gap had to be over.

    Args:
        gap: The gap.
        allowed: Seconds after a fault.
        faults: When workers died or were stopped. Whoever would have been the next owner may have been one of them: it
            begins anew if that happens in time.
    """
    latest = gap.begin + allowed
    for fault in sorted(faults):
        if gap.begin < fault <= latest:
            latest = fault + allowed
    return latest


def _by_identity(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    record: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        record[entry.identity].append(entry)
    return record


def _present(times: Times, absences: Sequence[Times]) -> list[Times]:
    """What is left of a time without the absences."""
    begin, end = times
    left: list[Times] = []
    for away, back in sorted(absences):
        if away < end and back > begin:
            if away > begin:
                left.append((begin, away))
            begin = back
    if begin < end:
        left.append((begin, end))
    return left

"""That the soak notices what it is there for: leases that were taken from somebody, and users without an owner."""

from __future__ import annotations

import pytest

from fleet_soak.lease_record import Entry, Gap, gaps, latest_end, stolen

LEASE = 5.0


def entries(*written: tuple[float, str | None]) -> list[Entry]:
    return [Entry(at, "bob", worker) for at, worker in written]


@pytest.mark.parametrize(
    ("written", "absences", "expected"),
    [
        pytest.param([(0, "a"), (4, "a"), (8, "a")], {}, [], id="renewed in time"),
        pytest.param([(0, "a"), (4, "a")], {}, [(9, 10, None)], id="ended, and nobody there"),
        pytest.param([(0, "a"), (7, "b")], {}, [(5, 7, "b")], id="ended before it was taken"),
        pytest.param([(0, "a"), (3, None), (4, "b"), (8, "b")], {}, [(3, 4, "b")], id="given back"),
        pytest.param([(0, "a"), (5, "b"), (9, "b")], {"a": [(1, 99)]}, [(1, 5, "b")], id="dead"),
        pytest.param([(0, "a"), (4, "a"), (8, "a")], {"a": [(5, 7)]}, [(5, 7, "a")], id="stopped for a while"),
        pytest.param([(0, "a"), (4, "a"), (9, "b")], {"a": [(5, 7)]}, [(5, 7, "a")], id="taken over later"),
        pytest.param([(2, "a"), (6, "a")], {}, [(0, 2, "a")], id="late at first"),
        pytest.param([(0, "a"), (5, "b"), (9, "c")], {"a": [(1, 99)], "b": [(4, 99)]}, [(1, 9, "c")], id="dead takers"),
        pytest.param([], {}, [(0, 10, None)], id="never"),
    ],
)
def test_gaps(
    written: list[tuple[float, str | None]],
    absences: dict[str, list[tuple[float, float]]],
    expected: list[tuple[float, float, str | None]],
) -> None:
    found = gaps(entries(*written), LEASE, absences, (0, 10), ["bob"])

    assert [(gap.begin, gap.end, gap.taker) for gap in found] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([(0, "a"), (4, "a"), (9, "b")], 0),
        ([(0, "a"), (4, "a"), (8.9, "b")], 1),
        ([(0, "a"), (1, None), (1.1, "b")], 0),
        ([(0, "a"), (1, "b"), (2, "a")], 2),
    ],
)
def test_stolen(written: list[tuple[float, str | None]], expected: int) -> None:
    assert len(stolen(entries(*written), LEASE)) == expected


@pytest.mark.parametrize(
    ("faults", "expected"), [([], 17), ([10], 17), ([12], 19), ([12, 18], 25), ([12, 20], 19), ([9, 30], 17)]
)
def test_a_gap_may_last_longer_when_another_worker_dies_in_time(faults: list[float], expected: float) -> None:
    assert latest_end(Gap("bob", 10, 40, "b"), LEASE + 2, faults) == expected

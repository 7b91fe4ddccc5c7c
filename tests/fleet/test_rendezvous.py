"""Who serves whom: the same for everybody, and moved only where workers change."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from twilio_fleet import owner_of

NAMES = st.text(max_size=8)
WORKERS = st.sets(NAMES, min_size=1, max_size=6)


@given(NAMES, st.lists(NAMES, min_size=1, unique=True))
def test_the_order_of_workers_is_of_no_matter(identity: str, workers: list[str]) -> None:
    assert owner_of(identity, workers) == owner_of(identity, reversed(workers)) in workers


@given(st.sets(NAMES, max_size=30), WORKERS, NAMES)
def test_a_new_worker_moves_its_share_only(identities: set[str], workers: set[str], new: str) -> None:
    for identity in identities:
        after = owner_of(identity, workers | {new})
        assert after in (new, owner_of(identity, workers))


@given(st.sets(NAMES, max_size=30), WORKERS)
def test_a_worker_that_is_removed_moves_its_share_only(identities: set[str], workers: set[str]) -> None:
    gone = max(workers)
    for identity in identities:
        before, after = owner_of(identity, workers), owner_of(identity, workers - {gone})
        assert before in (after, gone)
        assert (after is None) == (workers == {gone})


def test_shares_are_about_equal() -> None:
    shares = Counter(owner_of(f"user-{number}", ["one", "two", "three", "four"]) for number in range(4000))
    assert len(shares) == 4
    assert all(850 < share < 1150 for share in shares.values())


def test_the_owner_is_the_same_in_every_release() -> None:
    assert [owner_of(name, ["a", "b", "c"]) for name in ("alice", "bob", "", "\ud800", "ünï")] == [
        *("a", "b", "b", "c", "c")
    ]
    assert owner_of("alice", []) is None

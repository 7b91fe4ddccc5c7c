from __future__ import annotations

from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twilio_realtime.requests import backoff as backoff_module
from twilio_realtime.requests.backoff import Backoff, RetryPolicy

ALMOST_ONE = 1 - 2**-53


@given(st.lists(st.floats(0, ALMOST_ONE), min_size=1, max_size=40))
def test_delays_stay_within_their_window(numbers: list[float]) -> None:
    source = iter(numbers)
    backoff = Backoff(lambda: next(source))
    for n in range(len(numbers)):
        assert 1.0 <= backoff.next_delay() <= min(120.0, 2.0 ** (n + 1))
    assert backoff.failures == len(numbers)


def test_the_whole_window_is_used() -> None:
    low, high = Backoff(lambda: 0.0), Backoff(lambda: 1.0)
    assert [low.next_delay() for _ in range(10)] == [1.0] * 10
    assert [high.next_delay() for _ in range(9)] == [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 120.0, 120.0, 120.0]


def test_reset_starts_from_the_shortest_window() -> None:
    backoff = Backoff(lambda: 1.0)
    for _ in range(5):
        backoff.next_delay()
    backoff.reset()
    assert backoff.failures == 0
    assert backoff.next_delay() == 2.0


@given(st.floats(0, 1000), st.floats(0, ALMOST_ONE), st.integers(0, 20))
def test_a_raised_minimum_holds_for_one_delay(seconds: float, number: float, failures: int) -> None:
    backoff = Backoff(lambda: number)
    for _ in range(failures):
        backoff.next_delay()
    backoff.raise_minimum(seconds)
    assert backoff.next_delay() >= seconds
    assert backoff.next_delay() <= 120.0


def test_a_raised_minimum_survives_reset_and_never_lowers() -> None:
    backoff = Backoff(lambda: 0.0)
    backoff.raise_minimum(30)
    backoff.raise_minimum(5)
    backoff.reset()
    assert backoff.next_delay() == 30
    assert backoff.next_delay() == 1.0


def test_clients_asked_to_stay_away_do_not_return_together() -> None:
    early, late = Backoff(lambda: 0.0), Backoff(lambda: ALMOST_ONE)
    early.raise_minimum(300)
    late.raise_minimum(300)
    assert late.next_delay() - early.next_delay() > 10


@pytest.mark.parametrize(("minimum", "maximum"), [(0, 1), (-1, 1), (2, 1), (float("nan"), 1)])
def test_bounds_are_checked(minimum: float, maximum: float) -> None:
    with pytest.raises(ValueError, match="backoff bounds"):
        Backoff(lambda: 0.5, minimum, maximum)


def test_delays_with_a_spread_double_and_vary_by_that_part() -> None:
    low, middle, high = (Backoff(numbers.__next__, 1, 4, spread=0.2) for numbers in map(repeat, (0.0, 0.5, 1.0)))
    for delay in (1, 2, 4, 4):
        found = [backoff.next_delay() for backoff in (low, middle, high)]
        assert found == pytest.approx([delay * 0.8, delay, delay * 1.2])


def test_each_policy_sends_again_at_growing_intervals_within_its_bounds() -> None:
    policies = [value for value in vars(backoff_module).values() if isinstance(value, RetryPolicy)]
    assert len(policies) == 8
    for policy in policies:
        delays = policy.backoff(lambda: 0.5)
        found = [delays.next_delay() for _ in range(policy.attempts)]
        assert found == sorted(found)
        assert found[0] == pytest.approx(policy.first_delay)
        assert max(found) <= policy.longest_delay

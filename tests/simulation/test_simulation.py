"""Nothing is lost, doubled, out of order or left behind, whatever happens.

A seed stands for a service, a network, some clients of one product and all that befalls them; see `settings`. Time is
virtual, so a seed that takes ten minutes is over in less than a second.
"""

from __future__ import annotations

from simulation.world import simulate


def test_no_seed_finds_a_violation(product: str, seeds: range) -> None:
    for seed in seeds:
        simulate(product, seed)


def test_a_seed_does_the_same_each_time(product: str) -> None:
    assert simulate(product, 3) == simulate(product, 3)

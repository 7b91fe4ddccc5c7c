"""A bot that is killed again and again misses nothing, and is handed nothing that it has acknowledged.

A seed stands for a service, a network with its troubles, and a bot that ends at any moment: while it starts, while it
catches up, within `ack` and `nack`; see `restarts`.
"""

from __future__ import annotations

from simulation.restarts import simulate_restarts


def test_no_seed_finds_a_violation(product: str, seeds: range) -> None:
    for seed in seeds:
        simulate_restarts(product, seed)


def test_a_seed_does_the_same_each_time(product: str) -> None:
    assert simulate_restarts(product, 3) == simulate_restarts(product, 3)

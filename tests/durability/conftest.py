"""How much is consumed, and how often the consumer is killed: little, or what options such as ``--kills`` say."""

from __future__ import annotations

import pytest

from support.fresh_seeds import fresh_seed


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=None, help="kill the consumer so often")
    parser.addoption("--messages", type=int, default=None, help="write so many messages")
    parser.addoption("--rooms", type=int, default=None, help="in so many channels")
    parser.addoption("--kill-seed", type=int, default=None, help="choose the moments as that run has")


@pytest.fixture
def amount(request: pytest.FixtureRequest) -> tuple[int, int, int]:
    """Kills, messages and channels."""
    defaults = (("--kills", 4), ("--messages", 150), ("--rooms", 3))
    kills, messages, rooms = (request.config.getoption(name, default=None) or few for name, few in defaults)
    return kills, messages, rooms


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What the moments of the kills are drawn from; the output of a failing run names it."""
    chosen: int | None = request.config.getoption("--kill-seed", default=None)
    found = fresh_seed(2**31) if chosen is None else chosen
    print(f"--kill-seed {found}")
    return found

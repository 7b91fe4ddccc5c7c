"""How many seeds are run: ``--seeds N`` the first N, ``--seed S`` that one only."""

from __future__ import annotations

import pytest

SEEDS = 16
"""Seeds of a run that asks for no number: a few seconds. The session `simulate` runs a thousand."""

_CHUNK = 8


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=None, help="run the simulation's first N seeds")
    parser.addoption("--seed", type=int, default=None, help="run this seed of the simulation only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seeds" not in metafunc.fixturenames:
        return
    # The options do not exist when the run was not started for this folder in particular.
    only: int | None = metafunc.config.getoption("--seed", default=None)
    number: int | None = metafunc.config.getoption("--seeds", default=None)
    seeds = range(number if number is not None else SEEDS) if only is None else range(only, only + 1)
    chunks = [seeds[start : start + _CHUNK] for start in range(0, len(seeds), _CHUNK)]
    metafunc.parametrize("seeds", chunks, ids=[f"{chunk[0]}-{chunk[-1]}" for chunk in chunks])

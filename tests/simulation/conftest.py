"""What is run, with each product: ``--seeds N`` the first N seeds, ``--fresh N`` as many new ones.

``--seed S`` runs that seed only, ``--product NAME`` that product only.
"""

from __future__ import annotations

import os

import pytest

from simulation.products import PRODUCTS
from support.fresh_seeds import fresh_seed

SEEDS = 16
"""Seeds of each product if none are asked for: a few seconds. The session `simulate` runs more, and fresh ones."""

_CHUNK = 8
_BASE = "SIMULATION_BASE"
"""Variable with the first of the fresh seeds, which all processes of a run must agree on."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=None, help="run the simulation's first N seeds")
    parser.addoption("--fresh", type=int, default=None, help="run N seeds that nobody has tried yet, too")
    parser.addoption("--seed", type=int, default=None, help="run this seed of the simulation only")
    parser.addoption("--product", choices=list(PRODUCTS), default=None, help="simulate clients of this product only")


def pytest_configure() -> None:
    if _BASE not in os.environ:
        os.environ[_BASE] = str(fresh_seed(2**31))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    chunks = [f"{seeds[0]} to {seeds[-1]}" for seeds in _wanted(config) if seeds]
    terminalreporter.write_line(f"simulation: seeds {', '.join(chunks)}; --product and --seed replay one")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "product" in metafunc.fixturenames:
        only: str | None = metafunc.config.getoption("--product", default=None)
        metafunc.parametrize("product", list(PRODUCTS) if only is None else [only])
    if "seeds" not in metafunc.fixturenames:
        return
    chunks = [
        seeds[start : start + _CHUNK] for seeds in _wanted(metafunc.config) for start in range(0, len(seeds), _CHUNK)
    ]
    metafunc.parametrize("seeds", chunks, ids=[f"{chunk[0]}-{chunk[-1]}" for chunk in chunks])


def _wanted(config: pytest.Config) -> list[range]:
    """The seeds to run. The options do not exist when the run was not started for this folder in particular."""
    only: int | None = config.getoption("--seed", default=None)
    if only is not None:
        return [range(only, only + 1)]
    number: int | None = config.getoption("--seeds", default=None)
    fresh: int | None = config.getoption("--fresh", default=None)
    base = int(os.environ.get(_BASE, "0"))
    return [range(number if number is not None else SEEDS), range(base, base + (fresh or 0))]

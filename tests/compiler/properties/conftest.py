"""Which schemas are drawn: ``--schemas N`` the first N and as many fresh ones, ``--schema-seed S`` that one only."""

from __future__ import annotations

import os
from math import ceil

import pytest

from support.fresh_seeds import fresh_seed

SCHEMAS = 8
"""Schemas of a run that asks for no number, half of them fresh: some seconds. The session `schemas` draws more."""

_MOST = 200
"""Schemas that the type checkers look at together. Each start of one costs as much as a dozen schemas, so that there is
one for each process of the run, unless that would take too much memory."""
_BASE = "DRAWN_SCHEMAS_BASE"
_FRESH = 1_000_000
"""Seeds from here on are fresh ones."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--schemas", type=int, default=None, help="draw N fixed and N fresh schemas")
    parser.addoption("--schema-seed", type=int, default=None, help="draw the schema of this seed only")
    parser.addoption("--fresh-schemas", type=int, default=None, help="draw another number of fresh schemas")
    parser.addoption("--no-checkers", action="store_true", help="do not let the type checkers look, which is slow")


def pytest_configure(config: pytest.Config) -> None:
    if _BASE not in os.environ:  # what is set replays another run
        os.environ[_BASE] = str(_FRESH + fresh_seed(10**9))


def pytest_report_header(config: pytest.Config) -> str:
    return f"fresh schemas from seed {os.environ[_BASE]} on; set {_BASE} to draw them again"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seeds" not in metafunc.fixturenames:
        return
    # The options do not exist when the run was not started for this folder in particular.
    only: int | None = metafunc.config.getoption("--schema-seed", default=None)
    number: int | None = metafunc.config.getoption("--schemas", default=None)
    fresh: int | None = metafunc.config.getoption("--fresh-schemas", default=None)
    if only is not None:
        seeds = [only]
    else:
        fixed, base = number if number is not None else SCHEMAS // 2, int(os.environ[_BASE])
        seeds = [*range(fixed), *range(base, base + (fresh if fresh is not None else fixed))]
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    size = min(_MOST, ceil(len(seeds) / processes)) or 1
    chunks = [seeds[at : at + size] for at in range(0, len(seeds), size)]
    metafunc.parametrize("seeds", chunks, ids=[f"{chunk[0]}-{chunk[-1]}" for chunk in chunks])

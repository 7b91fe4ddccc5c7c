"""How large the soak is: small, or large with ``--soak-long``."""

from __future__ import annotations

import pytest

from fleet_soak.amounts import LONG, SHORT, Amounts
from fleet_soak.products import PRODUCTS
from support.fresh_seeds import fresh_seed


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-long", action="store_true", default=False, help="soak for minutes rather than seconds")
    parser.addoption("--soak-seed", type=int, default=None, help="choose troubles and moments as that run has")
    parser.addoption("--soak-product", choices=list(PRODUCTS), default=None, help="soak a fleet of this product only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "product" in metafunc.fixturenames:
        only: str | None = metafunc.config.getoption("--soak-product", default=None)
        metafunc.parametrize("product", list(PRODUCTS) if only is None else [only])


@pytest.fixture
def amounts(request: pytest.FixtureRequest) -> Amounts:
    return LONG if request.config.getoption("--soak-long", default=False) else SHORT


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What troubles and their moments are drawn from; the output of a failing run names it."""
    chosen: int | None = request.config.getoption("--soak-seed", default=None)
    found = fresh_seed(2**31) if chosen is None else chosen
    print(f"--soak-seed {found}")
    return found

"""Fixtures for tests with the official JavaScript client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from interop.node import install_official_client, node_command
from interop.official_client import OfficialDriver
from twilio_local import LocalService

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.interop)
            # The first test also installs the official client.
            item.add_marker(pytest.mark.timeout(360))


@pytest.fixture(scope="session")
def official_installation() -> Path:
    return install_official_client()


@pytest.fixture
async def service() -> AsyncIterator[LocalService]:
    async with LocalService() as running:
        yield running


@pytest.fixture
async def official(official_installation: Path) -> AsyncIterator[OfficialDriver]:
    """A Node process for official clients; anything uncaught in it fails the test."""
    async with OfficialDriver.start([node_command()], official_installation) as driver:
        yield driver
    assert driver.faults == []

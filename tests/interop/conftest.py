"""Fixtures for tests with the official JavaScript client.

The event loop, the Node process and the browser last for a module; service and clients are new for each test.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from interop.browser import Browser
from interop.chromium import Chromium, find_chromium
from interop.node import install_packages, node_command
from interop.official_client import Realm
from interop.rooms import Room, open_conversation, open_room
from twilio_local import LocalService

HERE = Path(__file__).parent

CUT_OFF = "Connection is not initialized"
"""The official client leaves nobody in charge of what it was opening when its connection was lost."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.interop)
            # The first test also installs the official client, and a browser if the machine has none.
            item.add_marker(pytest.mark.timeout(600))
            if pytest_asyncio.is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest.fixture(scope="session")
def official_installation() -> Path:
    return install_packages()


@pytest.fixture(scope="session")
def conversations_installation() -> Path:
    return install_packages(HERE / "conversations-package")


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    return find_chromium()


@pytest_asyncio.fixture(loop_scope="module")
async def service() -> AsyncIterator[LocalService]:
    async with LocalService() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def node_realm(official_installation: Path) -> AsyncIterator[Realm]:
    async with Realm.in_node(node_command(), official_installation) as realm:
        yield realm


@pytest_asyncio.fixture(
    scope="module", loop_scope="module", params=["@twilio/conversations", "conversations-2"], ids=["3.0.1", "2.6.5"]
)
async def conversations_realm(request: pytest.FixtureRequest, conversations_installation: Path) -> AsyncIterator[Realm]:
    async with Realm.in_node(node_command(), conversations_installation, str(request.param)) as realm:
        yield realm


async def _without_faults(realm: Realm) -> AsyncIterator[Realm]:
    yield realm
    faults = [fault for fault in realm.faults if CUT_OFF not in fault]
    # Clients that are shut down while they start complain, which is their own affair.
    await realm.reset()
    realm.faults.clear()
    assert faults == []


@pytest_asyncio.fixture(loop_scope="module")
async def official(node_realm: Realm, service: LocalService) -> AsyncIterator[Realm]:
    """The official client in Node; anything uncaught in it fails the test."""
    async for realm in _without_faults(node_realm):
        yield realm


@pytest_asyncio.fixture(loop_scope="module")
async def conversations(conversations_realm: Realm, service: LocalService) -> AsyncIterator[Realm]:
    """The official client of Conversations in Node, one version after the other."""
    async for realm in _without_faults(conversations_realm):
        yield realm


@pytest_asyncio.fixture(loop_scope="module")
async def room(official: Realm, service: LocalService) -> Room:
    """Two official clients, alice and bob, in a channel that alice made."""
    return await open_room(official, service)


@pytest_asyncio.fixture(loop_scope="module")
async def conversation(conversations: Realm, service: LocalService) -> Room:
    """Two official clients of Conversations, alice and bob, in a conversation that alice made."""
    return await open_conversation(conversations, service)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_browser(
    official_installation: Path, conversations_installation: Path, chromium: Chromium
) -> AsyncIterator[Browser]:
    async with Browser.start(node_command(), chromium, official_installation) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def browser(running_browser: Browser, service: LocalService) -> AsyncIterator[Browser]:
    """A browser without tabs; anything uncaught in its pages fails the test."""
    yield running_browser
    assert await running_browser.reset() == []

"""Fixtures for testing a bot or any other program that chats, found by pytest once this distribution is installed.

`twilio_chat_service` is an embedded service of the test's own, `twilio_chat_client` connects clients to it::

    async def test_hello(twilio_chat_client):
        alice = await twilio_chat_client("alice")

They need pytest-asyncio, in either of its modes. Nothing but this module is imported until a test asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from twilio_chat import Client

__all__ = ["ConnectClient", "pytest_configure"]


class ConnectClient(Protocol):
    """What the fixture `twilio_chat_client` is: connects a client, which is closed when the test ends."""

    async def __call__(self, identity: str) -> Client:
        """A client that is connected and initialised.

        Args:
            identity: Who it is.

        Raises:
            RuntimeError: The test runs in another event loop than its fixtures.
        """
        ...


class _Explanations:
    """Stand-ins that say what is missing."""

    @pytest.fixture
    def twilio_chat_service(self) -> None:
        """Needs pytest-asyncio."""
        pytest.fail("twilio_chat_service needs pytest-asyncio; run: pip install pytest-asyncio", pytrace=False)

    @pytest.fixture
    def twilio_chat_client(self, twilio_chat_service: None) -> None:
        """Needs pytest-asyncio."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures, or what explains why there are none."""
    plugins = config.pluginmanager
    if not plugins.hasplugin("asyncio"):
        plugins.register(_Explanations(), "twilio_chat_explanations")
        return
    from . import pytest_fixtures

    plugins.register(pytest_fixtures, "twilio_chat_fixtures")

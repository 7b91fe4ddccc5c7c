"""Fixtures for testing a bot or any other program that chats, found by pytest once this distribution is installed.

For asynchronous tests, with pytest-asyncio in either of its modes: `twilio_service` is an embedded service of the
test's own, `twilio_chat_client` and `twilio_conversations_client` connect clients of either product to it:

    @pytest.mark.asyncio
    async def test_hello(twilio_chat_client):
        alice = await twilio_chat_client("alice")

For plain tests, with nothing but pytest: `twilio_blocking_service`, `twilio_chat_blocking_client` and
`twilio_conversations_blocking_client`:

    def test_hello(twilio_chat_blocking_client):
        alice = twilio_chat_blocking_client("alice")

The names that fixtures had before still do the same: `twilio_chat_service`, `twilio_client` and
`twilio_chat_blocking_service`.

Nothing but this module is imported until a test asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, NoReturn, Protocol

import pytest

if TYPE_CHECKING:
    from twilio_chat import Client
    from twilio_chat.blocking import Client as BlockingClient
    from twilio_conversations import Client as ConversationsClient
    from twilio_conversations.blocking import Client as BlockingConversationsClient
    from twilio_local import LocalService

__all__ = [
    "ConnectBlockingClient",
    "ConnectClient",
    "ConnectConversationsBlockingClient",
    "ConnectConversationsClient",
    "pytest_configure",
]


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


class ConnectBlockingClient(Protocol):
    """What the fixture `twilio_chat_blocking_client` is: connects a client, which is closed when the test ends."""

    def __call__(self, identity: str) -> BlockingClient:
        """A client without asyncio that is connected and initialised.

        Args:
            identity: Who it is.
        """
        ...


class ConnectConversationsClient(Protocol):
    """What the fixture `twilio_conversations_client` is: connects a client, which is closed when the test ends."""

    async def __call__(self, identity: str) -> ConversationsClient:
        """A client that is connected and initialised.

        Args:
            identity: Who it is.

        Raises:
            RuntimeError: The test runs in another event loop than its fixtures.
        """
        ...


class ConnectConversationsBlockingClient(Protocol):
    """What `twilio_conversations_blocking_client` is: connects a client, which is closed when the test ends."""

    def __call__(self, identity: str) -> BlockingConversationsClient:
        """A client without asyncio that is connected and initialised.

        Args:
            identity: Who it is.
        """
        ...


class _Plain:
    """Fixtures that need pytest only."""

    @pytest.fixture
    def twilio_blocking_service(self) -> Iterator[LocalService]:
        """An embedded service (`twilio_local.LocalService`) on a thread of its own, in memory, on a free port."""
        try:
            from twilio_local import LocalService
        except ModuleNotFoundError as error:
            pytest.fail(
                f"{error.name} is not installed; in the clone of twilio-chat run: pip install '.[local]'", pytrace=False
            )
        with LocalService() as service:
            yield service

    @pytest.fixture
    def twilio_chat_blocking_service(self, twilio_blocking_service: LocalService) -> LocalService:
        """The former name of `twilio_blocking_service`."""
        return twilio_blocking_service

    @pytest.fixture
    def twilio_chat_blocking_client(
        self, twilio_chat_blocking_service: LocalService
    ) -> Iterator[ConnectBlockingClient]:
        """Connects blocking clients of Chat by identity; they are closed when the test ends.

        Example: ``alice = twilio_chat_blocking_client("alice")``
        """
        from twilio_chat.blocking import Client as BlockingClient

        service = twilio_chat_blocking_service
        with ExitStack() as clients:

            def connect(identity: str) -> BlockingClient:
                return clients.enter_context(BlockingClient(service.token(identity), base_url=service.base_url))

            yield connect

    @pytest.fixture
    def twilio_conversations_blocking_client(
        self, twilio_blocking_service: LocalService
    ) -> Iterator[ConnectConversationsBlockingClient]:
        """Connects blocking clients of Conversations by identity; they are closed when the test ends.

        Example: ``alice = twilio_conversations_blocking_client("alice")``
        """
        from twilio_conversations.blocking import Client as BlockingConversationsClient

        service = twilio_blocking_service
        with ExitStack() as clients:

            def connect(identity: str) -> BlockingConversationsClient:
                token = service.token(identity)
                return clients.enter_context(BlockingConversationsClient(token, base_url=service.base_url))

            yield connect


class _Explanations:
    """Stand-ins that say what is missing."""

    @pytest.fixture
    def twilio_service(self) -> None:
        """Needs pytest-asyncio."""
        _explain("twilio_service")

    @pytest.fixture
    def twilio_chat_client(self) -> None:
        """Needs pytest-asyncio."""
        _explain("twilio_chat_client")

    @pytest.fixture
    def twilio_conversations_client(self) -> None:
        """Needs pytest-asyncio."""
        _explain("twilio_conversations_client")

    @pytest.fixture
    def twilio_chat_service(self) -> None:
        """Needs pytest-asyncio."""
        _explain("twilio_chat_service")

    @pytest.fixture
    def twilio_client(self) -> None:
        """Needs pytest-asyncio."""
        _explain("twilio_client")


def _explain(fixture: str) -> NoReturn:
    pytest.fail(
        f"{fixture} needs pytest-asyncio; run: pip install pytest-asyncio"
        " (plain tests: twilio_blocking_service, twilio_chat_blocking_client, twilio_conversations_blocking_client)",
        pytrace=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures, and what explains why some are missing."""
    plugins = config.pluginmanager
    plugins.register(_Plain(), "twilio_plain_fixtures")
    if not plugins.hasplugin("asyncio"):
        plugins.register(_Explanations(), "twilio_explanations")
        return
    from . import fixtures

    plugins.register(fixtures, "twilio_fixtures")

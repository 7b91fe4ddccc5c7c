"""The asynchronous fixtures of `twilio_testing.plugin`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TYPE_CHECKING, TypeVar

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from twilio_chat import Client
    from twilio_conversations import Client as ConversationsClient
    from twilio_local import LocalService

    from .plugin import ConnectClient, ConnectConversationsClient

__all__ = [
    "twilio_chat_client",
    "twilio_chat_service",
    "twilio_client",
    "twilio_conversations_client",
    "twilio_service",
]

ClientT = TypeVar("ClientT")


class _Clients:
    """The clients that one test has connected."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack
        self._loop = asyncio.get_running_loop()

    async def connect(self, make: Callable[[], AbstractAsyncContextManager[ClientT]]) -> ClientT:
        """Connect a client, which is closed with the stack.

        Raises:
            RuntimeError: The running event loop is another one.
        """
        if asyncio.get_running_loop() is not self._loop:
            raise RuntimeError(
                "the test runs in another event loop than its fixtures, so the service cannot answer; "
                "set asyncio_default_fixture_loop_scope to the loop scope of the test"
            )
        return await self._stack.enter_async_context(make())


@pytest_asyncio.fixture
async def twilio_service() -> AsyncIterator[LocalService]:
    """An embedded service (`twilio_local.LocalService`) in this process, in memory, on a free port."""
    try:
        from twilio_local import LocalService
    except ModuleNotFoundError as error:
        pytest.fail(
            f"{error.name} is not installed; in the clone of twilio-chat run: pip install '.[local]'", pytrace=False
        )
    async with LocalService() as service:
        yield service


@pytest.fixture
def twilio_chat_service(twilio_service: LocalService) -> LocalService:
    """The former name of `twilio_service`; clients take it from here, so a test may replace either."""
    return twilio_service


@pytest_asyncio.fixture
async def twilio_chat_client(twilio_chat_service: LocalService) -> AsyncIterator[ConnectClient]:
    """Connects clients of Chat by identity; they are closed when the test ends.

    Example: ``alice = await twilio_chat_client("alice")``
    """
    from twilio_chat import Client

    service = twilio_chat_service
    async with AsyncExitStack() as stack:
        clients = _Clients(stack)

        async def connect(identity: str) -> Client:
            return await clients.connect(lambda: Client(service.token(identity), base_url=service.base_url))

        yield connect


@pytest_asyncio.fixture
async def twilio_conversations_client(twilio_service: LocalService) -> AsyncIterator[ConnectConversationsClient]:
    """Connects clients of Conversations by identity; they are closed when the test ends.

    Example: ``alice = await twilio_conversations_client("alice")``
    """
    from twilio_conversations import Client as ConversationsClient

    service = twilio_service
    async with AsyncExitStack() as stack:
        clients = _Clients(stack)

        async def connect(identity: str) -> ConversationsClient:
            return await clients.connect(
                lambda: ConversationsClient(service.token(identity), base_url=service.base_url)
            )

        yield connect


@pytest.fixture
def twilio_client(twilio_chat_client: ConnectClient) -> ConnectClient:
    """The former name of `twilio_chat_client`."""
    return twilio_chat_client

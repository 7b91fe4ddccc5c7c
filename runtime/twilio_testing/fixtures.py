"""The asynchronous fixtures of `twilio_testing.plugin`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from twilio_chat import Client
    from twilio_local import LocalService

    from .plugin import ConnectClient

__all__ = ["twilio_chat_client", "twilio_chat_service", "twilio_client", "twilio_service"]


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

    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as clients:

        async def connect(identity: str) -> Client:
            if asyncio.get_running_loop() is not loop:
                raise RuntimeError(
                    "the test runs in another event loop than its fixtures, so the service cannot answer; "
                    "set asyncio_default_fixture_loop_scope to the loop scope of the test"
                )
            token = twilio_chat_service.token(identity)
            return await clients.enter_async_context(Client(token, base_url=twilio_chat_service.base_url))

        yield connect


@pytest.fixture
def twilio_client(twilio_chat_client: ConnectClient) -> ConnectClient:
    """The former name of `twilio_chat_client`."""
    return twilio_chat_client

"""What the fragments of the documentation take for granted: a service, people, a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from itertools import cycle
from typing import Final, Protocol

from twilio_chat import Channel, Client, Message
from twilio_local import LocalService

__all__ = ["NAMES", "InBackground", "KeepWriting", "Surroundings", "Until"]

NAMES: Final = {
    "service": "twilio_local.LocalService",
    "token": "str",
    "client": "twilio_chat.Client",
    "channel": "twilio_chat.Channel",
    "message": "twilio_chat.Message",
    "bob": "twilio_chat.Client",
    "bobs_channel": "twilio_chat.Channel",
    "handler": "collections.abc.Callable[[twilio_chat.Message], None]",
    "keep_writing": "docs.surroundings.KeepWriting",
    "in_background": "docs.surroundings.InBackground",
    "until": "docs.surroundings.Until",
    "check_output": "collections.abc.Callable[[str], None]",
}
"""Each name with its type."""


class KeepWriting(Protocol):
    """Writes some texts to a channel, over and over until the story ends."""

    def __call__(self, channel: Channel, *texts: str) -> None: ...


class InBackground(Protocol):
    """Runs a coroutine beside the story; it is cancelled when the story ends, unless it has ended itself."""

    def __call__(self, work: Coroutine[object, object, object]) -> None: ...


class Until(Protocol):
    """Waits for what no event tells, such as a file that a handler writes."""

    async def __call__(self, condition: Callable[[], bool]) -> None: ...


class Surroundings:
    """Makes what a story asks for, and nothing else.

    Attributes:
        service: The service that everybody connects to.
    """

    def __init__(self, service: LocalService, check_output: Callable[[str], None], stack: AsyncExitStack) -> None:
        self.service = service
        self._stack = stack
        self._made: dict[str, object] = {
            "service": service,
            "token": service.token("alice"),
            "check_output": check_output,
            "handler": _handler,
            "keep_writing": self._keep_writing,
            "in_background": self._in_background,
            "until": _until,
        }
        self._makers: dict[str, Callable[[], Awaitable[object]]] = {
            "client": lambda: self._connect("alice"),
            "bob": lambda: self._connect("bob"),
            "channel": self._channel,
            "bobs_channel": self._bobs_channel,
            "message": self._message,
        }

    async def get(self, name: str) -> object:
        """What a name stands for, made when it is first asked for."""
        if name not in self._made:
            self._made[name] = await self._makers[name]()
        return self._made[name]

    async def _connect(self, identity: str) -> Client:
        client = Client(self.service.token(identity), base_url=self.service.base_url)
        return await self._stack.enter_async_context(client)

    async def _client(self, name: str) -> Client:
        client = await self.get(name)
        assert isinstance(client, Client)
        return client

    async def _channel(self) -> Channel:
        alice = await self._client("client")
        channel = await alice.create_channel(unique_name="general", friendly_name="General")
        return await channel.join()

    async def _bobs_channel(self) -> Channel:
        await self.get("channel")
        bob = await self._client("bob")
        return await (await bob.get_channel_by_unique_name("general")).join()

    async def _message(self) -> Message:
        channel = await self.get("channel")
        bobs_channel = await self.get("bobs_channel")
        assert isinstance(channel, Channel)
        assert isinstance(bobs_channel, Channel)
        async with channel.on.message_added.expect() as pending:
            await bobs_channel.send_message("hello")
        return pending.value

    def _keep_writing(self, channel: Channel, *texts: str) -> None:
        async def writing() -> None:
            for text in cycle(texts):
                await channel.send_message(text)

        self._in_background(writing())

    def _in_background(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.create_task(work)

        async def end() -> None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

        self._stack.push_async_callback(end)


def _handler(message: Message) -> None:
    assert message.sid


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - what a handler does to files makes no event
        await asyncio.sleep(0.005)

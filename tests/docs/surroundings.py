"""What the fragments of the documentation take for granted: a service, people, a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from itertools import cycle
from typing import Final, Protocol

import twilio_conversations
from docs.samples import Story
from twilio_chat import Channel, Client, Message
from twilio_local import LocalService

__all__ = ["READERS_HAVE", "InBackground", "KeepWriting", "Surroundings", "Until", "names_given"]

_SHARED: Final = {
    "service": "twilio_local.LocalService",
    "token": "str",
    "keep_writing": "docs.surroundings.KeepWriting",
    "in_background": "docs.surroundings.InBackground",
    "until": "docs.surroundings.Until",
    "check_output": "collections.abc.Callable[[str], None]",
}
_OF_CHAT: Final = {
    "client": "twilio_chat.Client",
    "channel": "twilio_chat.Channel",
    "message": "twilio_chat.Message",
    "bob": "twilio_chat.Client",
    "bobs_channel": "twilio_chat.Channel",
    "handler": "collections.abc.Callable[[twilio_chat.Message], None]",
}
_OF_CONVERSATIONS: Final = {
    "client": "twilio_conversations.Client",
    "conversation": "twilio_conversations.Conversation",
    "bob": "twilio_conversations.Client",
    "bobs_conversation": "twilio_conversations.Conversation",
}

READERS_HAVE: Final = {"service", "token", *_OF_CHAT, *_OF_CONVERSATIONS}
"""What the quickstart lets readers make, so that they can try samples."""


def names_given(story: Story) -> dict[str, str]:
    """What a story uses without making it: each name with its type, sorted.

    People are signed in to Conversations where a story speaks of that product and of no channel, else to Chat.
    """
    wanted = story.free_names()
    of_conversations = story.mentions("twilio_conversations") or wanted & {"conversation", "bobs_conversation"}
    if of_conversations and not wanted & {"channel", "bobs_channel", "message", "handler"}:
        known = _SHARED | _OF_CONVERSATIONS
    else:
        known = _SHARED | _OF_CHAT
    return {name: known[name] for name in sorted(wanted & known.keys())}


class KeepWriting(Protocol):
    """Writes some texts to a channel or conversation, over and over until the story ends."""

    def __call__(self, room: Channel | twilio_conversations.Conversation, *texts: str) -> None: ...


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
            "twilio_chat.Client client": lambda: self._connect("alice"),
            "twilio_chat.Client bob": lambda: self._connect("bob"),
            "twilio_chat.Channel channel": self._channel,
            "twilio_chat.Channel bobs_channel": self._bobs_channel,
            "twilio_chat.Message message": self._message,
            "twilio_conversations.Client client": lambda: self._converse("alice"),
            "twilio_conversations.Client bob": lambda: self._converse("bob"),
            "twilio_conversations.Conversation conversation": self._conversation,
            "twilio_conversations.Conversation bobs_conversation": self._bobs_conversation,
        }

    async def get(self, name: str, kind: str = "") -> object:
        """What a name of a type stands for, made when it is first asked for."""
        name = f"{kind} {name}" if f"{kind} {name}" in self._makers else name
        if name not in self._made:
            self._made[name] = await self._makers[name]()
        return self._made[name]

    async def _connect(self, identity: str) -> Client:
        client = Client(self.service.token(identity), base_url=self.service.base_url)
        return await self._stack.enter_async_context(client)

    async def _converse(self, identity: str) -> twilio_conversations.Client:
        client = twilio_conversations.Client(self.service.token(identity), base_url=self.service.base_url)
        return await self._stack.enter_async_context(client)

    async def _conversation(self) -> twilio_conversations.Conversation:
        alice = await self.get("client", "twilio_conversations.Client")
        assert isinstance(alice, twilio_conversations.Client)
        conversation = await alice.create_conversation(unique_name="general", friendly_name="General")
        return await conversation.join()

    async def _bobs_conversation(self) -> twilio_conversations.Conversation:
        conversation = await self.get("conversation", "twilio_conversations.Conversation")
        bob = await self.get("bob", "twilio_conversations.Client")
        assert isinstance(conversation, twilio_conversations.Conversation)
        assert isinstance(bob, twilio_conversations.Client)
        async with bob.on.conversation_joined.expect() as joined:
            await conversation.add("bob")
        return joined.value

    async def _client(self, name: str) -> Client:
        client = await self.get(name, "twilio_chat.Client")
        assert isinstance(client, Client)
        return client

    async def _channel(self) -> Channel:
        alice = await self._client("client")
        channel = await alice.create_channel(unique_name="general", friendly_name="General")
        return await channel.join()

    async def _bobs_channel(self) -> Channel:
        await self.get("channel", "twilio_chat.Channel")
        bob = await self._client("bob")
        return await (await bob.get_channel_by_unique_name("general")).join()

    async def _message(self) -> Message:
        channel = await self.get("channel", "twilio_chat.Channel")
        bobs_channel = await self.get("bobs_channel", "twilio_chat.Channel")
        assert isinstance(channel, Channel)
        assert isinstance(bobs_channel, Channel)
        async with channel.on.message_added.expect() as pending:
            await bobs_channel.send_message("hello")
        return pending.value

    def _keep_writing(self, room: Channel | twilio_conversations.Conversation, *texts: str) -> None:
        async def writing() -> None:
            for text in cycle(texts):
                await room.send_message(text)

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

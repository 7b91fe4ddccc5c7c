"""How programs use the public surface, as type checkers see it. Never run: being accepted by both is the test.

That every member has its type is tested in `test_public_types`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, assert_never, assert_type

from twilio_chat import (
    Channel,
    ChannelStatus,
    ChannelUpdated,
    ChannelUpdateReason,
    Client,
    ConnectionState,
    Member,
    MemberUpdated,
    Message,
    MessageUpdated,
    MessageUpdateReason,
    Paginator,
    PendingPage,
)
from twilio_realtime.mirror.transient import Renewable


async def entering() -> None:
    async with Client("token", base_url="http://127.0.0.1:8765") as entered:
        assert_type(entered, Client)


async def pages(channel: Channel) -> None:
    pending: PendingPage[Message] = channel.get_messages()
    async for message in pending:
        assert_type(message, Message)
    async for further in pending.pages():
        assert_type(further, Paginator[Message])
    page = await pending
    assert_type(page, Paginator[Message])
    assert_type(page.items, tuple[Message, ...])
    assert_type(await page.next_page(), Paginator[Message])
    async for message in page:
        assert_type(message, Message)
    async for further in page.pages():
        assert_type(further, Paginator[Message])


async def lasting(channel: Channel) -> None:
    call: Renewable = channel.typing()
    task: asyncio.Task[None] = asyncio.create_task(call)
    await task
    assert_type(await channel.typing(), None)
    async with channel.typing() as nothing:
        assert_type(nothing, None)


# ---------------------------------------------------------------------------------------------- events


async def awaited(client: Client, channel: Channel, message: Message) -> None:
    assert_type(await client.on.member_joined.wait(where=lambda member: member.identity == "bob"), Member)
    updated = await channel.on.updated.wait(timeout=1)
    assert_type(updated.update_reasons, tuple[ChannelUpdateReason, ...])
    assert_type((await message.on.updated.wait()).update_reasons, tuple[MessageUpdateReason, ...])
    async with channel.on.message_updated.expect(where=lambda update: "body" in update.update_reasons) as pending:
        assert_type(await pending, MessageUpdated)
    assert_type(pending.value, MessageUpdated)


async def iteration(client: Client) -> None:
    async for message in client.on.message_added:
        assert_type(message, Message)
    async with client.on.member_updated.stream(queue=10) as updates:
        async for update in updates:
            assert_type(update, MemberUpdated)


def handlers(client: Client, channel: Channel) -> None:
    @client.on.message_added
    def plain(message: Message) -> None: ...

    @channel.on.message_added
    async def later(message: Message) -> int:
        return message.index

    @client.on.channel_joined.once
    def once(channel: Channel) -> str:
        return channel.sid

    @client.on.token_expired
    async def bare() -> None: ...

    # Decorated functions keep their types.
    assert_type(plain, Callable[[Message], None])
    assert_type(once, Callable[[Channel], str])
    asynchronous: Callable[[], Awaitable[None]] = bare
    client.on.token_expired.disconnect(asynchronous)
    subscription = client.on.message_added.connect(later, replay=True, queue=5, concurrency=2)
    assert_type(subscription.dropped, int)
    subscription.disconnect()
    client.on.message_added.connect(
        later, concurrency=2, key=lambda message: message.channel.sid, where=lambda message: not message.is_own
    )
    client.on.token_expired.connect(bare, where=lambda _: True)
    client.on.message_added.stream(where=lambda message: message.body == "go")
    assert_type(client.on.message_added.disconnect(later), bool)


def of_channel(channel: Channel) -> None: ...
def of_channel_update(update: ChannelUpdated) -> None: ...
async def of_message(message: Message) -> None: ...
def of_message_update(update: MessageUpdated) -> None: ...
async def of_member(member: Member) -> None: ...
def of_member_update(update: MemberUpdated) -> None: ...
def of_state(state: ConnectionState) -> None: ...
def of_seconds(seconds: float) -> None: ...
def of_nothing() -> None: ...


def documented_names(client: Client, channel: Channel, message: Message, member: Member) -> None:
    client.on("channelJoined", of_channel)
    client.on("channelUpdated", of_channel_update)
    client.on("messageAdded", of_message)
    client.on("connectionStateChanged", of_state)
    client.on("tokenExpired", of_nothing)
    client.on("messageAdded", lambda message: message.body)
    client.once("tokenAboutToExpire", of_seconds)
    client.off("messageAdded", of_message)
    channel.on("memberJoined", of_member)
    channel.on("updated", of_channel_update)
    channel.once("removed", of_channel)
    message.on("updated", of_message_update)
    member.on("updated", of_member_update)


# ---------------------------------------------------------------------------------------------- unions


def every_status(status: ChannelStatus) -> str:
    match status:
        case "unknown" | "notParticipating":
            return "out"
        case "invited":
            return "asked"
        case "joined":
            return "in"
        case _:
            assert_never(status)


def every_message_reason(reason: MessageUpdateReason) -> None:
    match reason:
        case "body" | "attributes":
            assert_type(reason, Literal["body", "attributes"])
        case "lastUpdatedBy" | "author":
            pass
        case "dateCreated" | "dateUpdated":
            pass
        case _:
            assert_never(reason)


def every_connection_state(state: ConnectionState) -> bool:
    if state == "connected":
        return True
    if state in ("connecting", "disconnecting", "disconnected"):
        return False
    match state:
        case "unknown" | "denied" | "error":
            return False
        case _:
            return False

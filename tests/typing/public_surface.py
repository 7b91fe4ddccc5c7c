"""What type checkers make of the public surface. Never run: being accepted by both checkers is the test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal, assert_never, assert_type

from pydantic import JsonValue

from twilio_chat import (
    Channel,
    ChannelState,
    ChannelStatus,
    ChannelType,
    ChannelUpdated,
    ChannelUpdateReason,
    Client,
    ConnectionErrorEvent,
    ConnectionState,
    CreateChannelOptions,
    LastMessage,
    Member,
    MemberType,
    MemberUpdated,
    MemberUpdateReason,
    Message,
    MessageType,
    MessageUpdated,
    MessageUpdateReason,
    NotificationLevel,
    Paginator,
    PendingPage,
    State,
)


async def methods(client: Client, channel: Channel, message: Message, member: Member) -> None:
    assert_type(await client.start(), Client)
    assert_type(await client.shutdown(), None)
    assert_type(await client.update_token("token"), Client)
    assert_type(await client.create_channel(), Channel)
    assert_type(await client.create_channel(CreateChannelOptions(friendly_name="x", attributes={"a": [1]})), Channel)
    assert_type(await client.create_channel(unique_name="x", is_private=True, attributes=None), Channel)
    assert_type(await client.get_channel_by_sid("CH"), Channel)
    assert_type(await client.get_local_channels(), list[Channel])
    assert_type(await channel.join(), Channel)
    assert_type(await channel.get_members(), list[Member])
    assert_type(await channel.get_messages(10, anchor=3, direction="forward"), Paginator[Message])
    assert_type(await channel.send_message("x", {"a": None}), int)
    assert_type(await channel.advance_last_consumed_message_index(3), int | None)
    assert_type(await channel.set_user_notification_level("muted"), None)
    assert_type(await channel.remove_member(member), None)
    assert_type(await channel.get_attributes(), JsonValue)
    assert_type(await message.update_body("x"), Message)
    assert_type(await message.get_member(), Member)
    assert_type(await member.update_attributes([1, "two"]), Member)
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


def properties(client: Client, channel: Channel, message: Message, member: Member) -> None:
    assert_type(client.connection_state, ConnectionState)
    assert_type(client.reachability_enabled, bool)
    assert_type(channel.status, ChannelStatus)
    assert_type(channel.type, ChannelType)
    assert_type(channel.friendly_name, str | None)
    assert_type(channel.date_created, datetime | None)
    assert_type(channel.last_message, LastMessage | None)
    assert_type(channel.state, ChannelState | None)
    assert_type(channel.notification_level, NotificationLevel)
    assert_type(channel.attributes, JsonValue)
    assert_type(message.type, MessageType)
    assert_type(message.index, int)
    assert_type(message.body, str | None)
    assert_type(message.channel, Channel)
    assert_type(member.type, MemberType)
    assert_type(member.channel, Channel)


# ---------------------------------------------------------------------------------------------- events


async def payloads(client: Client, channel: Channel, message: Message, member: Member) -> None:
    assert_type(await client.on.channel_joined.wait(), Channel)
    assert_type(await client.on.channel_updated.wait(timeout=1), ChannelUpdated)
    assert_type(await client.on.member_joined.wait(where=lambda member: member.identity == "bob"), Member)
    assert_type(await client.on.message_added.wait(), Message)
    assert_type(await client.on.state_changed.wait(), State)
    assert_type(await client.on.connection_state_changed.wait(), ConnectionState)
    assert_type(await client.on.connection_error.wait(), ConnectionErrorEvent)
    assert_type(await client.on.token_about_to_expire.wait(), float)
    await client.on.token_expired.wait()
    updated = await channel.on.updated.wait()
    assert_type(updated.channel, Channel)
    assert_type(updated.update_reasons, tuple[ChannelUpdateReason, ...])
    assert_type((await message.on.updated.wait()).update_reasons, tuple[MessageUpdateReason, ...])
    assert_type((await member.on.updated.wait()).update_reasons, tuple[MemberUpdateReason, ...])
    assert_type((await member.on.updated.wait()).member, Member)
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

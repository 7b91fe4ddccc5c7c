"""What type checkers make of the blocking client. Never run: being accepted by both checkers is the test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import assert_type

from pydantic import JsonValue

from twilio_chat.blocking import (
    Channel,
    ChannelDescriptor,
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
    Media,
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
    PushNotification,
    State,
    User,
    UserDescriptor,
    UserUpdated,
    UserUpdateReason,
)
from twilio_realtime.blocking import BareSignal, EventStream, Renewable, Signal, Subscription
from twilio_realtime.telemetry.stats import ClientStats, Health


def methods(client: Client, channel: Channel, message: Message, member: Member, user: User, media: Media) -> None:
    assert_type(client.start(), Client)
    assert_type(client.shutdown(), None)
    assert_type(client.update_token("token"), Client)
    assert_type(client.create_channel(), Channel)
    assert_type(client.create_channel(CreateChannelOptions(friendly_name="x", attributes={"a": [1]})), Channel)
    assert_type(client.create_channel(unique_name="x", is_private=True, attributes=None), Channel)
    assert_type(client.get_channel_by_sid("CH"), Channel)
    assert_type(client.get_channel_by_unique_name("general"), Channel)
    assert_type(client.get_local_channels(order="descending"), list[Channel])
    assert_type(client.get_subscribed_channels(), Paginator[Channel])
    assert_type(client.get_public_channel_descriptors(), Paginator[ChannelDescriptor])
    assert_type(client.get_user_channel_descriptors(), Paginator[ChannelDescriptor])
    assert_type(client.get_user("bob"), User)
    assert_type(client.get_subscribed_users(), list[User])
    assert_type(client.get_user_descriptor("bob"), UserDescriptor)
    assert_type(client.set_push_registration_id("fcm", "id"), None)
    assert_type(Client.parse_push_notification({}), PushNotification)
    assert_type(channel.join(), Channel)
    assert_type(channel.leave(), Channel)
    assert_type(channel.invite("bob"), None)
    assert_type(channel.get_members(), list[Member])
    assert_type(channel.get_member_by_sid("MB"), Member)
    assert_type(channel.get_messages(10, anchor=3, direction="forward"), Paginator[Message])
    assert_type(channel.get_user_descriptors(), Paginator[UserDescriptor])
    assert_type(channel.send_message("x", {"a": None}), int)
    assert_type(channel.send_message(media=(chunk for chunk in [b"a", b"b"])), int)
    assert_type(channel.advance_last_consumed_message_index(3), int | None)
    assert_type(channel.set_user_notification_level("muted"), None)
    assert_type(channel.remove_member(member), None)
    assert_type(channel.remove_member("bob"), None)
    assert_type(channel.get_attributes(), JsonValue)
    assert_type(channel.typing(), Renewable)
    with channel.typing() as nothing:
        assert_type(nothing, None)
    assert_type(message.update_body("x"), Message)
    assert_type(message.get_member(), Member)
    assert_type(member.update_attributes([1, "two"]), Member)
    assert_type(member.get_user(), User)
    assert_type(user.update_friendly_name("Bob"), User)
    assert_type(user.unsubscribe(), None)
    assert_type(media.get_content_temporary_url(), str | None)
    assert_type(media.download_to("file", progress=print), int)
    with Client("token", base_url="http://127.0.0.1:8765") as entered:
        assert_type(entered, Client)
    with Client(token_provider=lambda: "token") as entered:
        assert_type(entered.stats, ClientStats)
        assert_type(entered.health, Health)


def descriptors(channel: ChannelDescriptor, user: UserDescriptor) -> None:
    assert_type(channel.get_channel(), Channel)
    assert_type(channel.messages_count, int | None)
    assert_type(user.subscribe(), User)
    assert_type(user.identity, str)


def pages(channel: Channel) -> None:
    page = channel.get_messages()
    assert_type(page.items, tuple[Message, ...])
    assert_type(page.has_next_page, bool)
    assert_type(page.next_page(), Paginator[Message])
    assert_type(page.prev_page(), Paginator[Message])
    for message in page:
        assert_type(message, Message)
    for further in page.pages():
        assert_type(further, Paginator[Message])


def properties(client: Client, channel: Channel, message: Message, member: Member, user: User) -> None:
    assert_type(client.connection_state, ConnectionState)
    assert_type(client.reachability_enabled, bool)
    assert_type(client.user, User)
    assert_type(client.version, str)
    assert_type(channel.status, ChannelStatus)
    assert_type(channel.type, ChannelType)
    assert_type(channel.friendly_name, str | None)
    assert_type(channel.date_created, datetime | None)
    assert_type(channel.last_message, LastMessage | None)
    assert_type(channel.state, ChannelState | None)
    assert_type(channel.notification_level, NotificationLevel)
    assert_type(channel.attributes, JsonValue)
    assert_type(message.type, MessageType)
    assert_type(message.media, Media | None)
    assert_type(message.channel, Channel)
    assert_type(member.type, MemberType)
    assert_type(member.channel, Channel)
    assert_type(member.is_typing, bool)
    assert_type(user.identity, str)


# ---------------------------------------------------------------------------------------------- events


def signals(client: Client, channel: Channel, message: Message, member: Member, user: User) -> None:
    assert_type(client.on.channel_joined, Signal[Channel])
    assert_type(client.on.channel_updated, Signal[ChannelUpdated])
    assert_type(client.on.member_updated, Signal[MemberUpdated])
    assert_type(client.on.message_added, Signal[Message])
    assert_type(client.on.message_updated, Signal[MessageUpdated])
    assert_type(client.on.user_updated, Signal[UserUpdated])
    assert_type(client.on.user_subscribed, Signal[User])
    assert_type(client.on.typing_started, Signal[Member])
    assert_type(client.on.push_notification, Signal[PushNotification])
    assert_type(client.on.state_changed, Signal[State])
    assert_type(client.on.connection_state_changed, Signal[ConnectionState])
    assert_type(client.on.connection_error, Signal[ConnectionErrorEvent])
    assert_type(client.on.token_about_to_expire, Signal[float])
    assert_type(client.on.token_expired, BareSignal)
    assert_type(channel.on.removed, Signal[Channel])
    assert_type(message.on.updated, Signal[MessageUpdated])
    assert_type(member.on.updated, Signal[MemberUpdated])
    assert_type(user.on.updated, Signal[UserUpdated])


def waiting(client: Client, channel: Channel, message: Message, user: User) -> None:
    assert_type(client.on.channel_updated.wait(timeout=1), ChannelUpdated)
    assert_type(client.on.member_joined.wait(where=lambda member: member.identity == "bob"), Member)
    assert_type(client.on.state_changed.wait(), State)
    assert_type(client.on.token_expired.wait(), None)
    updated = channel.on.updated.wait()
    assert_type(updated.channel, Channel)
    assert_type(updated.update_reasons, tuple[ChannelUpdateReason, ...])
    assert_type(message.on.updated.wait().update_reasons, tuple[MessageUpdateReason, ...])
    assert_type(channel.on.member_updated.wait().update_reasons, tuple[MemberUpdateReason, ...])
    assert_type(user.on.updated.wait().update_reasons, tuple[UserUpdateReason, ...])
    with channel.on.message_updated.expect(where=lambda update: "body" in update.update_reasons) as pending:
        channel.send_message("x")
    assert_type(pending.value, MessageUpdated)
    assert_type(pending.result(), MessageUpdated)


def iteration(client: Client) -> None:
    for message in client.on.message_added:
        assert_type(message, Message)
    with client.on.member_updated.stream(queue=10) as updates:
        assert_type(updates, EventStream[MemberUpdated])
        for update in updates:
            assert_type(update, MemberUpdated)


def of_channel(channel: Channel) -> None: ...
def of_channel_update(update: ChannelUpdated) -> None: ...
def of_message(message: Message) -> None: ...
def of_seconds(seconds: float) -> None: ...
def of_nothing() -> None: ...
def of_key(channel: Channel) -> bool:
    return channel.sid != ""


def handlers(client: Client, channel: Channel) -> None:
    @client.on.message_added
    def plain(message: Message) -> None: ...

    @client.on.channel_joined.once
    def once(channel: Channel) -> str:
        return channel.sid

    @client.on.token_expired
    def bare() -> None: ...

    # Decorated functions keep their types.
    assert_type(plain, Callable[[Message], None])
    assert_type(once, Callable[[Channel], str])
    assert_type(client.on.token_expired.disconnect(bare), bool)
    subscription = client.on.message_added.connect(of_message, replay=True, queue=5)
    assert_type(subscription, Subscription[object])
    assert_type(subscription.dropped, int)
    client.on.message_added.connect(
        of_message, concurrency=2, key=lambda message: message.channel.sid, where=lambda message: not message.is_own
    )
    client.on.token_expired.connect(of_nothing, concurrency=2, where=lambda _: True)
    with client.on.message_added.stream(where=lambda message: message.body == "go") as messages:
        assert_type(next(messages), Message)
    client.on("channelJoined", of_channel)
    client.on("channelUpdated", of_channel_update)
    client.on("tokenExpired", of_nothing)
    client.on("messageAdded", lambda message: message.body)
    client.once("tokenAboutToExpire", of_seconds)
    client.off("messageAdded", of_message)
    channel.on("updated", of_channel_update)
    channel.once("removed", of_channel)


# ---------------------------------------------------------------------------------------------- mistakes
# Each of these lines must be complained about: an exemption that nothing needs is an error to both checkers.


def mistakes(client: Client, channel: Channel) -> None:
    client.on.mesage_added.connect(print)  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
    client.on.message_added.connect(of_channel)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    client.on.message_added.connect(print, where=of_key)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    client.on.token_expired.connect(of_nothing, key=hash)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    client.on.token_expired.connect(of_message)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    client.on("mesageAdded", of_message)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue,reportArgumentType]
    client.on("messageAdded", of_channel)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue,reportArgumentType]
    channel.set_user_notification_level("mute")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    channel.send_message(message=b"x")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    channel.remove_member(channel)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    channel.friendly_name = "x"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]

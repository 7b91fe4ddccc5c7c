"""Arguments that are documented as something else are refused before anything is sent."""

# Every call here is wrong on purpose; that type checkers see it is tested in tests/client/typing.
# mypy: disable-error-code="arg-type, dict-item"
# pyright: reportArgumentType=false

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from twilio_chat import ArgumentError, Channel, Client, ConfigurationError, Message, RequestError
from twilio_realtime.json import JsonValue

CLIENT: dict[str, Callable[[Client], Awaitable[object]]] = {
    "updateToken": lambda client: client.update_token(""),
    "getChannelBySid": lambda client: client.get_channel_by_sid(5),
    "getChannelByUniqueName": lambda client: client.get_channel_by_unique_name(""),
    "getUser": lambda client: client.get_user(None),
    "getUserDescriptor": lambda client: client.get_user_descriptor(""),
    "getSubscribedChannels": lambda client: client.get_subscribed_channels(0),
    "createChannel friendlyName": lambda client: client.create_channel(friendly_name=5),
    "createChannel uniqueName": lambda client: client.create_channel(unique_name=["x"]),
    "createChannel isPrivate": lambda client: client.create_channel(is_private="maybe"),
    "createChannel options": lambda client: client.create_channel({"friendlyName": "x"}),
    "createChannel attributes": lambda client: client.create_channel(attributes={1, 2}),
    "getLocalChannels criteria": lambda client: client.get_local_channels(criteria="size"),
    "getLocalChannels order": lambda client: client.get_local_channels(order="up"),
    "setPushRegistrationId road": lambda client: client.set_push_registration_id("pigeon", "x"),
    "setPushRegistrationId device": lambda client: client.set_push_registration_id("fcm", ""),
    "unsetPushRegistrationId": lambda client: client.unset_push_registration_id("twilsock"),
    "handlePushNotification": lambda client: client.handle_push_notification("text"),
    "user.updateFriendlyName": lambda client: client.user.update_friendly_name(None),
    "user.updateAttributes": lambda client: client.user.update_attributes({"x": float("nan")}),
}

CHANNEL: dict[str, Callable[[Channel], Awaitable[object]]] = {
    "add": lambda channel: channel.add(""),
    "invite": lambda channel: channel.invite(None),
    "getMemberBySid": lambda channel: channel.get_member_by_sid(""),
    "getMemberByIdentity": lambda channel: channel.get_member_by_identity(5),
    "removeMember": lambda channel: channel.remove_member(5),
    "removeMember empty": lambda channel: channel.remove_member(""),
    "getMessages size": lambda channel: channel.get_messages("30"),
    "getMessages anchor": lambda channel: channel.get_messages(30, -1),
    "getMessages direction": lambda channel: channel.get_messages(30, 0, "sideways"),
    "sendMessage text": lambda channel: channel.send_message(5),
    "sendMessage attributes": lambda channel: channel.send_message("x", {"x": object()}),
    "sendMessage media": lambda channel: channel.send_message(media=5),
    "sendMessage empty media": lambda channel: channel.send_message(media=b""),
    "getMemberBySid lone surrogate": lambda channel: channel.get_member_by_sid("\ud800"),
    "removeMember lone surrogate": lambda channel: channel.remove_member("\ud800"),
    "advanceLastConsumedMessageIndex": lambda channel: channel.advance_last_consumed_message_index(None),
    "advanceLastConsumedMessageIndex negative": lambda channel: channel.advance_last_consumed_message_index(-1),
    "updateLastConsumedMessageIndex": lambda channel: channel.update_last_consumed_message_index(1.5),
    "setUserNotificationLevel": lambda channel: channel.set_user_notification_level("loud"),
    "updateAttributes": lambda channel: channel.update_attributes({"x": {1, 2}}),
    "updateFriendlyName": lambda channel: channel.update_friendly_name(None),
    "updateUniqueName": lambda channel: channel.update_unique_name(5),
}


@pytest.mark.parametrize("method", CLIENT)
async def test_of_a_client(alice: Client, method: str) -> None:
    with pytest.raises(ArgumentError):
        await CLIENT[method](alice)


@pytest.mark.parametrize("method", CHANNEL)
async def test_of_a_channel(room: Channel, method: str) -> None:
    with pytest.raises(ArgumentError):
        await CHANNEL[method](room)


async def test_pages_refuse_at_the_call(alice: Client, room: Channel) -> None:
    with pytest.raises(ArgumentError, match="page_size"):
        _ = alice.get_subscribed_channels(0)
    with pytest.raises(ArgumentError, match="direction"):
        _ = room.get_messages(30, 0, "sideways")


async def test_of_a_message_and_a_member(room: Channel) -> None:
    async with room.on.message_added.expect() as added:
        await room.send_message("x")
    message: Message = added.value
    member = await room.get_member_by_identity("alice")
    with pytest.raises(ArgumentError):
        await message.update_body(None)
    with pytest.raises(ArgumentError):
        await message.update_attributes({"x": float("inf")})
    with pytest.raises(ArgumentError):
        await member.update_attributes({"x": b"bytes"})


async def test_any_json_value_may_be_attributes(room: Channel) -> None:
    values: list[JsonValue] = ["text", 1.5, True, None, [1, [2]], {"a": {"b": None}}]
    for value in values:
        async with room.on.message_added.expect() as added:
            await room.send_message("x", value)
        assert added.value.attributes == ({} if value is None else value)


def test_of_the_constructor() -> None:
    for token in ("", b"text"):
        with pytest.raises(ArgumentError):
            Client(token)
    with pytest.raises(ConfigurationError):
        Client()


async def test_errors_say_what_the_service_said(room: Channel) -> None:
    with pytest.raises(RequestError) as caught:
        await room.send_message("x" * 100_000)
    assert (caught.value.status, caught.value.code is not None) == (400, True)
    assert "xxx" not in str(caught.value)

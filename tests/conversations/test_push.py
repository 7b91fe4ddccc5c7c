"""Push notifications: devices, and what applications receive."""

from __future__ import annotations

import pytest

from twilio_conversations import ArgumentError, Client, PushNotification
from twilio_realtime.json import JsonObject, JsonValue

ABOUT: JsonObject = {
    "twi_message_type": "twilio.conversations.new_message",
    "conversation_sid": "CH1",
    "conversation_title": "Room",
    "message_sid": "IM1",
    "message_index": "7",
    "media_count": "2",
}


def shown(found: PushNotification) -> tuple[object, ...]:
    return (found.title, found.body, found.sound, found.badge, found.action)


@pytest.mark.parametrize(
    ("apple", "expected"),
    [
        ({"alert": "hello", "sound": "ding", "badge": 3}, (None, "hello", "ding", 3, None)),
        ({"alert": {"title": "t", "body": "b"}, "category": "c"}, ("t", "b", None, None, "c")),
        ({"alert": "", "sound": ""}, (None, None, None, None, None)),
        ({"alert": None}, (None, None, None, None, None)),
        ({}, (None, None, None, None, None)),
    ],
)
def test_apple(apple: JsonObject, expected: tuple[object, ...]) -> None:
    found = Client.parse_push_notification({"aps": apple, **ABOUT})
    assert shown(found) == expected
    assert found.type == "twilio.conversations.new_message"
    about = found.data
    assert (about.conversation_sid, about.conversation_title, about.message_sid) == ("CH1", "Room", "IM1")
    assert (about.message_index, about.media_count) == (7, 2)


def test_google() -> None:
    given: JsonObject = {"data": {**ABOUT, "twi_title": "t", "twi_body": "b", "twi_sound": "s", "twi_action": "a"}}
    found = Client.parse_push_notification(given)
    assert shown(found) == ("t", "b", "s", None, "a")
    assert found.data.conversation_sid == "CH1"


@pytest.mark.parametrize("index", [None, "", "seven", -1, [1]])
def test_wrong_numbers_are_absent(index: JsonValue) -> None:
    found = Client.parse_push_notification({"aps": {}, **ABOUT, "message_index": index, "media_count": index})
    assert (found.data.message_index, found.data.media_count) == (None, None)


@pytest.mark.parametrize(
    ("payload", "complaint"),
    [
        ({}, "neither 'aps'"),
        ({"aps": "text"}, "neither 'aps'"),
        ({"aps": {}}, "no 'twi_message_type'"),
        ({"data": {"twi_message_type": 5}}, "no 'twi_message_type'"),
    ],
)
def test_no_push_notification(payload: JsonObject, complaint: str) -> None:
    with pytest.raises(ArgumentError, match=complaint):
        Client.parse_push_notification(payload)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [('{"sid": "ME1", "size": 5}', {"sid": "ME1", "size": 5}), (None, None), ("{", {})],
)
def test_media(sent: JsonValue, expected: JsonValue) -> None:
    about = Client.parse_push_notification({"data": {**ABOUT, "media": sent}}).data
    assert (about.media, about.message_index) == (expected, 7)


async def test_handling(alice: Client) -> None:
    async with alice.on.push_notification.expect() as received:
        await alice.handle_push_notification({"aps": {"alert": "hello"}, **ABOUT})
    assert received.value.body == "hello"


def is_notifiable(client: Client) -> bool:
    """Whether the client's user can be reached, as a call so that type checkers do not take it for a constant."""
    return client.user.is_notifiable is True


async def test_devices(alice: Client) -> None:
    async with alice.on.user_updated.expect(where=lambda update: "reachabilityNotifiable" in update.update_reasons):
        await alice.set_push_registration_id("fcm", "device")
    assert is_notifiable(alice)
    async with alice.on.user_updated.expect(where=lambda update: "reachabilityNotifiable" in update.update_reasons):
        await alice.remove_push_registrations("fcm", "device")
    assert not is_notifiable(alice)


async def test_wrong_devices(alice: Client) -> None:
    with pytest.raises(ArgumentError, match="twilsock"):
        await alice.remove_push_registrations("twilsock", "device")
    with pytest.raises(ArgumentError, match="registration_id"):
        await alice.set_push_registration_id("fcm", "")

"""Push notifications: devices, and what the application received from them."""

from __future__ import annotations

import pytest

from twilio_chat import ArgumentError, Client, PushNotification
from twilio_realtime.json import JsonObject

ABOUT: JsonObject = {
    "twi_message_type": "twilio.channel.new_message",
    "channel_sid": "CH1",
    "message_sid": "IM1",
    "message_index": 0,
}


def shown(found: PushNotification) -> tuple[object, ...]:
    return (found.title, found.body, found.sound, found.badge, found.action)


@pytest.mark.parametrize(
    ("apple", "expected"),
    [
        ({"alert": "hello", "sound": "ding", "badge": 3}, (None, "hello", "ding", 3, None)),
        ({"alert": {"title": "t", "body": "b"}, "badge": 0, "category": "c"}, ("t", "b", None, 0, "c")),
        ({"badge": 0}, (None, None, None, 0, None)),
        ({"alert": "", "sound": ""}, (None, None, None, None, None)),
        ({"alert": None}, (None, None, None, None, None)),
        ({}, (None, None, None, None, None)),
    ],
)
def test_what_apple_delivers(apple: JsonObject, expected: tuple[object, ...]) -> None:
    found = Client.parse_push_notification({"aps": apple, **ABOUT})
    assert shown(found) == expected
    assert found.type == "twilio.channel.new_message"
    assert (found.data.channel_sid, found.data.message_sid, found.data.message_index) == ("CH1", "IM1", 0)


def test_what_google_delivers() -> None:
    given: JsonObject = {"data": {**ABOUT, "twi_title": "t", "twi_body": "b", "twi_sound": "s", "twi_action": "a"}}
    found = Client.parse_push_notification(given)
    assert shown(found) == ("t", "b", "s", None, "a")
    assert found.data.channel_sid == "CH1"
    assert "b" not in repr(found).replace("body", "").replace("badge", "")  # texts are private


def test_a_kind_of_the_future_passes() -> None:
    found = Client.parse_push_notification({"aps": {}, "twi_message_type": "twilio.channel.exploded"})
    assert str(found.type) == "twilio.channel.exploded"
    assert found.data.channel_sid is None


@pytest.mark.parametrize(
    ("payload", "complaint"),
    [
        ({}, "neither 'aps'"),
        ({"aps": "text"}, "neither 'aps'"),
        ({"aps": {}}, "no 'twi_message_type'"),
        ({"data": {"twi_message_type": 5}}, "no 'twi_message_type'"),
    ],
)
def test_what_is_no_push_notification(payload: JsonObject, complaint: str) -> None:
    with pytest.raises(ArgumentError, match=complaint):
        Client.parse_push_notification(payload)


async def test_handling_one_announces_it(alice: Client) -> None:
    async with alice.on.push_notification.expect() as received:
        await alice.handle_push_notification({"aps": {"alert": "hello"}, **ABOUT})
    assert received.value.body == "hello"


def is_notifiable(client: Client) -> bool:
    """Whether the client's user can be reached, as a call so that type checkers do not take it for a constant."""
    return client.user.notifiable is True


async def test_devices(alice: Client) -> None:
    async with alice.on.user_updated.expect(where=lambda update: "notifiable" in update.update_reasons):
        await alice.set_push_registration_id("apn", "device")
    assert is_notifiable(alice)
    for _ in range(2):
        async with alice.on.user_updated.expect(where=lambda update: "notifiable" in update.update_reasons):
            await alice.unset_push_registration_id("apn")
        assert not is_notifiable(alice)
        async with alice.on.user_updated.expect(where=lambda update: "notifiable" in update.update_reasons):
            await alice.set_push_registration_id("apn", "device")
    assert is_notifiable(alice)

"""Answers that were read a moment ago are not given out against what the client was told since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from support.chat_rest import ChatRest
from support.remade_objects import remade_objects
from support.rooms import make_room, share_room
from twilio_chat import Client
from twilio_chat.errors import NotFoundError
from twilio_local import LocalService
from twilio_realtime.json import as_object


@pytest.fixture
async def reader(service: LocalService) -> AsyncIterator[Client]:
    """A client that keeps what it has read for an hour, unless it learns something."""
    hour = timedelta(hours=1)
    async with Client(service.token("bob"), base_url=service.base_url, http_cache_interval_override=hour) as client:
        yield client


async def test_deleted_and_made_again_under_its_name(alice: Client, reader: Client) -> None:
    first = await alice.create_channel(unique_name="room")
    for _ in range(3):
        found = await reader.get_channel_by_unique_name("room")
        assert found == first
        async with reader.on.channel_removed.expect():
            await first.delete()
        first = await alice.create_channel(unique_name="room")
    assert (await reader.get_channel_by_unique_name("room")) == first


async def test_a_name_that_goes_to_another_channel(alice: Client, reader: Client) -> None:
    one = await alice.create_channel(unique_name="name")
    other = await alice.create_channel(unique_name="other")
    found = await reader.get_channel_by_unique_name("name")
    async with found.on.updated.expect():
        await one.update_unique_name("renamed")
    with pytest.raises(NotFoundError):
        await reader.get_channel_by_unique_name("name")
    await reader.get_channel_by_unique_name("other")
    async with reader.on.channel_updated.expect():
        await other.update_unique_name("name")
    assert await reader.get_channel_by_unique_name("name") == other
    assert await reader.get_channel_by_unique_name("renamed") == one


async def test_what_was_not_there_and_came(alice: Client, reader: Client) -> None:
    with pytest.raises(NotFoundError):
        await reader.get_channel_by_unique_name("room")
    room = await alice.create_channel(unique_name="room")
    assert await reader.get_channel_by_unique_name("room") == room
    assert not (await reader.get_user_channel_descriptors()).items
    async with reader.on.channel_joined.expect():
        await room.add("bob")
    assert [one.sid for one in (await reader.get_user_channel_descriptors()).items] == [room.sid]


async def test_counts(alice: Client, reader: Client) -> None:
    room, seen = await share_room(alice, reader)
    for number in range(1, 4):
        async with seen.on.message_added.expect():
            await room.send_message("hello")
        assert await seen.get_messages_count() == number
        assert await seen.get_messages_count() == number
    assert await seen.get_members_count() == 2
    async with seen.on.member_joined.expect():
        await room.add("carol")
    assert await seen.get_members_count() == 3
    async with seen.on.member_left.expect():
        await room.remove_member("carol")
    assert await seen.get_members_count() == 2


async def test_people(alice: Client, reader: Client) -> None:
    assert (await reader.get_user_descriptor("alice")).friendly_name == "alice"
    await reader.get_user("alice")
    async with reader.on.user_updated.expect(where=lambda update: "friendlyName" in update.update_reasons):
        await alice.user.update_friendly_name("Alice")
    assert (await reader.get_user_descriptor("alice")).friendly_name == "Alice"


async def test_a_user_whose_data_are_replaced(service: LocalService, alice: Client, reader: Client) -> None:
    rest = await ChatRest.connect(service.base_url, service.token("alice"))
    user_map = rest.configuration["sync_objects"]
    await rest.client.close()
    with remade_objects():
        room = await make_room(alice)
        known = await reader.get_user("alice")
        async with reader.on.user_unsubscribed.expect() as ended:
            await room.send_message(f"remake {as_object(user_map)['my_user_info']}")
        assert (ended.value, known.is_subscribed) == (known, False)
        again = await reader.get_user("alice")
        assert again is not known
        assert again.is_subscribed
        async with again.on.updated.expect(where=lambda update: "friendlyName" in update.update_reasons):
            await alice.user.update_friendly_name("Alice")

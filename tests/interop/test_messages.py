"""Messages."""

from __future__ import annotations

import pytest

from interop.official_client import OfficialError, OfficialObject, Realm
from interop.rooms import Room, open_room
from twilio_local import Limits, LocalService


async def test_conversation(room: Room) -> None:
    """Two members talk; each message carries index, author, attributes and dates."""
    assert await room.of_alice.call_int("sendMessage", "hello bob", {"mood": "good"}) == 0
    heard = (await room.bob.event("messageAdded")).object
    assert (heard["author"], heard["body"], heard["index"], heard["type"]) == ("alice", "hello bob", 0, "text")
    assert (heard["attributes"], heard["lastUpdatedBy"], heard["media"]) == ({"mood": "good"}, None, None)
    assert heard["dateCreated"] == heard["dateUpdated"]

    assert await room.of_bob.call_int("sendMessage", "hello alice") == 1
    answer = (await room.alice.event("messageAdded", lambda event: event.object["author"] == "bob")).object
    assert answer["body"] == "hello alice"
    assert await bodies(room.of_alice) == await bodies(room.of_bob) == ["hello bob", "hello alice"]


async def test_any_text(room: Room) -> None:
    """Text of any kind arrives as it was: empty, blank, other scripts, markup, control characters, 30,000 long."""
    for text in ("", "  \n\t", "Ünï çødé 🙂 \u202eabc", "<b>&amp;\u2028</b>", "\0", "x" * 30_000):
        await room.of_alice.call("sendMessage", text)
        assert (await room.bob.event("messageAdded")).object["body"] == text


async def test_no_text(room: Room) -> None:
    """A message without text is an empty one."""
    await room.of_alice.call("sendMessage", None)
    assert (await room.bob.event("messageAdded")).object["body"] == ""


async def test_too_long(official: Realm) -> None:
    """Text longer than the service takes is refused, and nothing is kept of it."""
    async with LocalService(limits=Limits(text_bytes=100)) as service:
        room = await open_room(official, service)
        with pytest.raises(OfficialError) as refusal:
            await room.of_alice.call("sendMessage", "x" * 101)
        assert refusal.value.status == 400
        assert await room.of_alice.call("sendMessage", "x" * 100) == 0
        await official.reset()


async def test_many_at_once(room: Room) -> None:
    """A burst of messages arrives complete and in one order for all."""
    for number in range(60):
        channel = room.of_alice if number % 2 else room.of_bob
        await channel.call("sendMessage", str(number))
    for client in (room.alice, room.bob):
        heard = [(await client.event("messageAdded")).object for _ in range(60)]
        assert [message["index"] for message in heard] == list(range(60))
        assert [message["body"] for message in heard] == [str(number) for number in range(60)]


async def test_edit(room: Room) -> None:
    """An edit is announced with what changed: the first one also changes who edited last."""
    await room.of_alice.call("sendMessage", "frist")
    heard = (await room.bob.event("messageAdded")).object
    own = (await room.alice.event("messageAdded")).object
    await own.call("updateBody", "first")
    assert (await room.bob.event("messageUpdated")).reasons == {"body", "lastUpdatedBy", "dateUpdated"}
    await heard.read()
    assert (heard["body"], heard["lastUpdatedBy"]) == ("first", "alice")
    await own.call("updateBody", "First")
    assert (await room.bob.event("messageUpdated")).reasons == {"body", "dateUpdated"}


async def test_attributes(room: Room) -> None:
    """Attributes of a message can be replaced without touching its text."""
    await room.of_alice.call("sendMessage", "text", {"a": 1})
    heard = (await room.bob.event("messageAdded")).object
    own = (await room.alice.event("messageAdded")).object
    await own.call("updateAttributes", [1, {"b": None}])
    assert (await room.bob.event("messageUpdated")).reasons == {"attributes", "lastUpdatedBy", "dateUpdated"}
    await heard.read()
    assert (heard["body"], heard["attributes"]) == ("text", [1, {"b": None}])


async def test_removal(room: Room) -> None:
    """A removed message is gone for all, its index is never used again, and counting leaves it out."""
    for text in ("a", "b", "c"):
        await room.of_alice.call("sendMessage", text)
    last = (await room.alice.event("messageAdded", lambda event: event.object["body"] == "c")).object
    await room.bob.event("messageAdded", lambda event: event.object["body"] == "c")
    await last.call("remove")
    assert (await room.bob.event("messageRemoved")).object["index"] == 2
    assert await room.of_alice.call_int("sendMessage", "d") == 3
    await room.bob.event("messageAdded", lambda event: event.object["body"] == "d")
    assert await room.of_bob.call("getMessagesCount") == 3
    assert await bodies(room.of_bob) == ["a", "b", "d"]


async def test_removing_twice(room: Room) -> None:
    """Removing a removed message fails with 404."""
    await room.of_alice.call("sendMessage", "a")
    own = (await room.alice.event("messageAdded")).object
    await own.call("remove")
    with pytest.raises(OfficialError) as refusal:
        await own.call("remove")
    assert refusal.value.status == 404


async def test_paging_backwards(service: LocalService, official: Realm) -> None:
    """Pages from the newest message backwards, and forwards again."""
    alice = await alice_with_messages(service, official, 10)
    page = await alice.call_object("getMessages", 4)
    assert (indexes(page), page["hasPrevPage"], page["hasNextPage"]) == ([6, 7, 8, 9], True, False)
    page = await page.call_object("prevPage")
    assert (indexes(page), page["hasPrevPage"], page["hasNextPage"]) == ([2, 3, 4, 5], True, True)
    page = await page.call_object("prevPage")
    assert (indexes(page), page["hasPrevPage"], page["hasNextPage"]) == ([0, 1], False, True)
    page = await page.call_object("nextPage")
    assert indexes(page) == [2, 3, 4, 5]


async def test_paging_forwards(service: LocalService, official: Realm) -> None:
    """Pages from the oldest message forwards."""
    alice = await alice_with_messages(service, official, 5)
    page = await alice.call_object("getMessages", 3, 0, "forward")
    assert (indexes(page), page["hasNextPage"]) == ([0, 1, 2], True)
    page = await page.call_object("nextPage")
    assert (indexes(page), page["hasNextPage"]) == ([3, 4], False)


async def test_paging_from_an_anchor(service: LocalService, official: Realm) -> None:
    """Pages from a given message, in both directions."""
    alice = await alice_with_messages(service, official, 8)
    assert indexes(await alice.call_object("getMessages", 3, 4, "backwards")) == [2, 3, 4]
    assert indexes(await alice.call_object("getMessages", 3, 4, "forward")) == [4, 5, 6]


async def test_paging_over_gaps(service: LocalService, official: Realm) -> None:
    """Pages are full although messages in between were removed."""
    alice = await alice_with_messages(service, official, 8)
    for message in (await alice.call_object("getMessages", 8)).items()[3:6]:
        await message.call("remove")
    again = await official.sign_in(service, "alice")
    same = await again.call_object("getChannelByUniqueName", "long")
    assert indexes(await same.call_object("getMessages", 4)) == [1, 2, 6, 7]


async def test_author(room: Room) -> None:
    """A message leads to the member who wrote it."""
    await room.of_alice.call("sendMessage", "by me")
    heard = (await room.bob.event("messageAdded")).object
    author = await heard.call_object("getMember")
    assert (author["identity"], author["sid"]) == ("alice", heard["memberSid"])


async def test_after_leaving(room: Room) -> None:
    """Who left hears nothing more and may not write."""
    await room.of_bob.call("leave")
    await room.bob.event("channelLeft")
    await room.of_alice.call("sendMessage", "psst")
    await room.alice.event("messageAdded")
    with pytest.raises(OfficialError) as refusal:
        await room.of_bob.call("sendMessage", "what?")
    assert refusal.value.status == 403
    assert room.bob.events("messageAdded") == []


async def bodies(channel: OfficialObject) -> list[object]:
    """Texts of the newest messages."""
    return [message["body"] for message in (await channel.call_object("getMessages")).items()]


def indexes(page: OfficialObject) -> list[object]:
    """Indexes of the messages of a page."""
    return [message["index"] for message in page.items()]


async def alice_with_messages(service: LocalService, official: Realm, count: int) -> OfficialObject:
    """A channel with that many messages, not seen by the client that reads it."""
    writer = await official.sign_in(service, "alice")
    written = await writer.create_channel(uniqueName="long")
    await written.join()
    for number in range(count):
        await written.call("sendMessage", str(number))
    reader = await official.sign_in(service, "alice")
    return await reader.call_object("getChannelByUniqueName", "long")

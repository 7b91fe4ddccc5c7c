"""Media."""

from __future__ import annotations

import time

import pytest

from interop.official_client import OfficialError, OfficialObject, Realm
from interop.rooms import Room, open_room
from interop.values import expect_text
from twilio_local import Limits, LocalService

PICTURE = bytes(range(256)) * 200 + b"\r\n--boundary--\r\n"


async def send(channel: OfficialObject, content: bytes = PICTURE, content_type: str = "image/png") -> int:
    """Sends a media message."""
    return await channel.call_int("sendMessage", {"contentType": content_type, "media": content}, {"alt": "picture"})


async def url_of(media: OfficialObject) -> str:
    """A temporary address of the content."""
    return expect_text(await media.call("getContentTemporaryUrl"))


async def test_sent_and_fetched(room: Room, official: Realm) -> None:
    """Media arrives with type and size, and its content can be fetched, byte for byte."""
    assert await send(room.of_alice) == 0
    heard = (await room.bob.event("messageAdded")).object
    assert (heard["type"], heard["body"], heard["attributes"]) == ("media", None, {"alt": "picture"})
    media = await heard.child("media").read()
    assert (media["contentType"], media["size"], media["filename"]) == ("image/png", len(PICTURE), None)
    fetched = await official.fetch(await url_of(media))
    assert (fetched.status, fetched.type, fetched.content) == (200, "image/png", PICTURE)


async def test_text_as_media(room: Room, official: Realm) -> None:
    """Media given as text is kept as UTF-8."""
    options = {"contentType": "text/plain; charset=utf-8", "media": "Ünï çødé\r\n"}
    await room.of_alice.call("sendMessage", options)
    heard = (await room.bob.event("messageAdded")).object
    fetched = await official.fetch(await url_of(heard.child("media")))
    assert fetched.content.decode() == "Ünï çødé\r\n"


async def test_large(room: Room, official: Realm) -> None:
    """A file of more than a megabyte goes through."""
    content = PICTURE * 25
    await send(room.of_alice, content, "application/octet-stream")
    heard = (await room.bob.event("messageAdded")).object
    assert (await official.fetch(await url_of(heard.child("media")))).content == content


async def test_too_large(official: Realm) -> None:
    """A file larger than the service takes is refused, and no message is made of it."""
    async with LocalService(limits=Limits(media_bytes=1000)) as service:
        room = await open_room(official, service)
        with pytest.raises(OfficialError) as refusal:
            await send(room.of_alice, bytes(1001))
        # The media part of the client keeps the number in `code`.
        assert refusal.value.code == 413
        assert await send(room.of_alice, bytes(1000)) == 0
        await official.reset()


async def test_address_expires(official: Realm) -> None:
    """A temporary address works for a while and no longer; a new one can be had."""
    ahead = 0.0
    async with LocalService(now=lambda: time.time() + ahead) as service:
        room = await open_room(official, service)
        await send(room.of_alice)
        media = (await room.bob.event("messageAdded")).object.child("media")
        url = await url_of(media)
        ahead = 301.0
        assert (await official.fetch(url)).status == 403
        assert (await official.fetch(await url_of(media))).content == PICTURE
        await official.reset()


async def test_address_cannot_be_forged(room: Room, official: Realm) -> None:
    """An address with another signature, or for other content, is refused."""
    await send(room.of_alice)
    await send(room.of_alice, b"other")
    one = (await room.bob.event("messageAdded")).object.child("media")
    other = await (await room.bob.event("messageAdded")).object.child("media").read()
    url = await url_of(one)
    assert (await official.fetch(url[:-4] + "0000")).status == 403
    assert (await official.fetch(url.replace((await one.read()).text("sid"), other.text("sid")))).status == 403
    assert (await official.fetch(url.partition("?")[0])).status == 401


async def test_removed_with_the_message(room: Room, official: Realm) -> None:
    """Removing the message removes the content."""
    await send(room.of_alice)
    media = (await room.bob.event("messageAdded")).object.child("media")
    url = await url_of(media)
    await (await room.alice.event("messageAdded")).object.call("remove")
    await room.bob.event("messageRemoved")
    assert (await official.fetch(url)).status == 404
    with pytest.raises(OfficialError) as refusal:
        await media.call("getContentTemporaryUrl")
    assert refusal.value.code == 404


async def test_only_for_members(service: LocalService, official: Realm) -> None:
    """Who lost a private channel gets no new address for its media."""
    room = await open_room(official, service, isPrivate=True)
    await send(room.of_alice)
    media = (await room.bob.event("messageAdded")).object.child("media")
    await room.of_alice.call("removeMember", "bob")
    await room.bob.event("channelRemoved")
    with pytest.raises(OfficialError) as refusal:
        await media.call("getContentTemporaryUrl")
    assert refusal.value.code in (403, 404)


async def test_with_the_new_token(service: LocalService, official: Realm) -> None:
    """Media goes with the token of the last update."""
    room = await open_room(official, service)
    await room.alice.call("updateToken", service.token("alice", ttl=7200))
    assert await send(room.of_alice) == 0

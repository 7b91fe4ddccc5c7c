"""Media of Conversations: several for a message, bodies and histories of e-mails, addresses of many at once."""

from __future__ import annotations

import pytest

from interop.official_client import OfficialError, OfficialObject, Realm, expect_object
from interop.rooms import Room, open_conversation
from interop.values import Argument, expect_fields, expect_list, expect_text
from twilio_local import Limits, LocalService

PICTURE = bytes(range(256))


def file(content: bytes, name: str | None = None, content_type: str = "image/png") -> dict[str, Argument]:
    """What the official client takes as a file."""
    return {"contentType": content_type, "media": content, **({} if name is None else {"filename": name})}


async def builder(conversation: OfficialObject, *steps: tuple[str, *tuple[Argument, ...]]) -> OfficialObject:
    """A message builder after these steps."""
    building = await conversation.call_object("prepareMessage")
    for method, *arguments in steps:
        building = await building.call_object(method, *arguments)
    return building


async def test_one(conversation: Room, conversations: Realm) -> None:
    """A file arrives with type, size, name and category, and its content can be fetched."""
    await conversation.of_alice.call("sendMessage", file(PICTURE, "a b.png"), {"alt": "picture"})
    heard = (await conversation.bob.event("messageAdded")).object
    assert (heard["type"], heard["body"], heard["attributes"]) == ("media", None, {"alt": "picture"})
    (media,) = expect_list(heard["attachedMedia"])
    media = await expect_object(media).read()
    assert (media["contentType"], media["size"], media["filename"]) == ("image/png", 256, "a b.png")
    assert media["category"] == "media"
    fetched = await conversations.fetch(expect_text(await media.call("getContentTemporaryUrl")))
    assert (fetched.type, fetched.content) == ("image/png", PICTURE)


async def test_text_with_subject(conversation: Room) -> None:
    """A text can have a subject."""
    await conversation.of_alice.call("sendMessage", "letter", None, {"subject": "About"})
    heard = (await conversation.bob.event("messageAdded")).object
    assert (heard["body"], heard["subject"], heard["type"]) == ("letter", "About", "text")


async def test_several(conversation: Room, conversations: Realm) -> None:
    """A message carries text, subject, several files, an e-mail body and a history, each with its category."""
    building = await builder(
        conversation.of_alice,
        ("setBody", "with files"),
        ("setSubject", "Mail"),
        ("setAttributes", {"a": 1}),
        ("addMedia", file(b"one", "1.png")),
        ("addMedia", file(b"two", "2.png")),
        ("setEmailBody", "text/plain", file(b"plain body", content_type="text/plain")),
        ("setEmailHistory", "text/html", file(b"<p>before", content_type="text/html")),
    )
    unsent = await building.call_object("build")
    assert await unsent.call("send") == 0
    heard = (await conversation.bob.event("messageAdded")).object
    assert (heard["body"], heard["subject"], heard["attributes"]) == ("with files", "Mail", {"a": 1})
    media = [await expect_object(one).read() for one in expect_list(heard["attachedMedia"])]
    assert [one["filename"] for one in media if one["category"] == "media"] == ["1.png", "2.png"]
    urls = expect_fields(await heard.call("getTemporaryContentUrlsForAttachedMedia"))
    contents = {(await conversations.fetch(expect_text(url))).content for url in urls.values()}
    assert {b"one", b"two"} <= contents
    for method, kind, content in (
        ("getEmailBody", "text/plain", b"plain body"),
        ("getEmailHistory", "text/html", b"<p>before"),
    ):
        found = await heard.call_object(method, kind)
        fetched = await conversations.fetch(expect_text(await found.call("getContentTemporaryUrl")))
        assert fetched.content == content


async def test_unknown_in_a_set(conversation: Room) -> None:
    """Addresses of many media are refused when one of them does not exist."""
    await conversation.of_alice.call("sendMessage", file(PICTURE))
    heard = (await conversation.bob.event("messageAdded")).object
    (media,) = [await expect_object(one).read() for one in expect_list(heard["attachedMedia"])]
    sid = media.text("sid")
    assert list(expect_fields(await heard.call("getTemporaryContentUrlsForMediaSids", [sid]))) == [sid]
    with pytest.raises(OfficialError):
        await heard.call("getTemporaryContentUrlsForMediaSids", [sid, "ME" + "0" * 32])


async def test_editing_changes_no_media(conversation: Room) -> None:
    """An edit of the text names the text as changed, and not the media, even after they were looked at."""
    building = await builder(conversation.of_alice, ("setBody", "frist"), ("addMedia", file(PICTURE, "p.png")))
    await building.call("buildAndSend")
    own = (await conversation.alice.event("messageAdded")).object
    heard = (await conversation.bob.event("messageAdded")).object
    await heard.call("getTemporaryContentUrlsForAttachedMedia")
    await own.call("updateBody", "first")
    assert (await conversation.bob.event("messageUpdated")).reasons == {"body", "lastUpdatedBy", "dateUpdated"}


async def test_removed_with_the_message(conversation: Room, conversations: Realm) -> None:
    """Removing a message removes all its media."""
    building = await builder(conversation.of_alice, ("addMedia", file(b"1")), ("addMedia", file(b"2")))
    await building.call("buildAndSend")
    heard = (await conversation.bob.event("messageAdded")).object
    urls = expect_fields(await heard.call("getTemporaryContentUrlsForAttachedMedia"))
    await (await conversation.alice.event("messageAdded")).object.call("remove")
    await conversation.bob.event("messageRemoved")
    assert [(await conversations.fetch(expect_text(url))).status for url in urls.values()] == [404, 404]


async def test_too_many(conversations: Realm) -> None:
    """The number of media of a message has a limit, which clients learn and keep to."""
    async with LocalService(limits=Limits(message_media=1)) as service:
        room = await open_conversation(conversations, service)
        building = await builder(room.of_alice, ("addMedia", file(b"1")), ("addMedia", file(b"2")))
        with pytest.raises(OfficialError, match="Too many media attachments"):
            await building.call("build")
        await conversations.reset()

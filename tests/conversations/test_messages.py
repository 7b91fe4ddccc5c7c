"""Messages: texts, files, e-mails, edits, and who wrote them."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import cast

import httpx
import pytest

from support.conversation_rooms import SharedConversation, client_of
from twilio_conversations import (
    ArgumentError,
    Client,
    Conversation,
    Media,
    Message,
    NotFoundError,
    SendEmailOptions,
    SendMediaOptions,
)
from twilio_local import Limits, LocalService

PICTURE = bytes(range(256))


def picture(content: bytes = PICTURE, name: str | None = "a b.png") -> SendMediaOptions:
    """A picture to send."""
    return SendMediaOptions(media=content, content_type="image/png", filename=name)


def mail(content: bytes, content_type: str = "text/plain") -> SendMediaOptions:
    """A body or history of an e-mail."""
    return SendMediaOptions(media=content, content_type=content_type)


async def arrival(shared: SharedConversation, sending: Awaitable[int]) -> Message:
    """The message as bob sees it."""
    async with shared.of_bob.on.message_added.expect() as added:
        index = await sending
    assert added.value.index == index
    return added.value


async def content_of(media: Media | None) -> bytes:
    """What is behind the address of a file."""
    assert media is not None
    url = await media.get_content_temporary_url()
    assert url is not None
    async with httpx.AsyncClient() as http:
        return (await http.get(url)).content


async def test_text(shared: SharedConversation) -> None:
    message = await arrival(shared, shared.of_alice.send_message("hello", {"mood": "good"}))
    assert (message.body, message.attributes, message.type) == ("hello", {"mood": "good"}, "text")
    assert (message.author, message.is_own, message.subject, message.content_sid) == ("alice", False, None, None)
    assert message.all_media == []
    assert message.aggregated_delivery_receipt is None
    assert message.conversation is shared.of_bob
    assert message.date_created is not None


@pytest.mark.parametrize("form", ["keyword", "object"])
async def test_text_with_subject(shared: SharedConversation, form: str) -> None:
    room = shared.of_alice
    sending = (
        room.send_message("letter", subject="About")
        if form == "keyword"
        else room.send_message("letter", email_options=SendEmailOptions(subject="About"))
    )
    message = await arrival(shared, sending)
    assert (message.body, message.subject) == ("letter", "About")


async def test_one_file(shared: SharedConversation, tmp_path: Path) -> None:
    message = await arrival(shared, shared.of_alice.send_message(media=[picture()], attributes={"alt": "flower"}))
    assert (message.type, message.body, message.attributes) == ("media", None, {"alt": "flower"})
    (media,) = message.all_media
    assert (media.content_type, media.size, media.filename, media.category) == ("image/png", 256, "a b.png", "media")
    assert await media.download_to(tmp_path) == len(PICTURE)
    assert (tmp_path / "a b.png").read_bytes() == PICTURE


async def test_everything_at_once(shared: SharedConversation) -> None:
    message = await arrival(
        shared,
        shared.of_alice.send_message(
            body="with files",
            subject="Mail",
            attributes={"a": 1},
            media=[picture(b"one", "1.png"), picture(b"two", "2.png")],
            email_body={"text/plain": mail(b"plain body")},
            email_history={"text/html": mail(b"<p>before", "text/html")},
        ),
    )
    assert (message.body, message.subject, message.attributes) == ("with files", "Mail", {"a": 1})
    assert [one.category for one in message.all_media] == ["media", "media", "body", "history"]
    assert [one.filename for one in message.attached_media] == ["1.png", "2.png"]
    assert message.get_media_by_categories(["media"]) == message.attached_media
    assert [one.category for one in message.get_media_by_categories(["history", "body"])] == ["body", "history"]
    assert await content_of(message.get_email_body()) == b"plain body"
    assert await content_of(message.get_email_history("text/html")) == b"<p>before"
    assert (message.get_email_body("text/html"), message.get_email_history()) == (None, None)


async def test_addresses_of_several(shared: SharedConversation, bob: Client) -> None:
    message = await arrival(shared, shared.of_alice.send_message(media=[picture(b"1"), picture(b"2")]))
    media = message.attached_media
    sids = [one.sid for one in media]
    expected = await message.get_temporary_content_urls_for_media(media)
    assert list(expected) == sids
    async with httpx.AsyncClient() as http:
        assert [(await http.get(url)).content for url in expected.values()] == [b"1", b"2"]
    assert set(await message.get_temporary_content_urls_for_media_sids(sids)) == {*sids}
    assert set(await message.get_temporary_content_urls_for_attached_media()) == {*sids}
    assert set(await bob.get_temporary_content_urls_for_media(media)) == {*sids}
    assert set(await bob.get_temporary_content_urls_for_media_sids(sids[:1])) == {sids[0]}


async def test_addresses_of_none_and_of_unknown(shared: SharedConversation) -> None:
    text = await arrival(shared, shared.of_alice.send_message("no files"))
    assert (text.attached_media, await text.get_temporary_content_urls_for_attached_media()) == ([], {})
    message = await arrival(shared, shared.of_alice.send_message(media=[picture()]))
    with pytest.raises(ArgumentError):
        await message.get_temporary_content_urls_for_media([])
    with pytest.raises(NotFoundError):
        await message.get_temporary_content_urls_for_media_sids([message.all_media[0].sid, "ME" + "0" * 32])


async def test_too_many_files() -> None:
    async with (
        LocalService(limits=Limits(message_media=1)) as strict,
        Client(strict.token("carol"), base_url=strict.base_url) as carol,
    ):
        room = await (await carol.create_conversation()).join()
        with pytest.raises(ArgumentError, match="media must have at most 1 entry, not 2"):
            await room.send_message(media=[picture(), picture()])
        with pytest.raises(ArgumentError, match="image/png"):
            await room.send_message(email_body={"image/png": picture()})
        with pytest.raises(ArgumentError, match="image/png"):
            await room.send_message(email_history={"image/png": picture()})
        assert await room.get_messages_count() == 0


async def test_wrong_files(conversation: Conversation) -> None:
    wrong = cast("SendMediaOptions", b"bytes")
    with pytest.raises(ArgumentError, match="media"):
        await conversation.send_message(media=[wrong])
    with pytest.raises(ArgumentError, match="email_body"):
        await conversation.send_message(email_body={"text/plain": wrong})


async def test_edits(shared: SharedConversation) -> None:
    message = await arrival(shared, shared.of_alice.send_message("frist", media=[picture()]))
    await message.get_temporary_content_urls_for_media(message.all_media)
    own = (await shared.of_alice.get_messages()).items[0]
    async with message.on.updated.expect() as updated:
        await own.update_body("first")
    assert set(updated.value.update_reasons) == {"body", "lastUpdatedBy", "dateUpdated"}
    assert (message.body, message.last_updated_by) == ("first", "alice")
    async with message.on.updated.expect() as updated:
        await own.update_attributes(["x"])
    assert "attributes" in updated.value.update_reasons
    assert "media" not in updated.value.update_reasons
    assert message.attributes == ["x"]


async def test_removed_with_its_files(shared: SharedConversation) -> None:
    message = await arrival(shared, shared.of_alice.send_message(media=[picture(), picture()]))
    urls = await message.get_temporary_content_urls_for_media(message.all_media)
    async with shared.of_bob.on.message_removed.expect() as removed:
        await (await shared.of_alice.get_messages()).items[0].remove()
    assert removed.value is message
    async with httpx.AsyncClient() as http:
        assert [(await http.get(url)).status_code for url in urls.values()] == [404, 404]


async def test_author(shared: SharedConversation) -> None:
    message = await arrival(shared, shared.of_alice.send_message("hello"))
    author = await message.get_participant()
    assert (author.identity, author.sid) == ("alice", message.participant_sid)
    async with shared.of_bob.on.participant_left.expect():
        await shared.of_alice.leave()
    with pytest.raises(NotFoundError, match="alice"):
        await message.get_participant()


async def test_deprecated(shared: SharedConversation) -> None:
    message = await arrival(shared, shared.of_alice.send_message(media=[picture()]))
    with pytest.deprecated_call():
        first = message.media  # pyright: ignore[reportDeprecated]
    with pytest.deprecated_call():
        found = message.get_media_by_category(["media"])  # pyright: ignore[reportDeprecated]
    assert first is not None
    assert [first.sid] == [one.sid for one in found] == [one.sid for one in message.all_media]


async def test_the_same_key_after_a_restart_sends_nothing(service: LocalService, conversation: Conversation) -> None:
    assert await conversation.send_message("once", media=[picture()], idempotency_key="reply to IM1") == 0
    async with client_of(service, "alice") as again:
        same = await again.get_conversation_by_sid(conversation.sid)
        assert await same.send_message("never sent", idempotency_key="reply to IM1") == 0
        assert await same.send_message("another", idempotency_key="reply to IM2") == 1
        created = [await again.create_conversation(friendly_name=name, idempotency_key="k") for name in "ab"]
    assert [room.friendly_name for room in created] == ["a", "a"]
    assert [message.body async for message in conversation.get_messages(direction="forward")] == ["once", "another"]
    for key in ("", "x" * 256):
        with pytest.raises(ArgumentError, match="idempotency_key"):
            await conversation.send_message("x", media=[picture()], idempotency_key=key)

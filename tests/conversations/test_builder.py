"""Messages that are put together step by step; each could be sent with one call as well."""

from __future__ import annotations

from typing import Any

import pytest

from support.conversation_rooms import SharedConversation
from twilio_conversations import ArgumentError, Conversation, Message, MessageBuilder, SendMediaOptions
from twilio_local import LocalService

PICTURE = SendMediaOptions(b"\x89PNG", content_type="image/png", filename="a.png")
PLAIN = SendMediaOptions(b"plain", content_type="text/plain")
HTML = SendMediaOptions(b"<p>rich</p>", content_type="text/html")
EARLIER = SendMediaOptions(b"> earlier", content_type="text/plain")


def shown(message: Message) -> tuple[object, ...]:
    """What a message carries, apart from who sent it, when and where."""
    files = [(file.category, file.content_type, file.filename, file.size) for file in message.all_media]
    return message.body, message.subject, message.attributes, message.type, files


async def test_everything_at_once(shared: SharedConversation) -> None:
    """Steps can be chained, and come to the same as one call with everything in it."""
    builder = shared.of_alice.prepare_message()
    assert isinstance(builder, MessageBuilder)
    async with shared.of_bob.on.message_added.expect() as built:
        index = await (
            builder.set_body("with files")
            .set_subject("Mail")
            .set_attributes({"a": 1})
            .set_email_body("text/plain", PLAIN)
            .set_email_body("text/html", HTML)
            .set_email_history("text/plain", EARLIER)
            .add_media(PICTURE)
            .build_and_send()
        )
    assert index == built.value.index == 0
    async with shared.of_bob.on.message_added.expect() as direct:
        await shared.of_alice.send_message(
            "with files",
            {"a": 1},
            subject="Mail",
            media=[PICTURE],
            email_body={"text/plain": PLAIN, "text/html": HTML},
            email_history={"text/plain": EARLIER},
        )
    assert shown(built.value) == shown(direct.value)
    assert shown(built.value) == (
        *("with files", "Mail", {"a": 1}, "media"),
        [
            ("media", "image/png", "a.png", 4),
            ("body", "text/plain", None, 5),
            ("body", "text/html", None, 11),
            ("history", "text/plain", None, 9),
        ],
    )


async def test_a_step_replaces_what_an_earlier_one_set(shared: SharedConversation) -> None:
    builder = shared.of_alice.prepare_message().set_body("first").set_email_body("text/plain", EARLIER)
    assert builder.set_body("second") is builder
    builder.set_email_body("text/plain", PLAIN).add_media(PICTURE).add_media(PICTURE)
    async with shared.of_bob.on.message_added.expect() as heard:
        await builder.build_and_send()
    sizes = [(file.category, file.size) for file in heard.value.all_media]
    assert (heard.value.body, sizes) == ("second", [("media", 4), ("media", 4), ("body", 5)])


async def test_what_was_built_stays_as_it_is(shared: SharedConversation) -> None:
    builder = shared.of_alice.prepare_message().set_body("early").set_subject("About").add_media(PICTURE)
    unsent = builder.build()
    builder.set_body("late").add_media(PICTURE)
    assert (unsent.text, unsent.subject, unsent.attributes, unsent.media) == ("early", "About", {}, [PICTURE])
    assert (unsent.email_body, unsent.email_history) == ({}, {})
    assert await shared.of_bob.get_messages_count() == 0
    heard: list[tuple[str | None, int]] = []
    shared.of_bob.on.message_added.connect(lambda message: heard.append((message.body, len(message.all_media))))
    async with shared.of_bob.on.message_added.expect(where=lambda message: message.index == 2):
        assert [await unsent.send(), await builder.build_and_send(), await unsent.send()] == [0, 1, 2]
    assert heard == [("early", 1), ("late", 2), ("early", 1)]


async def test_wrong_steps_are_refused_at_once(conversation: Conversation) -> None:
    builder = conversation.prepare_message()
    wrong: Any = 5
    for step in (builder.set_body, builder.set_subject, builder.add_media):
        with pytest.raises(ArgumentError):
            step(wrong)
    with pytest.raises(ArgumentError, match="content_type must be a string that is not empty"):
        builder.set_email_body("", PLAIN)
    assert builder.build().text is None


async def test_limits_of_the_service(conversation: Conversation) -> None:
    """What the service would not take is refused when the message is built, and by the direct call as well."""
    too_many = conversation.prepare_message()
    for _ in range(conversation.limits.media_attachments_count_limit + 1):
        too_many.add_media(PICTURE)
    foreign = (
        conversation.prepare_message().set_email_body("text/rtf", PLAIN),
        conversation.prepare_message().set_email_history("text/rtf", PLAIN),
    )
    for builder in (too_many, *foreign):
        with pytest.raises(ArgumentError):
            builder.build()
        with pytest.raises(ArgumentError):
            await builder.build_and_send()
    with pytest.raises(ArgumentError, match="media"):
        await conversation.send_message("x", media=[PICTURE] * 11)
    with pytest.raises(ArgumentError, match="text/rtf"):
        await conversation.send_message("x", email_body={"text/rtf": PLAIN})
    assert await conversation.get_messages_count() == 0


async def test_a_content_template(service: LocalService, shared: SharedConversation) -> None:
    """A message of a template has the template's text, with the variables' defaults."""
    sid = service.outside.add_template("ask", {"twilio/text": {"body": "Hi {{1}}"}}, {"1": "you"})
    unsent = shared.of_alice.prepare_message().set_content_template(sid).build()
    assert unsent.content_sid == sid
    async with shared.of_bob.on.message_added.expect() as heard:
        await unsent.send()
    assert (heard.value.body, heard.value.content_sid) == ("Hi you", sid)


async def test_a_key_is_the_media_type_of_a_file_that_does_not_say_its_own(shared: SharedConversation) -> None:
    said = SendMediaOptions(media=b"before", content_type="text/plain; charset=utf-8")
    async with shared.of_bob.on.message_added.expect() as pending:
        await shared.of_alice.send_message(
            email_body={"text/plain": SendMediaOptions(media=b"plain"), "text/html": SendMediaOptions(media=b"<p>")},
            email_history={"text/plain": said},
        )
    message = pending.value
    body, page = message.get_email_body(), message.get_email_body("text/html")
    assert body is not None
    assert page is not None
    assert (body.size, page.size) == (5, 3)
    assert [one.content_type for one in message.get_media_by_categories(["history"])] == ["text/plain; charset=utf-8"]
    builder = shared.of_alice.prepare_message().set_email_body("text/html", SendMediaOptions(media=b"<br>"))
    async with shared.of_bob.on.message_added.expect() as pending:
        await builder.build_and_send()
    page = pending.value.get_email_body("text/html")
    assert page is not None
    assert page.size == 4


async def test_what_was_built_is_sent_once_for_each_key(conversation: Conversation) -> None:
    builder = conversation.prepare_message().set_body("once").add_media(PICTURE)
    built = builder.build()
    assert await builder.build_and_send(idempotency_key="k") == 0
    assert [await built.send(idempotency_key=key) for key in ("k", "l", "l")] == [0, 1, 1]
    assert await built.send() == 2
    with pytest.raises(ArgumentError, match="idempotency_key must be a string that is not empty"):
        await built.send(idempotency_key="")
    with pytest.raises(ArgumentError, match="idempotency_key must have at most 255 characters"):
        await builder.build_and_send(idempotency_key="x" * 256)

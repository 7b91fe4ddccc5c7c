"""Both clients of Conversations: files, e-mails and templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from interop.mixed_conversation import open_mixed
from interop.official_client import OfficialError, OfficialObject, Realm, expect_object
from interop.values import Argument, expect_fields, expect_list, expect_text
from twilio_conversations import ContentDataQuickReply, ContentTemplateVariable, Media, SendMediaOptions
from twilio_local import LocalService
from twilio_realtime.errors import ArgumentError, NotFoundError
from twilio_realtime.json import JsonObject

PICTURE = bytes(range(256)) * 40
ASK: JsonObject = {"body": "Hi {{1}}", "actions": [{"title": "Yes, {{2}}", "id": "y"}]}


def ours(content: bytes, name: str | None = None, content_type: str = "image/png") -> SendMediaOptions:
    """What our client takes as a file."""
    return SendMediaOptions(content, content_type, name)


def theirs(content: bytes, name: str | None = None, content_type: str = "image/png") -> dict[str, Argument]:
    """What the official client takes as a file."""
    return {"contentType": content_type, "media": content, **({} if name is None else {"filename": name})}


async def builder(conversation: OfficialObject, *steps: tuple[str, *tuple[Argument, ...]]) -> OfficialObject:
    """A message builder of the official client after these steps."""
    building = await conversation.call_object("prepareMessage")
    for method, *arguments in steps:
        building = await building.call_object(method, *arguments)
    return building


async def attached(message: OfficialObject) -> list[OfficialObject]:
    """The attachments of a message in the official client."""
    return [await expect_object(one).read() for one in expect_list(message["attachedMedia"])]


async def fetched(realm: Realm, media: OfficialObject) -> bytes:
    """The content of a medium, fetched where the official client runs."""
    return (await realm.fetch(expect_text(await media.call("getContentTemporaryUrl")))).content


async def content_of(media: Media | None, folder: Path) -> bytes:
    """The content of a medium, fetched by our client."""
    assert media is not None
    await media.download_to(folder / media.sid)
    return (folder / media.sid).read_bytes()


async def test_one_to_official(service: LocalService, conversations: Realm) -> None:
    """A file that our client sends arrives at the official one with type, size, name, category and content."""
    async with open_mixed(conversations, service) as room:
        heard = await room.heard_by_bob(room.of_alice.send_message(media=[ours(PICTURE, "a ü.png")]))
        assert (heard["type"], heard["body"]) == ("media", None)
        (media,) = await attached(heard)
        assert (media["filename"], media["contentType"]) == ("a ü.png", "image/png")
        assert (media["size"], media["category"]) == (len(PICTURE), "media")
        assert await fetched(conversations, media) == PICTURE


async def test_one_to_python(service: LocalService, conversations: Realm, tmp_path: Path) -> None:
    """A file that the official client sends arrives at ours with type, size, name, category and content."""
    async with open_mixed(conversations, service) as room:
        heard = await room.heard_by_alice(room.of_bob.call("sendMessage", theirs(PICTURE, "a ü.png"), {"alt": "b"}))
        assert (heard.type, heard.body, heard.attributes) == ("media", None, {"alt": "b"})
        (media,) = heard.attached_media
        assert (media.filename, media.content_type) == ("a ü.png", "image/png")
        assert (media.size, media.category) == (len(PICTURE), "media")
        assert await content_of(media, tmp_path) == PICTURE


async def test_builder_to_official(service: LocalService, conversations: Realm) -> None:
    """A message that our builder makes of text, subject, attributes and files arrives whole and in order."""
    async with open_mixed(conversations, service) as room:
        building = room.of_alice.prepare_message().set_body("text").set_subject("About").set_attributes({"n": 1})
        unsent = building.add_media(ours(b"one", "1.png")).add_media(ours(b"two", "2.txt", "text/plain")).build()
        heard = await room.heard_by_bob(unsent.send())
        assert (heard["body"], heard["subject"], heard["attributes"]) == ("text", "About", {"n": 1})
        media = await attached(heard)
        assert [(one["filename"], one["contentType"]) for one in media] == [
            ("1.png", "image/png"),
            ("2.txt", "text/plain"),
        ]
        assert [await fetched(conversations, one) for one in media] == [b"one", b"two"]


async def test_builder_to_python(service: LocalService, conversations: Realm, tmp_path: Path) -> None:
    """A message that the official builder makes of text, subject, attributes and files arrives whole and in order."""
    async with open_mixed(conversations, service) as room:
        building = await builder(
            room.of_bob,
            ("setBody", "text"),
            ("setSubject", "About"),
            ("setAttributes", {"n": 1}),
            ("addMedia", theirs(b"one", "1.png")),
            ("addMedia", theirs(b"two", "2.txt", "text/plain")),
        )
        heard = await room.heard_by_alice(building.call("buildAndSend"))
        assert (heard.body, heard.subject, heard.attributes) == ("text", "About", {"n": 1})
        media = heard.attached_media
        assert [(one.filename, one.content_type) for one in media] == [
            ("1.png", "image/png"),
            ("2.txt", "text/plain"),
        ]
        assert [await content_of(one, tmp_path) for one in media] == [b"one", b"two"]


async def test_mail_to_official(service: LocalService, conversations: Realm) -> None:
    """E-mail bodies and histories that our client sends are found by the official one, each by its media type."""
    async with open_mixed(conversations, service) as room:
        heard = await room.heard_by_bob(
            room.of_alice.send_message(
                "text",
                subject="Mail",
                email_body={
                    "text/plain": ours(b"plain", content_type="text/plain"),
                    "text/html": ours(b"<p>body", content_type="text/html"),
                },
                email_history={"text/plain": ours(b"before", content_type="text/plain")},
            )
        )
        assert (heard["subject"], heard["attachedMedia"]) == ("Mail", [])
        for method, kind, content in (
            ("getEmailBody", "text/plain", b"plain"),
            ("getEmailBody", "text/html", b"<p>body"),
            ("getEmailHistory", "text/plain", b"before"),
        ):
            assert await fetched(conversations, await heard.call_object(method, kind)) == content
        assert await heard.call("getEmailHistory", "text/html") is None


async def test_mail_to_python(service: LocalService, conversations: Realm, tmp_path: Path) -> None:
    """E-mail bodies and histories that the official client sends are found by ours, each by its media type."""
    async with open_mixed(conversations, service) as room:
        building = await builder(
            room.of_bob,
            ("setBody", "text"),
            ("setEmailBody", "text/plain", theirs(b"plain", content_type="text/plain")),
            ("setEmailHistory", "text/plain", theirs(b"before", content_type="text/plain")),
            ("setEmailHistory", "text/html", theirs(b"<p>before", content_type="text/html")),
        )
        heard = await room.heard_by_alice(building.call("buildAndSend"))
        assert heard.attached_media == []
        assert await content_of(heard.get_email_body(), tmp_path) == b"plain"
        assert await content_of(heard.get_email_history(), tmp_path) == b"before"
        assert await content_of(heard.get_email_history("text/html"), tmp_path) == b"<p>before"
        assert heard.get_email_body("text/html") is None


async def test_subjects(service: LocalService, conversations: Realm) -> None:
    """The subject of a text crosses over in both directions, and a text without one has none."""
    async with open_mixed(conversations, service) as room:
        assert (await room.heard_by_bob(room.of_alice.send_message("x", subject="Ä")))["subject"] == "Ä"
        assert (await room.heard_by_bob(room.of_alice.send_message("x")))["subject"] is None
        sending = room.of_bob.call("sendMessage", "y", None, {"subject": "Ö"})
        assert (await room.heard_by_alice(sending)).subject == "Ö"
        assert (await room.heard_by_alice(room.of_bob.call("sendMessage", "y"))).subject is None


async def test_addresses_of_many(service: LocalService, conversations: Realm) -> None:
    """Both clients get addresses for the same media of a message, and the official one reads content from both's."""
    async with open_mixed(conversations, service) as room:
        async with room.of_alice.on.message_added.expect() as own:
            heard = await room.heard_by_bob(room.of_alice.send_message(media=[ours(b"one"), ours(b"two")]))
        found = await own.value.get_temporary_content_urls_for_attached_media()
        seen = expect_fields(await heard.call("getTemporaryContentUrlsForAttachedMedia"))
        assert set(found) == set(seen) == {media.sid for media in own.value.attached_media}
        for sid, url in found.items():
            answer = await conversations.fetch(url)
            assert answer.content == (await conversations.fetch(expect_text(seen[sid]))).content
        unknown = "ME" + "0" * 32
        with pytest.raises(OfficialError):
            await heard.call("getTemporaryContentUrlsForMediaSids", [*found, unknown])
        with pytest.raises(NotFoundError):
            await own.value.get_temporary_content_urls_for_media_sids([*found, unknown])


async def test_media_stay(service: LocalService, conversations: Realm) -> None:
    """An edit of the text by either client leaves the media alone; removing the message takes their content away."""
    async with open_mixed(conversations, service) as room:
        async with room.of_alice.on.message_added.expect() as sent:
            heard = await room.heard_by_bob(room.of_alice.send_message("frist", media=[ours(b"one")]))
        (media,) = await attached(heard)
        await sent.value.update_body("first")
        changed = await room.bob.event("messageUpdated")
        assert changed.reasons == {"body", "lastUpdatedBy", "dateUpdated"}
        assert [one["sid"] for one in await attached(await heard.read())] == [media["sid"]]
        url = expect_text(await media.call("getContentTemporaryUrl"))
        await sent.value.remove()
        await room.bob.event("messageRemoved")
        assert (await conversations.fetch(url)).status == 404


async def test_template_to_official(service: LocalService, conversations: Realm) -> None:
    """A message that our client makes from a template has its text and its rich content in the official one."""
    sid = service.outside.add_template("ask", {"twilio/quick-reply": ASK}, {"1": "you", "2": "please"})
    async with open_mixed(conversations, service) as room:
        name = ContentTemplateVariable(name="1", value="Jana")
        heard = await room.heard_by_bob(
            room.of_alice.prepare_message().set_content_template(sid, [name]).build_and_send()
        )
        assert (heard["contentSid"], heard["body"], heard["attachedMedia"]) == (sid, "Hi Jana", [])
        content = expect_fields(await heard.call("getContentData"))
        assert (content["type"], content["body"]) == ("quickReply", "Hi Jana")
        assert content["replies"] == [{"title": "Yes, please", "id": "y"}]


async def test_template_to_python(service: LocalService, conversations: Realm) -> None:
    """A message that the official client makes from a template has its text and its rich content in ours."""
    sid = service.outside.add_template("ask", {"twilio/quick-reply": ASK}, {"1": "you", "2": "please"})
    async with open_mixed(conversations, service) as room:
        (template,) = await room.bob.call_objects("getContentTemplates")
        later = await expect_object(expect_list(template["variables"])[1]).call_object("copyWithValue", "later")
        building = await builder(room.of_bob, ("setContentTemplate", sid, [later]))
        heard = await room.heard_by_alice(building.call("buildAndSend"))
        assert (heard.content_sid, heard.body, heard.attached_media) == (sid, "Hi you", [])
        content = await heard.get_content_data()
        assert isinstance(content, ContentDataQuickReply)
        assert (content.body, [(reply.title, reply.id) for reply in content.replies]) == (
            "Hi you",
            [("Yes, later", "y")],
        )


async def test_listed_templates(service: LocalService, conversations: Realm) -> None:
    """Both clients list the same templates, with the same variables and kinds of content."""
    for number in range(3):
        service.outside.add_template(f"t{number}", {"twilio/text": {"body": "{{a}}"}, "other/x": {}}, {"a": "b"})
    async with open_mixed(conversations, service) as room:
        found = await room.alice.get_content_templates()
        seen = await room.bob.call_objects("getContentTemplates")
        assert [(one.sid, one.friendly_name, one.date_created, set(one.variants)) for one in found] == [
            (one["sid"], one["friendlyName"], one["dateCreated"], set(expect_fields(one["variants"]))) for one in seen
        ]
        for one, other in zip(found, seen, strict=True):
            variables = [await expect_object(item).read() for item in expect_list(other["variables"])]
            assert [(item["name"], item["value"]) for item in variables] == [
                (variable.name, variable.value) for variable in one.variables
            ]


async def test_too_many(service: LocalService, conversations: Realm) -> None:
    """Both clients keep to the same limits of media and of e-mail types before anything is sent."""
    async with open_mixed(conversations, service) as room:
        limits = expect_fields((await room.of_bob.read())["limits"])
        most = room.of_alice.limits.media_attachments_count_limit
        assert most == limits["mediaAttachmentsCountLimit"]
        steps: list[tuple[str, *tuple[Argument, ...]]] = [("addMedia", theirs(b"x"))] * (most + 1)
        building = await builder(room.of_bob, *steps)
        with pytest.raises(OfficialError, match="Too many media attachments"):
            await building.call("build")
        with pytest.raises(ArgumentError):
            await room.of_alice.send_message(media=[ours(b"x")] * (most + 1))
        building = await builder(room.of_bob, ("setEmailBody", "text/rtf", theirs(b"x", content_type="text/rtf")))
        with pytest.raises(OfficialError):
            await building.call("build")
        with pytest.raises(ArgumentError):
            await room.of_alice.send_message(email_body={"text/rtf": ours(b"x", content_type="text/rtf")})
        assert await room.of_alice.get_messages_count() == await room.of_bob.call("getMessagesCount") == 0

"""The rules of Conversations where they differ from Chat's."""

from __future__ import annotations

import httpx
import pytest

from support.chat_rest import ChatRest
from support.conversations_rest import MAIL, binding, items, made, refusal
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, JsonValue, as_object

from .conftest import User


async def test_configuration(guest: User, service: LocalService) -> None:
    alice = await guest("alice")
    links, options = alice.links, as_object(alice.configuration["options"])
    assert links["media_set_service"] == f"{links['media_service']}Set"
    assert links["messages_receipts"].count("%s") == 2
    assert (options["media_attachments_count_limit"], options["media_attachment_size_limit_in_mb"]) == (10, 150)
    chat = await ChatRest.connect(service.base_url, service.token("alice"))
    assert "media_set_service" not in chat.links
    assert chat.configuration["sync_objects"] == alice.configuration["sync_objects"]
    await chat.close()


async def test_private_unless_said_otherwise(guest: User, service: LocalService) -> None:
    alice, bob = await guest("alice"), await guest("bob")
    sid = await made(alice, unique_name="ours")
    for url in (bob.channel_url(sid), f"{bob.links['my_conversations']}/ours"):
        assert refusal(await bob.call("GET", url)) == (404, 50300)
    assert (await bob.call("GET", bob.links["conversations"])).http_status == 405
    chat = await ChatRest.connect(service.base_url, service.token("alice"))
    assert (await chat.call("GET", chat.channel_url(sid))).object["type"] == "private"
    await chat.close()


async def test_own_settings(guest: User) -> None:
    alice, bob = await guest("alice"), await guest("bob")
    sid = await made(alice, unique_name="ours")
    await alice.send(sid, "one")
    await alice.send(sid, "two")
    mine = f"{alice.links['my_conversations']}/{sid}"
    await alice.call("POST", mine, {"last_read_message_index": 0, "notification_level": "muted"})
    for url in (mine, alice.channel_url(sid), f"{alice.links['my_conversations']}/ours"):
        found = (await alice.call("GET", url)).object
        assert (found["conversation_sid"], found["status"]) == (sid, "joined")
        assert (found["last_read_message_index"], found["notification_level"]) == (0, "muted")
        assert as_object(found["sync_objects"])["participants"] == f"{sid}.roster"
        assert "last_consumed_message_index" not in found
    assert (await alice.call("GET", mine)).object["unread_messages_count"] == 1
    assert refusal(await alice.call("POST", mine, {"last_read_message_index": "0"}))[0] == 400
    await alice.add(sid, "bob")
    found = (await bob.call("GET", bob.channel_url(sid))).object
    assert (found["last_read_message_index"], found["notification_level"]) == (None, "default")


async def test_creator_outside(guest: User) -> None:
    alice = await guest("alice")
    made_only = await alice.call("POST", alice.links["conversations"], {"unique_name": "ours"})
    found = (await alice.call("GET", f"{alice.links['my_conversations']}/ours")).object
    assert (found["sid"], found["status"]) == (made_only.object["sid"], "notParticipating")
    assert as_object((await alice.call("GET", alice.links["my_conversations"])).object)["conversations"] == []


async def test_invitations_of_chat_are_not_listed(guest: User, service: LocalService) -> None:
    chat = await ChatRest.connect(service.base_url, service.token("alice"))
    sid = await chat.create(type="private")
    assert (await chat.call("POST", chat.channel_url(sid, "Invites"), {"identity": "bob"})).http_status == 201
    bob = await guest("bob")
    assert (await bob.call("GET", bob.links["my_conversations"])).object["conversations"] == []
    assert (await bob.call("GET", bob.channel_url(sid))).object["status"] == "notParticipating"
    await bob.join(sid)
    listed = (await bob.call("GET", bob.links["my_conversations"])).object["conversations"]
    assert isinstance(listed, list)
    assert [as_object(one)["conversation_sid"] for one in listed] == [sid]
    await chat.close()


@pytest.mark.parametrize(
    "fields",
    [
        {"body": None},
        {},
        {"body": 5},
        {"body": "x", "subject": 5},
        {"body": "x", "subject": "s" * 40_000},
        {"media_sids": "ME1"},
        {"media_sids": [1]},
        {"media_sids": [None]},
        {"media_sids": ["ME1", "ME1"]},
        {"media_sids": [f"ME{number}" for number in range(11)]},
        {"content_sid": 5},
        {"content_sid": "HX1", "content_variables": "not json"},
        {"content_sid": "HX1", "content_variables": "[]"},
        {"content_sid": "HX1", "content_variables": '{"1": 2}'},
        {"content_sid": "HX1", "content_variables": {"1": "2"}},
    ],
)
async def test_invalid_messages(guest: User, fields: JsonObject) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    assert refusal(await alice.call("POST", alice.channel_url(sid, "Messages"), fields))[0] == 400
    assert await items(alice, sid) == []


async def test_nothing_is_kept_of_a_message_that_fails(guest: User, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    await binding(alice, sid, MAIL)
    mine = await uploaded(service, "alice", b"mine")
    url = alice.channel_url(sid, "Messages")
    assert refusal(await alice.call("POST", url, {"media_sids": [mine, "ME" + "0" * 32]}))[0] == 404
    theirs = await uploaded(service, "bob", b"theirs")
    assert refusal(await alice.call("POST", url, {"media_sids": [mine, theirs]}))[0] == 404
    assert refusal(await alice.call("POST", url, {"body": "x", "content_sid": "HX1"}))[0] == 404
    sent = await alice.call("POST", url, {"media_sids": [mine]})
    assert (sent.http_status, sent.object["index"]) == (201, 0)
    assert refusal(await alice.call("POST", url, {"media_sids": [mine]}))[0] == 409
    found = (await alice.call("GET", alice.channel_url(sid, "MessageRecipients"))).object
    assert isinstance(found["message_recipients"], list)
    assert len(found["message_recipients"]) == 1


async def uploaded(service: LocalService, identity: str, content: bytes, **query: str) -> str:
    """The SID of an upload."""
    url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
    headers = {"X-Twilio-Token": service.token(identity), "Content-Type": "image/png"}
    async with httpx.AsyncClient() as http:
        response = await http.post(url, params=query, content=content, headers=headers)
    assert response.status_code == 201, response.text
    return str(response.json()["sid"])


async def test_categories(guest: User, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    sids = [
        await uploaded(service, "alice", b"1", Category="body"),
        await uploaded(service, "alice", b"22", Category="media", Filename="a.png"),
        await uploaded(service, "alice", b"333", Category="history"),
    ]
    sent = await alice.call(
        "POST", alice.channel_url(sid, "Messages"), {"body": "text", "subject": "About", "media_sids": [*sids]}
    )
    assert (sent.object["type"], sent.object["body"], sent.object["subject"]) == ("media", "text", "About")
    (item,) = await items(alice, sid)
    medias = item["medias"]
    assert isinstance(medias, list)
    assert [as_object(one)["category"] for one in medias] == ["body", "media", "history"]
    first = {"sid": sids[1], "filename": "a.png", "contentType": "image/png", "size": 2}
    assert (item["text"], item["subject"], item["media"]) == ("text", "About", first)
    mail_only = [await uploaded(service, "alice", b"1", Category="body")]
    await alice.call("POST", alice.channel_url(sid, "Messages"), {"body": "text", "media_sids": [*mail_only]})
    assert ("media" in (await items(alice, sid))[1], (await items(alice, sid))[1]["type"]) == (False, "text")
    async with httpx.AsyncClient() as http:
        response = await http.post(
            f"{alice.links['media_service']}?Category=secret",
            content=b"x",
            headers={"X-Twilio-Token": service.token("alice"), "Content-Type": "a/b"},
        )
    assert response.status_code == 400


async def test_text_for_media(guest: User, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    media = await uploaded(service, "alice", b"1")
    sent = await alice.call("POST", alice.channel_url(sid, "Messages"), {"media_sids": [media]})
    assert sent.object["body"] is None
    chat = await ChatRest.connect(service.base_url, service.token("alice"))
    url = ("Messages", sent.text("sid"))
    assert refusal(await chat.call("POST", chat.channel_url(sid, *url), {"body": "text"})) == (400, 50501)
    edited = await alice.call("POST", alice.channel_url(sid, *url), {"body": "text"})
    assert (edited.object["body"], edited.object["type"]) == ("text", "media")
    await chat.close()


async def test_media_set(guest: User, service: LocalService) -> None:
    alice = await guest("alice")
    mine, theirs = await uploaded(service, "alice", b"1"), await uploaded(service, "bob", b"2")
    headers = {"X-Twilio-Token": service.token("alice")}
    async with httpx.AsyncClient(headers=headers) as http:
        url = alice.links["media_set_service"]
        wanted: list[JsonValue] = [{"media_sid": sid} for sid in (mine, theirs, "ME" + "0" * 32, None)]
        found = (await http.post(url, json={"command": "get", "list": wanted})).json()
        assert [one["code"] for one in found] == [200, 404, 404, 404]
        assert [one["media_record"]["sid"] for one in found] == [mine, theirs, "ME" + "0" * 32, None]
        temporary = found[0]["media_record"]["links"]["content_direct_temporary"]
        assert (await http.get(temporary)).content == b"1"
        wrong: list[JsonObject] = [
            {},
            {"command": "delete", "list": wanted},
            {"command": "get", "list": []},
            {"command": "get", "list": {}},
            {"command": "get", "list": [wanted[0]] * 101},
        ]
        for body in wrong:
            assert (await http.post(url, json=body)).status_code == 400
        unknown = (await http.post(url, json={"command": "get", "list": ["x"]})).json()
        assert [one["code"] for one in unknown] == [404]
    async with httpx.AsyncClient() as http:
        assert (await http.post(url, json={"command": "get", "list": wanted})).status_code == 401

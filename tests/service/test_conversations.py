"""The rules of Conversations where they differ from Chat's, and what comes from other networks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import cast

import httpx
import pytest

from support.chat_rest import ChatRest
from support.raw_client import Reply
from twilio_local import IncomingFile, Limits, LocalService, LocalServiceError
from twilio_realtime.json import JsonObject, JsonValue, as_object

PHONE = "+15550002"
SMS: JsonObject = {"address": PHONE, "proxy_address": "+15550001"}
MAIL: JsonObject = {"address": "jana@example.com", "proxy_address": "desk@example.com", "name": "Jana", "level": "cc"}

Guest = Callable[[str], Awaitable[ChatRest]]


@pytest.fixture
async def guest(service: LocalService) -> AsyncIterator[Guest]:
    """Connects users of Conversations."""
    connected: list[ChatRest] = []

    async def connect(identity: str) -> ChatRest:
        rest = await ChatRest.connect(service.base_url, service.token(identity), "v2")
        connected.append(rest)
        return rest

    yield connect
    for rest in connected:
        await rest.close()


def refusal(reply: Reply) -> tuple[int, JsonValue]:
    assert reply.object["status"] == reply.http_status
    return reply.http_status, reply.object["code"]


async def made(alice: ChatRest, **fields: JsonValue) -> str:
    """A conversation that alice has made and joined, without a type unless one is given."""
    reply = await alice.call("POST", alice.links["conversations"], {"attributes": "{}", **fields})
    assert reply.http_status == 201, reply.body
    await alice.join(reply.text("sid"))
    return reply.text("sid")


async def binding(alice: ChatRest, sid: str, described: JsonValue, **fields: JsonValue) -> Reply:
    """The answer to adding somebody outside."""
    return await alice.call("POST", alice.channel_url(sid, "Participants"), {"messaging_binding": described, **fields})


async def items(alice: ChatRest, sid: str) -> list[JsonObject]:
    """The messages of a conversation as clients see them."""
    return [as_object(item["data"]) for item in await alice.items("Lists", f"{sid}.messages")]


async def test_configuration(guest: Guest, service: LocalService) -> None:
    alice = await guest("alice")
    links, options = alice.links, as_object(alice.configuration["options"])
    assert links["media_set_service"] == f"{links['media_service']}Set"
    assert links["messages_receipts"].count("%s") == 2
    assert (options["media_attachments_count_limit"], options["media_attachment_size_limit_in_mb"]) == (10, 150)
    chat = await ChatRest.connect(service.base_url, service.token("alice"))
    assert "media_set_service" not in chat.links
    assert chat.configuration["sync_objects"] == alice.configuration["sync_objects"]
    await chat.close()


async def test_private_unless_said_otherwise(guest: Guest, service: LocalService) -> None:
    alice, bob = await guest("alice"), await guest("bob")
    sid = await made(alice, unique_name="ours")
    for url in (bob.channel_url(sid), f"{bob.links['my_conversations']}/ours"):
        assert refusal(await bob.call("GET", url)) == (404, 50300)
    assert (await bob.call("GET", bob.links["conversations"])).http_status == 405
    chat = await ChatRest.connect(service.base_url, service.token("alice"))
    assert (await chat.call("GET", chat.channel_url(sid))).object["type"] == "private"
    await chat.close()


async def test_own_settings(guest: Guest) -> None:
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


async def test_creator_outside(guest: Guest) -> None:
    alice = await guest("alice")
    made_only = await alice.call("POST", alice.links["conversations"], {"unique_name": "ours"})
    found = (await alice.call("GET", f"{alice.links['my_conversations']}/ours")).object
    assert (found["sid"], found["status"]) == (made_only.object["sid"], "notParticipating")
    assert as_object((await alice.call("GET", alice.links["my_conversations"])).object)["conversations"] == []


async def test_invitations_of_chat_are_not_listed(guest: Guest, service: LocalService) -> None:
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
    ("described", "kind"),
    [
        (SMS, "sms"),
        ({"address": "whatsapp:+1", "proxy_address": "whatsapp:+2"}, "whatsapp"),
        ({"address": "messenger:1"}, "messenger"),
        ({"address": "apple:1"}, "apple"),
        ({"address": "a@b", "proxy_address": "c@d"}, "email"),
        ({"address": "whatsapp:+1", "type": "sms", "level": "cc", "name": "N"}, "whatsapp"),
    ],
)
async def test_the_address_tells_the_network(guest: Guest, described: JsonObject, kind: str) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    answer = (await binding(alice, sid, described, attributes='{"a":1}')).object
    assert (answer["identity"], answer["attributes"], answer["conversation_sid"]) == (None, '{"a":1}', sid)
    stored = as_object(answer["messaging_binding"])
    assert (stored["type"], stored["address"]) == (kind, described["address"])
    assert ("level" in stored) == (kind == "email")
    member = next(one for one in await alice.items("Maps", f"{sid}.roster") if one["key"] == answer["sid"])
    data = as_object(member["data"])
    assert (data["type"], data["identity"]) == (kind, None)
    assert as_object(as_object(data["bindings"])[kind])["address"] == described["address"]
    assert "userInfo" not in data


@pytest.mark.parametrize(
    "described",
    [
        "text",
        [],
        {},
        {"address": ""},
        {"address": 5},
        {"address": ["+1"]},
        {"address": "+" + "1" * 300},
        {**SMS, "proxy_address": 5},
        {**MAIL, "level": "bcc"},
        {**MAIL, "level": 1},
        {**MAIL, "name": {}},
    ],
)
async def test_invalid_addresses(guest: Guest, described: JsonValue) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    assert refusal(await binding(alice, sid, described))[0] == 400
    assert len(await alice.items("Maps", f"{sid}.roster")) == 1


async def test_who_may_add_and_remove(guest: Guest) -> None:
    alice, bob = await guest("alice"), await guest("bob")
    sid = await made(alice)
    added = await binding(alice, sid, SMS)
    assert refusal(await binding(alice, sid, SMS)) == (409, 50416)
    assert refusal(await binding(bob, sid, MAIL)) == (404, 50300)
    await alice.add(sid, "bob")
    assert (await binding(bob, sid, MAIL)).http_status == 201
    url = alice.channel_url(sid, "Participants", added.text("sid"))
    assert refusal(await bob.call("DELETE", url)) == (403, 50107)
    assert (await alice.call("GET", url)).object["type"] == "sms"
    assert (await alice.call("POST", url, {"attributes": "[1]"})).object["attributes"] == "[1]"
    assert (await alice.call("DELETE", url, {})).http_status == 204
    assert (await binding(alice, sid, SMS)).http_status == 201
    assert (await alice.call("DELETE", alice.channel_url(sid))).http_status == 204


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
async def test_invalid_messages(guest: Guest, fields: JsonObject) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    assert refusal(await alice.call("POST", alice.channel_url(sid, "Messages"), fields))[0] == 400
    assert await items(alice, sid) == []


async def test_nothing_is_kept_of_a_message_that_fails(guest: Guest, service: LocalService) -> None:
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


async def test_categories(guest: Guest, service: LocalService) -> None:
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


async def test_text_for_media(guest: Guest, service: LocalService) -> None:
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


async def test_so_many_may_take_part() -> None:
    async with LocalService(limits=Limits(outside_participants=2)) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"), "v2")
        sid = await made(alice)
        for described in (SMS, MAIL):
            assert (await binding(alice, sid, described)).http_status == 201
        assert refusal(await binding(alice, sid, {"address": "+1"})) == (403, 50403)
        await alice.add(sid, "bob")
        await alice.close()


async def test_media_set(guest: Guest, service: LocalService) -> None:
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


async def test_receipts(guest: Guest, service: LocalService) -> None:
    alice, bob = await guest("alice"), await guest("bob")
    sid = await made(alice, unique_name="ours")
    member = (await binding(alice, sid, SMS)).text("sid")
    await binding(alice, sid, MAIL)
    message = (await alice.send(sid, "hello")).text("sid")
    service.outside.report(message, member, "undelivered", "30003")
    url = alice.channel_url(sid, "Messages", message, "Receipts")
    first = (await alice.call("GET", f"{url}?PageSize=1")).object
    assert isinstance(first["delivery_receipts"], list)
    (receipt,) = map(as_object, first["delivery_receipts"])
    assert (receipt["participant_sid"], receipt["status"], receipt["error_code"]) == (member, "undelivered", "30003")
    following = as_object(first["meta"])["next_token"]
    second = (await alice.call("GET", f"{url}?PageSize=1&PageToken={following}")).object
    assert as_object(second["meta"])["next_token"] is None
    (item,) = await items(alice, sid)
    assert item["delivery"] == {
        "total": 2,
        "sent": "none",
        "delivered": "none",
        "read": "none",
        "undelivered": "some",
        "failed": "none",
    }
    assert refusal(await bob.call("GET", url)) == (404, 50300)
    assert refusal(await alice.call("GET", alice.channel_url(sid, "Messages", "IM1", "Receipts")))[0] == 404
    metadata = alice.channel_url(sid, "Messages", message, "ChannelMetadata")
    assert refusal(await alice.call("GET", metadata)) == (404, 50530)
    await alice.call("DELETE", alice.channel_url(sid, "Messages", message))
    with pytest.raises(LocalServiceError, match="Message not found"):
        service.outside.report(message, member, "read")


@pytest.mark.parametrize("by_address", [True, False])
async def test_typing_from_outside(guest: Guest, service: LocalService, by_address: bool) -> None:
    alice, bob = await guest("alice"), await guest("bob")
    sid = await made(alice, unique_name="ours")
    member = (await binding(alice, sid, {"address": "apple:1"})).text("sid")
    await binding(alice, sid, SMS)
    for sender, problem in (("bob", "Member not found"), (PHONE, "Only addresses"), ("alice", "takes part as a user")):
        with pytest.raises(LocalServiceError, match=problem):
            service.outside.typing("ours", sender)
    await alice.add(sid, "bob")
    service.outside.typing("ours", "apple:1" if by_address else member)
    for someone in (alice, bob):
        heard = as_object((await someone.client.next_packet()).json())
        assert (heard["channel_sid"], heard["member_sid"], heard["identity"]) == (sid, member, "apple:1")
        assert heard["typing_timeout"] == Limits().typing_seconds + 1


async def test_wrong_use_of_the_outside(guest: Guest, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice, unique_name="ours")
    before = (await alice.send(sid, "before")).text("sid")
    await binding(alice, sid, SMS)
    for act, problem in (
        (lambda: service.outside.receive("nowhere", PHONE, "x"), "Channel not found"),
        (lambda: service.outside.receive("ours", "+1", "x"), "Member not found"),
        (lambda: service.outside.receive("ours", "alice", "x"), "takes part as a user"),
        (lambda: service.outside.receive("ours", PHONE, files=[IncomingFile(b"", "a/b", None, "x")]), "Category"),
        (lambda: service.outside.report(before, PHONE, "read"), "Delivery receipt not found"),
        (lambda: service.outside.report(before, PHONE, "lost"), "status must be one of"),
        (lambda: service.outside.add_template("t", {}), "needs a variant"),
        (lambda: service.outside.add_template("t", {"text": {}}), "under types such as"),
        (lambda: service.outside.add_template("t", {"twilio/text": "x"}), "under types such as"),
        (lambda: service.outside.set_bindings("nowhere", {}), "Channel not found"),
    ):
        with pytest.raises(LocalServiceError, match=problem):
            act()
    assert len(await items(alice, sid)) == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"body": 5}, "body must be a text"),
        ({"body": "x" * 40_000}, "body is longer than 32768 bytes"),
        ({"subject": b"x"}, "subject must be a text"),
        ({"attributes": {"a": float("nan")}}, "attributes must be JSON"),
        ({"attributes": {"a": object()}}, "attributes must be JSON"),
        ({"channel_metadata": ["a"]}, "channel_metadata must be a JSON object"),
        ({"channel_metadata": {"a": {1}}}, "channel_metadata must be JSON"),
        ({"files": IncomingFile(b"x", "a/b")}, "files must be a list of IncomingFile"),
        ({"files": [b"x"]}, "files must be a list of IncomingFile"),
        ({"files": [IncomingFile(b"x", "a/b")] * 11}, "at most 10 files"),
        ({"files": [IncomingFile(b"x", "a/b\r\nX-Header: y")]}, "Content-Type"),
        ({"files": [IncomingFile(b"x", "a/b", "n" * 300)]}, "Filename is longer than 256"),
        ({"sender": ["+1"]}, "the participant must be a text"),
        ({"conversation": 1}, "conversation must be a text"),
    ],
)
async def test_messages_from_outside_that_are_none(
    guest: Guest, service: LocalService, wrong: dict[str, object], problem: str
) -> None:
    alice = await guest("alice")
    sid = await made(alice, unique_name="ours")
    await binding(alice, sid, SMS)
    receive = cast(Callable[..., str], service.outside.receive)
    with pytest.raises(LocalServiceError, match=problem):
        receive(**{"conversation": "ours", "sender": PHONE, **wrong})
    assert not await items(alice, sid)


async def test_names_of_files_from_outside_are_names(guest: Guest, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice, unique_name="ours")
    await binding(alice, sid, SMS)
    names = ("../../victim", "C:\\autoexec.bat", "a\u202etxt.exe", "..")
    service.outside.receive("ours", PHONE, files=[IncomingFile(b"x", "a/b", name) for name in names])
    (item,) = await items(alice, sid)
    assert isinstance(item["medias"], list)
    assert [as_object(one)["filename"] for one in item["medias"]] == ["victim", "autoexec.bat", "atxt.exe", None]


async def test_what_a_template_comes_to_is_bounded(guest: Guest, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    url = alice.channel_url(sid, "Messages")
    twice = service.outside.add_template("t", {"twilio/text": {"body": "{{1}}{{1}}"}}, {"1": "x"})
    media: list[JsonValue] = ["{{1}}"] * 2000
    hidden = service.outside.add_template("t", {"twilio/card": {"title": "x", "media": media}})
    for template in (twice, hidden):
        variables = json.dumps({"1": "y" * 20_000})
        reply = await alice.call("POST", url, {"content_sid": template, "content_variables": variables})
        assert refusal(reply) == (400, 20001)
    assert not await items(alice, sid)
    assert (await alice.call("POST", url, {"content_sid": twice})).http_status == 201


async def test_a_service_that_was_stopped_says_so() -> None:
    service = LocalService()
    async with service:
        outside = service.outside
    with pytest.raises(LocalServiceError, match="not running"):
        outside.receive("ours", PHONE)
    with pytest.raises(LocalServiceError, match="not running"):
        outside.add_template("t", {"a/b": {}})


async def test_template_variables(guest: Guest, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    card: JsonObject = {"title": "{{1}} and {{2}}, {{3}}", "media": ["{{1}}"]}
    variants: JsonObject = {"twilio/card": card, "twilio/text": {"body": "-"}}
    template = service.outside.add_template("card", variants, {"1": "a", "2": "b"})
    variables = json.dumps({"2": "{{1}}"})
    body: JsonObject = {"content_sid": template, "content_variables": variables}
    await alice.call("POST", alice.channel_url(sid, "Messages"), body)
    (item,) = await items(alice, sid)
    # What is unknown stays as it is, and what was filled in is not looked at again.
    assert (item["text"], item["contentSid"], item["type"]) == ("a and {{1}}, {{3}}", template, "text")
    medias = item["medias"]
    assert isinstance(medias, list)
    (media,) = map(as_object, medias)
    assert (media["contentType"], media["category"]) == ("application/x-vnd.com.twilio.rich.twilio.card", "body")
    listed = (await alice.call("GET", "/Client/v2/ContentTemplates?PageSize=100")).object
    assert isinstance(listed["templates"], list)
    (one,) = map(as_object, listed["templates"])
    assert (one["sid"], one["variables"]) == (template, '{"1":"a","2":"b"}')
    assert as_object(listed["meta"])["next_token"] is None


async def test_over_http() -> None:
    async with LocalService(control=True) as service, httpx.AsyncClient(base_url=f"{service.base_url}/control") as http:
        alice = await ChatRest.connect(service.base_url, service.token("alice"), "v2")
        sid = await made(alice, unique_name="ours")
        await binding(alice, sid, SMS)
        await binding(alice, sid, MAIL)
        written = await http.post(
            "/receive",
            json={
                "conversation": "ours",
                "sender": PHONE,
                "body": "hello",
                "attributes": {"a": 1},
                "files": [{"content": "b25l", "content_type": "image/png", "filename": "a.png"}],
                "channel_metadata": {"type": "sms", "data": {}},
            },
        )
        assert written.status_code == 200, written.text
        (item,) = await items(alice, sid)
        assert (item["sid"], item["author"], item["text"]) == (written.json()["sid"], PHONE, "hello")
        assert (item["attributes"], item["channelMetadata"]) == ('{"a":1}', True)
        report: JsonObject = {"message_sid": item["sid"], "recipient": "jana@example.com", "status": "read"}
        assert (await http.post("/report", json=report)).json() == {}
        (item,) = await items(alice, sid)
        assert as_object(item["delivery"])["read"] == "all"
        template = {"friendly_name": "t", "variants": {"twilio/text": {"body": "x"}}}
        assert (await http.post("/add_template", json=template)).json()["sid"].startswith("HX")
        bound: JsonObject = {"conversation": sid, "bindings": {"sms": {"address": "+15550001"}}}
        assert (await http.post("/set_bindings", json=bound)).json() == {}
        document = await alice.open("Documents", f"{sid}.channel")
        assert as_object(document["data"])["bindings"] == bound["bindings"]
        await binding(alice, sid, {"address": "apple:1"})
        assert (await http.post("/typing", json={"conversation": "ours", "sender": "apple:1"})).json() == {}
        said: JsonObject = {"conversation": "ours", "sender": PHONE}
        wrong: list[tuple[str, JsonObject, int]] = [
            ("/receive", {**said, "conversation": "nowhere"}, 404),
            ("/receive", {"conversation": "ours"}, 400),
            ("/receive", {**said, "sender": "alice"}, 400),
            ("/receive", {**said, "files": [{"content": "?", "content_type": "a/b"}]}, 400),
            ("/receive", {**said, "files": [{"content": "é", "content_type": "a/b"}]}, 400),
            ("/receive", {**said, "files": [{"content": "", "content_type": "a\nb"}]}, 400),
            ("/receive", {**said, "files": [{"content": "", "content_type": "a/b", "category": "x"}]}, 400),
            ("/typing", said, 400),
            ("/report", {**report, "status": "lost"}, 400),
            ("/report", {**report, "recipient": PHONE}, 404),
            ("/add_template", {"friendly_name": "t", "variants": {}}, 400),
            ("/set_bindings", {"conversation": "ours", "bindings": []}, 400),
        ]
        for path, body, status in wrong:
            response = await http.post(path, json=body)
            assert (response.status_code, response.json()["status"]) == (status, status), path
        assert len(await items(alice, sid)) == 1
        await alice.close()


def test_from_another_thread() -> None:
    with LocalService(limits=Limits(page_size=1)) as service:
        assert service.outside.add_template("t", {"twilio/text": {"body": "x"}}).startswith("HX")
        with pytest.raises(LocalServiceError, match="Channel not found"):
            service.outside.receive("nowhere", PHONE, "x")
        outside, faults = service.outside, service.faults
    with pytest.raises(LocalServiceError, match="not running"):
        outside.receive("ours", PHONE)
    with pytest.raises(LocalServiceError, match="not running"):
        faults.cut()

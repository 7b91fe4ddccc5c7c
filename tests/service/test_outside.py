"""Other networks: who takes part through them, what comes from there, reports and templates."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

import httpx
import pytest

from support.chat_rest import ChatRest
from support.conversations_rest import MAIL, PHONE, SMS, binding, items, made, refusal
from twilio_local import IncomingFile, Limits, LocalService, LocalServiceError
from twilio_realtime.json import JsonObject, JsonValue, as_object

from .conftest import User


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
async def test_the_address_tells_the_network(guest: User, described: JsonObject, kind: str) -> None:
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
async def test_invalid_addresses(guest: User, described: JsonValue) -> None:
    alice = await guest("alice")
    sid = await made(alice)
    assert refusal(await binding(alice, sid, described))[0] == 400
    assert len(await alice.items("Maps", f"{sid}.roster")) == 1


async def test_who_may_add_and_remove(guest: User) -> None:
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


async def test_so_many_may_take_part() -> None:
    async with LocalService(limits=Limits(outside_participants=2)) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"), "v2")
        sid = await made(alice)
        for described in (SMS, MAIL):
            assert (await binding(alice, sid, described)).http_status == 201
        assert refusal(await binding(alice, sid, {"address": "+1"})) == (403, 50403)
        await alice.add(sid, "bob")
        await alice.close()


async def test_receipts(guest: User, service: LocalService) -> None:
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
async def test_typing_from_outside(guest: User, service: LocalService, by_address: bool) -> None:
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


async def test_wrong_use_of_the_outside(guest: User, service: LocalService) -> None:
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
    guest: User, service: LocalService, wrong: dict[str, object], problem: str
) -> None:
    alice = await guest("alice")
    sid = await made(alice, unique_name="ours")
    await binding(alice, sid, SMS)
    receive = cast(Callable[..., str], service.outside.receive)
    with pytest.raises(LocalServiceError, match=problem):
        receive(**{"conversation": "ours", "sender": PHONE, **wrong})
    assert not await items(alice, sid)


async def test_names_of_files_from_outside_are_names(guest: User, service: LocalService) -> None:
    alice = await guest("alice")
    sid = await made(alice, unique_name="ours")
    await binding(alice, sid, SMS)
    names = ("../../victim", "C:\\autoexec.bat", "a\u202etxt.exe", "..")
    service.outside.receive("ours", PHONE, files=[IncomingFile(b"x", "a/b", name) for name in names])
    (item,) = await items(alice, sid)
    assert isinstance(item["medias"], list)
    assert [as_object(one)["filename"] for one in item["medias"]] == ["victim", "autoexec.bat", "atxt.exe", None]


async def test_what_a_template_comes_to_is_bounded(guest: User, service: LocalService) -> None:
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


async def test_template_variables(guest: User, service: LocalService) -> None:
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

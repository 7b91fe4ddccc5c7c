"""The rules of the chat service: channels, members, messages, horizons, users."""

from __future__ import annotations

import json

import pytest

from support.chat_rest import ChatRest
from support.raw_client import Reply, encoded
from twilio_local import Limits, LocalService
from twilio_realtime.json import JsonObject, JsonValue, as_object

from .conftest import User

WEIRD = "we/i?r d#%41 ü名🎉"


def refusal(reply: Reply) -> tuple[int, JsonValue]:
    assert set(reply.object) >= {"status", "code", "message"}
    assert reply.object["status"] == reply.http_status
    return reply.http_status, reply.object["code"]


def entries(reply: Reply, key: str) -> list[JsonObject]:
    values = reply.object[key]
    assert isinstance(values, list)
    return [as_object(value) for value in values]


async def test_create_and_find(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    attributes = json.dumps({"x": [1, None]})
    sid = await alice.create(unique_name=WEIRD, friendly_name="Room", attributes=attributes)
    for key in (sid, WEIRD):
        found = (await bob.call("GET", bob.channel_url(key))).object
        assert (found["sid"], found["friendly_name"], found["attributes"]) == (sid, "Room", attributes)
        assert (found["created_by"], found["messages_count"], found["participants_count"]) == ("alice", 0, 0)
    document = await bob.open("Documents", f"{sid}.channel")
    data = as_object(document["data"])
    assert (document["last_event_id"], document["revision"]) == (0, "0")
    assert (data["uniqueName"], data["roster"], data["messages"]) == (WEIRD, f"{sid}.roster", f"{sid}.messages")
    assert not {"lastMessage", "status", "notificationLevel", "lastConsumedMessageIndex"} & set(data)


async def test_unique_names_are_unique(user: User) -> None:
    alice = await user("alice")
    sid = await alice.create(unique_name="taken")
    other = await alice.create()
    body: JsonObject = {"unique_name": "taken"}
    assert refusal(await alice.call("POST", alice.links["conversations"], body)) == (409, 50307)
    assert refusal(await alice.call("POST", alice.channel_url(other), body)) == (409, 50307)
    assert (await alice.call("POST", alice.channel_url(sid), body)).http_status == 200
    assert (await alice.call("POST", alice.channel_url(sid), {"unique_name": ""})).object["unique_name"] is None
    assert (await alice.call("POST", alice.channel_url(other), body)).object["unique_name"] == "taken"
    assert refusal(await alice.call("POST", alice.links["conversations"], {"unique_name": sid}))[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        {"type": "secret"},
        {"friendly_name": 5},
        {"friendly_name": "x" * 257},
        {"attributes": {"not": "text"}},
        {"attributes": "not json"},
        {"attributes": '"' + "x" * 40_000 + '"'},
        [],
        "text",
    ],
)
async def test_invalid_channels(user: User, body: JsonValue) -> None:
    alice = await user("alice")
    assert refusal(await alice.call("POST", alice.links["conversations"], body))[0] == 400


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'"\\ud800"', b'{"friendly_name":NaN}', b"[" * 100_000])
async def test_bodies_that_are_not_json(user: User, raw: bytes) -> None:
    alice = await user("alice")
    assert refusal(await alice.client.request("POST", alice.links["conversations"], raw=raw))[0] == 400


@pytest.mark.parametrize(
    "key", ["CH" + "0" * 32, "..", "../../Users/alice", "%00", "a\0b", "\udcff", "'; DROP TABLE channels"]
)
async def test_channels_that_do_not_exist(user: User, key: str) -> None:
    alice = await user("alice")
    path = f"{alice.links['conversations']}/{encoded(key.encode('utf-8', 'surrogateescape').decode('latin-1'))}"
    assert (await alice.call("GET", path)).http_status in (400, 404)


async def test_membership(user: User) -> None:
    alice, bob, weird = await user("alice"), await user("bob"), await user(WEIRD)
    sid = await alice.create()
    member = await alice.join(sid)
    assert refusal(await alice.call("POST", alice.channel_url(sid, "Participants"), {"identity": "alice"})) == (
        409,
        50404,
    )
    await bob.join(sid)
    await alice.add(sid, WEIRD)
    roster = await alice.items("Maps", f"{sid}.roster")
    assert [as_object(item["data"])["identity"] for item in sorted(roster, key=lambda i: str(i["last_event_id"]))] == [
        "alice",
        "bob",
        WEIRD,
    ]
    mine = await weird.items("Maps", f"{WEIRD}.channels")
    assert [(item["key"], as_object(item["data"])["status"]) for item in mine] == [(sid, "joined")]
    update = await bob.call("POST", bob.channel_url(sid, "Participants", member), {"attributes": "{}"})
    assert refusal(update)[0] == 403
    own = await alice.call("POST", alice.channel_url(sid, "Participants", member), {"attributes": '{"a":1}'})
    assert own.object["attributes"] == '{"a":1}'
    assert refusal(await bob.call("DELETE", bob.channel_url(sid, "Participants", "alice")))[0] == 403
    assert (await weird.call("DELETE", weird.channel_url(sid, "Participants", WEIRD))).http_status == 204
    assert (await alice.call("DELETE", alice.channel_url(sid, "Participants", "bob"))).http_status == 204
    assert refusal(await alice.call("DELETE", alice.channel_url(sid, "Participants", "bob")))[0] == 404
    assert await weird.items("Maps", f"{WEIRD}.channels") == []


async def test_private_channels_are_hidden(user: User) -> None:
    alice, bob, carol = await user("alice"), await user("bob"), await user("carol")
    sid = await alice.create(type="private", unique_name="secret")
    await alice.join(sid)
    message = (await alice.send(sid, "hidden")).text("sid")
    for key in (sid, "secret"):
        assert refusal(await bob.call("GET", bob.channel_url(key))) == (404, 50300)
    for path in (f"Documents/{sid}.channel", f"Maps/{sid}.roster", f"Lists/{sid}.messages", "Maps/alice.channels"):
        assert refusal(await bob.client.request("GET", f"/v3/{path}"))[0] == 404
    assert refusal(await bob.call("POST", bob.channel_url(sid, "Participants"), {"identity": "bob"}))[0] == 404
    assert refusal(await bob.call("GET", bob.channel_url(sid, "Messages", message)))[0] == 404
    assert entries(await bob.call("GET", bob.links["conversations"]), "conversations") == []

    invite = await alice.call("POST", alice.channel_url(sid, "Invites"), {"identity": "bob"})
    assert invite.http_status == 201
    assert refusal(await alice.call("POST", alice.channel_url(sid, "Invites"), {"identity": "bob"}))[0] == 409
    assert (await bob.call("GET", bob.channel_url(sid))).http_status == 200
    assert await bob.open("Documents", f"{sid}.channel")
    assert refusal(await bob.client.request("GET", f"/v3/Lists/{sid}.messages"))[0] == 404
    assert refusal(await bob.send(sid, "not yet")) == (403, 50400)
    assert refusal(await bob.call("POST", bob.channel_url(sid, "Invites"), {"identity": "carol"}))[0] == 403
    await bob.join(sid)
    assert await bob.open("Lists", f"{sid}.messages")
    assert (await bob.call("POST", bob.channel_url(sid, "Invites"), {"identity": "carol"})).http_status == 201
    assert refusal(await bob.call("DELETE", bob.channel_url(sid, "Invites", "carol")))[0] == 403
    assert (await carol.call("DELETE", carol.channel_url(sid, "Invites", "carol"))).http_status == 204
    assert refusal(await carol.call("GET", carol.channel_url(sid)))[0] == 404


async def test_messages(user: User) -> None:
    alice, bob, carol = await user("alice"), await user("bob"), await user("carol")
    sid = await alice.create()
    for chat in (alice, bob):
        await chat.join(sid)
    assert refusal(await carol.send(sid, "not a member")) == (403, 50400)
    sent = [await alice.send(sid, f"m{n}") for n in range(3)]
    assert [reply.object["index"] for reply in sent] == [0, 1, 2]
    first, second, third = (reply.text("sid") for reply in sent)
    url = bob.channel_url(sid, "Messages", third)
    assert refusal(await bob.call("POST", url, {"body": "x"})) == (403, 50107)
    assert refusal(await bob.call("DELETE", url)) == (403, 50107)
    theirs = (await bob.send(sid, "from bob")).text("sid")
    edited = await alice.call("POST", alice.channel_url(sid, "Messages", theirs), {"body": "by the admin"})
    assert (edited.object["body"], edited.object["last_updated_by"]) == ("by the admin", "alice")
    for message in (theirs, third):
        assert (await alice.call("DELETE", alice.channel_url(sid, "Messages", message))).http_status == 204
    assert (await last_message(alice, sid))["index"] == 1
    assert (await alice.send(sid, "after")).object["index"] == 4
    items = await bob.items("Lists", f"{sid}.messages")
    assert [(item["index"], as_object(item["data"])["text"]) for item in items] == [(0, "m0"), (1, "m1"), (4, "after")]
    last = str(as_object(items[-1]["data"])["sid"])
    for message in (first, second, last):
        await alice.call("DELETE", alice.channel_url(sid, "Messages", message))
    document = as_object((await alice.open("Documents", f"{sid}.channel"))["data"])
    assert document["lastMessage"] is None
    assert (await alice.call("GET", alice.channel_url(sid))).object["messages_count"] == 0
    assert (await alice.send(sid, "again")).object["index"] == 5
    assert refusal(await alice.call("GET", alice.channel_url(sid, "Messages", first)))[0] == 404


async def last_message(chat: ChatRest, sid: str) -> JsonObject:
    return as_object(as_object((await chat.open("Documents", f"{sid}.channel"))["data"])["lastMessage"])


@pytest.mark.parametrize(
    "body",
    [{}, {"body": None}, {"body": 5}, {"body": "x" * 40_000}, {"body": "x", "attributes": "{"}, {"media_sid": 1}],
)
async def test_invalid_messages(user: User, body: JsonObject) -> None:
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    assert refusal(await alice.call("POST", alice.channel_url(sid, "Messages"), body))[0] == 400


async def test_repeated_mutations_are_recognised(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    sid = await alice.create()
    for chat in (alice, bob):
        await chat.join(sid)
    url = alice.channel_url(sid, "Messages")
    first = await alice.call("POST", url, {"body": "once"}, mutation="m1")
    again = await alice.call("POST", url, {"body": "once"}, mutation="m1")
    assert again.http_status == 202
    assert (await alice.call("GET", again.text("resource_url"))).object["sid"] == first.object["sid"]
    # Another user's mutation of the same id is another mutation.
    assert (await bob.call("POST", url, {"body": "other"}, mutation="m1")).http_status == 201
    # A refused one may be tried again.
    missing = alice.channel_url(sid, "Participants", "carol")
    assert (await alice.call("DELETE", missing, mutation="m2")).http_status == 404
    await alice.add(sid, "carol")
    for _ in range(2):
        assert (await alice.call("DELETE", missing, mutation="m2")).http_status == 204
    assert (await alice.call("GET", alice.channel_url(sid))).object["messages_count"] == 2


async def test_horizons(user: User) -> None:
    alice = await user("alice")
    sid = await alice.create()
    url = f"{alice.links['my_conversations']}/{sid}"
    assert refusal(await alice.call("GET", url))[0] == 404
    assert refusal(await alice.call("POST", url, {"last_consumed_message_index": 0}))[0] == 403
    await alice.join(sid)
    for text in "abc":
        await alice.send(sid, text)
    assert (await alice.call("GET", url)).object["unread_messages_count"] is None
    for index, unread in [(0, 2), (2, 0), (None, None), (1, 1)]:
        answer = (await alice.call("POST", url, {"last_consumed_message_index": index})).object
        assert (answer["last_consumed_message_index"], answer["unread_messages_count"]) == (index, unread)
    assert (await alice.call("POST", url, {"notification_level": "muted"})).object["notification_level"] == "muted"
    for wrong in ({"last_consumed_message_index": "1"}, {"notification_level": "loud"}):
        assert refusal(await alice.call("POST", url, dict(wrong)))[0] == 400
    (mine,) = await alice.items("Maps", "alice.channels")
    data = as_object(mine["data"])
    assert (data["lastConsumedMessageIndex"], data["notificationLevel"]) == (1, "muted")
    (member,) = await alice.items("Maps", f"{sid}.roster")
    assert as_object(member["data"])["lastConsumedMessageIndex"] == 1
    assert as_object(member["data"])["lastConsumptionTimestamp"]


async def test_state(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    sid = await alice.create()
    await bob.join(sid)
    document = f"{sid}.channel"
    assert "state" not in as_object((await alice.open("Documents", document))["data"])
    assert refusal(await bob.call("POST", bob.channel_url(sid), {"state": "closed"})) == (403, 50107)
    assert refusal(await alice.call("POST", alice.channel_url(sid), {"state": "open"}))[0] == 400
    assert (await alice.call("POST", alice.channel_url(sid), {"state": "inactive"})).http_status == 200
    data = as_object((await alice.open("Documents", document))["data"])
    assert data["state"] == {"current": "inactive", "dateUpdated": data["dateUpdated"]}
    await alice.call("POST", alice.channel_url(sid), {"friendly_name": "later"})
    assert as_object((await alice.open("Documents", document))["data"])["state"] == data["state"]


async def test_deletion(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    sid = await alice.create(unique_name="doomed")
    await bob.join(sid)
    await bob.send(sid, "hello")
    assert refusal(await bob.call("DELETE", bob.channel_url(sid))) == (403, 50107)
    assert (await alice.call("DELETE", alice.channel_url(sid))).http_status == 204
    assert refusal(await bob.call("GET", bob.channel_url(sid)))[0] == 404
    assert await bob.items("Maps", "bob.channels") == []
    assert await alice.create(unique_name="doomed") != sid


async def test_descriptor_pages() -> None:
    async with LocalService(limits=Limits(page_size=2)) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        sids = [await alice.create() for _ in range(5)]
        for sid in sids:
            await alice.join(sid)
        await alice.create(type="private")
        for link in ("conversations", "my_conversations"):
            url = alice.links[link]
            seen: list[JsonValue] = []
            page = await alice.call("GET", url)
            assert as_object(page.object["meta"])["previous_token"] is None
            for _ in range(3):
                seen += [entry["sid"] for entry in entries(page, "conversations")]
                token = as_object(page.object["meta"])["next_token"]
                if token:
                    page = await alice.call("GET", f"{url}?PageToken={token}")
            assert seen == sids
            token = as_object(page.object["meta"])["previous_token"]
            page = await alice.call("GET", f"{url}?PageToken={token}")
            assert [entry["sid"] for entry in entries(page, "conversations")] == sids[2:4]
            assert refusal(await alice.call("GET", f"{url}?PageToken=nonsense"))[0] == 400
        for identity in ("bob", "carol"):
            await alice.add(sids[0], identity)
        users = await alice.call("GET", f"{alice.links['users']}?ConversationSid={sids[0]}&PageToken=after-1")
        assert [entry["identity"] for entry in entries(users, "users")] == ["bob", "carol"]
        assert as_object(users.object["meta"])["prev_token"]
        await alice.close()


async def test_users(user: User) -> None:
    alice, weird = await user("alice"), await user(WEIRD)
    url = f"{weird.links['users']}/{encoded(WEIRD)}"
    assert refusal(await alice.call("POST", url, {"friendly_name": "no"}))[0] == 403
    changed = await weird.call("POST", url, {"friendly_name": "Weird", "attributes": '{"a":[]}'})
    assert (changed.object["friendly_name"], changed.object["attributes"]) == ("Weird", '{"a":[]}')
    seen = (await alice.call("GET", url)).object
    assert (seen["identity"], seen["friendly_name"], seen["is_online"]) == (WEIRD, "Weird", True)
    assert refusal(await alice.call("GET", f"{alice.links['users']}/nobody")) == (404, 50200)
    own = as_object(weird.configuration["sync_objects"])["my_user_info"]
    reply = await alice.client.request("GET", f"/v3/Maps/{own}", params={"Include": "items"})
    data = {str(item["key"]): item["data"] for item in entries(reply, "items")}
    assert data == {
        "friendlyName": {"value": "Weird"},
        "attributes": {"value": '{"a":[]}'},
        "reachability": {"online": True, "notifiable": False},
    }


async def test_presence_ends_with_the_last_socket(service: LocalService, user: User) -> None:
    alice, first, second = await user("alice"), await user("bob"), await user("bob")
    url = f"{alice.links['users']}/bob"
    info = as_object(first.configuration["sync_objects"])["my_user_info"]
    opened = await alice.open("Maps", str(info))
    await alice.client.subscribe((str(opened["sid"]), "map", -1))
    await first.close()
    assert (await alice.call("GET", url)).object["is_online"] is True
    await second.close()
    event = as_object((await alice.client.next_notification("map_item_updated"))["event"])
    assert event["item_data"] == {"online": False, "notifiable": False}
    assert service.sessions == ("alice",)


async def test_push_registrations(user: User) -> None:
    alice = await user("alice")
    url = "/v1/registrations"
    body: JsonObject = {"channel_type": "fcm", "version": "3", "data": {"registration_id": "device"}}
    made = await alice.client.request("POST", url, body, params={"productId": "ip_messaging"})
    assert made.http_status == 201
    again = await alice.client.request("POST", url, body, params={"productId": "ip_messaging"})
    assert again.object["id"] == made.object["id"]
    me = f"{alice.links['users']}/alice"
    assert (await alice.call("GET", me)).object["is_notifiable"] is True
    assert (await alice.call("DELETE", f"{url}/{made.object['id']}", {})).http_status == 204
    assert refusal(await alice.call("DELETE", f"{url}/{made.object['id']}", {}))[0] == 404
    assert (await alice.call("GET", me)).object["is_notifiable"] is False
    invalid: list[JsonObject] = [{}, {"registration_id": ""}, {"registration_id": "x" * 4097}]
    for data in invalid:
        refused = await alice.client.request("POST", url, {"channel_type": "fcm", "data": data})
        assert refused.http_status == 400
        assert refused.object["message"] == "data.registration_id must be a text of 1 to 4096 characters"

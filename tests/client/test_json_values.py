"""Every JSON value is taken over, and every change of one is seen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

import pytest

from support.rooms import Connect, enter_room, share_room
from twilio_chat import ArgumentError, Channel, Client, Member, Message, User
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, JsonValue, same_json

STEPS: list[JsonValue] = [
    {"flag": 1},
    {"flag": True},
    {"flag": 1.0},
    {"flag": [0]},
    {"flag": [False]},
    {"flag": [{"a": 0.0}]},
    {"flag": [{"a": -0.0}]},
    None,
    0,
    False,
    "",
    None,
    [],
    {},
    10**400,
    {"flag": None, "\ud83d": "cut \ude00"},
]


@dataclass
class Kept:
    """Something with attributes: who changes it, who sees it, and how the next change of it is awaited."""

    seen: Channel | Message | Member | User
    change: Callable[[JsonValue], Awaitable[object]]


@pytest.fixture(params=["channel", "message", "member", "user"])
async def kept(request: pytest.FixtureRequest, alice: Client, bob: Client) -> Kept:
    hers, his = await share_room(alice, bob)
    async with his.on.message_added.expect() as received, hers.on.message_added.expect() as sent:
        await hers.send_message("first")
    await his.get_members()
    if request.param == "channel":
        return Kept(his, hers.update_attributes)
    if request.param == "message":
        return Kept(received.value, sent.value.update_attributes)
    if request.param == "member":
        return Kept(
            await his.get_member_by_identity("alice"), (await hers.get_member_by_identity("alice")).update_attributes
        )
    return Kept(await bob.get_user("alice"), alice.user.update_attributes)


async def test_each_change_of_attributes_is_seen(kept: Kept) -> None:
    seen = kept.seen
    for value in STEPS:
        async with seen.on.updated.expect(where=lambda update: "attributes" in update.update_reasons):
            await kept.change(value)
        assert same_json(seen.attributes, value)


async def test_attributes_that_were_changed_in_place_and_sent(kept: Kept) -> None:
    seen = kept.seen
    async with seen.on.updated.expect(where=lambda update: "attributes" in update.update_reasons):
        await kept.change({"inner": {"list": [1, {"count": 1}]}})
    attributes = cast(JsonObject, seen.attributes)
    cast(JsonObject, attributes["inner"])["list"] = [2]
    assert seen.attributes == {"inner": {"list": [1, {"count": 1}]}}
    async with seen.on.updated.expect(where=lambda update: "attributes" in update.update_reasons):
        await kept.change(attributes)
    assert seen.attributes == {"inner": {"list": [2]}}


async def test_the_order_of_keys_is_no_change(kept: Kept) -> None:
    seen = kept.seen
    reasons: list[str] = []
    async with seen.on.updated.expect(where=lambda update: "attributes" in update.update_reasons):
        await kept.change({"a": 1, "b": [1.5, "x"]})
    seen.on.updated.connect(lambda update: reasons.extend(update.update_reasons))
    await kept.change({"b": [1.5, "x"], "a": 1})
    async with seen.on.updated.expect(where=lambda update: "attributes" in update.update_reasons):
        await kept.change({"last": True})
    assert reasons.count("attributes") == 1


CUT = "cut \ud83d"


async def test_texts_that_were_cut_inside_an_emoji(connect: Connect, service: LocalService) -> None:
    alice, bob = await connect("alice"), await connect("bob")
    hers, his = await share_room(alice, bob, friendly_name=CUT, attributes={CUT: [CUT]})
    async with his.on.message_added.expect() as first, hers.on.message_added.expect() as mine:
        await hers.send_message("plain")
    bodies: list[str | None] = []
    his.on.message_added.connect(lambda message: bodies.append(message.body))
    async with his.on.message_added.expect(where=lambda message: message.body == "after"):
        await hers.send_message(CUT, {CUT: CUT})
        await hers.send_message("after")
    assert bodies == [CUT, "after"]
    async with first.value.on.updated.expect():
        await mine.value.update_body(f"{CUT}!")
    async with his.on.updated.expect(where=lambda update: "friendlyName" in update.update_reasons):
        await hers.update_friendly_name(f"{CUT}?")
    await alice.user.update_friendly_name(CUT)
    await hers.add("\ud83d")
    await hers.update_unique_name("\udc00")

    carol = await connect("carol")
    seen = await enter_room(carol, hers)
    page = await seen.get_messages()
    assert [message.body for message in page.items] == [f"{CUT}!", CUT, "after"]
    assert page.items[1].attributes == {CUT: CUT}
    assert (seen.friendly_name, seen.unique_name, seen.attributes) == (f"{CUT}?", "\udc00", {CUT: [CUT]})
    assert (await carol.get_user("alice")).friendly_name == CUT
    assert "\ud83d" in [member.identity for member in await seen.get_members()]
    found = [descriptor async for descriptor in carol.get_public_channel_descriptors()]
    assert (found[0].friendly_name, found[0].attributes) == (f"{CUT}?", {CUT: [CUT]})


NOT_IN_JSON: dict[str, Callable[[Client], Awaitable[object]]] = {
    "get_user": lambda client: client.get_user("\ud83d"),
    "get_user_descriptor": lambda client: client.get_user_descriptor("\ud83d"),
    "get_channel_by_sid": lambda client: client.get_channel_by_sid("\ud83d"),
    "get_channel_by_unique_name": lambda client: client.get_channel_by_unique_name("a\udc00"),
    "set_push_registration_id": lambda client: client.set_push_registration_id("fcm", "\udc00"),
    "update_token": lambda client: client.update_token("\udc00"),
}


@pytest.mark.parametrize("call", NOT_IN_JSON)
async def test_what_cannot_be_cut(alice: Client, call: str) -> None:
    with pytest.raises(ArgumentError, match="surrogate"):
        await NOT_IN_JSON[call](alice)

"""What a client says about the signed-in user's part in channels: status, read horizon, level, in every way."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable

import pytest

from support.patience import PATIENCE
from support.remade_objects import remade_objects
from support.rooms import Connect, client_of, make_room, share_room
from twilio_chat import Channel, Client
from twilio_local import LocalService
from twilio_realtime.requests.backoff import Backoff

Fact = tuple[str, str, str, int | None, str]


@pytest.fixture(autouse=True)
def impatient_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again within milliseconds what is missing: these tests are about what happens, not about when."""

    def backoff(random: Callable[[], float], *bounds: float) -> Backoff:
        return Backoff(random, 0.001, 0.002)

    monkeypatch.setattr("twilio_realtime.collections.changes.Backoff", backoff)


def status_of(channel: Channel) -> str:
    """The status, as a call so that type checkers do not take it for a constant."""
    return channel.status


def note_facts(client: Client) -> list[Fact]:
    """Writes down each announcement about channels, with status, horizon and level as they are at that moment."""
    heard: list[Fact] = []

    def note(what: str, channel: Channel) -> None:
        name = channel.friendly_name or "?"
        heard.append((what, name, channel.status, channel.last_consumed_message_index, channel.notification_level))

    client.on.channel_added.connect(lambda channel: note("added", channel))
    client.on.channel_joined.connect(lambda channel: note("joined", channel))
    client.on.channel_invited.connect(lambda channel: note("invited", channel))
    client.on.channel_left.connect(lambda channel: note("left", channel))
    client.on.channel_removed.connect(lambda channel: note("removed", channel))
    client.on.channel_updated.connect(
        lambda update: note(f"updated {' '.join(sorted(update.update_reasons))}", update.channel)
    )
    client.on.user_updated.connect(
        lambda update: (
            heard.append(("user", update.user.identity, "", None, "")) if update.update_reasons != ("online",) else None
        )
    )
    client.on.member_updated.connect(lambda update: heard.append(("member", str(update.member.identity), "", None, "")))
    client.on.message_updated.connect(lambda update: heard.append(("message", "", "", None, "")))
    return heard


# ---------------------------------------------------------------------------------------------- status


async def test_who_has_nothing_to_do_with_a_channel_does_not_take_part(alice: Client, connect: Connect) -> None:
    heard = note_facts(alice)
    created = await alice.create_channel(friendly_name="created", unique_name="created")
    assert status_of(created) == "notParticipating"
    by_sid, by_name, by_descriptor = [await connect(name) for name in ("by sid", "by name", "by descriptor")]
    seen = note_facts(by_sid), note_facts(by_name), note_facts(by_descriptor)
    assert status_of(await by_sid.get_channel_by_sid(created.sid)) == "notParticipating"
    assert status_of(await by_name.get_channel_by_unique_name("created")) == "notParticipating"
    [descriptor] = (await by_descriptor.get_public_channel_descriptors()).items
    assert status_of(await descriptor.get_channel()) == "notParticipating"
    for facts in (heard, *seen):
        assert facts == [("added", "created", "notParticipating", None, "default")]


async def test_the_status_through_a_whole_life(alice: Client, bob: Client) -> None:
    room = await make_room(alice, friendly_name="room", is_private=True)
    heard = note_facts(bob)
    async with bob.on.channel_invited.expect() as invited:
        await room.invite("bob")
    await invited.value.decline()
    async with bob.on.channel_joined.expect() as joined:
        await room.add("bob")
    async with bob.on.channel_removed.expect():
        await room.remove_member("bob")
    assert status_of(joined.value) == "notParticipating"
    async with bob.on.channel_joined.expect() as again:
        await room.add("bob")
    async with bob.on.channel_removed.expect():
        await room.delete()
    assert status_of(again.value) == "notParticipating"
    assert [(what, status) for what, _, status, _, _ in heard if not what.startswith("updated")] == [
        *[("added", "notParticipating"), ("invited", "invited")],
        *[("left", "notParticipating"), ("removed", "notParticipating")],
        *[("added", "notParticipating"), ("joined", "joined")],
        *[("left", "notParticipating"), ("removed", "notParticipating")],
        *[("added", "notParticipating"), ("joined", "joined")],
        *[("left", "notParticipating"), ("removed", "notParticipating")],
    ]


async def test_found_by_name_before_the_list_of_the_start_has_come(service: LocalService, alice: Client) -> None:
    """Who looks a channel up as the first thing gets the one that was joined, not one of somebody who stays outside."""
    room = await make_room(alice, friendly_name="room", unique_name="room")
    await room.send_message("hello")
    await room.update_last_consumed_message_index(0)
    again = client_of(service, "alice")
    heard = note_facts(again)
    async with again:
        found = await again.get_channel_by_unique_name("room")
        assert (status_of(found), found.last_consumed_message_index) == ("joined", 0)
        await again.get_local_channels()
    assert heard == [("added", "room", "notParticipating", 0, "default"), ("joined", "room", "joined", 0, "default")]


# ---------------------------------------------------------------------------------------------- values in place


async def test_a_start_announces_no_changes(service: LocalService, alice: Client) -> None:
    """Horizon, level, newest message, attributes: everything is in place when the channel is announced."""
    room = await make_room(alice, friendly_name="room", attributes={"topic": 1})
    await room.add("bob")
    for text in ("one", "two"):
        await room.send_message(text)
    await room.update_last_consumed_message_index(1)
    await room.set_user_notification_level("muted")
    muted = await make_room(alice, friendly_name="muted")
    await muted.set_user_notification_level("muted")
    bobs = await make_room(alice, friendly_name="invited")
    await bobs.invite("bob")

    again = client_of(service, "alice")
    heard = note_facts(again)
    complete: list[tuple[object, object]] = []
    again.on.channel_added.connect(
        lambda channel: complete.append(
            (channel.attributes, channel.last_message.index if channel.last_message is not None else None)
        )
    )
    async with again:
        await again.get_local_channels()
        # Whatever was still on its way has come when the answer to this has.
        await again.get_user_channel_descriptors()
        service.faults.cut("alice")
        await again.get_user_channel_descriptors()
        await again.get_subscribed_channels()
    assert sorted(heard) == sorted(
        [
            ("added", "invited", "notParticipating", None, "default"),
            ("added", "muted", "notParticipating", None, "muted"),
            ("added", "room", "notParticipating", 1, "muted"),
            ("joined", "invited", "joined", None, "default"),
            ("joined", "muted", "joined", None, "muted"),
            ("joined", "room", "joined", 1, "muted"),
        ]
    )
    assert ({"topic": 1}, 1) in complete


async def test_joining_announces_no_changes(alice: Client, bob: Client) -> None:
    room, bobs = await share_room(alice, bob, friendly_name="room")
    async with bobs.on.updated.expect(where=lambda update: "lastMessage" in update.update_reasons):
        await room.send_message("hello")
    await bobs.update_last_consumed_message_index(0)
    await bobs.set_user_notification_level("muted")
    await bobs.leave()
    heard = note_facts(bob)
    await bobs.join()
    await bob.get_user_channel_descriptors()
    assert [fact[:3] for fact in heard] == [("joined", "room", "joined")]


async def test_joined_while_the_client_was_away(service: LocalService, alice: Client, bob: Client) -> None:
    known = await make_room(alice, friendly_name="known")
    async with bob.on.channel_joined.expect():
        await known.add("bob")
    new = await make_room(alice, friendly_name="new")
    await new.send_message("hello")
    heard = note_facts(bob)
    service.faults.refuse("bob")
    service.faults.cut("bob")
    await known.remove_member("bob")
    await known.add("bob")
    await new.add("bob")
    service.faults.refuse("bob", enabled=False)
    async with bob.on.channel_joined.expect(where=lambda channel: channel.friendly_name == "new", timeout=PATIENCE):
        pass
    await bob.get_user_channel_descriptors()
    assert sorted(heard) == [
        ("added", "new", "notParticipating", None, "default"),
        ("joined", "known", "joined", None, "default"),
        ("joined", "new", "joined", None, "default"),
        ("left", "known", "notParticipating", None, "default"),
    ]


# ---------------------------------------------------------------------------------------------- what is missing


@pytest.mark.parametrize("status", [403, 404, 500])
@pytest.mark.parametrize("part", [".roster", ".messages", ".channel"])
async def test_what_is_missing_when_it_is_joined_is_tried_again(
    status: int, part: str, service: LocalService, alice: Client, bob: Client, caplog: pytest.LogCaptureFixture
) -> None:
    room = await make_room(alice, friendly_name="room")
    heard = note_facts(bob)
    with caplog.at_level(logging.WARNING):
        service.faults.fail_next_request(status, f"{room.sid}{part}", 3)
        async with bob.on.channel_joined.expect() as joined:
            await room.add("bob")
    assert [fact[:2] for fact in heard] == [("added", "room"), ("joined", "room")]
    assert {member.identity for member in await joined.value.get_members()} == {"alice", "bob"}
    async with joined.value.on.message_added.expect():
        await room.send_message("hello")
    about = [record for record in caplog.records if room.sid in record.getMessage()]
    assert [record.levelname for record in about] == ["WARNING"]


async def test_what_is_removed_while_it_is_followed_is_followed_again(alice: Client, bob: Client) -> None:
    with remade_objects():
        room = await make_room(alice, friendly_name="room")
        async with bob.on.channel_joined.expect() as joined:
            await room.add("bob")
        changes = note_facts(bob)
        await room.send_message(f"remake {room.sid}.messages")
        await room.send_message(f"remake {room.sid}.roster")
        heard: list[str] = []
        joined.value.on.message_added.connect(lambda message: heard.append("message"))
        joined.value.on.member_joined.connect(lambda member: heard.append("member"))
        # What happens before both are followed again is in them, and not announced.
        for number in itertools.takewhile(lambda _: set(heard) != {"message", "member"}, itertools.count()):
            await room.send_message("hello")
            await room.add(f"carol {number}")
            await joined.value.get_members_count()
        assert {fact[0] for fact in changes} <= {"updated lastMessage"}

"""What is announced about a channel, from the moment that the client learns of it to the moment that it is gone."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from support.rooms import Connect, client_of, enter_room, make_room, share_room
from twilio_chat import Channel, ChannelUpdated, Client
from twilio_chat.member import accept_member
from twilio_local import LocalService
from twilio_realtime.json import JsonObject


def note_everything(client: Client) -> list[str]:
    """Writes down what the client announces about channels from now on."""
    heard: list[str] = []

    def name(channel: Channel) -> str:
        return channel.friendly_name or "?"

    client.on.channel_added.connect(lambda channel: heard.append(f"added {name(channel)}"))
    client.on.channel_joined.connect(lambda channel: heard.append(f"joined {name(channel)}"))
    client.on.channel_invited.connect(lambda channel: heard.append(f"invited {name(channel)}"))
    client.on.channel_left.connect(lambda channel: heard.append(f"left {name(channel)}"))
    client.on.channel_removed.connect(lambda channel: heard.append(f"removed {name(channel)}"))
    client.on.channel_updated.connect(lambda update: heard.append(f"updated {name(update.channel)}"))
    client.on.member_joined.connect(lambda member: heard.append(f"member {member.identity}"))
    client.on.message_added.connect(lambda message: heard.append(f"message {message.index}"))
    return heard


async def test_start_announces_what_is_known_once_and_no_members_or_messages(
    service: LocalService, alice: Client
) -> None:
    joined = await make_room(alice, friendly_name="joined")
    await joined.send_message("before")
    await joined.add("bob")
    invited = await make_room(alice, friendly_name="invited", is_private=True)
    await invited.invite("bob")
    await alice.create_channel(friendly_name="public")
    bob = client_of(service, "bob")
    heard = note_everything(bob)
    async with bob:
        known = {channel.friendly_name: channel.status for channel in await bob.get_local_channels()}
    assert known == {"joined": "joined", "invited": "invited"}
    assert sorted(heard) == ["added invited", "added joined", "invited invited", "joined joined"]
    assert heard.index("added joined") < heard.index("joined joined")
    assert heard.index("added invited") < heard.index("invited invited")


async def test_creating_announces_a_complete_channel_once(alice: Client) -> None:
    heard = note_everything(alice)
    complete: list[bool] = []
    alice.on.channel_added.connect(
        lambda channel: complete.append(None not in (channel.friendly_name, channel.created_by, channel.date_created))
    )
    room = await alice.create_channel(friendly_name="room")
    assert heard == ["added room"]
    assert complete == [True]
    await room.join()
    assert [what for what in heard if "updated" not in what and "member" not in what] == ["added room", "joined room"]


async def test_added_by_somebody_then_removed_then_added_again(alice: Client, bob: Client) -> None:
    room = await make_room(alice, friendly_name="room", is_private=True)
    heard = note_everything(bob)
    for _ in range(2):
        async with bob.on.channel_joined.expect() as joined:
            await room.add("bob")
        async with bob.on.channel_removed.expect() as removed:
            await room.remove_member("bob")
        assert removed.value is joined.value
    assert [what for what in heard if what.endswith("room") and not what.startswith("updated")] == [
        *("added room", "joined room", "left room", "removed room"),
        *("added room", "joined room", "left room", "removed room"),
    ]


async def test_accepting_an_invitation(alice: Client, bob: Client) -> None:
    room = await make_room(alice, friendly_name="room", is_private=True)
    heard = note_everything(bob)
    async with bob.on.channel_invited.expect() as invited:
        await room.invite("bob")
    async with bob.on.channel_joined.expect():
        await invited.value.join()
    changes = [what for what in heard if what.endswith("room") and not what.startswith("updated")]
    assert changes == ["added room", "invited room", "joined room"]


async def test_leaving_what_is_public_keeps_it_up_to_date(alice: Client, bob: Client) -> None:
    room, bobs = await share_room(alice, bob, friendly_name="room")
    await bobs.leave()
    heard = note_everything(bob)
    async with bob.on.channel_updated.expect():
        await room.update_friendly_name("renamed")
    assert heard == ["updated renamed"]
    assert await bob.get_local_channels() == [bobs]


async def test_the_members_of_a_public_channel_found_by_look_up_can_be_asked_for(alice: Client, bob: Client) -> None:
    room = await make_room(alice, friendly_name="room")
    await room.send_message("hello")
    heard = note_everything(bob)
    bobs = await bob.get_channel_by_sid(room.sid)
    assert heard == ["added room"]
    assert bobs.status == "notParticipating"
    by_identity = await bobs.get_member_by_identity("alice")
    assert await bobs.get_member_by_sid(by_identity.sid) is by_identity
    assert [message.body for message in (await bobs.get_messages()).items] == ["hello"]


async def test_a_deleted_channel_is_removed_once(alice: Client, bob: Client) -> None:
    room, bobs = await share_room(alice, bob, friendly_name="room")
    heard = note_everything(bob)
    async with bobs.on.removed.expect():
        await room.delete()
    assert heard.count("removed room") == 1
    assert bobs.status == "notParticipating"


async def test_coming_back_shows_everything_as_it_is_then(alice: Client, bob: Client, connect: Connect) -> None:
    room = await make_room(alice, friendly_name="room")
    carol = await connect("carol")
    carols = await enter_room(carol, room)
    bobs = await enter_room(bob, room)
    async with bobs.on.message_added.expect() as edited, room.on.message_added.expect() as own:
        await room.send_message("old")
    assert edited.value.body == "old"
    await bobs.leave()
    await own.value.update_body("new")
    async with room.on.member_left.expect(where=lambda member: member.identity == "carol"):
        await carols.leave()
    await bobs.join()
    assert sorted(str(member.identity) for member in await bobs.get_members()) == ["alice", "bob"]
    assert [message.body async for message in bobs.get_messages()] == ["new"]


async def test_many_changes_of_one_membership_at_once_are_announced_in_order(alice: Client, bob: Client) -> None:
    room = await make_room(alice, friendly_name="room")
    heard = note_everything(bob)
    async with bob.on.channel_joined.expect():
        await asyncio.gather(room.add("bob"), *(bob.get_channel_by_sid(room.sid) for _ in range(5)))
    bobs = await bob.get_channel_by_sid(room.sid)
    assert bobs.status == "joined"
    assert [what for what in heard if what in ("added room", "joined room")] == ["added room", "joined room"]


async def test_pages_are_full_after_messages_that_came_live(alice: Client, bob: Client) -> None:
    room = await make_room(alice, friendly_name="room")
    for number in range(40):
        await room.send_message(str(number))
    bobs = await enter_room(bob, room)
    async with bobs.on.message_added.expect() as live:
        await room.send_message("live")
    page = await bobs.get_messages()
    assert [message.index for message in page.items] == list(range(11, 41))
    assert page.items[-1] is live.value
    assert [message.index for message in (await page.prev_page()).items] == list(range(11))


async def test_an_edit_changes_the_message_that_a_page_has_shown(alice: Client, bob: Client) -> None:
    room = await make_room(alice, friendly_name="room")
    async with room.on.message_added.expect() as own:
        await room.send_message("old")
    bobs = await enter_room(bob, room)
    shown = (await bobs.get_messages()).items[0]
    async with bob.on.message_updated.expect() as updated:
        await own.value.update_body("new")
    assert updated.value.message is shown
    assert (await bobs.get_messages()).items[0] is shown
    async with bob.on.message_removed.expect() as removed:
        await own.value.remove()
    assert removed.value is shown


async def test_dates_that_are_missing_stay_unknown(alice: Client) -> None:
    room = await make_room(alice, friendly_name="room")
    member = await room.get_member_by_identity("alice")
    created, later = member.date_created, "2030-01-01T00:00:00Z"
    accept_member(member, {"dateUpdated": later, "dateCreated": None, "lastConsumptionTimestamp": None})
    assert member.date_created == created
    assert member.date_updated is not None
    assert member.date_updated.isoformat() == "2030-01-01T00:00:00+00:00"
    assert member.last_consumption_timestamp is None


@pytest.mark.parametrize("text", ['{"a": {"b": 1}}', "[]", '"text"', "null", "{broken"])
async def test_received_data_is_not_changed(alice: Client, text: str) -> None:
    room = await make_room(alice, friendly_name="room")
    member = await room.get_member_by_identity("alice")
    data: JsonObject = {"attributes": text, "identity": "alice"}
    accept_member(member, data)
    assert data == {"attributes": text, "identity": "alice"}


async def test_an_event_names_every_reason_once_and_only_if_there_is_one(alice: Client) -> None:
    room = await make_room(alice, friendly_name="room")
    heard: list[ChannelUpdated] = []
    room.on.updated.connect(heard.append)
    async with room.on.updated.expect():
        await room.update_attributes({"a": 1})
    await room.update_attributes({"a": 1})
    async with room.on.updated.expect(where=lambda update: "friendlyName" in update.update_reasons):
        await room.update_friendly_name("renamed")
    for update in heard:
        assert len(set(update.update_reasons)) == len(update.update_reasons) > 0
    assert [set(update.update_reasons) for update in heard][-1] == {"friendlyName", "dateUpdated"}
    assert sum("attributes" in update.update_reasons for update in heard) == 1


async def test_the_state_of_a_channel(service: LocalService, alice: Client) -> None:
    room = await make_room(alice, friendly_name="room")
    assert room.state is None
    url = f"{service.base_url}/Client/v2/Services/{service.credentials.service_sid}/Conversations/{room.sid}"
    async with (
        httpx.AsyncClient(headers={"X-Twilio-Token": service.token("alice")}) as elsewhere,
        room.on.updated.expect(where=lambda update: "state" in update.update_reasons) as updated,
    ):
        answer = await elsewhere.post(url, json={"state": "inactive"})
        assert answer.is_success, answer.text
    assert set(updated.value.update_reasons) == {"state", "dateUpdated"}
    assert updated.value.channel.state is not None
    assert updated.value.channel.state.current == "inactive"

"""Every event that the local service can cause is as the AsyncAPI document says."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import cast

import twilio_chat
from compiler.documents.snapshots import Json, snapshot
from compiler.documents.validation import problems
from support.patience import PATIENCE
from support.rooms import client_of, enter_room, make_room
from twilio_chat import Channel, Client, Member, Message, User
from twilio_local import LocalService
from twilio_realtime.events import EventHub, Signal, events_of

DOCUMENT = cast(
    "Json",
    json.loads((Path(twilio_chat.__file__).parent / "schemas" / "asyncapi.json").read_text(encoding="utf-8")),
)
COMPONENTS = cast("dict[str, dict[str, Json]]", DOCUMENT["components"])

Emitter = Client | Channel | Member | Message | User


class Listener:
    """Listens to every event of everything that comes along, and checks each against the document."""

    def __init__(self) -> None:
        self.heard: dict[str, int] = {}
        self.problems: list[str] = []
        self._known: list[Emitter] = []

    def attend(self, emitter: object) -> None:
        """Listens to an emitter, from its last events on: some happen before anybody can have the object."""
        if not isinstance(emitter, Emitter) or any(emitter is known for known in self._known):
            return
        self._known.append(emitter)
        hub = cast("EventHub", emitter.on)
        for event, attribute in events_of(hub).items():
            signal = cast("Signal[object]", getattr(hub, attribute))
            signal.connect(partial(self._told, f"{type(emitter).__name__}.{event}"), replay=True)

    def _told(self, name: str, *payload: object) -> None:
        self.take(name, payload[0] if payload else None)

    def take(self, name: str, payload: object) -> None:
        """Checks an event."""
        self.heard[name] = self.heard.get(name, 0) + 1
        described = cast("Json", COMPONENTS["messages"][name]["payload"])
        taken = snapshot(payload, described, COMPONENTS["schemas"])
        found = problems({**described, "components": DOCUMENT["components"]}, taken)
        self.problems += [f"{name}: {problem}" for problem in found]
        self.attend(payload)
        for part in ("channel", "member", "message", "user"):
            self.attend(getattr(payload, part, None))


async def _live_together(service: LocalService, alice: Client, bob: Client) -> None:
    """Two people do everything that others are told of."""
    private = await make_room(alice, unique_name="den", is_private=True)
    async with bob.on.channel_invited.expect() as invited:
        await private.invite("bob")
    async with bob.on.channel_left.expect():
        await invited.value.decline()

    room = await make_room(alice, unique_name="room")
    async with room.on.member_joined.expect(where=lambda member: member.identity == "bob") as joined:
        bobs = await enter_room(bob, room)
    async with bobs.on.updated.expect():
        await room.update_friendly_name("Room")
    async with room.on.member_updated.expect():
        await bobs.update_last_consumed_message_index(0)

    async with room.on.typing_started.expect():
        await bobs.typing()
    async with room.on.typing_ended.expect(), room.on.message_added.expect() as written:
        await bobs.send_message("hello", {"mood": "fine"})
    async with room.on.message_added.expect():
        await bobs.send_message(media=b"picture", content_type="image/png", filename="a.png")
    message = written.value
    async with room.on.message_updated.expect():
        await (await bobs.get_messages(10)).items[0].update_body("hello again")
    async with room.on.message_removed.expect():
        await (await bobs.get_messages(10)).items[0].remove()
    assert message.index == 0

    user = await alice.get_user("bob")
    async with user.on.updated.expect():
        await bob.user.update_friendly_name("Robert")
    async with alice.on.user_unsubscribed.expect():
        await user.unsubscribe()
    async with alice.on.user_subscribed.expect():
        await joined.value.get_user()

    async with room.on.member_left.expect():
        await bobs.leave()
    async with alice.on.channel_removed.expect():
        await room.delete()


async def _go_through_trouble(service: LocalService, alice: Client) -> None:
    async with alice.on.token_about_to_expire.expect():
        service.faults.about_to_expire("alice")
    async with alice.on.connection_error.expect():
        service.faults.cut("alice")
    await alice.on.connection_state_changed.wait(where=lambda state: state == "connected", timeout=PATIENCE)
    await alice.handle_push_notification(
        {"data": {"twi_message_type": "twilio.channel.new_message", "twi_body": "hello", "message_index": 4}}
    )
    async with alice.on.token_expired.expect():
        service.faults.expire_token("alice")


async def test_every_event_is_as_described(service: LocalService) -> None:
    listener = Listener()
    alice, bob = (client_of(service, name) for name in ("alice", "bob"))
    listener.attend(alice)
    listener.attend(bob)
    async with alice, bob:
        listener.attend(alice.user)
        listener.attend(bob.user)
        await _live_together(service, alice, bob)
        await _go_through_trouble(service, alice)
        await asyncio.sleep(0)

    assert listener.problems == []
    assert listener.heard.keys() == COMPONENTS["messages"].keys()

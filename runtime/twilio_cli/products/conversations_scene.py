"""The scene of the demo: two clients of Conversations in conversation, with a lost connection in between."""

from __future__ import annotations

import asyncio

from twilio_conversations import Client, Conversation, Message, MessageUpdated

from ..console import working
from ..trouble import Trouble
from .product import Scene

__all__ = ["play_scene"]


async def play_scene(scene: Scene, alice: Client, bob: Client) -> None:
    """Play it; see `Product.play`."""
    async with alice, bob:
        scene.say("alice", f"connected ({alice.connection_state})")
        scene.say("bob", f"connected ({bob.connection_state})")
        await _converse(scene, alice, bob)


async def _converse(scene: Scene, alice: Client, bob: Client) -> None:
    say = scene.say
    room = await alice.create_conversation(
        unique_name=scene.room, friendly_name="The lobby", attributes={"topic": "typed clients", "since": 2026}
    )
    await room.join()
    say("alice", f"created {room.friendly_name!r} with attributes {room.attributes}")

    async with (
        alice.on.participant_joined.expect(where=lambda someone: someone.identity == scene.bob) as arrival,
        bob.on.conversation_joined.expect() as joined,
    ):
        await room.add(scene.bob)
    bobs_room = joined.value
    say("bob", f"was added; alice saw participantJoined for {arrival.value.identity}")

    heard: list[int] = []

    @bob.on.message_added
    def hear(message: Message) -> None:
        heard.append(message.index)
        say("bob", f"messageAdded #{message.index} {message.author}: {message.body}")

    await _exchange(scene, room, bobs_room)
    await _edit(scene, bob, room)
    await _miss_and_catch_up(scene, bob, room, heard)


async def _exchange(scene: Scene, room: Conversation, bobs_room: Conversation) -> None:
    async with bobs_room.on.message_added.expect():
        await room.send_message("Hello Bob, can you read this?")
    async with room.on.message_added.expect(where=lambda message: message.author == scene.bob) as answer:
        await bobs_room.send_message("Every word.", {"mood": "pleased"})
    scene.say(
        "alice",
        f"messageAdded #{answer.value.index} {answer.value.author}: {answer.value.body} {answer.value.attributes}",
    )


async def _edit(scene: Scene, bob: Client, room: Conversation) -> None:
    first = (await room.get_messages(1, 0, "forward")).items[0]
    async with bob.on.message_updated.expect() as edited:
        await first.update_body("Hello Bob, can you read this now?")
    update: MessageUpdated = edited.value
    scene.say("bob", f"messageUpdated #{update.message.index} {list(update.update_reasons)}: {update.message.body}")


async def _miss_and_catch_up(scene: Scene, bob: Client, room: Conversation, heard: list[int]) -> None:
    before = len(heard)
    async with bob.on.message_added.stream() as arriving:
        async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
            scene.cut()
        scene.say("bob", f"lost the connection ({bob.connection_state})")
        wanted = [await room.send_message(f"Are you there? ({number})") for number in range(1, scene.missed + 1)]
        scene.say("alice", f"wrote {len(wanted)} messages meanwhile")
        with working("bob is reconnecting"):
            try:
                async with asyncio.timeout(scene.catch_up_seconds):
                    async for message in arriving:
                        if message.index >= wanted[-1]:
                            break
            except TimeoutError:
                raise Trouble(
                    f"bob heard only {heard[before:]} of {wanted} within {scene.catch_up_seconds:g} seconds"
                ) from None
    if heard[before:] != wanted:
        raise Trouble(f"bob heard {heard[before:]} instead of {wanted}")
    scene.say("bob", f"is {bob.connection_state} again and has every missed message, once and in order")

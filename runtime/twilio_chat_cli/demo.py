"""The main job, made visible: two generated clients in conversation through the local service."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager

from rich.text import Text

from twilio_chat import Channel, Client, Message, MessageUpdated
from twilio_local import LocalService

from .console import fail, out

__all__ = ["play"]

OFFLINE_MESSAGES = 5
CATCH_UP_SECONDS = 15.0
_COLOURS = {"alice": "magenta", "bob": "cyan", "service": "yellow", "schema": "green"}


def _say(who: str, text: str) -> None:
    out.print(Text.assemble((f"{who:>8}  ", f"bold {_COLOURS[who]}"), text))


@contextmanager
def _working(what: str) -> Generator[None]:
    if out.is_terminal:
        with out.status(what):
            yield
    else:
        yield


def _check_generated() -> None:
    try:
        from twilio_codegen.errors import CodegenError
        from twilio_codegen.generator import verify_generated
    except ModuleNotFoundError as error:
        _say("schema", f"generated code not compared with the schema: {error.name} is not installed (extra: codegen)")
        return
    try:
        with _working("comparing the generated code with the schema"):
            result = verify_generated()
    except CodegenError as error:
        fail(f"the generated code cannot be compared with the schema: {error}")
    if not result.up_to_date:
        fail("the generated code differs from the schema; run: twilio-codegen generate")
    _say("schema", "the generated client matches the schema")


async def play() -> None:
    """Play the whole scene and print a transcript; ends the command with code 1 if anything is lost."""
    started = time.monotonic()
    await asyncio.to_thread(_check_generated)
    async with LocalService() as service:
        _say("service", f"listening on {service.base_url}")
        async with (
            Client(service.token("alice"), base_url=service.base_url) as alice,
            Client(service.token("bob"), base_url=service.base_url) as bob,
        ):
            _say("alice", f"connected ({alice.connection_state})")
            _say("bob", f"connected ({bob.connection_state})")
            await _converse(service, alice, bob)
    out.print(
        Text.assemble(
            ("OK", "bold green"),
            f": every message arrived once and in order, {OFFLINE_MESSAGES} of them across a lost connection "
            f"({time.monotonic() - started:.1f} s)",
        )
    )


async def _converse(service: LocalService, alice: Client, bob: Client) -> None:
    room = await alice.create_channel(
        unique_name="lobby", friendly_name="The lobby", attributes={"topic": "typed clients", "since": 2026}
    )
    await room.join()
    _say("alice", f"created {room.friendly_name!r} with attributes {room.attributes}")

    async with alice.on.member_joined.expect(where=lambda member: member.identity == "bob") as arrival:
        bobs_room = await (await bob.get_channel_by_unique_name("lobby")).join()
    _say("bob", f"joined; alice saw memberJoined for {arrival.value.identity}")

    heard: list[int] = []

    @bob.on.message_added
    def hear(message: Message) -> None:
        heard.append(message.index)
        _say("bob", f"messageAdded #{message.index} {message.author}: {message.body}")

    await _exchange(alice, room, bobs_room)
    await _edit(bob, room)
    await _miss_and_catch_up(service, bob, room, heard)


async def _exchange(alice: Client, room: Channel, bobs_room: Channel) -> None:
    async with bobs_room.on.message_added.expect():
        await room.send_message("Hello Bob, can you read this?")
    async with room.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
        await bobs_room.send_message("Every word.", {"mood": "pleased"})
    _say(
        "alice",
        f"messageAdded #{answer.value.index} {answer.value.author}: {answer.value.body} {answer.value.attributes}",
    )


async def _edit(bob: Client, room: Channel) -> None:
    first = (await room.get_messages(1, 0, "forward")).items[0]
    async with bob.on.message_updated.expect() as edited:
        await first.update_body("Hello Bob, can you read this now?")
    update: MessageUpdated = edited.value
    _say("bob", f"messageUpdated #{update.message.index} {list(update.update_reasons)}: {update.message.body}")


async def _miss_and_catch_up(service: LocalService, bob: Client, room: Channel, heard: list[int]) -> None:
    before = len(heard)
    async with bob.on.message_added.stream() as arriving:
        async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
            service.faults.cut("bob")
        _say("bob", f"lost the connection ({bob.connection_state})")
        wanted = [await room.send_message(f"Are you there? ({number})") for number in range(1, OFFLINE_MESSAGES + 1)]
        _say("alice", f"wrote {len(wanted)} messages meanwhile")
        with _working("bob is reconnecting"):
            try:
                async with asyncio.timeout(CATCH_UP_SECONDS):
                    async for message in arriving:
                        if message.index >= wanted[-1]:
                            break
            except TimeoutError:
                fail(f"bob heard only {heard[before:]} of {wanted} within {CATCH_UP_SECONDS:g} seconds")
    if heard[before:] != wanted:
        fail(f"bob heard {heard[before:]} instead of {wanted}")
    _say("bob", f"is {bob.connection_state} again and has every missed message, once and in order")

"""The main job, made visible: two generated clients in conversation through the local service."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.text import Text

from twilio_chat import Channel, Client, Message, MessageUpdated
from twilio_local import LocalService

from .console import fail, out, say_json
from .console import say as say_line

__all__ = ["play"]

OFFLINE_MESSAGES = 5
CATCH_UP_SECONDS = 15.0
_COLOURS = {"alice": "magenta", "bob": "cyan", "service": "yellow", "schema": "green"}


_Say = Callable[[str, str], None]
"""Writes a line of the transcript: who, and what happened."""


def _say_in_colour(who: str, text: str) -> None:
    say_line(Text.assemble((f"{who:>8}  ", f"bold {_COLOURS[who]}"), text))


def _say_as_json(who: str, text: str) -> None:
    say_json({"who": who, "text": text})


@contextmanager
def _working(what: str) -> Generator[None]:
    if out.is_terminal:
        with out.status(what):
            yield
    else:
        yield


def _check_generated(say: _Say) -> None:
    try:
        from twilio_codegen.errors import CodegenError
        from twilio_codegen.generator import verify_generated
    except ModuleNotFoundError as error:
        say("schema", f"generated code not compared with the schema: {error.name} is not installed (extra: codegen)")
        return
    try:
        with _working("comparing the generated code with the schema"):
            result = verify_generated()
    except ModuleNotFoundError as error:  # what compiles is needed only where hashes differ
        fail(
            f"the generated code is not as it was written, and cannot be compared with the schema: {error.name} is not "
            "installed; in the clone of twilio-chat run: pip install '.[codegen]'"
        )
    except CodegenError as error:
        fail(f"the generated code cannot be compared with the schema: {error}")
    if not result.up_to_date:
        fail("the generated code differs from the schema; run: twilio-codegen generate")
    say("schema", "the generated client matches the schema")


async def play(*, as_json: bool = False) -> None:
    """Play the whole scene and print a transcript; ends the command with code 1 if anything is lost.

    Args:
        as_json: One JSON object a line instead of a sentence.
    """
    started = time.monotonic()
    say = _say_as_json if as_json else _say_in_colour
    await asyncio.to_thread(_check_generated, say)
    async with LocalService() as service:
        say("service", f"listening on {service.base_url}")
        async with (
            Client(service.token("alice"), base_url=service.base_url) as alice,
            Client(service.token("bob"), base_url=service.base_url) as bob,
        ):
            say("alice", f"connected ({alice.connection_state})")
            say("bob", f"connected ({bob.connection_state})")
            await _converse(say, service, alice, bob)
    took = time.monotonic() - started
    if as_json:
        say_json({"ok": True, "across_a_lost_connection": OFFLINE_MESSAGES, "seconds": round(took, 1)})
        return
    say_line(
        Text.assemble(
            ("OK", "bold green"),
            f": every message arrived once and in order, {OFFLINE_MESSAGES} of them across a lost connection "
            f"({took:.1f} s)",
        )
    )


async def _converse(say: _Say, service: LocalService, alice: Client, bob: Client) -> None:
    room = await alice.create_channel(
        unique_name="lobby", friendly_name="The lobby", attributes={"topic": "typed clients", "since": 2026}
    )
    await room.join()
    say("alice", f"created {room.friendly_name!r} with attributes {room.attributes}")

    async with alice.on.member_joined.expect(where=lambda member: member.identity == "bob") as arrival:
        bobs_room = await (await bob.get_channel_by_unique_name("lobby")).join()
    say("bob", f"joined; alice saw memberJoined for {arrival.value.identity}")

    heard: list[int] = []

    @bob.on.message_added
    def hear(message: Message) -> None:
        heard.append(message.index)
        say("bob", f"messageAdded #{message.index} {message.author}: {message.body}")

    await _exchange(say, room, bobs_room)
    await _edit(say, bob, room)
    await _miss_and_catch_up(say, service, bob, room, heard)


async def _exchange(say: _Say, room: Channel, bobs_room: Channel) -> None:
    async with bobs_room.on.message_added.expect():
        await room.send_message("Hello Bob, can you read this?")
    async with room.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
        await bobs_room.send_message("Every word.", {"mood": "pleased"})
    say(
        "alice",
        f"messageAdded #{answer.value.index} {answer.value.author}: {answer.value.body} {answer.value.attributes}",
    )


async def _edit(say: _Say, bob: Client, room: Channel) -> None:
    first = (await room.get_messages(1, 0, "forward")).items[0]
    async with bob.on.message_updated.expect() as edited:
        await first.update_body("Hello Bob, can you read this now?")
    update: MessageUpdated = edited.value
    say("bob", f"messageUpdated #{update.message.index} {list(update.update_reasons)}: {update.message.body}")


async def _miss_and_catch_up(say: _Say, service: LocalService, bob: Client, room: Channel, heard: list[int]) -> None:
    before = len(heard)
    async with bob.on.message_added.stream() as arriving:
        async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
            service.faults.cut("bob")
        say("bob", f"lost the connection ({bob.connection_state})")
        wanted = [await room.send_message(f"Are you there? ({number})") for number in range(1, OFFLINE_MESSAGES + 1)]
        say("alice", f"wrote {len(wanted)} messages meanwhile")
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
    say("bob", f"is {bob.connection_state} again and has every missed message, once and in order")

"""The main job, made visible: two generated clients in conversation through the local service."""

from __future__ import annotations

import asyncio
import time

from rich.text import Text

from twilio_local import LocalService

from .account import Account
from .console import fail, say_json, working
from .console import say as say_line
from .products import chosen_product
from .products.product import Say, Scene

__all__ = ["play"]

OFFLINE_MESSAGES = 5
CATCH_UP_SECONDS = 15.0
_COLOURS = {"alice": "magenta", "bob": "cyan", "service": "yellow", "schema": "green"}


def _say_in_colour(who: str, text: str) -> None:
    say_line(Text.assemble((f"{who:>8}  ", f"bold {_COLOURS[who]}"), text))


def _say_as_json(who: str, text: str) -> None:
    say_json({"who": who, "text": text})


def _check_generated(say: Say) -> None:
    try:
        from twilio_codegen.errors import CodegenError
        from twilio_codegen.generator import verify_generated
    except ModuleNotFoundError as error:
        say("schema", f"generated code not compared with the schema: {error.name} is not installed (extra: codegen)")
        return
    try:
        with working("comparing the generated code with the schema"):
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
    """Play the whole scene and print a transcript; ends the command with code 1 if code and schema differ.

    Args:
        as_json: One JSON object a line instead of a sentence.

    Raises:
        Trouble: Something was lost.
    """
    started = time.monotonic()
    say = _say_as_json if as_json else _say_in_colour
    await asyncio.to_thread(_check_generated, say)
    async with LocalService() as service:
        say("service", f"listening on {service.base_url}")
        await chosen_product().play(
            Scene(
                say=say,
                client=lambda who: Account(service.token(who), service.base_url, None).client(),
                bob="bob",
                room="lobby",
                cut=lambda: service.faults.cut("bob"),
                missed=OFFLINE_MESSAGES,
                catch_up_seconds=CATCH_UP_SECONDS,
            )
        )
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

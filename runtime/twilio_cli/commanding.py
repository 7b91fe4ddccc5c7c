"""The commands that carry out what other programs ask for, and that ask for it."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, cast

from twilio_fleet import BrokerError
from twilio_fleet.commands import LARGEST, Caller, CommandServer
from twilio_realtime.commands import AnyCommand
from twilio_realtime.json import JsonObject, JsonValue, parse_json

from .console import warn
from .trouble import Trouble

if TYPE_CHECKING:
    from .products.product import Product

__all__ = ["ask", "carrying_out", "read_input", "read_object"]


@asynccontextmanager
async def carrying_out(product: Product, nats: str, fleet: str) -> AsyncGenerator[CommandServer]:
    """Make what carries out the commands of a fleet.

    Args:
        product: The product.
        nats: Address of the NATS server.
        fleet: Name of the fleet.

    Raises:
        RealtimeError: The streams cannot be used, and trying again is of no use.
    """
    # Checked before: the stream needs the same packages.
    from twilio_fleet.jetstream import Broker, NatsCommands

    commands = cast("Mapping[str, AnyCommand]", import_module(f"{product.package}.commands").COMMANDS)
    async with Broker(nats) as broker:
        store = NatsCommands(broker, fleet)
        try:
            await store.open()
        except BrokerError as error:
            if error.lasting:
                raise
        yield CommandServer(store, commands, tell=warn)


async def ask(
    nats: str,
    fleet: str,
    identity: str,
    method: str,
    at: JsonObject,
    arguments: JsonObject,
    *,
    command_id: str | None,
    within: float,
) -> JsonValue:
    """Have a command carried out, and return its result.

    Args:
        nats: Address of the NATS server.
        fleet: Name of the fleet.
        identity: The user for whom it is carried out.
        method: Documented name of class and method.
        at: What identifies the object that the method is called on.
        arguments: The arguments by documented name.
        command_id: What makes it the same command as another one; None for a new one.
        within: Seconds in which somebody has to begin with it.

    Raises:
        Trouble: There is no NATS client for Python.
        RealtimeError: It was refused, or nobody has answered.
    """
    try:
        from twilio_fleet.jetstream import Broker, NatsCommands
    except ModuleNotFoundError as error:
        raise Trouble(str(error)) from None
    async with Broker(nats) as broker:
        caller = Caller(NatsCommands(broker, fleet), within=within)
        return await caller.call(identity, method, at, arguments, command_id=command_id)


def read_object(option: str, text: str | bytes) -> JsonObject:
    """Read a JSON object that was given as an option.

    Args:
        option: The option, for the message.
        text: What was given.

    Raises:
        Trouble: It is something else.
    """
    try:
        found = parse_json(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Trouble(f"{option} must be a JSON object, for example '{{}}'")
    return found


def read_input() -> bytes:
    """Return what stands in standard input.

    Raises:
        Trouble: It is larger than a command may be.
    """
    found = b"" if sys.stdin is None else sys.stdin.buffer.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise Trouble(f"standard input has more than {LARGEST} bytes, which is the most that a command may have")
    return found

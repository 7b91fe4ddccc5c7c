"""The command that shows events as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from twilio_realtime.events import connect_by_name
from twilio_realtime.json import JsonObject

from .account import Account
from .console import say, say_json, warn

__all__ = ["print_events"]

_WAITING = 10_000
"""Events that may wait to be printed; a reader that is slower than that loses some, and is told."""


async def print_events(account: Account, events: Sequence[str], *, as_json: bool, named: bool) -> None:
    """Print events until cancelled, or until the client has given up, which raises the reason.

    Args:
        account: Who listens.
        events: Documented names.
        as_json: One JSON object a line instead of a sentence.
        named: Whether JSON objects name their event.
    """
    product = account.product
    lines: asyncio.Queue[str | JsonObject] = asyncio.Queue(_WAITING)
    lost = 0

    def take(event: str, payload: object = None) -> None:
        nonlocal lost
        try:
            if as_json:
                lines.put_nowait({**({"event": event} if named else {}), **product.event_record(payload)})
            else:
                lines.put_nowait(product.event_line(event, payload))
        except asyncio.QueueFull:
            lost += 1

    client = account.client()
    hub = product.events(client)
    for event in events:
        connect_by_name(hub, event, partial(take, event))

    async def print_lines() -> None:
        nonlocal lost
        while True:
            line = await lines.get()
            if isinstance(line, str):
                say(line)
            else:
                say_json(line)
            if lost and lines.empty():
                warn(f"{lost} events were not printed: the output is read too slowly")
                lost = 0

    async with account.connected(client):
        printing = asyncio.create_task(print_lines())
        ending = asyncio.create_task(client.until_closed())
        try:
            done, _ = await asyncio.wait((printing, ending), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (printing, ending):
                task.cancel()
            await asyncio.gather(printing, ending, return_exceptions=True)

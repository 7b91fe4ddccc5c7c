"""The questions that the real service is asked: each answer is one line of the report.

They are asked through what every product has, in a room of their own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from twilio_realtime.client import RealtimeClient
from twilio_realtime.errors import RequestError
from twilio_realtime.events import connect_by_name

from ..products.product import Product
from ..trouble import Trouble

__all__ = ["ANSWERS", "Asked", "ask"]

ANSWERS: Final = {
    "creator-status": "what the creator is to a new room before joining it",
    "creator-lists-room": "whether the creator's rooms have it before that",
    "name-taken": "how a second room with the same unique name is refused",
    "stranger-by-sid": "how somebody who is not in a room is refused it by its SID",
    "stranger-by-name": "how somebody who is not in a room is refused it by its unique name",
    "first-index": "the index of the first message",
    "body-too-long": "how a text of 40,000 characters is refused",
    "typing-seconds": "how long somebody is shown as typing after saying so once",
    "typing-own-clients": "whether another client of the one who types hears of it",
    "removal-events": "what somebody in a room hears when it is deleted, in order",
    "events-heard": "every event that was heard in the room before",
}
"""What each answer tells."""

_PATIENCE: Final = 20.0
"""Seconds that something may take to be heard."""
_LONG_BODY: Final = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, and who is told.

    Attributes:
        product: The product.
        client: Makes another client of ``alice``, who makes the room, or of ``bob``, not started yet.
        bob: Identity of ``bob``.
        room: Unique name of the room, which must be free.
        kind: What the product's events call a room.
        pause: Seconds to wait for what may still come after a room was deleted.
        answer: Is told each answer: its name in `ANSWERS`, and what was seen.
    """

    product: Product
    client: Callable[[Literal["alice", "bob"]], RealtimeClient]
    bob: str
    room: str
    kind: str
    pause: float = 1.0
    answer: Callable[[str, str], None]


async def ask(asked: Asked) -> None:
    """Ask all questions, and delete the room in the end.

    Args:
        asked: Who asks.

    Raises:
        RealtimeError: The service refuses what the questions cannot do without.
        Trouble: Something that must be heard was not heard.
    """
    product, answer = asked.product, asked.answer
    async with AsyncExitStack() as clients:
        alice = await clients.enter_async_context(asked.client("alice"))
        elsewhere = await clients.enter_async_context(asked.client("alice"))
        bob = await clients.enter_async_context(asked.client("bob"))
        heard, own = _Heard(product, bob), _Heard(product, elsewhere)

        room = await product.create_room(
            alice, name=asked.room, title="Questions", private=True, attributes={"asked": True}
        )
        answer("creator-status", room.status)
        listed = {one.sid for one in await product.rooms_of_user(alice)}
        answer("creator-lists-room", _yes(room.sid in listed))
        again = product.create_room(alice, name=asked.room, title=None, private=True, attributes=None)
        answer("name-taken", await _refusal(again))
        answer("stranger-by-sid", await _refusal(product.room_by_sid(bob, room.sid)))
        answer("stranger-by-name", await _refusal(product.room_by_name(bob, asked.room)))

        await room.join()
        await room.add(asked.bob)
        await heard.until(f"{asked.kind}Joined")
        for one in await product.rooms_of_user(bob):
            await product.people(one)  # only those who are known are heard typing
        answer("first-index", str(await product.send_text(room, "The first message.")))
        await heard.until("messageAdded")  # which would end the typing that follows
        answer("body-too-long", await _refusal(product.send_text(room, "x" * _LONG_BODY)))
        await room.typing()
        await heard.until("typingStarted")
        began = time.monotonic()
        await heard.until("typingEnded")
        answer("typing-seconds", f"{time.monotonic() - began:.1f}")
        answer("typing-own-clients", _yes("typingStarted" in own.events))

        answer("events-heard", " ".join(dict.fromkeys(heard.events)) or "none")
        before = len(heard.events)
        await product.remove(room)
        await heard.until(f"{asked.kind}Removed")
        await asyncio.sleep(asked.pause)  # what belongs to the removal may follow what tells of it
        answer("removal-events", " ".join(heard.events[before:]))


class _Heard:
    """The names of what a client hears, in order."""

    def __init__(self, product: Product, client: RealtimeClient) -> None:
        self.events: list[str] = []
        self._more = asyncio.Event()
        hub = product.events(client)
        for event in product.event_names:
            connect_by_name(hub, event, partial(self._hear, event))

    async def until(self, event: str) -> None:
        """Wait until an event was heard.

        Raises:
            Trouble: It was not heard in time.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                while event not in self.events:
                    self._more.clear()
                    await self._more.wait()
        except TimeoutError:
            raise Trouble(f"{event} was not heard within {_PATIENCE:g} seconds") from None

    def _hear(self, event: str, payload: object = None) -> None:
        self.events.append(event)
        self._more.set()


async def _refusal(request: Awaitable[object]) -> str:
    try:
        await request
    except RequestError as error:
        code = "no code" if error.code is None else f"code {error.code}"
        return f"status {error.status}, {code}"
    return "not refused"


def _yes(value: bool) -> str:
    return "yes" if value else "no"

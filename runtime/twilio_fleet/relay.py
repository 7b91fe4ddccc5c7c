"""Hands on what one client is told: what is consumed durably at least once, everything else as it comes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from twilio_realtime.client import RealtimeClient
from twilio_realtime.deliveries import Delivery
from twilio_realtime.errors import CursorError, EventsLostError, RealtimeError
from twilio_realtime.events import EventHub, connect_by_name

from .cloud_events import CloudEvent, CloudEvents
from .errors import BrokerError

__all__ = ["EventSink", "Relay"]

# What a delivery does not show to its users is known here.
# pyright: reportPrivateUsage=false

_WAITING: Final = 10_000
"""Events, of those that are not consumed durably, that may wait to be handed on."""
_LONGEST_PAUSE: Final = 10.0
"""Most seconds between two attempts."""


class EventSink(Protocol):
    """Where events are handed on to."""

    async def put(self, event: CloudEvent) -> None:
        """Hand on an event. It is kept there when this returns, and kept once however often it is handed on.

        Raises:
            BrokerError: It is not kept.
        """
        ...


class Relay:
    """Hands on what clients are told; one relay serves any number of them, one `run` each.

    Args:
        events: Makes the CloudEvents.
        sink: Where they are handed on to.
        tell: Called with one line when something goes wrong, and when it goes on; not again for the same trouble.
        pause: Waits so many seconds, between attempts.
        wall: Gives the seconds since 1970-01-01 UTC.
    """

    def __init__(
        self,
        events: CloudEvents,
        sink: EventSink,
        *,
        tell: Callable[[str], None],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._events = events
        self._sink = sink
        self._tell = tell
        self._pause = pause
        self._wall = wall
        self._troubles: dict[type[RealtimeError], str] = {}
        self._queues: set[asyncio.Queue[CloudEvent]] = set()
        self.handed_on: int = 0
        """Events that were handed on."""
        self.lag_seconds: float | None = None
        """Seconds from when the last event that says it was written, by the service's clock, to when we kept it."""

    @property
    def waiting(self) -> int:
        """Events that wait to be handed on, of those that are not consumed durably."""
        return sum(queue.qsize() for queue in self._queues)

    @property
    def trouble(self) -> str | None:
        """What is wrong with the sink or the cursors; None while nothing is, as far as is known."""
        return next(iter(self._troubles.values()), None)

    async def run(
        self, client: RealtimeClient, hub: EventHub, deliveries: AsyncIterator[Delivery[object]] | None = None
    ) -> None:
        """Start a client and hand on until it has ended, or this is cancelled; then it is shut down.

        What is consumed durably and was not handed on comes again the next time.

        Args:
            client: The client, not yet started.
            hub: What handlers are connected to: its events, from the start on.
            deliveries: What is consumed durably, with `SharedCursors`; None if nothing is.

        Raises:
            TokenError: The token has ended or was refused, and nobody brought another one.
            ConnectionRefused: The service does not want this client.
        """
        waiting: asyncio.Queue[CloudEvent] = asyncio.Queue(_WAITING)
        self._queues.add(waiting)
        work: set[asyncio.Task[None]] = set()
        try:
            async with client, asyncio.TaskGroup() as group:
                identity = client._services.identity or ""
                for name in self._events.names:
                    if name != self._events.durable or deliveries is None:
                        connect_by_name(hub, name, partial(self._take, waiting, identity, name))
                work.add(group.create_task(self._hand_on_all(waiting)))
                if deliveries is None:
                    await client.until_closed()
                else:
                    await self._consume(deliveries, identity, group, work)
                for task in work:
                    task.cancel()
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        finally:
            self._queues.discard(waiting)

    def report(self, error: RealtimeError) -> None:
        """Tell of trouble that was found elsewhere, such as when the sink was opened, unless it is told of already.

        Args:
            error: What is wrong.
        """
        self._tell_of(type(error), str(error))

    def _take(self, waiting: asyncio.Queue[CloudEvent], identity: str, name: str, payload: object = None) -> None:
        event = self._events.make(name, payload, identity)
        if event is None:
            return
        try:
            waiting.put_nowait(event)
        except asyncio.QueueFull:
            message = f"{_WAITING} events wait to be handed on, and further ones are lost until there is room"
            self._tell_of(EventsLostError, message)

    async def _hand_on_all(self, waiting: asyncio.Queue[CloudEvent]) -> None:
        while True:
            await self._hand_on(await waiting.get())
            if waiting.empty():
                self._goes_on(EventsLostError, "no events are lost any more")

    async def _consume(
        self,
        deliveries: AsyncIterator[Delivery[object]],
        identity: str,
        group: asyncio.TaskGroup,
        work: set[asyncio.Task[None]],
    ) -> None:
        attempt = 0
        while True:
            try:
                async for delivery in deliveries:
                    task = group.create_task(self._settle(delivery, identity))
                    work.add(task)
                    task.add_done_callback(work.discard)
                    attempt = 0
                return
            except CursorError as error:
                attempt = await self._wait_after(error, attempt)

    async def _settle(self, delivery: Delivery[object], identity: str) -> None:
        name = self._events.durable
        assert name is not None
        event = self._events.make(name, delivery._item, identity)
        if event is not None:
            await self._hand_on(event)
        attempt = 0
        while True:
            try:
                await delivery.ack()
            except CursorError as error:
                attempt = await self._wait_after(error, attempt)
            else:
                self._goes_on(CursorError, "cursors are kept again")
                return

    async def _hand_on(self, event: CloudEvent) -> None:
        attempt = 0
        while True:
            try:
                await self._sink.put(event)
            except BrokerError as error:
                attempt = await self._wait_after(error, attempt)
            else:
                self.handed_on += 1
                self._note_lag(event.time)
                self._goes_on(BrokerError, "events are handed on again")
                return

    async def _wait_after(self, error: RealtimeError, attempt: int) -> int:
        self.report(error)
        await self._pause(min(_LONGEST_PAUSE, 0.25 * 2.0 ** min(attempt, 10)))
        return attempt + 1

    def _note_lag(self, written: str | None) -> None:
        if written is not None:
            with suppress(ValueError):
                moment = datetime.fromisoformat(written)
                if moment.tzinfo is not None:
                    self.lag_seconds = max(0.0, self._wall() - moment.timestamp())

    def _tell_of(self, kind: type[RealtimeError], trouble: str) -> None:
        told = trouble in self._troubles.values()
        self._troubles[kind] = trouble
        if not told:
            self._tell(trouble)

    def _goes_on(self, kind: type[RealtimeError], said: str) -> None:
        if self._troubles.pop(kind, None) is not None:
            self._tell(said)

"""The way between a client and the service, in memory: slow, lossy, and now and then out of order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from twilio_local.links import LinkLost
from twilio_realtime.errors import DisconnectedError, FrameError
from twilio_realtime.json import as_object
from twilio_realtime.twilsock.frames import decode

BASE_URL = "http://chat.simulated"


@dataclass(slots=True)
class Weather:
    """How bad the network is; may change at any time.

    Attributes:
        latency: Longest time that a message takes, in seconds.
        reordered: Part of the live Sync events that are held back while others overtake them.
        held_back: Longest time that they are, in seconds.
        doomed: Part of the live Sync events that are lost, each together with its connection soon afterwards.
    """

    latency: float
    reordered: float = 0.0
    held_back: float = 2.0
    doomed: float = 0.0


class _Inbox:
    """Messages for one side, in order, until the end."""

    def __init__(self) -> None:
        self._messages: deque[bytes] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self.ended: str | None = None

    def put(self, data: bytes) -> None:
        if self.ended is None:
            self._messages.append(data)
            self._wake()

    def end(self, why: str) -> None:
        if self.ended is None:
            self.ended = why
            self._wake()

    async def get(self) -> bytes | None:
        while not self._messages:
            if self.ended is not None:
                return None
            self._waiting = asyncio.get_running_loop().create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        return self._messages.popleft()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


class Wire:
    """One connection; `Socket` and `Link` are its two ends."""

    def __init__(self, chance: Random, weather: Weather) -> None:
        self._chance = chance
        self._weather = weather
        self._loop = asyncio.get_running_loop()
        self._latency = chance.uniform(0.001, weather.latency)
        self._timers: set[asyncio.TimerHandle] = set()
        self._last = {True: 0.0, False: 0.0}
        self.to_client = _Inbox()
        self.to_service = _Inbox()

    def send_to_service(self, data: bytes) -> None:
        self._in_turn(lambda: self.to_service.put(data), to_client=False)

    def send_to_client(self, data: bytes) -> None:
        weather = self._weather
        if (weather.reordered or weather.doomed) and _is_live_event(data):
            if self._chance.random() < weather.doomed:
                self._later(self._chance.uniform(0.0, 4.0), self.cut)
                return
            if self._chance.random() < weather.reordered:
                delay = self._latency + self._chance.uniform(0.0, weather.held_back)
                self._later(delay, lambda: self.to_client.put(data))
                return
        self._in_turn(lambda: self.to_client.put(data), to_client=True)

    def cut(self, *, tail: bytes | None = None) -> None:
        """End both sides at once; what is on the way is lost, perhaps up to a torn piece of it."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        if tail is not None:
            self.to_client.put(tail)
        self.to_client.end("cut")
        self.to_service.end("cut")

    def close_from_service(self) -> None:
        """The service has said all it had to say."""
        self._in_turn(lambda: self.to_client.end("closed by the service"), to_client=True)
        self.to_service.end("closed by the service")

    def close_from_client(self) -> None:
        """The client has said all it had to say."""
        self._in_turn(lambda: self.to_service.end("closed by the client"), to_client=False)
        self.to_client.end("closed by the client")

    @property
    def ended(self) -> bool:
        return self.to_client.ended is not None or self.to_service.ended is not None

    def _in_turn(self, call: Callable[[], None], *, to_client: bool) -> None:
        # Timers of the same moment run in any order.
        due = self._last[to_client] = max(self._loop.time() + self._latency, self._last[to_client] + 1e-6)
        self._later(due - self._loop.time(), call)

    def _later(self, delay: float, call: Callable[[], None]) -> None:
        def run() -> None:
            self._timers.discard(timer)
            call()

        timer = self._loop.call_later(delay, run)
        self._timers.add(timer)


class Socket:
    """The client's end: implements `twilio_realtime.twilsock.websocket.Socket`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, data: bytes) -> None:
        if self._wire.to_client.ended is not None:
            raise DisconnectedError(f"the wire was {self._wire.to_client.ended}")
        self._wire.send_to_service(data)

    async def recv(self) -> bytes | str:
        data = await self._wire.to_client.get()
        if data is None:
            raise DisconnectedError(f"the wire was {self._wire.to_client.ended}")
        return data

    async def close(self, code: int = 1000) -> None:
        self._wire.close_from_client()

    def abort(self) -> None:
        if not self._wire.ended:
            self._wire.cut()


class Link:
    """The service's end: implements `twilio_local.links.Link`."""

    base_url = BASE_URL

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def receive(self) -> bytes | str:
        data = await self.wire.to_service.get()
        if data is None:
            raise LinkLost
        return data

    async def send(self, data: bytes) -> None:
        if self.wire.to_service.ended is not None:
            raise LinkLost
        self.wire.send_to_client(data)

    def send_at_once(self, messages: Sequence[bytes]) -> bool:
        if self.wire.to_service.ended is not None:
            return False
        for data in messages:
            self.wire.send_to_client(data)
        return True

    async def close(self, code: int, reason: str) -> None:
        self.wire.close_from_service()

    def abort(self) -> None:
        self.wire.cut()

    def deafen(self) -> None:
        """Nothing to do: the session ignores what it still receives."""


def _is_live_event(data: bytes) -> bool:
    """Whether a packet is a Sync event outside of any replay: only those may be late or lost."""
    if b'"notification"' not in data:
        return False
    try:
        payload = as_object(decode(data).json())
    except FrameError:
        return False
    return "event_type" in payload and "correlation_id" not in payload

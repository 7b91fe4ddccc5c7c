"""A media service in front of a store that the test plays."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx

from support.manual_clock import ManualClock
from twilio_realtime.clock import Timing
from twilio_realtime.files.media import MediaService
from twilio_realtime.json import JsonObject

STORE = "https://media.example/v1/Services/IS1/Media"


SIGNED = "https://elsewhere.example/ME1/content?signature=very-secret"


RECORD: JsonObject = {
    "sid": "ME1",
    "url": "/v1/Services/IS1/Media/ME1",
    "links": {"content": "/v1/Services/IS1/Media/ME1/Content", "content_direct_temporary": SIGNED},
}


Answer = Callable[[httpx.Request], Awaitable[httpx.Response]]


class Store:
    """A media service in front of a store that the test plays."""

    def __init__(self, answer: Answer | None = None, *, max_bytes: int = 1_000_000) -> None:
        self.clock = ManualClock()
        self.requests: list[httpx.Request] = []
        self.bodies: list[bytes] = []
        self.script: list[httpx.Response | Exception] = []
        self._answer = answer
        self.media = MediaService(
            lambda: "token-1",
            Timing(self.clock, lambda: 0.5),
            max_bytes=max_bytes,
            transport=httpx.MockTransport(self._take),
        )

    async def _take(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.bodies.append(await request.aread())
        if self._answer is not None:
            return await self._answer(request)
        if self.script:
            found = self.script.pop(0)
            if isinstance(found, Exception):
                raise found
            return found
        return httpx.Response(201, json=RECORD)


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


CONTENT = bytes(range(256)) * 1000

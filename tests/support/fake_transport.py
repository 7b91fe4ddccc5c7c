"""A transport whose other end is the test."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twilio_realtime.errors import RealtimeError
from twilio_realtime.json import JsonValue
from twilio_realtime.requests.transport import HttpReply, HttpRequest

Answer = HttpReply | RealtimeError


def reply(
    status: int, body: JsonValue = None, *, reason: str = "", headers: Mapping[str, str] | None = None
) -> HttpReply:
    return HttpReply(status, reason, headers or {}, body)


@dataclass(frozen=True)
class Waiting:
    """A request that the test has to answer."""

    request: HttpRequest
    future: asyncio.Future[HttpReply]

    def answer(self, answer: Answer) -> None:
        if self.future.done():
            return
        if isinstance(answer, RealtimeError):
            self.future.set_exception(answer)
        else:
            self.future.set_result(answer)


def unless(part: str, rule: Callable[[HttpRequest], Answer | None] | None) -> Callable[[HttpRequest], Answer | None]:
    """A rule that leaves requests with this in their URL to the test, and the others to another rule."""
    assert rule is not None
    usual = rule

    def answer(request: HttpRequest) -> Answer | None:
        return None if part in request.url else usual(request)

    return answer


class FakeTransport:
    """Implements `twilio_realtime.requests.transport.Transport`.

    A request is answered by ``rule`` if that returns something, else by the next entry of ``script``, else it joins
    ``waiting``.
    """

    def __init__(self, *script: Answer, rule: Callable[[HttpRequest], Answer | None] | None = None) -> None:
        self.requests: list[HttpRequest] = []
        self.script = deque(script)
        self.rule = rule
        self.waiting: deque[Waiting] = deque()

    async def send(self, request: HttpRequest, *, timeout: float | None = None) -> HttpReply:
        self.requests.append(request)
        answer = self.rule(request) if self.rule is not None else None
        if answer is None and self.script:
            answer = self.script.popleft()
        if isinstance(answer, RealtimeError):
            raise answer
        if answer is not None:
            return answer
        waiting = Waiting(request, asyncio.get_running_loop().create_future())
        self.waiting.append(waiting)
        try:
            return await waiting.future
        finally:
            if waiting in self.waiting:
                self.waiting.remove(waiting)

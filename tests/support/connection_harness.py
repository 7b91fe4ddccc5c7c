"""A connection with everything around it replaced, and a listener that takes notes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from support.manual_clock import ManualClock, settle
from support.scripted_socket import ScriptedNetwork, ScriptedSocket
from twilio_realtime.clock import Timing
from twilio_realtime.json import JsonObject
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.twilsock.connection import Connection
from twilio_realtime.twilsock.limits import ConnectionLimits
from twilio_realtime.twilsock.listener import ConnectionProblem
from twilio_realtime.twilsock.machine import ConnectionPhase

GET = HttpRequest("GET", "https://api.example/v1/Things?Secret=1")
POST = HttpRequest("POST", "https://api.example/v1/Things", body=b"{}")


class NotingListener:
    """Writes down, in order, what a connection tells."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.problems: list[ConnectionProblem] = []
        self.notifications: list[tuple[str, JsonObject]] = []
        self.broken = False
        self.once_connected: Callable[[], None] | None = None

    def _note(self, text: str) -> None:
        self.notes.append(text)
        if self.broken:
            raise RuntimeError(f"broken listener at {text}")

    def phase_changed(self, phase: ConnectionPhase) -> None:
        self._note(phase)

    def connected(self) -> None:
        self._note("connected()")
        if self.once_connected is not None:
            call, self.once_connected = self.once_connected, None
            call()

    def connection_problem(self, problem: ConnectionProblem) -> None:
        self.problems.append(problem)
        self._note("terminal problem" if problem.terminal else "problem")

    def token_about_to_expire(self) -> None:
        self._note("about to expire")

    def token_expired(self) -> None:
        self._note("expired")

    def notification(self, message_type: str, payload: JsonObject) -> None:
        self.notifications.append((message_type, payload))
        self._note(f"notification {message_type}")


class Harness:
    """The connection under test and its surroundings."""

    def __init__(self, limits: ConnectionLimits | None = None, number: float = 0.0) -> None:
        self.clock = ManualClock()
        self.network = ScriptedNetwork()
        self.listener = NotingListener()
        self.connection = Connection(
            "wss://tsock.example/v3/wsconnect",
            product="product",
            metadata={"sdk": "test", "osa": 64},
            message_types=["type.one", "type.two"],
            listener=self.listener,
            timing=Timing(self.clock, lambda: number),
            open_socket=self.network,
            limits=limits or ConnectionLimits(),
        )

    @property
    def socket(self) -> ScriptedSocket:
        return self.network.socket

    def phase(self) -> str:
        """The phase, as a call so that type checkers do not take it for a constant."""
        return self.connection.phase

    async def accept(self) -> ScriptedSocket:
        """Let the service accept the `init` it was sent."""
        await settle()
        self.socket.reply(self.socket.last("init"))
        await settle()
        return self.socket

    async def up(self, token: str = "token-1") -> ScriptedSocket:
        """Connect."""
        self.connection.connect(token)
        socket = await self.accept()
        assert self.phase() == "connected"
        return socket

    async def back(self) -> ScriptedSocket:
        """Let the next attempt to connect come and succeed."""
        before = len(self.network.sockets)
        await self.clock.advance(2.5)
        assert len(self.network.sockets) == before + 1
        return await self.accept()


def in_background(coroutine: object) -> asyncio.Task[None]:
    """Start something that a test looks at while it goes on."""
    assert asyncio.iscoroutine(coroutine)
    return asyncio.ensure_future(coroutine)

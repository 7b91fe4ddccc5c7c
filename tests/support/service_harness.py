"""The services of one client with everything around them replaced, and a service that the test plays."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import jwt

from support.manual_clock import ManualClock, settle
from support.scripted_socket import ScriptedNetwork, ScriptedSocket
from twilio_realtime.environment import Environment
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.profile import Endpoints, ProductProfile
from twilio_realtime.services import Services
from twilio_realtime.tokens.refresh import TokenProvider
from twilio_realtime.twilsock.limits import ConnectionLimits
from twilio_realtime.twilsock.listener import ConnectionProblem
from twilio_realtime.twilsock.machine import ConnectionPhase

PROFILE = ProductProfile(
    grant="product",
    token_grants=("product",),
    default_region="us1",
    hosts={},
    bootstrap_path="v1/Configuration",
    metadata={},
    message_types=("type.one",),
    version="1.0",
)
ENDPOINTS = Endpoints(
    socket="wss://tsock.example/v3/wsconnect",
    api="https://api.example",
    sync="https://sync.example",
    registrar="https://ers.example/v1/registrations",
)
_SECRET = "not-a-real-secret-but-long-enough-for-hs256"


class Tokens:
    """Mints tokens and knows how many."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.minted: list[str] = []

    def mint(self, ttl: float = 3600, identity: str = "alice") -> str:
        """A token that is different each time."""
        claims: dict[str, object] = {
            "jti": str(len(self.minted)),
            "exp": self._clock.wall() + ttl,
            "grants": {"identity": identity, "product": {"service_sid": "IS1"}},
        }
        # Typed in part only where the optional `cryptography` is absent.
        token = jwt.encode(claims, _SECRET, algorithm="HS256")
        self.minted.append(token)
        return token


class ServiceHarness:
    """Services under test.

    Attributes:
        happened: What the owner was told, in order.
        problems: The problems among it.
    """

    def __init__(self, *, http: httpx.AsyncBaseTransport | None = None) -> None:
        self.clock = ManualClock()
        self.tokens = Tokens(self.clock)
        self.network = ScriptedNetwork()
        self.happened: list[str] = []
        self.problems: list[ConnectionProblem] = []
        self._http = http
        self.services = self._make(None)

    def _make(self, provider: TokenProvider | None) -> Services:
        return Services(
            PROFILE,
            ENDPOINTS,
            self,
            token=None if provider is not None else self.tokens.mint(),
            token_provider=provider,
            environment=Environment(
                clock=self.clock,
                random=lambda: 0.0,
                open_socket=self.network,
                # The service that the test plays says nothing by itself for as long as the test likes.
                limits=ConnectionLimits(silence=1e9),
                http_transport=self._http,
            ),
        )

    def ask(self, provider: TokenProvider) -> None:
        """Take tokens from a provider instead; before `open` only."""
        self.tokens.minted.clear()
        self.services = self._make(provider)

    def _phase_changed(self, phase: ConnectionPhase) -> None:
        self.happened.append(phase)

    def _token_about_to_expire(self, seconds: float) -> None:
        self.happened.append(f"about to expire in {seconds:g} s")

    def _token_expired(self) -> None:
        self.happened.append("expired")

    def _ended(self) -> None:
        """Each test sees the end by `Services.end`."""

    def _problem(self, problem: ConnectionProblem) -> None:
        self.problems.append(problem)
        self.happened.append("terminal problem" if problem.terminal else "problem")

    def _retrying(self, problem: ConnectionProblem) -> None:
        assert problem is self.problems[-1]
        self.happened.append("retrying")

    def _notified(self, message_type: str, payload: JsonObject) -> None:
        self.happened.append(f"notification {message_type} {sorted(payload)}")

    @property
    def socket(self) -> ScriptedSocket:
        return self.network.socket

    async def accept(self) -> None:
        """Accept the last `init`."""
        await settle()
        self.socket.reply(self.socket.last("init"))
        await settle()

    async def up(self) -> JsonObject:
        """Open, with a service that agrees to everything."""
        opening = asyncio.ensure_future(self.services.open())
        await self.accept()
        self.answer_request({"about": "the user"})
        return await opening

    def answer_request(self, body: JsonValue, status: int = 200) -> None:
        """Answer the last tunnelled request."""
        request = self.socket.last("message")
        self.socket.reply(request, body, http_status={"code": status, "status": "WHATEVER"}, http_headers={})


def leftovers(folder: Path) -> list[str]:
    """Names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())

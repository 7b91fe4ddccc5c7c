"""Deliberate trouble, for testing how clients cope."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal, Protocol, cast

from twilio_realtime.json import JsonObject

from .errors import LocalServiceError

__all__ = ["Faults", "FaultySession", "RequestFailure", "Throttle", "Throttled"]

Throttled = Literal["message", "init", "update"]


class FaultySession(Protocol):
    """The parts of a connected session that faults act on."""

    @property
    def identity(self) -> str:
        """Who is connected."""
        ...

    def cut(self) -> None:
        """Abort the connection."""
        ...

    def go_half_open(self) -> None:
        """Neither read nor write any more."""
        ...

    def close_with(
        self, code: int, status: str, *, description: str | None, error_code: int | None, payload: JsonObject | None
    ) -> None:
        """Send a `close` packet and close."""
        ...

    def warn_of_expiry(self) -> None:
        """Announce that the token is about to expire."""
        ...


@dataclass(slots=True)
class RequestFailure:
    """How requests to come shall fail. `carried_out` ones take effect before their answer is replaced."""

    status: int
    code: int
    path_contains: str | None
    headers: dict[str, str]
    carried_out: bool
    left: int


@dataclass(slots=True)
class Throttle:
    """How packets to come are answered with 429."""

    method: Throttled
    reconnect_min_ms: int | None
    left: int


_STATUS_TEXT: Mapping[int, str] = {
    308: "OFFLOADED",
    401: "UNAUTHORIZED",
    406: "NOT_ACCEPTABLE_MESSAGE",
    410: "TOKEN_EXPIRED",
    417: "EXPECTATION_FAILED",
}


@dataclass(slots=True, eq=False)
class Faults:
    """Faults of one service. Those with ``identity`` act on the sockets of that user, or on all by default."""

    _sessions: Collection[FaultySession]
    _refused: set[str | None] = field(default_factory=set[str | None])
    _failures: list[RequestFailure] = field(default_factory=list[RequestFailure])
    _throttles: list[Throttle] = field(default_factory=list[Throttle])
    _drops: list[str | None] = field(default_factory=list[str | None])
    _delay: float = 0.0

    def cut(self, identity: str | None = None) -> int:
        """Abort the TCP connections, without a close frame; returns how many."""
        for session in (chosen := self._chosen(identity)):
            session.cut()
        return len(chosen)

    def half_open(self, identity: str | None = None) -> int:
        """Keep the connections open, but read and answer nothing any more; returns how many."""
        for session in (chosen := self._chosen(identity)):
            session.go_half_open()
        return len(chosen)

    def refuse(self, identity: str | None = None, enabled: bool = True) -> None:
        """Refuse new sockets until it is called again with ``enabled=False``.

        Everybody's are refused with 503 instead of the upgrade; those of one identity are cut off at their `init`.
        """
        if enabled:
            self._refused.add(identity)
        else:
            self._refused.discard(identity)

    def close_with(
        self,
        code: int,
        error_code: int | None = None,
        payload: JsonObject | None = None,
        identity: str | None = None,
        *,
        status: str | None = None,
        description: str | None = None,
    ) -> int:
        """Send a `close` packet with that status code and close the sockets; returns how many."""
        text = status or _STATUS_TEXT.get(code, "CLOSED")
        for session in (chosen := self._chosen(identity)):
            session.close_with(code, text, description=description, error_code=error_code, payload=payload)
        return len(chosen)

    def offload(self, reconnect_min_ms: int | None = None, identity: str | None = None) -> int:
        """Send clients elsewhere: `close` 308 with a minimum (milliseconds) before they come back."""
        policy: JsonObject | None = None
        if reconnect_min_ms is not None:
            policy = {"backoff_policy": {"reconnect_min_ms": reconnect_min_ms}}
        return self.close_with(308, payload=policy, identity=identity)

    def expire_token(self, identity: str | None = None) -> int:
        """Close as if the token's time were over: 410."""
        return self.close_with(410, 51207, identity=identity, description="Token expired")

    def about_to_expire(self, identity: str | None = None) -> int:
        """Announce that the token is about to expire."""
        for session in (chosen := self._chosen(identity)):
            session.warn_of_expiry()
        return len(chosen)

    def fail_next_request(
        self,
        status: int,
        path_contains: str | None = None,
        count: int = 1,
        code: int = 0,
        headers: Mapping[str, str] | None = None,
        *,
        carried_out: bool = False,
    ) -> None:
        """Answer the next requests, tunnelled or plain, with an error.

        Args:
            status: HTTP status code.
            path_contains: Only requests with this in their path, as sent (percent-encoded).
            count: How many.
            code: Twilio error code of the body.
            headers: Headers of the answer, for example ``Retry-After``.
            carried_out: Let the request take effect first, as if its answer were lost.
        """
        self._failures.append(RequestFailure(status, code, path_contains, dict(headers or {}), carried_out, count))

    def delay(self, seconds: float) -> None:
        """Let every request wait that long before it is looked at; 0 ends it.

        Raises:
            LocalServiceError: It is no number of at least 0.
        """
        given = cast(object, seconds)
        if isinstance(given, bool) or not isinstance(given, (int, float)) or not 0 <= given < inf:
            raise LocalServiceError(f"a delay must be a number of seconds of at least 0, not {seconds!r:.60}")
        self._delay = seconds

    def throttle(self, count: int = 1, *, method: Throttled = "message", reconnect_min_ms: int | None = None) -> None:
        """Answer the next packets of a method with status 429.

        Args:
            count: How many.
            method: ``message`` (tunnelled requests), ``init`` or ``update``.
            reconnect_min_ms: Sent as `backoff_policy` (milliseconds); none is sent by default.
        """
        self._throttles.append(Throttle(method, reconnect_min_ms, count))

    def drop_next_notification(self, event_type: str | None = None) -> None:
        """Lose the next notification, or the next one of that type, for example ``list_item_added``."""
        self._drops.append(event_type)

    def clear(self) -> None:
        """Forget all faults that have not happened yet, refusals and delay included."""
        self._refused.clear()
        self._failures.clear()
        self._throttles.clear()
        self._drops.clear()
        self._delay = 0.0

    def refuses(self, identity: str | None) -> bool:
        """Whether new sockets (of that identity) are refused."""
        return identity in self._refused

    @property
    def touch_requests(self) -> bool:
        """Whether requests are delayed, or some are to fail."""
        return bool(self._delay or self._failures)

    async def wait(self) -> None:
        """Pass the time that requests are to be delayed."""
        if self._delay:
            await asyncio.sleep(self._delay)

    def take_failure(self, path: str) -> RequestFailure | None:
        """The failure meant for a request, used up by this."""
        for failure in self._failures:
            if failure.path_contains is None or failure.path_contains in path:
                failure.left -= 1
                if failure.left <= 0:
                    self._failures.remove(failure)
                return failure
        return None

    def take_throttle(self, method: str) -> Throttle | None:
        """The throttling meant for a packet, used up by this."""
        for throttle in self._throttles:
            if throttle.method == method:
                throttle.left -= 1
                if throttle.left <= 0:
                    self._throttles.remove(throttle)
                return throttle
        return None

    def take_drop(self, event_type: str) -> bool:
        """Whether a notification is to be lost, used up by this."""
        for wanted in (None, event_type):
            if wanted in self._drops:
                self._drops.remove(wanted)
                return True
        return False

    def _chosen(self, identity: str | None) -> list[FaultySession]:
        return [session for session in self._sessions if identity is None or session.identity == identity]

"""Sync requests as the service wants them: headers, repeats, errors."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from ..clock import Clock
from ..errors import ResponseError
from ..exchange import RetryPolicy, exchange
from ..json import JsonObject, JsonValue, dump_json
from ..links import path_of
from ..tunnel import HttpReply, HttpRequest, Tunnel
from ..version import VERSION

__all__ = ["SyncRequests"]

_ATTEMPTS: Final = 10
_GET: Final = RetryPolicy(
    attempts=_ATTEMPTS,
    statuses=frozenset((429, 502, 503, 504)),
    lost_connection=True,
    first_delay=4.0,
    longest_delay=60.0,
    total=90.0,
)
# A request lost with its connection is of no use on the next one: subscriptions belong to connections.
_POST: Final = RetryPolicy(
    attempts=_ATTEMPTS,
    statuses=frozenset((429, 502, 503, 504)),
    lost_connection=False,
    first_delay=4.0,
    longest_delay=60.0,
    total=90.0,
)


class SyncRequests:
    """Sends requests to the Sync service. Those that fail for the moment are repeated for up to 90 seconds."""

    def __init__(self, tunnel: Tunnel, *, clock: Clock, random: Callable[[], float]) -> None:
        """Prepare; nothing is sent."""
        self._tunnel = tunnel
        self._clock = clock
        self._random = random
        self._about_us = dump_json(
            {
                "sdk": "python",
                "sdkVer": VERSION,
                "os": platform.system(),
                "osVer": platform.release(),
                "pl": platform.python_implementation(),
                "plVer": platform.python_version(),
            }
        )

    async def get(self, url: str) -> JsonObject:
        """Read the object at ``url``.

        Raises:
            RequestError: The service refused; `NotFoundError` when there is nothing.
            ResponseError: The body is not an object.
            RealtimeError: The service could not be asked.
        """
        reply = await self._send(HttpRequest("GET", url, self._headers()), _GET)
        if not isinstance(reply.body, dict):
            raise ResponseError(f"GET {path_of(url)} was answered with status {reply.status} but without an object")
        return reply.body

    async def post(self, url: str, body: JsonObject) -> JsonValue:
        """Post ``body`` to ``url`` and return the body of the answer, whatever it is.

        Raises:
            RequestError: The service refused.
            RealtimeError: The service could not be asked.
        """
        request = HttpRequest("POST", url, self._headers(), dump_json(body).encode())
        return (await self._send(request, _POST)).body

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Twilio-Sync-Client-Info": self._about_us,
            "Twilio-Request-Id": f"RQ{uuid4().hex}",
        }

    async def _send(self, request: HttpRequest, policy: RetryPolicy) -> HttpReply:
        return await exchange(self._tunnel, request, policy, clock=self._clock, random=self._random)

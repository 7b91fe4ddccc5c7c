"""Sync requests as the service wants them: headers, repeats, errors."""

from __future__ import annotations

import platform
from functools import cache

from ..clock import Timing
from ..json import JsonObject, JsonValue, dump_json, json_bytes
from ..requests.backoff import SYNC_READ, SYNC_SUBSCRIPTION, RetryPolicy
from ..requests.exchange import exchange, object_in
from ..requests.transport import HttpReply, HttpRequest, Transport, new_uuid
from ..version import VERSION

__all__ = ["SyncRequests"]


class SyncRequests:
    """Sends requests to the Sync service. Those that fail for the moment are repeated for up to 90 seconds."""

    def __init__(self, transport: Transport, timing: Timing) -> None:
        """Prepare; nothing is sent."""
        self._transport = transport
        self._timing = timing

    async def get(self, url: str) -> JsonObject:
        """Read the object at ``url``.

        Raises:
            RequestError: The service refused; `NotFoundError` when there is nothing.
            ResponseError: The body is not an object.
            RealtimeError: The service could not be reached.
        """
        request = HttpRequest("GET", url, self._headers())
        return object_in(request, await self._send(request, SYNC_READ))

    async def post(self, url: str, body: JsonObject) -> JsonValue:
        """Post ``body`` to ``url`` and return the body of the answer, whatever it is.

        Raises:
            RequestError: The service refused.
            RealtimeError: The service could not be reached.
        """
        request = HttpRequest("POST", url, self._headers(), json_bytes(body))
        return (await self._send(request, SYNC_SUBSCRIPTION)).body

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Twilio-Sync-Client-Info": _about_us(),
            "Twilio-Request-Id": f"RQ{new_uuid().replace('-', '')}",
        }

    async def _send(self, request: HttpRequest, policy: RetryPolicy) -> HttpReply:
        return await exchange(self._transport, request, policy, self._timing)


@cache
def _about_us() -> str:
    return dump_json(
        {
            "sdk": "python",
            "sdkVer": VERSION,
            "os": platform.system(),
            "osVer": platform.release(),
            "pl": platform.python_implementation(),
            "plVer": platform.python_version(),
        }
    )

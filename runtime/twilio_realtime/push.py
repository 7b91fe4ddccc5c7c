"""Registration of a device for push notifications."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from .clock import Clock
from .errors import ArgumentError, NotFoundError, ResponseError
from .exchange import RetryPolicy, exchange
from .json import JsonObject, dump_json
from .links import join_path, with_query
from .logs import logger_of
from .tunnel import HttpRequest, Tunnel

__all__ = ["PushRegistrar"]

_logger = logger_of(__name__)

_RETRY: Final = RetryPolicy(
    attempts=6,
    statuses=frozenset((429, 500, 502, 503, 504)),
    lost_connection=True,
    first_delay=2.0,
    longest_delay=60.0,
    total=120.0,
)
_JSON: Final = {"Content-Type": "application/json"}


class PushRegistrar:
    """Keeps at most one registration for each road that push notifications travel.

    Args:
        tunnel: What carries the requests.
        url: The registrar.
        product: Product that the notifications belong to.
        versions: Version of the registrar's protocol by road.
        message_types: Notifications to ask for.
        clock: Source of time.
        random: Source of numbers from 0 to 1, for jitter.
    """

    def __init__(
        self,
        tunnel: Tunnel,
        url: str,
        *,
        product: str,
        versions: Mapping[str, str],
        message_types: Sequence[str],
        clock: Clock,
        random: Callable[[], float],
    ) -> None:
        self._tunnel = tunnel
        self._url = url
        self._product = product
        self._versions = versions
        self._message_types = list(message_types)
        self._clock = clock
        self._random = random
        self._registered: dict[str, tuple[str, str]] = {}
        # One change of a road at a time, so that no registration is lost sight of.
        self._changing = {road: asyncio.Lock() for road in versions}

    async def set(self, road: str, device: str) -> None:
        """Register a device; the same one again asks nothing, another one replaces it.

        Args:
            road: For example ``fcm``.
            device: What identifies the device on that road. Never logged.

        Raises:
            ArgumentError: There is no such road.
            RequestError: The registrar refused it.
            DisconnectedError: There was no connection in time.
            ResponseError: The registrar's answer names no registration.
        """
        async with self._lock_of(road):
            known = self._registered.get(road)
            if known is None or known[0] != device:
                await self._remove(road)
                await self._register(road, device)

    async def _register(self, road: str, device: str) -> None:
        body: JsonObject = {
            "endpoint_platform": "web",
            "channel_type": road,
            "version": self._versions[road],
            "message_types": list(self._message_types),
            "data": {"registration_id": device},
        }
        request = HttpRequest(
            "POST", with_query(self._url, {"productId": self._product}), _JSON, dump_json(body).encode()
        )
        reply = await exchange(self._tunnel, request, _RETRY, clock=self._clock, random=self._random)
        identifier = reply.body.get("id") if isinstance(reply.body, dict) else None
        if not isinstance(identifier, str) or not identifier:
            raise ResponseError("the push registrar's answer names no registration")
        self._registered[road] = (device, identifier)

    async def unset(self, road: str) -> None:
        """Remove the registration of a road; nothing is asked if there is none.

        Raises:
            ArgumentError: There is no such road.
            RequestError: The registrar refused it.
            DisconnectedError: There was no connection in time.
        """
        async with self._lock_of(road):
            await self._remove(road)

    async def _remove(self, road: str) -> None:
        known = self._registered.get(road)
        if known is None:
            return
        url = with_query(join_path(self._url, known[1]), {"productId": self._product})
        request = HttpRequest("DELETE", url, _JSON, b"{}")
        try:
            await exchange(self._tunnel, request, _RETRY, clock=self._clock, random=self._random)
        except NotFoundError:
            _logger.debug("the push registration was gone already")
        del self._registered[road]

    def _lock_of(self, road: str) -> asyncio.Lock:
        lock = self._changing.get(road)
        if lock is None:
            raise ArgumentError(f"push notifications travel by {' or '.join(map(repr, self._changing))}, not {road!r}")
        return lock

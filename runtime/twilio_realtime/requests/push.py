"""Registration of a device for push notifications."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from ..clock import Timing
from ..errors import ArgumentError, NotFoundError, ResponseError
from ..json import JsonObject, dump_json
from ..telemetry.logs import logger_of
from ..visible_text import quoted
from .backoff import PUSH_REGISTRATION
from .exchange import exchange
from .links import join_path, with_query
from .transport import HttpRequest, Transport

__all__ = ["PushRegistrar"]

_logger = logger_of(__name__)

_JSON: Final = {"Content-Type": "application/json"}


class PushRegistrar:
    """Keeps at most one registration with each push service.

    Args:
        transport: What carries the requests.
        url: The registrar.
        timing: Source of time and jitter.
        product: Product that the notifications belong to.
        versions: Version of the registrar's protocol for each push service.
        message_types: Notifications to ask for.
    """

    def __init__(
        self,
        transport: Transport,
        url: str,
        timing: Timing,
        *,
        product: str,
        versions: Mapping[str, str],
        message_types: Sequence[str],
    ) -> None:
        self._transport = transport
        self._url = url
        self._product = product
        self._versions = versions
        self._message_types = list(message_types)
        self._timing = timing
        self._registered: dict[str, tuple[str, str]] = {}
        # One change of a registration at a time, so that none is lost sight of.
        self._changing: dict[str, asyncio.Lock] = {}

    async def set(self, push_service: str, device: str) -> None:
        """Register a device; the same one again sends nothing, another one replaces it.

        Args:
            push_service: For example ``fcm``.
            device: What identifies the device there. Never logged.

        Raises:
            ArgumentError: There is no such push service.
            RequestError: The registrar refused it.
            DisconnectedError: There was no connection in time.
            ResponseError: The registrar's answer names no registration.
        """
        async with self._lock_of(push_service):
            known = self._registered.get(push_service)
            if known is None or known[0] != device:
                await self._remove(push_service)
                await self._register(push_service, device)

    async def _register(self, push_service: str, device: str) -> None:
        body: JsonObject = {
            "endpoint_platform": "web",
            "channel_type": push_service,
            "version": self._versions[push_service],
            "message_types": list(self._message_types),
            "data": {"registration_id": device},
        }
        request = HttpRequest(
            "POST", with_query(self._url, {"productId": self._product}), _JSON, dump_json(body).encode()
        )
        reply = await exchange(self._transport, request, PUSH_REGISTRATION, self._timing)
        identifier = reply.body.get("id") if isinstance(reply.body, dict) else None
        if not isinstance(identifier, str) or not identifier:
            raise ResponseError("the push registrar's answer names no registration")
        self._registered[push_service] = (device, identifier)

    async def unset(self, push_service: str) -> None:
        """Remove the registration with a push service; nothing is sent if there is none.

        Raises:
            ArgumentError: There is no such push service.
            RequestError: The registrar refused it.
            DisconnectedError: There was no connection in time.
        """
        async with self._lock_of(push_service):
            await self._remove(push_service)

    async def remove(self, push_service: str, device: str) -> None:
        """Remove whatever registrations a device has, also those of another client or an earlier run. Idempotent.

        Args:
            push_service: For example ``fcm``.
            device: What identifies the device there. Never logged.

        Raises:
            ArgumentError: There is no such push service.
            RequestError: The registrar refused it.
            DisconnectedError: There was no connection in time.
        """
        async with self._lock_of(push_service):
            await self._delete(self._url, {"binding_type": push_service, "address": device})
            known = self._registered.get(push_service)
            if known is not None and known[0] == device:
                del self._registered[push_service]  # else registering it again would send nothing

    async def _remove(self, push_service: str) -> None:
        known = self._registered.get(push_service)
        if known is None:
            return
        await self._delete(join_path(self._url, known[1]), {})
        del self._registered[push_service]

    async def _delete(self, url: str, body: JsonObject) -> None:
        request = HttpRequest("DELETE", with_query(url, {"productId": self._product}), _JSON, dump_json(body).encode())
        try:
            await exchange(self._transport, request, PUSH_REGISTRATION, self._timing)
        except NotFoundError:
            _logger.debug("the push registration was gone already")

    def _lock_of(self, push_service: str) -> asyncio.Lock:
        if push_service not in self._versions:
            raise ArgumentError(
                f"push notifications travel by {' or '.join(map(repr, self._versions))}, not {quoted(push_service)}"
            )
        return self._changing.setdefault(push_service, asyncio.Lock())

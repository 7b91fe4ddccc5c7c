"""One connected client: the twilsock conversation from `init` to `close`."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final

from twilio_realtime.errors import FrameError
from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json
from twilio_realtime.twilsock.frames import Packet, decode, encode
from twilio_realtime.visible_text import escape_record

from ..backend import Backend
from ..errors import Refusal, TokenRefusal, too_many_requests
from ..faults import Faults
from ..links import Link, LinkLost
from ..sync.notifications import Notification
from ..sync.subscriptions import SYNC_EVENTS
from ..tokens import Grant
from ..watch.frame_tap import SocketTap
from .outbox import Outbox
from .rate import RateLimit
from .registrations import Registrations
from .tunnel import Application, Caller, TunnelReply, TunnelRequest, read_request

__all__ = ["Session"]

logger: logging.Logger = logging.getLogger(__name__)
logger.addFilter(escape_record)

_CAPABILITIES: Final = ("client_update", "offline_storage", "telemetry.v1", "account_descriptor")
_PRODUCTS: Final = ("ip_messaging", "chat")
_OK: Final[JsonObject] = {"code": 200, "status": "OK"}
_TURN_REQUESTS: Final = 8
_TURN_BYTES: Final = 32 * 1024
"""Requests of one client that are answered in a turn of the loop, and the bytes of answers after which it ends."""


class Session:
    """Serves one link until it ends.

    Args:
        link: Connection to the client.
        backend: State and rules.
        faults: Trouble to make.
        app: Application that answers tunnelled requests.
        tap: Looks on at the packets, if anything does.
    """

    def __init__(
        self,
        link: Link,
        backend: Backend,
        faults: Faults,
        app: Application,
        tap: SocketTap | None = None,
    ) -> None:
        self._link = link
        self._tap = tap
        self._backend = backend
        self._limits = backend.limits
        self._presence = backend.presence
        self._faults = faults
        self._app = app
        self._loop = asyncio.get_running_loop()
        self._grant: Grant | None = None
        self._registrations = Registrations(backend.stamps)
        self._outbox = Outbox(link, backend.limits.queued_bytes)
        self._half_open = False
        self._refused = False
        self._waiting: deque[tuple[str, TunnelRequest]] = deque()
        self._requests: set[asyncio.Task[None]] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._last_heard = self._loop.time()
        self._rate = RateLimit(backend.limits.requests_per_second, backend.stamps.now)

    @property
    def identity(self) -> str:
        """Who is connected; empty before `init`."""
        return self._grant.identity if self._grant else ""

    @property
    def base_url(self) -> str:
        """The address under which the client reached the service."""
        return self._link.base_url

    def __repr__(self) -> str:
        return f"<Session {self.identity!r}>"

    async def run(self) -> None:
        """Serve until the link ends or the task is cancelled."""
        self._arm("init", self._limits.init_seconds, self._no_init)
        writer = asyncio.create_task(self._outbox.write())
        try:
            await self._read()
        except LinkLost:
            pass
        finally:
            self._waiting.clear()
            self._outbox.close(1006, "")
            tasks = [writer, *self._requests]
            for task in tasks:
                task.cancel()
            try:
                self._release()
            finally:
                await asyncio.gather(*tasks, return_exceptions=True)
                if self._tap is not None:
                    self._tap.closed(self.identity)

    def notify(self, notification: Notification) -> None:
        """Send a notification; typing only to clients that registered for it."""
        if self._faults.take_drop(notification.kind):
            return
        message_type = notification.message_type
        if message_type != SYNC_EVENTS and not self._registrations.include(message_type):
            return
        packet_id = self._packet_id()
        self._send_written(
            partial(notification.packet, packet_id), partial(notification.header, packet_id), notification.payload
        )

    def cut(self) -> None:
        """Abort the connection, without a close frame."""
        self._link.abort()

    def go_half_open(self) -> None:
        """Neither read nor write any more, with the connection kept."""
        self._half_open = True
        self._outbox.stop()
        self._link.deafen()

    def warn_of_expiry(self) -> None:
        """Announce that the token is about to expire."""
        seconds = int(self._limits.expiry_warning_seconds)
        header: JsonObject = {
            "method": "client_update",
            "id": self._packet_id(),
            "client_update_type": "token_about_to_expire",
            "client_update_message": f"Your token is about to expire. Time left: less than {seconds * 1000} ms",
        }
        self._send(header)

    def close_with(
        self,
        code: int,
        status: str,
        *,
        description: str | None = None,
        error_code: int | None = None,
        payload: JsonObject | None = None,
    ) -> None:
        """Send a `close` packet, then close the socket."""
        header: JsonObject = {
            "method": "close",
            "id": self._packet_id(),
            "status": _status(code, status, description, error_code),
        }
        if payload is not None:
            header["payload_type"] = "application/json"
        self._send(header, dump_json(payload).encode() if payload is not None else b"")
        self._close(1000, "")

    async def _read(self) -> None:
        while True:
            data = await self._link.receive()
            if self._half_open:
                self._link.deafen()
                continue
            if self._outbox.closing:
                continue
            self._last_heard = self._loop.time()
            self._take(data)

    def _take(self, data: bytes | str) -> None:
        if isinstance(data, str) and self._grant is None:
            self._no_init()
            return
        try:
            packet = decode(data.encode() if isinstance(data, str) else data, max_bytes=self._limits.frame_bytes)
        except FrameError:
            if self._tap is not None:
                self._tap.received(self.identity, len(data), None)
            self.close_with(406, "NOT_ACCEPTABLE_MESSAGE", description="Not acceptable message", error_code=51214)
            return
        if self._tap is not None:
            self._tap.received(self.identity, len(data), packet)
        if self._refused:
            if packet.method == "close":
                self._close(1000, "")
        elif packet.method == "init" and self._grant is None:
            self._init(packet)
        elif self._grant is None:
            self._no_init()
        elif packet.method == "message":
            self._message(packet)
        elif packet.method == "update":
            self._update(packet)
        elif packet.method == "put_notification_ctx":
            self._put_context(packet)
        elif packet.method == "delete_notification_ctx":
            self._registrations.delete(packet.header.get("notification_ctx_id"))
            self._reply(packet)
        elif packet.method == "close":
            self._close(1000, "")
        elif packet.method not in ("reply", "telemetry.v1"):
            self._reply(packet, _status(400, "BAD_REQUEST", "Unknown or unexpected method", None))

    def _init(self, packet: Packet) -> None:
        if self._throttled(packet):
            self._refuse(lambda: self._close(1000, ""))
            return
        try:
            grant = self._backend.verifier.verify(packet.header.get("token"))
        except TokenRefusal as refusal:
            message, code = refusal.message, refusal.code
            self._reply(packet, _status(401, "UNAUTHORIZED", message, code))
            self._refuse(lambda: self.close_with(401, "UNAUTHORIZED", description=message, error_code=code))
            return
        if self._faults.refuses(grant.identity):
            self.cut()
            return
        user = self._backend.users.ensure(grant.identity)
        token, token_status = self._backend.continuation.renew(packet.header.get("continuation_token"), grant.identity)
        asked = packet.header.get("capabilities")
        granted: list[JsonValue] = [one for one in _CAPABILITIES if isinstance(asked, list) and one in asked]
        answer: JsonObject = {
            "capabilities": granted,
            "continuation_token": token,
            "continuation_token_status": token_status,
            "init_registrations": self._registrations.begin(packet.header.get("registrations")),
        }
        if "offline_storage" in granted:
            answer["offline_storage"] = {"ip_messaging": {"storage_id": user.sid}}
        if "account_descriptor" in granted:
            answer["account_descriptor"] = {
                "account_sid": self._backend.credentials.account_sid,
                "instance_sids": {"ip_messaging": self._backend.credentials.service_sid},
                "identity": grant.identity,
            }
        self._disarm("init")
        self._accept(grant)
        self._reply(packet, _OK, answer)
        self._arm("beat", self._limits.ping_seconds, self._beat)
        # Behind the answer, which is written in the next turn: who is online is written down while it travels.
        self._loop.call_soon(self._enter)

    def _enter(self) -> None:
        if not self._outbox.closing:
            self._presence.enter(self)

    def _refuse(self, close: Callable[[], None]) -> None:
        # Milliseconds apart, as with the hosted service: a client that gets both at once may end in another state.
        self._refused = True
        self._arm("init", self._limits.refusal_seconds, close)

    def _put_context(self, packet: Packet) -> None:
        try:
            payload = as_object(packet.json())
        except FrameError:
            payload = {}
        if self._registrations.put(packet.header.get("notification_ctx_id"), payload.get("message_types")):
            self._reply(packet)
        else:
            self._reply(packet, _status(400, "BAD_REQUEST", "Context without id or message types", None))

    def _update(self, packet: Packet) -> None:
        if self._throttled(packet):
            return
        try:
            grant = self._backend.verifier.verify(packet.header.get("token"))
            if grant.identity != self.identity:
                reason = "Can't update token, new token was issued for other identity/instance/product."
                raise TokenRefusal(51215, reason)
        except TokenRefusal as refusal:
            self._reply(packet, _status(401, "UNAUTHORIZED", refusal.message, refusal.code))
            return
        self._accept(grant)
        self._reply(packet)

    def _accept(self, grant: Grant) -> None:
        self._grant = grant
        left = max(0.0, grant.expires_at - self._backend.stamps.now())
        self._arm("warning", max(0.0, left - self._limits.expiry_warning_seconds), self.warn_of_expiry)
        self._arm("expiry", left, self._expire)

    def _expire(self) -> None:
        self.close_with(410, "TOKEN_EXPIRED", description="Token expired", error_code=51207)

    def _message(self, packet: Packet) -> None:
        product = packet.header.get("active_grant")
        if product is not None and product not in _PRODUCTS:
            reason = "active_grant names no grant of the token"
            self._reply(packet, _status(400, "UNKNOWN_ACTIVE_PRODUCT", reason, 51218))
            return
        if self._throttled(packet):
            return
        if len(self._waiting) + len(self._requests) >= self._limits.requests_in_flight:
            self._reply(packet, _status(429, "TOO_MANY_REQUESTS", "Too many requests", 51202))
            return
        try:
            if not self._rate.take():
                raise too_many_requests()
            request = read_request(packet, self.base_url)
        except Refusal as refusal:
            body: JsonObject = {"status": refusal.status, "code": refusal.code, "message": refusal.message}
            headers = {"content-type": "application/json", **refusal.headers}
            reply = TunnelReply(refusal.status, headers, dump_json(body).encode())
            self._send(reply.header(packet.id), reply.body)
            return
        self._waiting.append((packet.id, request))
        if len(self._waiting) == 1:
            self._loop.call_soon(self._begin_some)

    def _begin_some(self) -> None:
        """Begin a few requests; others have their turn before the next ones, however many were sent at once."""
        size = 0
        for _ in range(_TURN_REQUESTS):
            if not self._waiting or size > _TURN_BYTES:
                break
            size += self._begin(*self._waiting.popleft())
        if self._waiting:
            self._loop.call_soon(self._begin_some)

    def _begin(self, packet_id: str, request: TunnelRequest) -> int:
        """Answer a request, or begin to; returns the size of the answer that there is now."""
        caller = Caller(self.identity, self, request.base_url)
        try:
            reply = self._app.answer(request, caller)
            if reply is not None:
                self._answered(packet_id, reply.bounded(self._limits.reply_bytes), caller)
                return len(reply.body)
        except Exception as error:
            self._unanswered(error)
            return 0
        task = self._loop.create_task(self._answer(packet_id, request, caller))
        self._requests.add(task)
        task.add_done_callback(self._requests.discard)
        return 0

    async def _answer(self, packet_id: str, request: TunnelRequest, caller: Caller) -> None:
        try:
            self._answered(packet_id, await request.run(self._app, caller, self._limits.reply_bytes), caller)
        except Exception as error:
            self._unanswered(error)

    def _answered(self, packet_id: str, reply: TunnelReply, caller: Caller) -> None:
        self._send(reply.header(packet_id), reply.body)
        for callback in caller.after_reply:
            callback()

    def _unanswered(self, error: Exception) -> None:
        logger.error("a request of %r could not be answered: %s", self.identity, type(error).__name__)
        logger.debug("its cause", exc_info=True)
        self.cut()

    def _throttled(self, packet: Packet) -> bool:
        throttle = self._faults.take_throttle(packet.method)
        if throttle is None:
            return False
        status = _status(429, "TOO_MANY_REQUESTS", "Too many requests", 51202)
        if throttle.reconnect_min_ms is None:
            self._reply(packet, status)
        else:
            policy: JsonObject = {"backoff_policy": {"reconnect_min_ms": throttle.reconnect_min_ms}}
            header: JsonObject = {"method": "reply", "id": packet.id, "status": status}
            self._send({**header, "payload_type": "application/json"}, dump_json(policy).encode())
        return True

    def _beat(self) -> None:
        if self._loop.time() - self._last_heard > self._limits.silence_seconds:
            self.cut()
            return
        self._send({"method": "ping", "id": self._packet_id()})
        self._arm("beat", self._limits.ping_seconds, self._beat)

    def _no_init(self) -> None:
        self._close(1000, "no-init-from-client")

    def _reply(self, packet: Packet, status: JsonObject = _OK, fields: JsonObject | None = None) -> None:
        self._send({"method": "reply", "id": packet.id, "status": status, **(fields or {})})

    def _send(self, header: JsonObject, payload: bytes = b"") -> None:
        self._send_written(partial(encode, header, payload), lambda: header, payload)

    def _send_written(self, write: Callable[[], bytes], header: Callable[[], JsonObject], payload: bytes) -> None:
        if not self._outbox.accepts:
            return
        try:
            data = write()
        except FrameError as error:
            logger.error("a packet for %r is not sent: %s", self.identity, error)
            self.cut()
            return
        if self._tap is not None:
            self._tap.sent(self.identity, len(data), header(), payload)
        if not self._outbox.put(data):
            logger.warning("%r does not read; cut off with %d bytes waiting", self.identity, self._outbox.queued_bytes)
            self.cut()

    def _close(self, code: int, reason: str) -> None:
        if self._outbox.close(code, reason):
            self._release()
            # Behind what waits, which the client may never read.
            self._arm("close", self._limits.close_seconds, self.cut)

    def _release(self) -> None:
        for name in list(self._timers):
            self._disarm(name)
        self._backend.subscriptions.leave(self)
        self._presence.leave(self)

    def _arm(self, name: str, delay: float, callback: Callable[[], None]) -> None:
        self._disarm(name)
        self._timers[name] = self._loop.call_later(delay, callback)

    def _disarm(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()

    def _packet_id(self) -> str:
        return self._backend.stamps.sid("TM")


def _status(code: int, status: str, description: str | None, error_code: int | None) -> JsonObject:
    result: JsonObject = {"code": code, "status": status}
    if description is not None:
        result["description"] = description
    if error_code is not None:
        result["errorCode"] = error_code
    return result

"""Sockets in memory; the test plays the service."""

from __future__ import annotations

import asyncio
from itertools import count
from uuid import uuid4

from twilio_realtime.errors import DisconnectedError
from twilio_realtime.json import JsonValue, dump_json
from twilio_realtime.twilsock.frames import Packet, decode, encode


class ScriptedSocket:
    """One socket: `sent` holds what the client sent, the other methods are the service's side."""

    def __init__(self) -> None:
        self.sent: list[Packet] = []
        self.closed_with: int | None = None
        self.aborted = False
        self.answers_close = True
        self._inbox: asyncio.Queue[bytes | str | Exception] = asyncio.Queue()
        self._end: Exception | None = None

    # the client's side

    async def send(self, data: bytes) -> None:
        if self._end is not None:
            raise self._end
        self.sent.append(decode(data))

    async def recv(self) -> bytes | str:
        if self._end is not None:
            raise self._end
        found = await self._inbox.get()
        if isinstance(found, Exception):
            self._end = found
            raise found
        return found

    async def close(self, code: int = 1000) -> None:
        self.closed_with = code
        if self.answers_close:
            self.lose("closed in order")
        else:
            await asyncio.Event().wait()

    def abort(self) -> None:
        self.aborted = True
        self.lose("aborted")

    # the service's side

    @property
    def open(self) -> bool:
        return self._end is None and not self.aborted

    def lose(self, why: str = "cut") -> None:
        """End the socket."""
        self._inbox.put_nowait(DisconnectedError(f"the socket was {why}"))

    def deliver_raw(self, message: bytes | str) -> None:
        self._inbox.put_nowait(message)

    def deliver(
        self, method: str, payload: JsonValue = None, *, payload_type: str | None = None, **header: JsonValue
    ) -> str:
        """Send a packet to the client; its id is returned."""
        packet_id = str(header.pop("id", None) or f"TM{uuid4().hex}")
        body = b""
        if isinstance(payload, str):
            body = payload.encode()
        elif payload is not None:
            body = dump_json(payload).encode()
        if body:
            header["payload_type"] = payload_type or "application/json"
        self.deliver_raw(encode({"method": method, "id": packet_id, **header}, body))
        return packet_id

    def reply(
        self,
        request: Packet,
        payload: JsonValue = None,
        *,
        code: int = 200,
        error_code: int | None = None,
        payload_type: str | None = None,
        **header: JsonValue,
    ) -> None:
        """Answer a packet of the client."""
        status: dict[str, JsonValue] = {"code": code, "status": "OK" if code == 200 else "WHATEVER"}
        if error_code is not None:
            status |= {"description": "as the service says", "errorCode": error_code}
        self.deliver("reply", payload, payload_type=payload_type, id=request.id, status=status, **header)

    def close_with(self, code: int, error_code: int | None = None, policy_ms: int | None = None) -> str:
        """Send a `close` packet."""
        status: dict[str, JsonValue] = {"code": code, "status": "WHATEVER"}
        if error_code is not None:
            status["errorCode"] = error_code
        payload: JsonValue = None if policy_ms is None else {"backoff_policy": {"reconnect_min_ms": policy_ms}}
        return self.deliver("close", payload, status=status)

    def of(self, method: str) -> list[Packet]:
        """Everything of one method that the client sent."""
        return [packet for packet in self.sent if packet.method == method]

    def last(self, method: str) -> Packet:
        """The latest packet of one method; the test fails without one."""
        found = self.of(method)
        assert found, f"no {method!r} among {self.sent}"
        return found[-1]


class ScriptedNetwork:
    """Opens `ScriptedSocket`s: a `SocketOpener`."""

    def __init__(self) -> None:
        self.sockets: list[ScriptedSocket] = []
        self.attempts: list[tuple[str, float, int]] = []
        self.failure: Exception | None = None
        self.holding = False
        self._released = asyncio.Event()
        self._numbers = count(1)

    async def __call__(self, url: str, open_timeout: float, max_size: int) -> ScriptedSocket:
        self.attempts.append((url, open_timeout, max_size))
        if self.holding:
            await self._released.wait()
        if self.failure is not None:
            raise self.failure
        socket = ScriptedSocket()
        self.sockets.append(socket)
        return socket

    def release(self) -> None:
        """Let held attempts go on."""
        self.holding = False
        self._released.set()

    @property
    def socket(self) -> ScriptedSocket:
        """The latest socket."""
        return self.sockets[-1]

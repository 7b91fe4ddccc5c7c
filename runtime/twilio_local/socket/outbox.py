"""Packets on their way to a client."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from ..links import Link, LinkLost

__all__ = ["Outbox"]

_TOGETHER: Final = 64 * 1024
"""Bytes of packets that are written together."""


class Outbox:
    """A bounded queue in front of a link; what is in it when the outbox is closed is still written.

    Args:
        link: Connection to the client.
        most_bytes: Size of the packets that may wait.
    """

    def __init__(self, link: Link, most_bytes: int) -> None:
        self._link = link
        self._most_bytes = most_bytes
        self._queue: deque[bytes] = deque()
        self._queued_bytes = 0
        self._loop = asyncio.get_running_loop()
        self._flushing = False
        self._wake = asyncio.Event()
        self._awaiting_link = False
        self._closing: tuple[int, str] | None = None
        self._stopped = False

    @property
    def closing(self) -> bool:
        """Whether nothing more is to be written than what waits already."""
        return self._closing is not None

    @property
    def accepts(self) -> bool:
        """Whether packets are still taken."""
        return self._closing is None and not self._stopped

    @property
    def queued_bytes(self) -> int:
        """Size of the packets that wait."""
        return self._queued_bytes

    def put(self, data: bytes) -> bool:
        """Queue a packet; False if more waits now than may."""
        self._queue.append(data)
        self._queued_bytes += len(data)
        if not self._flushing:
            # The packets of a turn of the loop travel together: a system call for each costs more than all the rest.
            self._flushing = True
            self._loop.call_soon(self._flush)
        return self._queued_bytes <= self._most_bytes

    def stop(self) -> None:
        """Write nothing more, with the link left open."""
        self._stopped = True

    def close(self, code: int, reason: str) -> bool:
        """Close the link, with a WebSocket close code, behind what waits; False if that was said before."""
        if self._closing is not None:
            return False
        self._closing = (code, reason)
        self._wake.set()
        return True

    def _flush(self) -> None:
        """Write what waits, as far as the link takes it at once; the rest is left to `write`."""
        self._flushing = False
        while self._queue and not (self._stopped or self._awaiting_link):
            packets: list[bytes] = []
            size = 0
            while self._queue and size < _TOGETHER:
                packets.append(self._queue.popleft())
                size += len(packets[-1])
            if not self._link.send_at_once(packets):
                self._queue.extendleft(reversed(packets))
                self._wake.set()
                return
            self._queued_bytes -= size

    async def write(self) -> None:
        """Write what must be waited for, until the link is closed or lost."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                self._awaiting_link = True
                while self._queue and not self._stopped:
                    data = self._queue.popleft()
                    await self._link.send(data)
                    self._queued_bytes -= len(data)
                self._awaiting_link = False
                if self._closing is not None:
                    await self._link.close(*self._closing)
                    return
        except LinkLost:
            self._link.abort()

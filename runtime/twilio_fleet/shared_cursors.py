"""Cursors of a relay: shared by all identities, and, where repetition is refused, written a little behind."""

from __future__ import annotations

import asyncio
from typing import Final, Self

from twilio_realtime.clock import Clock, SystemClock
from twilio_realtime.deliveries import Cursor, CursorStore
from twilio_realtime.errors import CursorError

__all__ = ["SharedCursors"]

_AT_ONCE: Final = 64
"""Cursors that are on their way at a time."""


class SharedCursors:
    """Cursors that all identities share: the position in a list up to which everything was handed on, by whomever.

    That something was handed out is not kept, for a relay hands on again whatever was not acknowledged.

    With a ``lag`` an acknowledgement returns at once, and of each list only the newest cursor is written, that many
    seconds later. What was handed on in these seconds is handed on again after a crash. So it is for sinks that refuse
    what they have: a stream does, by the expected sequence of the subject of each message. `flush` before others go on
    spares them the repetition. Two writes do not wait: the first of a list without a cursor, because it says where
    the list begins, and those of a list whose cursor could not be written, so that whoever acknowledges learns why.

    Args:
        store: Keeps them.
        consumer: The name under which it does.
        lag: Seconds for which acknowledgements are gathered within ``async with``, whose end writes what waits; 0, or
            outside of it: each is kept when it returns.
        clock: Source of time.
    """

    def __init__(
        self, store: CursorStore, consumer: str = "relay", *, lag: float = 0.0, clock: Clock | None = None
    ) -> None:
        self._store = store
        self._consumer = consumer
        self._lag = lag
        self._clock = SystemClock() if clock is None else clock
        self._waiting: dict[str, Cursor] = {}
        self._on_their_way: dict[str, Cursor] = {}
        self._beginning: set[str] = set()
        self._refused: set[str] = set()
        self._gathered = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} in {self._store!r}>"

    async def __aenter__(self) -> Self:
        if self._lag > 0:
            self._writing = asyncio.create_task(self._write_behind(), name="cursors of the relay")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.cancel()
            await asyncio.wait([writing])
            await self.flush()
            if not writing.cancelled():
                writing.result()  # a fault of the store, of which nobody was told yet

    async def read(self, consumer: str, key: str) -> Cursor | None:
        """See `CursorStore.read`."""
        # Others may have come further than what waits here, and this process further than what is kept.
        kept = await self._store.read(self._consumer, key)
        found = [cursor for cursor in (kept, self._on_their_way.get(key), self._waiting.get(key)) if cursor is not None]
        if not found:
            self._beginning.add(key)
            return None
        return Cursor(max(cursor.position for cursor in found))

    async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
        """See `CursorStore.write`."""
        if cursor.pending is not None:
            return
        if self._writing is None or key in self._beginning or key in self._refused:
            await self._store.write(self._consumer, key, cursor)
            self._beginning.discard(key)
            self._refused.discard(key)
            return
        self._wait_with(key, cursor)
        self._gathered.set()

    async def flush(self) -> None:
        """Write what waits, except for lists whose cursor could not be written: those are tried again later.

        Call it before others go on with the same lists.
        """
        async with self._turn:
            await self._write_waiting({key for key in self._waiting if key not in self._refused})

    async def _write_behind(self) -> None:
        while True:
            await self._gathered.wait()
            await self._clock.sleep(self._lag)
            async with self._turn:
                await self._write_waiting(set(self._waiting))
            if not self._waiting:
                self._gathered.clear()

    async def _write_waiting(self, keys: set[str]) -> None:
        self._on_their_way = {key: self._waiting.pop(key) for key in keys}
        cursors = iter(list(self._on_their_way.items()))
        failed = written = 0

        async def some() -> None:
            nonlocal failed, written
            for key, cursor in cursors:
                if failed >= _AT_ONCE and not written:
                    # The store is away. Each further one might take the whole time for an answer.
                    self._refused.add(key)
                    continue
                try:
                    await self._store.write(self._consumer, key, cursor)
                except CursorError:  # whoever acknowledges next in this list learns why
                    self._refused.add(key)
                    failed += 1
                else:
                    written += 1
                    self._refused.discard(key)
                    del self._on_their_way[key]

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(_AT_ONCE, len(keys))):
                    group.create_task(some())
        finally:
            for key, cursor in self._on_their_way.items():
                self._wait_with(key, cursor)
            self._on_their_way = {}

    def _wait_with(self, key: str, cursor: Cursor) -> None:
        waiting = self._waiting.get(key)
        if waiting is None or cursor.position > waiting.position:
            self._waiting[key] = cursor

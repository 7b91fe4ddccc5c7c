"""What waits for a handler that takes longer than the next event."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Coroutine, Hashable, Iterable
from typing import Generic, TypeVar, cast

from .dispatcher import Dispatcher, Lost

__all__ = ["Backlog", "backlog"]

E = TypeVar("E")
P = TypeVar("P")


class Backlog(ABC, Generic[E, P]):
    """Entries that wait for one handler, of events with payloads of a type. Bounded: what does not fit is counted.

    Args:
        dispatcher: Counts what is lost, and looks at how much waits.
        limit: Most entries that may wait.
    """

    __slots__ = ("__weakref__", "_dispatcher", "_limit", "dropped", "running")

    def __init__(self, dispatcher: Dispatcher, limit: int) -> None:
        self._dispatcher = dispatcher
        self._limit = limit
        self.dropped: int = 0
        """Entries that did not fit."""
        self.running: int = 0
        """Entries that were taken and are not done."""
        dispatcher.watch(self)

    @abstractmethod
    def __len__(self) -> int:
        """Entries that wait."""

    @property
    @abstractmethod
    def width(self) -> int:
        """How many entries could be worked on at once, those included that are."""

    @abstractmethod
    def put(self, entry: E, payload: P) -> bool:
        """Add an entry, or count it among the lost.

        Args:
            entry: What waits.
            payload: That of its event.

        Returns:
            Whether there is more to take than before.
        """

    @abstractmethod
    def take(self) -> tuple[E | Lost, Hashable] | None:
        """Return what is next, with what `done` wants to know of it; None if there is nothing to work on now.

        What was lost comes alone, and is not to be reported as done.
        """

    @abstractmethod
    def done(self, key: Hashable) -> None:
        """Let what has waited for an entry follow.

        Args:
            key: What `take` has returned with it.
        """

    @abstractmethod
    def clear(self) -> None:
        """Let nothing wait any more."""

    def _count_lost(self) -> None:
        self.dropped += 1
        self._dispatcher.dropped += 1


class _InOrder(Backlog[E, object]):
    """Entries in the order in which they came, whichever they are."""

    __slots__ = ("_entries",)

    def __init__(self, dispatcher: Dispatcher, limit: int) -> None:
        super().__init__(dispatcher, limit)
        self._entries: deque[E | Lost] = deque()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def width(self) -> int:
        return len(self._entries) + self.running

    def put(self, entry: E, payload: object) -> bool:
        entries = self._entries
        if len(entries) < self._limit:
            entries.append(entry)
            return True
        self._count_lost()
        _close([entry])
        last = entries[-1]
        if isinstance(last, Lost):
            last.count += 1
            return False
        entries.append(Lost())
        return True

    def take(self) -> tuple[E | Lost, Hashable] | None:
        if not self._entries:
            return None
        entry = self._entries.popleft()
        if not isinstance(entry, Lost):
            self.running += 1
        return entry, None

    def done(self, key: Hashable) -> None:
        self.running -= 1

    def clear(self) -> None:
        _close(self._entries)
        self._entries.clear()


class _ByKey(Backlog[E, P]):
    """Entries in a lane for each key: those of one lane follow one another, lanes go on side by side and in turn.

    Args:
        dispatcher: See `Backlog`.
        limit: Most entries that may wait, in all lanes together.
        key: Tells the lane by the payload. What it raises comes out of `put`.
    """

    __slots__ = ("_count", "_key", "_lanes", "_lost", "_ready")

    def __init__(self, dispatcher: Dispatcher, limit: int, key: Callable[[P], Hashable]) -> None:
        super().__init__(dispatcher, limit)
        self._key = key
        self._lanes: dict[Hashable, deque[E]] = {}
        # Lanes of which nothing is being worked on, the one that has waited longest first: a lane with much to do
        # stands behind the others after each of its entries.
        self._ready: deque[Hashable] = deque()
        self._count = 0
        # One for all lanes: marks in the lanes would be as many as there are keys, and those are not bounded.
        self._lost: Lost | None = None

    def __len__(self) -> int:
        return self._count

    @property
    def width(self) -> int:
        return len(self._lanes)

    def put(self, entry: E, payload: P) -> bool:
        try:
            key = self._key(payload)
            lane = self._lanes.get(key)
        except BaseException:
            _close([entry])
            raise
        if self._count >= self._limit:
            self._count_lost()
            _close([entry])
            if self._lost is not None:
                self._lost.count += 1
                return False
            self._lost = Lost()
            return True
        self._count += 1
        if lane is None:
            self._lanes[key] = deque([entry])
            self._ready.append(key)
        else:
            lane.append(entry)
        return True

    def take(self) -> tuple[E | Lost, Hashable] | None:
        lost = self._lost
        if lost is not None:
            self._lost = None
            return lost, None
        if not self._ready:
            return None
        key = self._ready.popleft()
        self._count -= 1
        self.running += 1
        return self._lanes[key].popleft(), key

    def done(self, key: Hashable) -> None:
        self.running -= 1
        if self._lanes[key]:
            self._ready.append(key)
        else:
            del self._lanes[key]

    def clear(self) -> None:
        for lane in self._lanes.values():
            _close(lane)
            lane.clear()
        for key in self._ready:
            del self._lanes[key]
        self._ready.clear()
        self._count = 0
        self._lost = None


def backlog(
    dispatcher: Dispatcher, limit: int, *, concurrency: int, key: Callable[[P], Hashable] | None
) -> Backlog[E, P]:  # pyright: ignore[reportInvalidTypeVarUse] - what waits is known to whoever asks for it
    """Make a backlog.

    Args:
        dispatcher: Counts what is lost, and looks at how much waits.
        limit: Most entries that may wait.
        concurrency: How many entries are worked on at once, at most.
        key: Entries with the same one follow one another, in order; None lets any two of them overlap.
    """
    if key is None or concurrency == 1:  # one after another is in order for every key
        return cast("Backlog[E, P]", _InOrder[E](dispatcher, limit))
    return _ByKey(dispatcher, limit, key)


def _close(entries: Iterable[object]) -> None:
    """Close coroutines that will not run, which would complain about that otherwise."""
    for entry in entries:
        if isinstance(entry, Coroutine):
            entry.close()

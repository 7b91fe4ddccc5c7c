"""How long processes were ready to run, and did not, because others had the processor."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path

__all__ = ["RunQueue"]

_EVERY = 0.1
"""Seconds between two looks."""


class RunQueue:
    """Records the time that the kernel let processes wait for a processor, where it counts that (Linux); else nothing.

    A worker that is not let run cannot be blamed for being late, however busy the machine is. The kernel counts exactly
    that, for each thread.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[int, str], list[tuple[float, float]]] = defaultdict(list)
        self._watched: set[int] = set()

    def watch(self, pid: int) -> None:
        """Begin to record a process; it may end whenever it likes."""
        self._watched.add(pid)

    async def record(self) -> None:
        """Record until cancelled."""
        while True:
            now = time.time()
            for pid in list(self._watched):
                self._look(pid, now)
            await asyncio.sleep(_EVERY)

    def waited(self, pid: int, begin: float, end: float) -> float:
        """Return the seconds that a process waited for a processor: of its threads, the one that waited longest.

        Args:
            pid: The process.
            begin: Since then, in seconds of the epoch.
            end: Until then.
        """
        return max(
            (_at(seen, end) - _at(seen, begin) for (owner, _), seen in self._seen.items() if owner == pid), default=0.0
        )

    def _look(self, pid: int, now: float) -> None:
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                _, waited, _ = (task / "schedstat").read_text().split()
                self._seen[pid, task.name].append((now, int(waited) / 1e9))
        except (OSError, ValueError):  # it has ended, or nothing is counted here
            if not Path(f"/proc/{pid}").exists():
                self._watched.discard(pid)


def _at(seen: list[tuple[float, float]], moment: float) -> float:
    """The last count before a moment, or the first one."""
    return seen[max(0, bisect_right(seen, (moment, float("inf"))) - 1)][1]

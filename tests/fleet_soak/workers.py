"""Workers of a fleet, each a process of the real command, that die, stop for a while and come back."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

from fleet_soak.broker import FLEET, STREAM, Observer
from fleet_soak.products import command
from fleet_soak.run_queue import RunQueue

__all__ = ["Worker", "Workers"]


class Worker:
    """One process.

    Attributes:
        process: The process.
        name: What it is called in the bucket of the leases.
        log: Where its standard error goes.
        stopped: Whether it is stopped for now.
    """

    def __init__(self, process: Process, log: Path) -> None:
        self.process = process
        self.name = ""
        self.log = log
        self.stopped = False


class Workers:
    """All of them.

    Attributes:
        here: Those that run, or are stopped.
        absences: When each was dead or stopped, by name: from and to, in seconds of the epoch.
        pids: The process of each name.
        faults: When workers died or were stopped.
    """

    def __init__(self, product: str, folder: Path, observer: Observer, queue: RunQueue, **settings: str) -> None:
        self.here: list[Worker] = []
        self.absences: dict[str, list[tuple[float, float]]] = {}
        self.pids: dict[str, int] = {}
        self.faults: list[float] = []
        self._product = product
        self._folder = folder
        self._observer = observer
        self._queue = queue
        self._settings = settings
        self._starting = asyncio.Lock()
        self._started = 0

    def awake(self) -> list[Worker]:
        """Those that are not stopped."""
        return [worker for worker in self.here if not worker.stopped]

    async def start(self, lease: float) -> Worker:
        """Start one more, and wait until the others can see it."""
        async with self._starting:  # or nobody could tell whose name is new
            self._started += 1
            log = self._folder / f"worker-{self._started}.log"
            with log.open("wb") as said:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    *command(self._product),
                    *("relay", "--start", "beginning", "--stream", STREAM, "--fleet", FLEET),
                    *("--identities", str(self._folder / "people"), "--lease", str(lease), "--commands"),
                    stdin=DEVNULL,
                    stdout=DEVNULL,
                    stderr=said,
                    env={**os.environ, **self._settings},
                )
            worker = Worker(process, log)
            self.here.append(worker)
            self._queue.watch(process.pid)
            while not (new := await self._observer.workers() - self.absences.keys()):
                assert process.returncode is None, log.read_text()
                await asyncio.sleep(0.05)
            (worker.name,) = new
            self.absences[worker.name] = []
            self.pids[worker.name] = process.pid
            return worker

    async def kill(self, worker: Worker) -> None:
        """End one as `kill -9` does."""
        self.here.remove(worker)
        self._away(worker, float("inf"))
        worker.process.kill()
        await worker.process.wait()

    async def pause(self, worker: Worker, seconds: float) -> None:
        """Stop one for a while."""
        began = self._away(worker, float("inf"))
        worker.stopped = True
        worker.process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            worker.process.send_signal(signal.SIGCONT)
            self.absences[worker.name][-1] = (began, time.time())
            worker.stopped = False

    async def end(self) -> dict[str, int]:
        """Ask all to end, and return how each did, by its last words."""
        for worker in self.here:
            worker.process.terminate()
        return {worker.log.name: await worker.process.wait() for worker in self.here}

    async def kill_all(self) -> None:
        for worker in self.here:
            if worker.process.returncode is None:
                worker.process.kill()
                await worker.process.wait()

    def _away(self, worker: Worker, until: float) -> float:
        now = time.time()
        self.faults.append(now)
        self.absences[worker.name].append((now, until))
        return now

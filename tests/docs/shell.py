"""Running what the documentation shows for a shell."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from docs.samples import Sample
from twilio_local import LocalService

__all__ = ["Shell"]

PAGE_PORT = 8765
"""The port that the pages use; here it is whatever port is free."""

_SERVE = re.compile(r"twilio-(?:chat|conversations) serve\b")
_LISTEN = re.compile(r"twilio-(?:chat|conversations) (?:listen|relay)\b")


class Shell:
    """One story's shell. Whatever runs until it is interrupted is interrupted when the story ends.

    Args:
        folder: Where commands run.
        service: The service that commands reach, unless the story starts another one.
        stack: Ends what was started.
        environment: Further variables.
    """

    def __init__(
        self, folder: Path, service: LocalService, stack: AsyncExitStack, environment: Mapping[str, str]
    ) -> None:
        self._folder = folder
        self._service = service
        self._stack = stack
        self._port = service.port
        self._environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "TWILIO_TOKEN": service.token("alice"),
            "TWILIO_BASE_URL": service.base_url,
            "GIT_PAGER": "cat",
            **environment,
        }

    async def run(self, sample: Sample) -> str:
        """Run a sample; what it prints, with the port of the page."""
        printed: list[str] = []
        waiting: list[str] = []
        for line in [*sample.source.replace("\\\n", " ").splitlines(), ""]:
            if _SERVE.match(line) or _LISTEN.match(line) or not line:
                if waiting:
                    printed.append(await self._script(waiting))
                    waiting = []
                if _SERVE.match(line):
                    printed.append(await self._serve(line))
                elif _LISTEN.match(line):
                    await self._listen(line)
            else:
                waiting.append(line)
        return "".join(printed).replace(f":{self._port}", f":{PAGE_PORT}")

    async def _script(self, lines: list[str]) -> str:
        process = await self._start("\n".join(["set -euo pipefail", *lines]).replace(str(PAGE_PORT), str(self._port)))
        out, err = await process.communicate()
        assert process.returncode == 0, f"{lines} ended with {process.returncode}: {err.decode()}{out.decode()}"
        return out.decode()

    async def _serve(self, line: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        command = line.partition(" #")[0].replace(f" --port {PAGE_PORT}", "")
        process = await self._start(f"exec {command} --port {self._port}")
        self._stack.push_async_callback(_interrupt, process)
        self._environment["TWILIO_BASE_URL"] = f"http://127.0.0.1:{self._port}"
        assert process.stdout is not None
        return (await process.stdout.readline()).decode()

    async def _listen(self, line: str) -> None:
        there = len(self._service.sessions)
        process = await self._start(f"exec {line}")
        self._stack.push_async_callback(_interrupt, process)
        while len(self._service.sessions) == there:
            assert process.returncode is None, f"{line} ended with {process.returncode}"
            await asyncio.sleep(0.01)

    async def _start(self, script: str) -> Process:
        return await asyncio.create_subprocess_exec(
            "bash", "-c", script, cwd=self._folder, env=self._environment, stdin=DEVNULL, stdout=PIPE, stderr=PIPE
        )


async def _interrupt(process: Process) -> None:
    """Press Ctrl+C."""
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
    _, err = await process.communicate()
    assert process.returncode in (0, 130, -signal.SIGINT), err.decode()

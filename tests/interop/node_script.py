"""A Node script that takes commands as lines of JSON and answers in kind."""

from __future__ import annotations

import asyncio
import itertools
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias, cast

from support.patience import PATIENCE

Fields: TypeAlias = "dict[str, object]"
"""A JSON object."""

ANSWER_SECONDS = PATIENCE
LINE_BYTES = 64 * 1024 * 1024


class ScriptStopped(Exception):
    """The Node process ended while something was expected of it."""


class NodeScript:
    """A running script. Every command gets an answer; everything else that it says is told to `report`.

    Attributes:
        report: Called with each line that answers no command.
        stopped: Called once when the process has ended.
    """

    def __init__(self, process: Process) -> None:
        self.report: Callable[[Fields], None] = lambda _line: None
        self.stopped: Callable[[ScriptStopped], None] = lambda _reason: None
        self._process = process
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Fields]] = {}
        self._end: ScriptStopped | None = None

    @classmethod
    @asynccontextmanager
    async def start(cls, command: Sequence[str | Path], folder: Path) -> AsyncGenerator[NodeScript]:
        """Runs a script while the block is open.

        Args:
            command: Node, the script and its arguments.
            folder: Working directory.
        """
        process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdin=PIPE, stdout=PIPE, limit=LINE_BYTES)
        script = cls(process)
        reader = asyncio.create_task(script._read(), name=f"output of {command[1]}")
        try:
            yield script
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                process.kill()
                await process.wait()
            await reader

    async def request(self, command: Mapping[str, object]) -> Fields:
        """Sends one command and returns its answer."""
        if self._end is not None:
            raise self._end
        number = next(self._numbers)
        answer: asyncio.Future[Fields] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, **command}).encode() + b"\n")
        try:
            await self._process.stdin.drain()
            return await asyncio.wait_for(answer, ANSWER_SECONDS)
        except TimeoutError:
            raise TimeoutError(f"no answer within {ANSWER_SECONDS} s to {_outline(command)}") from None
        finally:
            del self._answers[number]

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            message = cast(Fields, json.loads(line))
            if "id" in message:
                answer = self._answers.get(cast(int, message["id"]))
                if answer is not None and not answer.done():
                    answer.set_result(message)
            else:
                self.report(message)
        self._end = ScriptStopped(f"node ended with exit code {await self._process.wait()}")
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(self._end)
        self.stopped(self._end)


def _outline(command: Mapping[str, object]) -> str:
    """Which command it was, without its arguments."""
    inner = command.get("command")
    within = cast(Fields, inner) if isinstance(inner, dict) else {}
    names = (command.get("op"), command.get("method"), within.get("op"), within.get("method"))
    return " ".join(str(name) for name in names if name is not None)

"""A local service in a process of its own, for tests that kill it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from support.processes import finish

# Ready to take over as soon as it is told the port, so that nobody waits for imports.
SERVE = """
import asyncio, sys
from twilio_local import LocalService

port = int(sys.stdin.readline() or sys.exit())
service = LocalService(port=port, database=sys.argv[1])

async def main() -> None:
    async with service:
        print(service.port, flush=True)
        await service.serve_forever()

asyncio.run(main())
"""


class ServiceProcess:
    """A service in a process of its own. Prepared first and started later, it begins without delay."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def prepare(cls, file: Path) -> ServiceProcess:
        """Starts a process that loads everything and waits; `file` is the database to come."""
        pipe = asyncio.subprocess.PIPE
        command = (sys.executable, "-c", SERVE, str(file))
        return cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe))

    async def start(self, port: int) -> int:
        """Begins to serve on that port, or on a free one for 0, and returns the port."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{port}\n".encode())
        return int(await self._process.stdout.readline())

    async def kill(self) -> None:
        """Ends it as `kill -9` does."""
        self._process.kill()
        await finish(self._process)

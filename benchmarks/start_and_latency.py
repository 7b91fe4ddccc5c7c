"""Start-up time and the way of a message there and back: this client and the official JavaScript client, side by side.

The service and each client have a process of their own, and the clients take turns, so that neither meets a busier
machine than the other. Prints medians and percentiles, asserts nothing.

    python benchmarks/start_and_latency.py [--messages 1000] [--starts 20] [--idle 500]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from peers import Peer, measured, memory_kib, official_client, this_program

from twilio_chat import Channel, Client
from twilio_local import LocalService

TURN = 25
"""Messages that a client sends before it is the other one's turn."""


class Contestant:
    """A process with one client. It answers each line on its standard input with a line of milliseconds."""

    def __init__(self, name: str, peer: Peer) -> None:
        self.name = name
        self.starts: list[float] = []
        self.latencies: list[float] = []
        self._peer = peer

    @classmethod
    @asynccontextmanager
    async def begin(cls, name: str, *command: str | Path) -> AsyncGenerator[Contestant]:
        """Run the process while the block is open, its client warmed up."""
        async with Peer.started(f"the contestant {name!r}", *command) as peer:
            made = cls(name, peer)
            await made.ask(f"send {TURN}")
            yield made

    async def ask(self, what: str) -> list[float]:
        """Let the client do something; how long it took, in milliseconds."""
        self._peer.tell(what)
        return [float(value) for value in (await self._peer.line()).split()]

    def show(self) -> None:
        """Print what was measured."""
        cuts = statistics.quantiles(self.latencies, n=100)
        print(
            f"  {self.name:<10} start to initialized {statistics.median(self.starts):7.1f} ms   "
            f"send to own messageAdded p50 {cuts[49]:6.2f} ms  p99 {cuts[98]:6.2f} ms"
        )


async def contend(base_url: str, token: str, tokens: list[str]) -> None:
    """Be a contestant: this client."""
    loop = asyncio.get_running_loop()
    async with Client(token, base_url=base_url) as client:
        channel = await client.create_channel(unique_name="latency-python")
        await channel.join()
        while line := (await loop.run_in_executor(None, sys.stdin.readline)).split():
            measured = [await _start(base_url, tokens.pop())] if line[0] == "start" else await _send(channel, line[1])
            print(*measured, flush=True)


async def _start(base_url: str, token: str) -> float:
    before = time.perf_counter()
    async with Client(token, base_url=base_url):
        return (time.perf_counter() - before) * 1000


async def _send(channel: Channel, count: str) -> list[float]:
    latencies: list[float] = []
    for number in range(int(count)):
        async with channel.on.message_added.expect():
            before = time.perf_counter()
            await channel.send_message(f"message {number}")
        latencies.append((time.perf_counter() - before) * 1000)
    return latencies


async def _idle(service: LocalService, count: int) -> tuple[float, float]:
    """Seconds to connect many clients in one process, and KiB for each."""
    before_memory, before = memory_kib(), time.perf_counter()
    clients = [Client(service.token(f"idle-{number}"), base_url=service.base_url) for number in range(count)]
    slots = asyncio.Semaphore(20)

    async def start(client: Client) -> None:
        async with slots:
            await client.start()

    await asyncio.gather(*(start(client) for client in clients))
    taken, memory = time.perf_counter() - before, memory_kib() - before_memory
    await asyncio.gather(*(client.shutdown() for client in clients))
    return taken, memory / count


async def _measure(messages: int, starts: int, idle: int) -> None:
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    print(f"{platform.python_implementation()} {platform.python_version()}, {machine}; medians")
    commands: dict[str, tuple[str | Path, ...]] = {
        "client": this_program("--contend"),
        "official": official_client("start_and_latency.cjs"),
    }
    async with LocalService() as service, AsyncExitStack() as opened:
        contestants = [
            await opened.enter_async_context(
                Contestant.begin(
                    name,
                    *command,
                    service.base_url,
                    service.token(name),
                    *(service.token(f"{name}-{number}") for number in range(starts)),
                )
            )
            for name, command in commands.items()
        ]
        for turn in range(max(starts, messages // TURN)):
            # Whoever is first in one turn is second in the next.
            for contestant in contestants if turn % 2 else reversed(contestants):
                if turn < starts:
                    contestant.starts += await contestant.ask("start")
                if turn < messages // TURN:
                    contestant.latencies += await contestant.ask(f"send {TURN}")
        await opened.aclose()
        for contestant in contestants:
            contestant.show()
        if idle:
            taken, memory = await _idle(service, idle)
            print(
                f"  {idle} clients of this kind in one process, with the service: {taken:.1f} s to connect, "
                f"{memory:.0f} KiB for each connection's two ends"
            )


def main() -> None:
    """Run the benchmark, or one of its contestants."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--idle", type=int, default=500)
    parser.add_argument("--contend", nargs="+", metavar="VALUE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contend:
        base_url, token, *tokens = options.contend
        asyncio.run(contend(base_url, token, tokens))
    else:
        measured(_measure(options.messages, options.starts, options.idle))


if __name__ == "__main__":
    main()

"""Start-up time and the way of a message there and back: each client and the official one of its product, in turns.

The service and each client have a process of their own, and the clients take turns, so that none meets a busier machine
than the others. Prints medians and percentiles, asserts nothing.

    python benchmarks/start_and_latency.py [--messages 1000] [--starts 20]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from figures import NAMES, OFFICIAL, Figures, add_option, this_machine
from peers import CannotMeasure, Peer, measured, official_client, this_program
from products import Room, create_room, make_client

from twilio_local import LocalService

TURN = 25
"""Messages that a client sends before it is the next one's turn."""


class Contestant:
    """A process with one client. It answers each line on its standard input with CPU seconds and milliseconds.

    Attributes:
        name: What it is called.
        starts: Milliseconds of each start.
        start_cpu: CPU seconds of each start.
        latencies: Milliseconds of each message there and back, turn by turn.
        send_cpu: CPU seconds of each turn.
    """

    def __init__(self, name: str, peer: Peer) -> None:
        self.name = name
        self.starts: list[float] = []
        self.start_cpu: list[float] = []
        self.latencies: list[list[float]] = []
        self.send_cpu: list[float] = []
        self._peer = peer

    @classmethod
    @asynccontextmanager
    async def begin(cls, name: str, *command: str | Path) -> AsyncGenerator[Contestant]:
        """Run the process while the block is open, its client warmed up."""
        async with Peer.started(f"the contestant {name!r}", *command) as peer:
            if await peer.line() != "ready":
                raise CannotMeasure(f"{peer.name} did not start")
            made = cls(name, peer)
            await made._ask(f"send {TURN}")
            yield made

    async def start(self) -> None:
        """Let it start a client."""
        cpu, taken = await self._ask("start")
        self.starts.append(taken)
        self.start_cpu.append(cpu)

    async def send(self) -> None:
        """Let it send messages and wait for the event of each."""
        cpu, *taken = await self._ask(f"send {TURN}")
        self.latencies.append(taken)
        self.send_cpu.append(cpu / TURN)

    def turns(self) -> list[float]:
        """Return the median latency of each turn."""
        return [statistics.median(taken) for taken in self.latencies]

    async def _ask(self, what: str) -> list[float]:
        self._peer.tell(what)
        return [float(value) for value in (await self._peer.line()).split()]


async def contend(product: str, base_url: str, token: str, tokens: list[str]) -> None:
    """Be a contestant: a client of ours."""
    loop = asyncio.get_running_loop()
    async with make_client(product, token, base_url) as client:
        room = await create_room(client, f"latency-{product}")
        print("ready", flush=True)
        while line := (await loop.run_in_executor(None, sys.stdin.readline)).split():
            before = time.process_time()
            if line[0] == "start":
                taken = [await _start(product, tokens.pop(), base_url)]
            else:
                taken = await _send(room, int(line[1]))
            print(time.process_time() - before, *taken, flush=True)


async def _start(product: str, token: str, base_url: str) -> float:
    before = time.perf_counter()
    async with make_client(product, token, base_url):
        return (time.perf_counter() - before) * 1000


async def _send(room: Room, count: int) -> list[float]:
    latencies: list[float] = []
    for number in range(count):
        async with room.on.message_added.expect():
            before = time.perf_counter()
            await room.send_message(f"message {number}")
        latencies.append((time.perf_counter() - before) * 1000)
    return latencies


async def _measure(messages: int, starts: int, file: Path | None) -> None:
    commands: dict[str, tuple[str | Path, ...]] = {name: this_program("--contend", name) for name in NAMES}
    commands |= {name: official_client(product, "contend") for name, product in OFFICIAL.items()}
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
            # Whoever is first in one turn is last in the next.
            for contestant in contestants if turn % 2 else reversed(contestants):
                if turn < starts:
                    await contestant.start()
                if turn < messages // TURN:
                    await contestant.send()
    print(this_machine())
    print(f"{starts} starts and {messages} messages of each; ratios are those to the official client of the product")
    _show({contestant.name: contestant for contestant in contestants}).write(file)


def _show(contestants: dict[str, Contestant]) -> Figures:
    figures = Figures()
    columns = f"{'start':>8}  {'ratio':>5}  {'CPU':>8}  {'send p50':>8}  {'p99':>8}  {'ratio':>5}  {'CPU':>8}"
    print(f"  {'milliseconds':<22}  {columns}")
    for name, one in contestants.items():
        other = contestants[name if name in OFFICIAL else f"official {name}"]
        cuts = statistics.quantiles((taken for turn in one.latencies for taken in turn), n=100)
        start = figures.keep_median(f"start.{name}", one.starts)
        start_ratio = figures.keep_ratios(f"start.{name}.ratio", one.starts, other.starts)
        start_cpu = figures.keep_median(f"start.{name}.cpu", [seconds * 1000 for seconds in one.start_cpu])
        send_ratio = figures.keep_ratios(f"send.{name}.ratio", one.turns(), other.turns())
        send_cpu = figures.keep_median(f"send.{name}.cpu", [seconds * 1000 for seconds in one.send_cpu])
        figures.keep(f"send.{name}", cuts[49])
        figures.keep(f"send.{name}.p99", cuts[98])
        print(
            f"  {name:<22}  {start:8.2f}  {start_ratio:5.2f}  {start_cpu:8.2f}  {cuts[49]:8.2f}  {cuts[98]:8.2f}"
            f"  {send_ratio:5.2f}  {send_cpu:8.2f}"
        )
    return figures


def main() -> None:
    """Run the benchmark, or one of its contestants."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--contend", nargs="+", metavar="VALUE", help=argparse.SUPPRESS)
    add_option(parser)
    options = parser.parse_args()
    if options.contend:
        product, base_url, token, *tokens = options.contend
        asyncio.run(contend(product, base_url, token, tokens))
    else:
        measured(_measure(options.messages, options.starts, options.figures))


if __name__ == "__main__":
    main()

"""Memory of a process with a client, of each further idle client, and of messages held. Prints, asserts nothing.

The service runs in another process, and each figure of each round is taken in a new one, so that nothing else is
counted. The official clients hold the same messages. Memory is that which is resident, after garbage was collected: for
a message what 10,000 of them add, read page by page, and for a client what the later 1,800 of 2,000 add.

    python benchmarks/memory.py [--messages 10000] [--idle 2000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from figures import NAMES, OFFICIAL, Figures, add_option, this_machine
from growth import BOUNDS, TOKENS, allow_sockets
from peers import HERE, CannotMeasure, Peer, measured, memory_kib, official_client, this_program
from products import create_room, find_room, make_client

from twilio_local import LocalService
from twilio_realtime.json import JsonObject

IN_FLIGHT = 20
FIRST_OF_IDLE = 10
"""One in so many idle clients is not counted: the first ones make what all share, and fill what is half empty."""
START_SECONDS = 600.0
PROCESS = """\
import asyncio, sys
sys.path.insert(0, {here!r})
from peers import memory_kib
from {package} import Client

async def main():
    async with Client(sys.argv[2], base_url=sys.argv[1]):
        print(memory_kib())

asyncio.run(main())
"""
"""What has nothing in it but a client of one product."""


def _rss_kib() -> float:
    gc.collect()
    return memory_kib()


async def serve(count: int) -> None:
    """A service with a channel full of messages, until standard input ends."""
    allow_sockets()
    async with LocalService(limits=BOUNDS) as service:
        async with make_client("chat", service.token("writer"), service.base_url) as writer:
            channel = await create_room(writer, "full")
            slots = asyncio.Semaphore(IN_FLIGHT)

            async def send(number: int) -> None:
                attributes: JsonObject = {"number": number}
                async with slots:
                    await channel.send_message(f"message {number} with a text of ordinary length", attributes)

            await asyncio.gather(*(send(number) for number in range(count)))
        print(service.base_url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def look_at_messages(product: str, count: int, base_url: str) -> None:
    """Print the KiB of each message held."""
    async with make_client(product, TOKENS.token("reader"), base_url) as client:
        room = await find_room(client, "full")
        await room.get_messages(1)
        before = _rss_kib()
        held = [message async for message in await room.get_messages(100, 0, "forward")]
        assert len(held) == count, f"{len(held)} messages are there"
        print((_rss_kib() - before) / len(held), flush=True)


async def look_at_clients(product: str, count: int, base_url: str) -> None:
    """Print the KiB of each further idle client."""
    allow_sockets()
    first = max(1, count // FIRST_OF_IDLE)
    async with AsyncExitStack() as opened:
        slots = asyncio.Semaphore(IN_FLIGHT)

        async def start(number: int) -> None:
            async with slots:
                token = TOKENS.token(f"idle{number}")
                await opened.enter_async_context(make_client(product, token, base_url, START_SECONDS))

        await asyncio.gather(*(start(number) for number in range(first)))
        before = _rss_kib()
        await asyncio.gather(*(start(number) for number in range(first, count)))
        print((_rss_kib() - before) / (count - first), flush=True)
        os._exit(0)  # to close thousands of clients takes as long again, and nobody looks


async def _measure(count: int, idle: int, rounds: int, file: Path | None) -> None:
    taken: dict[str, list[list[float]]] = {name: [] for name in (*NAMES, *OFFICIAL)}
    sizes = ("--messages", str(count), "--idle", str(idle))
    async with Peer.started("the service", *this_program("--serve", *sizes)) as service:
        base_url = await service.line()
        for _ in range(rounds):
            for name, values in taken.items():
                values.append(await _look_in_processes(name, sizes, base_url))
    print(this_machine())
    print(f"resident memory, medians of {rounds}; {idle:,} idle clients, {count:,} messages held")
    figures = Figures()
    for name in NAMES:
        ours, theirs = ([value[-1] for value in taken[one]] for one in (name, f"official {name}"))
        figures.keep_ratios(f"memory.{name}.message.ratio", ours, theirs)
    for name, values in taken.items():
        message = figures.keep_median(f"memory.{name}.message", [value[-1] for value in values])
        told = f"each message {message:8.2f} KiB"
        if name in NAMES:
            process = figures.keep_median(f"memory.{name}.process", [value[0] / 1024 for value in values])
            each = figures.keep_median(f"memory.{name}.idle", [value[1] for value in values])
            told += f"   each idle client {each:8.1f} KiB   the process with one client {process:8.1f} MiB"
        print(f"  {name:<22}  {told}")
    figures.write(file)


async def _look_in_processes(name: str, sizes: tuple[str, ...], base_url: str) -> list[float]:
    token = TOKENS.token("reader")
    commands: list[tuple[Path | str, ...]]
    if name in NAMES:
        script = PROCESS.format(here=str(HERE), package=f"twilio_{name}")
        commands = [
            (sys.executable, "-c", script, base_url, token),
            this_program("--look", "clients", name, base_url, *sizes),
            this_program("--look", "messages", name, base_url, *sizes),
        ]
    else:
        count = sizes[1]
        commands = [(*official_client(OFFICIAL[name], "hold"), base_url, token, count)]
    return [await _look_in_a_process(name, command, official=name not in NAMES) for command in commands]


async def _look_in_a_process(name: str, command: tuple[Path | str, ...], *, official: bool) -> float:
    async with Peer.started(f"the client {name!r}", *command) as peer:
        if official:
            if await peer.line() != "ready":
                raise CannotMeasure(f"{peer.name} did not start")
            peer.tell("go")
        return float(await peer.line())


def main() -> None:
    """Run the benchmark, one of its clients, or its service."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--idle", type=int, default=2_000, help="idle clients, at least two; default: 2000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--look", nargs="+", metavar="VALUE", help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    add_option(parser)
    options = parser.parse_args()
    if options.look:
        what, product, base_url = options.look
        looks = {"clients": (look_at_clients, options.idle), "messages": (look_at_messages, options.messages)}
        look, count = looks[what]
        asyncio.run(look(product, count, base_url))
    elif options.serve:
        measured(serve(options.messages))
    else:
        measured(_measure(options.messages, options.idle, options.rounds, options.figures))


if __name__ == "__main__":
    main()

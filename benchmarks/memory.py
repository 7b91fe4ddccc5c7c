"""Memory of a process with a client, of each further idle client, and of messages held. Prints, asserts nothing.

The service runs in another process, and each round in a new one, so that only the client is counted. The official
clients hold the same messages. Memory is that which is resident, after garbage was collected.

    python benchmarks/memory.py [--messages 10000] [--idle 100] [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from figures import NAMES, OFFICIAL, Figures, add_option, this_machine
from peers import HERE, CannotMeasure, Peer, measured, memory_kib, official_client, this_program
from products import create_room, find_room, make_client

from twilio_local import LocalService
from twilio_realtime.json import JsonObject

IN_FLIGHT = 20
READER_LINES = 2
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


async def serve(count: int, idle: int) -> None:
    """A service with a channel full of messages, until standard input ends."""
    async with LocalService() as service:
        async with make_client("chat", service.token("writer"), service.base_url) as writer:
            channel = await create_room(writer, "full")
            slots = asyncio.Semaphore(IN_FLIGHT)

            async def send(number: int) -> None:
                attributes: JsonObject = {"number": number}
                async with slots:
                    await channel.send_message(f"message {number} with a text of ordinary length", attributes)

            await asyncio.gather(*(send(number) for number in range(count)))
        tokens = [service.token(f"idle{number}") for number in range(idle)]
        print(service.base_url, service.token("reader"), *tokens, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def look(product: str, count: int, base_url: str, reader: str, idle: list[str]) -> None:
    """Print the KiB of each further idle client, and of each message held."""
    async with make_client(product, reader, base_url) as client, AsyncExitStack() as opened:
        room = await find_room(client, "full")
        await room.get_messages(1)
        # The first of them also makes what all of them share.
        await opened.enter_async_context(make_client(product, idle[0], base_url))
        before = _rss_kib()
        for token in idle[1:]:
            await opened.enter_async_context(make_client(product, token, base_url))
        print((_rss_kib() - before) / (len(idle) - 1), flush=True)
        before = _rss_kib()
        held = [message async for message in await room.get_messages(100, 0, "forward")]
        assert len(held) == count, f"{len(held)} messages are there"
        print((_rss_kib() - before) / len(held), flush=True)


async def _measure(count: int, idle: int, rounds: int, file: Path | None) -> None:
    taken: dict[str, list[list[float]]] = {name: [] for name in (*NAMES, *OFFICIAL)}
    async with Peer.started("the service", *this_program("--serve", *_sizes(count, idle))) as service:
        base_url, *tokens = (await service.line()).split()
        for _ in range(rounds):
            for name, values in taken.items():
                values.append(await _look_in_a_process(name, count, base_url, tokens))
    print(this_machine())
    print(f"resident memory, medians of {rounds}; {idle} idle clients, {count:,} messages held")
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


async def _look_in_a_process(name: str, count: int, base_url: str, tokens: list[str]) -> list[float]:
    if name in NAMES:
        command = this_program("--look", name, base_url, *tokens, "--messages", str(count))
        async with Peer.started(f"the client {name!r}", *command) as peer:
            idle, message = [float(await peer.line()) for _ in range(READER_LINES)]
        script = PROCESS.format(here=str(HERE), package=f"twilio_{name}")
        async with Peer.started(f"the process of {name!r}", sys.executable, "-c", script, base_url, tokens[0]) as peer:
            return [float(await peer.line()), idle, message]
    arguments = (base_url, tokens[0], str(count))
    async with Peer.started(f"the client {name!r}", *official_client(OFFICIAL[name], "hold"), *arguments) as peer:
        if await peer.line() != "ready":
            raise CannotMeasure(f"{peer.name} did not start")
        peer.tell("go")
        return [float(await peer.line())]


def _sizes(count: int, idle: int) -> tuple[str, ...]:
    return ("--messages", str(count), "--idle", str(idle))


def main() -> None:
    """Run the benchmark, one of its clients, or its service."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--idle", type=int, default=100, help="idle clients, at least two; default: 100")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--look", nargs="+", metavar="VALUE", help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    add_option(parser)
    options = parser.parse_args()
    if options.look:
        product, base_url, reader, *idle = options.look
        asyncio.run(look(product, options.messages, base_url, reader, idle))
    elif options.serve:
        measured(serve(options.messages, options.idle))
    else:
        measured(_measure(options.messages, options.idle, options.rounds, options.figures))


if __name__ == "__main__":
    main()

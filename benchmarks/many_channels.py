"""Starting with many channels joined before: each client and the official one of its product, in turns.

Every start happens in a new process, which has imported what it needs, and ends when each channel is there. Prints
medians of the time, the processor time and the memory that it took, and asserts nothing.

    python benchmarks/many_channels.py [--channels 1000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import sys
import time
from pathlib import Path

from figures import NAMES, OFFICIAL, Figures, add_option, this_machine
from growth import START_SECONDS, TOKENS, count_items, fill_channels, serve
from peers import CannotMeasure, Peer, measured, memory_kib, official_client, this_program
from products import joined_rooms, make_client
from service_load import Client as Socket

CONTESTANTS = (*NAMES, *OFFICIAL)


async def start(product: str, base_url: str, token: str, count: int) -> None:
    """Start a client of ours when a line comes; print seconds, CPU seconds and KiB."""
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    before = _now()
    async with make_client(product, token, base_url, START_SECONDS) as client:
        seen = await count_items(joined_rooms(client))
        assert seen == count, f"{seen} channels are there"
        print(*(value - earlier for value, earlier in zip(_now(), before, strict=True)), flush=True)
        await asyncio.to_thread(sys.stdin.readline)


def _now() -> tuple[float, float, float]:
    at, cpu = time.perf_counter(), time.process_time()
    gc.collect()
    return at, cpu, memory_kib()


async def _start_in_a_process(name: str, base_url: str, count: int) -> tuple[float, ...]:
    command = official_client(OFFICIAL[name], "rooms") if name in OFFICIAL else this_program("--start", name)
    arguments = (base_url, TOKENS.token(f"in{count}"), str(count))
    async with Peer.started(f"the contestant {name!r}", *command, *arguments) as peer:
        if await peer.line() != "ready":
            raise CannotMeasure(f"{peer.name} did not start")
        peer.tell("go")
        return tuple(float(value) for value in (await peer.line()).split())


async def _measure(count: int, rounds: int, file: Path | None) -> None:
    async with Peer.started("the service", *this_program("--serve")) as service:
        base_url = await service.line()
        owner = await Socket.signed_in(base_url, "owner")
        await fill_channels(owner, [count])
        await owner.close()
        taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in CONTESTANTS}
        for number in range(rounds):
            for name in CONTESTANTS if number % 2 else reversed(CONTESTANTS):
                taken[name].append(await _start_in_a_process(name, base_url, count))
    print(this_machine())
    print(f"start with {count:,} channels, medians of {rounds}; ratios are those to the official client of the product")
    _show(taken).write(file)


def _show(taken: dict[str, list[tuple[float, ...]]]) -> Figures:
    figures = Figures()
    for name in CONTESTANTS:
        seconds, cpu, kib = zip(*taken[name], strict=True)
        their_seconds, _, their_kib = zip(*taken[name if name in OFFICIAL else f"official {name}"], strict=True)
        ratio = figures.keep_ratios(f"many.{name}.ratio", seconds, their_seconds)
        memory_ratio = figures.keep_ratios(f"many.{name}.memory.ratio", kib, their_kib)
        figures.keep_median(f"many.{name}", seconds)
        figures.keep_median(f"many.{name}.cpu", cpu)
        figures.keep_median(f"many.{name}.memory", [value / 1024 for value in kib])
        print(
            f"  {name:<22}  {statistics.median(seconds):6.2f} s ({ratio:.2f} ×)  CPU {statistics.median(cpu):6.2f} s"
            f"  {statistics.median(kib) / 1024:6.1f} MiB ({memory_ratio:.2f} ×)"
        )
    return figures


def main() -> None:
    """Run the benchmark, one of its contestants, or its service."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--channels", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--start", nargs=4, metavar=("PRODUCT", "URL", "TOKEN", "COUNT"), help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    add_option(parser)
    options = parser.parse_args()
    if options.start:
        product, base_url, token, count = options.start
        asyncio.run(start(product, base_url, token, int(count)))
    else:
        measured(serve() if options.serve else _measure(options.channels, options.rounds, options.figures))


if __name__ == "__main__":
    main()

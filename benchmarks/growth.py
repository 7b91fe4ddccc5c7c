"""How work grows: what one more channel, member, message or client costs when there are many. Judges nothing.

The client alone is measured, by the processor time of this process; the service runs in another one. Of each size the
best of some rounds counts. The exponent is that of the power of the size that fits the three largest best: 1 is linear,
2 would be quadratic.

    python benchmarks/growth.py [--most 1000] [--rounds 3] [--only members]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import math
import sys
import time
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from figures import Figures, add_option, this_machine
from peers import Peer, measured, memory_kib, this_program
from service_load import CONVERSATIONS
from service_load import Client as Socket

from twilio_chat import Client
from twilio_local import Limits, LocalService
from twilio_realtime.json import JsonObject

TOKENS: Final = LocalService()
BOUNDS: Final = Limits(
    subscriptions=1_000_000, requests_in_flight=1_000_000, user_change_bytes=2**40, http_connections=5_000
)
IN_FLIGHT: Final = 32
FITTED: Final = 3
"""How many of the largest sizes the exponent is fitted to; at small ones what never changes counts most."""
START_SECONDS: Final = 600.0


class Stopwatch:
    """Takes processor time and memory of this process over a block.

    Attributes:
        seconds: Processor time.
        collecting: How much of it the garbage collector took.
        kib: How much more memory there is at the end.
    """

    seconds: float
    collecting: float
    kib: float

    def __enter__(self) -> Self:
        gc.collect()
        self.collecting = self._collection_began = 0.0
        gc.callbacks.append(self._on_collection)
        self._kib, self._began = memory_kib(), time.process_time()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.seconds = time.process_time() - self._began
        gc.callbacks.remove(self._on_collection)
        gc.collect()
        self.kib = memory_kib() - self._kib

    def _on_collection(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._collection_began = time.process_time()
        else:
            self.collecting += time.process_time() - self._collection_began


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Something of which there may be many.

    Attributes:
        sizes: How many.
        fill: Makes what the service needs for these sizes, through the socket of ``owner``.
        work: Does the work for one size, the part that counts under the watch.
    """

    sizes: tuple[int, ...]
    fill: Callable[[Socket, Sequence[int]], Awaitable[None]]
    work: Callable[[str, int, Stopwatch], Awaitable[None]]


# ---------------------------------------------------------------------------------------------- what the service has


async def fill_channels(owner: Socket, sizes: Sequence[int]) -> None:
    """Make channels, and one user for each size, who joins so many of them."""

    async def make(number: int) -> None:
        channel = await owner.request("POST", CONVERSATIONS, {"type": "private", "attributes": "{}"})
        for size in sizes:
            if number < size:
                await _add(owner, str(channel["sid"]), f"in{size}")

    await _all(make(number) for number in range(max(sizes)))


async def fill_members(owner: Socket, sizes: Sequence[int]) -> None:
    """Make one channel for each size, with so many members."""
    for size in sizes:
        body: JsonObject = {"type": "private", "unique_name": f"members{size}", "attributes": "{}"}
        sid = str((await owner.request("POST", CONVERSATIONS, body))["sid"])
        everybody = [f"among{size}", *(f"m{number}" for number in range(1, size))]
        await _all(_add(owner, sid, identity) for identity in everybody)


async def fill_messages(owner: Socket, sizes: Sequence[int]) -> None:
    """Make one channel with as many messages as the largest size says."""
    body: JsonObject = {"type": "private", "unique_name": "messages", "attributes": "{}"}
    sid = str((await owner.request("POST", CONVERSATIONS, body))["sid"])
    await _add(owner, sid, "owner")
    await _add(owner, sid, "reader")
    message: JsonObject = {"body": "a text of ordinary length, as people write it", "attributes": "{}"}
    await _all(owner.request("POST", f"{CONVERSATIONS}/{sid}/Messages", message) for _ in range(max(sizes)))


async def fill_nothing(owner: Socket, sizes: Sequence[int]) -> None:
    """Clients need nothing but the service."""


async def _add(owner: Socket, sid: str, identity: str) -> None:
    await owner.request("POST", f"{CONVERSATIONS}/{sid}/Participants", {"identity": identity})


async def _all(work: Iterable[Awaitable[object]]) -> None:
    """Wait for much, a few at a time."""
    waiting = iter(work)

    async def some() -> None:
        for one in waiting:
            await one

    async with asyncio.TaskGroup() as tasks:
        for _ in range(IN_FLIGHT):
            tasks.create_task(some())


# ---------------------------------------------------------------------------------------------- what is measured


async def start_with_channels(base_url: str, count: int, watch: Stopwatch) -> None:
    """Start a client that has joined so many channels, until each is there."""
    async with AsyncExitStack() as opened:
        with watch:
            client = Client(TOKENS.token(f"in{count}"), base_url=base_url, start_timeout=START_SECONDS)
            await opened.enter_async_context(client)
            assert await count_items(client.get_subscribed_channels(100)) == count


async def read_members(base_url: str, count: int, watch: Stopwatch) -> None:
    """Start a client that has joined a channel with so many members, until each is there."""
    async with AsyncExitStack() as opened:
        with watch:
            client = Client(TOKENS.token(f"among{count}"), base_url=base_url, start_timeout=START_SECONDS)
            await opened.enter_async_context(client)
            channel = await client.get_channel_by_unique_name(f"members{count}")
            assert len(await channel.get_members()) == count


async def page_messages(base_url: str, count: int, watch: Stopwatch) -> None:
    """Page through so many messages of a channel, and keep none."""
    async with Client(TOKENS.token("reader"), base_url=base_url) as client:
        channel = await client.get_channel_by_unique_name("messages")
        with watch:
            assert await count_items(channel.get_messages(100, 0, "forward"), count) == count


async def start_clients(base_url: str, count: int, watch: Stopwatch) -> None:
    """Start so many clients in one process, and hold them all."""
    async with AsyncExitStack() as opened:
        with watch:
            await _all(
                opened.enter_async_context(
                    Client(TOKENS.token(f"client{number}"), base_url=base_url, start_timeout=START_SECONDS)
                )
                for number in range(count)
            )


async def count_items(items: AsyncIterable[object], most: int | None = None) -> int:
    """Go through items, keep none, and return how many there are.

    Args:
        items: The items.
        most: Stop after so many; None: at the end.
    """
    seen = 0
    async for _ in items:
        seen += 1
        if seen == most:
            break
    return seen


GROWTHS: Final = {
    "channels": Growth(sizes=(10, 100, 1_000, 10_000), fill=fill_channels, work=start_with_channels),
    "members": Growth(sizes=(10, 100, 1_000, 10_000, 50_000), fill=fill_members, work=read_members),
    "messages": Growth(sizes=(100, 1_000, 10_000, 100_000), fill=fill_messages, work=page_messages),
    "clients": Growth(sizes=(1, 10, 100, 1_000, 2_000), fill=fill_nothing, work=start_clients),
}
"""By the word of the command line."""


# ---------------------------------------------------------------------------------------------- the run


async def serve() -> None:
    """A service, until standard input ends."""
    async with LocalService(limits=BOUNDS) as service:
        print(service.base_url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


def allow_sockets() -> None:
    """Allow this process and those that it starts as many sockets as the system admits: each client holds one."""
    if sys.platform != "win32":  # where there is no such limit
        import resource

        # Where so many are not allowed, the system's own message says so.
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def measure(names: Sequence[str], most: int | None, rounds: int, file: Path | None) -> None:
    """Measure everything and print it."""
    allow_sockets()
    print(this_machine())
    print(f"processor time, the best of {rounds} rounds")
    print(f"{'':8}  {'size':>7}  {'seconds':>9}  {'µs each':>9}  {'collector':>9}  {'KiB each':>9}")
    figures = Figures()
    for name in names:
        growth = GROWTHS[name]
        sizes = [size for size in growth.sizes if most is None or size <= most] or [growth.sizes[0]]
        async with Peer.started("the service", *this_program("--serve")) as peer:
            await _measure_one(name, growth, sizes, await peer.line(), rounds, figures)
    figures.write(file)


async def _measure_one(
    name: str, growth: Growth, sizes: Sequence[int], base_url: str, rounds: int, figures: Figures
) -> None:
    owner = await Socket.signed_in(base_url, "owner")
    if sys.stderr.isatty():
        print(f"filling the service with {name} …", file=sys.stderr)
    await growth.fill(owner, sizes)
    await owner.close()
    taken: list[tuple[int, float]] = []
    for size in sizes:
        watches = [Stopwatch() for _ in range(rounds)]
        for watch in watches:
            await growth.work(base_url, size, watch)
        best = min(watches, key=lambda watch: watch.seconds)
        seconds, kib = best.seconds, max(watch.kib for watch in watches)
        share = best.collecting / seconds
        taken.append((size, seconds))
        figures.keep(f"growth.{name}.{size}.collector", share)
        figures.keep(f"growth.{name}.{size}", seconds / size * 1e6)
        figures.keep(f"growth.{name}.{size}.memory", kib / size)
        print(
            f"{name:8}  {size:>7,}  {seconds:>9.3f}  {seconds / size * 1e6:>9,.0f}  {share:>9.0%}  {kib / size:>9.2f}",
            flush=True,
        )
    if len(taken) > 1:
        power = exponent(taken[-FITTED:])
        figures.keep(f"growth.{name}.exponent", power)
        print(f"{name:8}  grows with size to the power of {power:.2f}")


def exponent(taken: Sequence[tuple[int, float]]) -> float:
    """Return the slope of the straight line through the logarithms that fits them best."""
    points = [(math.log(size), math.log(seconds)) for size, seconds in taken]
    middle_x = math.fsum(x for x, _ in points) / len(points)
    middle_y = math.fsum(y for _, y in points) / len(points)
    above = math.fsum((x - middle_x) * (y - middle_y) for x, y in points)
    return above / math.fsum((x - middle_x) ** 2 for x, _ in points)


def main() -> None:
    """Run the benchmark, or its service."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, help="leave out larger sizes than this")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=GROWTHS, action="append", help="may be given several times")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    add_option(parser)
    options = parser.parse_args()
    names = options.only or [*GROWTHS]
    measured(serve() if options.serve else measure(names, options.most, options.rounds, options.figures))


if __name__ == "__main__":
    main()

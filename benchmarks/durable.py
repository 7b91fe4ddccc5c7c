"""What durable consumption costs: catching up beside plain paging, and an acknowledgement in each store.

One client reads the same channels of the same service both ways, in turns, so that a busy machine slows both down.
Prints figures and asserts nothing.

    python benchmarks/durable.py [--messages 3000] [--channels 8] [--rounds 3] [--page-size 100]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import twilio_chat as chat
from twilio_local import LocalService


async def by_pages(rooms: Sequence[chat.Channel], count: int, page_size: int) -> float:
    """Messages a second when all of them are read page by page."""
    began, seen = time.perf_counter(), 0
    for room in rooms:
        async for _ in room.get_messages(page_size, 0, "forward"):
            seen += 1
    assert seen == count
    return count / (time.perf_counter() - began)


async def by_deliveries(
    client: chat.Client, store: chat.CursorStore, count: int, page_size: int, concurrency: int
) -> float:
    """Messages a second when all of them are handed out and acknowledged, each by itself."""
    began = time.perf_counter()
    deliveries = client.deliveries(store, start="beginning", page_size=page_size, concurrency=concurrency)

    async def work() -> None:
        async for delivery in deliveries:
            await delivery.ack()
            if deliveries.progress.acknowledged == count:
                await deliveries.aclose()

    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(work())
    return count / (time.perf_counter() - began)


async def acknowledging(store: chat.CursorStore, count: int) -> list[float]:
    """Seconds that each of the two writes of an acknowledgement takes: that it is handed out, and that it is done."""
    handed, done = list[float](), list[float]()
    for position in range(count):
        times = [time.perf_counter()]
        for cursor in (chat.Cursor(position - 1, position, 1), chat.Cursor(position)):
            await store.write("bench", "room", cursor)
            times.append(time.perf_counter())
        handed.append(times[1] - times[0])
        done.append(times[2] - times[1])
    return [statistics.median(handed), statistics.median(done)]


async def measure(count: int, channels: int, rounds: int, page_size: int) -> None:
    """Write the messages and print how fast they are read."""
    with tempfile.TemporaryDirectory() as folder:
        async with LocalService() as service, chat.Client(service.token("bench"), base_url=service.base_url) as client:
            rooms = [await (await client.create_channel()).join() for _ in range(channels)]
            for number in range(count):
                await rooms[number % channels].send_message(f"message {number}")
            rates: dict[str, list[float]] = defaultdict(list)
            for turn in range(rounds):
                rates["pages"].append(await by_pages(rooms, count, page_size))
                for most in sorted({1, channels}):
                    memory = chat.MemoryCursors()
                    found = await by_deliveries(client, memory, count, page_size, most)
                    rates[f"MemoryCursors, {most} at a time"].append(found)
                    with chat.SqliteCursors(Path(folder) / f"{turn} {most}.db") as file:
                        found = await by_deliveries(client, file, count, page_size, most)
                        rates[f"SqliteCursors, {most} at a time"].append(found)
        for name, each in rates.items():
            ratio = statistics.median(one / other for one, other in zip(each, rates["pages"], strict=True))
            print(f"{name}: {statistics.median(each):,.0f} messages a second, {ratio:.2f} of plain paging")
        with chat.SqliteCursors(Path(folder) / "acknowledged.db") as file:
            for store in (chat.MemoryCursors(), file):
                handed, done = await acknowledging(store, count)
                name = type(store).__name__
                print(f"{name}: {handed * 1e6:,.0f} µs to note a delivery, {done * 1e6:,.0f} µs to acknowledge it")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--channels", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page-size", type=int, default=100)
    options = parser.parse_args()
    asyncio.run(measure(options.messages, options.channels, options.rounds, options.page_size))


if __name__ == "__main__":
    main()

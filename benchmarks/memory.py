"""Memory of an idle client and of messages that a program holds. Prints, asserts nothing.

The service runs in another process, so that only the client is counted.

    python benchmarks/memory.py [--messages 10000]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import platform
import sys

from peers import Peer, measured, memory_kib, this_program

from twilio_chat import Client, Message
from twilio_local import LocalService


def _rss_kib() -> float:
    gc.collect()
    return memory_kib()


async def serve(count: int) -> None:
    """A service with a channel full of messages, until standard input ends."""
    async with LocalService() as service:
        async with Client(service.token("writer"), base_url=service.base_url) as writer:
            channel = await writer.create_channel(unique_name="full")
            await channel.join()
            slots = asyncio.Semaphore(20)

            async def send(number: int) -> None:
                async with slots:
                    await channel.send_message(f"message {number} with a text of ordinary length", {"number": number})

            await asyncio.gather(*(send(number) for number in range(count)))
        print(service.base_url, service.token("reader"), service.token("idle"), flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def _measure(count: int) -> None:
    async with Peer.started("the service", *this_program("--serve", "--messages", str(count))) as peer:
        await _look(*(await peer.line()).split())


async def _look(base_url: str, reader: str, idle: str) -> None:
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    print(f"{platform.python_implementation()} {platform.python_version()}, {machine}; resident memory")
    async with Client(reader, base_url=base_url) as client:
        channel = await client.get_channel_by_unique_name("full")
        await channel.get_messages(1)
        before = _rss_kib()
        async with Client(idle, base_url=base_url):
            print(f"  idle client, the second of its process {_rss_kib() - before:8.1f} KiB")
        before = _rss_kib()
        page = await channel.get_messages(100, 0, "forward")
        held: list[Message] = [message async for message in page]
        print(f"  each of {len(held)} messages held {(_rss_kib() - before) / len(held):8.2f} KiB")


def main() -> None:
    """Run the benchmark, or its service."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    measured(serve(options.messages) if options.serve else _measure(options.messages))


if __name__ == "__main__":
    main()

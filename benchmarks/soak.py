"""Soak: many messages over one channel while the listener's connection is cut again and again.

Fails if a message is lost, comes twice or out of order. Memory is printed for comparison, not judged.

    python benchmarks/soak.py [--messages 50000] [--every 500]
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time

from peers import Peer, measured, memory_kib, this_program
from rich.progress import Progress

from twilio_chat import Client
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.limits import ConnectionLimits

REPORT_EVERY = 5000
QUICK = ConnectionLimits(backoff_min=0.05, backoff_max=0.2)
"""Reconnecting after a cut takes a second or two otherwise, and there are a hundred cuts."""


async def listen(base_url: str, token: str, count: int) -> None:
    """Check that the indexes 0, 1, 2, … arrive, and report the memory in use."""
    logging.getLogger("twilio_realtime").setLevel(logging.ERROR)  # the connection is cut on purpose
    async with Client(token, base_url=base_url, environment=Environment(limits=QUICK)) as client:
        channel = await (await client.get_channel_by_unique_name("soak")).join()
        async with channel.on.message_added.stream(queue=count + 1) as messages:
            print("ready", flush=True)
            expected = 0
            async for message in messages:
                if message.index != expected:
                    print(f"expected message {expected}, heard {message.index}", flush=True)
                    return
                expected += 1
                if expected % REPORT_EVERY == 0:
                    print(f"{expected} {memory_kib() / 1024:.1f}", flush=True)
                if expected == count:
                    print("complete", flush=True)
                    return


async def soak(count: int, every: int) -> None:
    """Write, cut and wait, and print what came of it."""
    started = time.monotonic()
    verdict = await _soak(count, every)
    print(f"{verdict}: {count} messages, {count // every} cuts, {time.monotonic() - started:.0f} s")
    if verdict != "complete":
        sys.exit(1)


async def _soak(count: int, every: int) -> str:
    async with (
        LocalService() as service,
        Client(service.token("writer"), base_url=service.base_url) as writer,
    ):
        channel = await writer.create_channel(unique_name="soak")
        await channel.join()
        token = service.token("listener", ttl=86_400)
        command = this_program("--listen", service.base_url, token, "--messages", str(count))
        async with Peer.started("the listener", *command) as listener:
            await listener.line()
            writing = asyncio.create_task(_write(service, writer, count, every))
            try:
                while (line := await listener.line())[:1].isdigit():
                    heard, memory = line.split()
                    print(f"{heard:>8} messages heard, {memory} MiB")
                if line == "complete":
                    await writing
            finally:
                writing.cancel()
            return line


async def _write(service: LocalService, writer: Client, count: int, every: int) -> None:
    channel = await writer.get_channel_by_unique_name("soak")
    slots = asyncio.Semaphore(20)

    async def send(number: int) -> None:
        async with slots:
            await channel.send_message(f"message {number}")

    with Progress(disable=not sys.stdout.isatty()) as progress:
        task = progress.add_task("writing", total=count)
        for start in range(0, count, every):
            async with asyncio.TaskGroup() as group:
                for number in range(start, min(start + every, count)):
                    group.create_task(send(number))
                    if number == start + every // 2:
                        service.faults.cut("listener")
            progress.update(task, advance=min(every, count - start))


def main() -> None:
    """Run the soak, or its listener."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--every", type=int, default=500, help="cut the listener's connection after so many messages")
    parser.add_argument("--listen", nargs=2, metavar=("URL", "TOKEN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.listen:
        url, token = options.listen
        asyncio.run(listen(url, token, options.messages))
        return
    measured(soak(options.messages, options.every))


if __name__ == "__main__":
    main()

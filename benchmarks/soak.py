"""Soak: many messages over one channel while the listener's connection is cut again and again.

Fails if a message is lost, comes twice or out of order. Memory is printed for comparison, not judged.

    python benchmarks/soak.py [--messages 50000] [--every 500]
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import time
from pathlib import Path

from rich.progress import Progress

from twilio_chat import Client
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.limits import ConnectionLimits

REPORT_EVERY = 5000
QUICK = ConnectionLimits(backoff_min=0.05, backoff_max=0.2)
"""Reconnecting after a cut takes a second or two otherwise, and there are a hundred cuts."""


def _rss_mib() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def listen(base_url: str, token: str, count: int) -> None:
    """Check that the indexes 0, 1, 2, … arrive, and report the memory in use."""
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
                    print(f"{expected} {_rss_mib():.1f}", flush=True)
                if expected == count:
                    print("complete", flush=True)
                    return


async def soak(count: int, every: int) -> str:
    """Write, cut and wait; the listener's last word."""
    async with (
        LocalService() as service,
        Client(service.token("writer"), base_url=service.base_url) as writer,
    ):
        channel = await writer.create_channel(unique_name="soak")
        await channel.join()
        listener = await asyncio.create_subprocess_exec(
            sys.executable,
            __file__,
            "--listen",
            service.base_url,
            service.token("listener", ttl=86_400),
            "--messages",
            str(count),
            stdout=asyncio.subprocess.PIPE,
        )
        assert listener.stdout is not None
        await listener.stdout.readline()
        writing = asyncio.create_task(_write(service, writer, count, every))
        last = "the listener ended without a word"
        while line := (await listener.stdout.readline()).decode().strip():
            last = line
            if line[0].isdigit():
                heard, memory = line.split()
                print(f"{heard:>8} messages heard, {memory} MiB")
        await listener.wait()
        await writing
        return last


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
    started = time.monotonic()
    verdict = asyncio.run(soak(options.messages, options.every))
    cuts = options.messages // options.every
    print(f"{verdict}: {options.messages} messages, {cuts} cuts, {time.monotonic() - started:.0f} s")
    if verdict != "complete":
        sys.exit(1)


if __name__ == "__main__":
    main()

"""Start-up time and the way of a message there and back: this client and the official JavaScript client, side by side.

Prints medians and percentiles, asserts nothing.

    python benchmarks/start_and_latency.py [--messages 300] [--starts 10]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import time
from pathlib import Path

from twilio_chat import Client
from twilio_local import LocalService

HERE = Path(__file__).parent
IDLE_CLIENTS = 500


async def _own(service: LocalService, messages: int, starts: int) -> tuple[list[float], list[float]]:
    started: list[float] = []
    for number in range(starts):
        before = time.perf_counter()
        async with Client(service.token(f"starter-{number}"), base_url=service.base_url):
            started.append(time.perf_counter() - before)
    latencies: list[float] = []
    async with Client(service.token("python"), base_url=service.base_url) as client:
        channel = await client.create_channel(unique_name="latency-python")
        await channel.join()
        for number in range(messages):
            async with channel.on.message_added.expect():
                before = time.perf_counter()
                await channel.send_message(f"message {number}")
            latencies.append(time.perf_counter() - before)
    return started, latencies


async def _official(service: LocalService, messages: int, starts: int) -> tuple[list[float], list[float]]:
    tokens = [service.token(f"official-{number}") for number in range(starts + 1)]
    process = await asyncio.create_subprocess_exec(
        "node",
        str(HERE / "start_and_latency.cjs"),
        service.base_url,
        str(messages),
        *tokens,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    first, second = output.decode().strip().splitlines()[-2:]
    return [float(value) / 1000 for value in first.split()], [float(value) / 1000 for value in second.split()]


async def _idle(service: LocalService) -> tuple[float, float]:
    """Seconds to connect many clients in one process, and MiB for each."""
    before_memory, before = _rss_mib(), time.perf_counter()
    clients = [Client(service.token(f"idle-{number}"), base_url=service.base_url) for number in range(IDLE_CLIENTS)]
    slots = asyncio.Semaphore(20)

    async def start(client: Client) -> None:
        async with slots:
            await client.start()

    await asyncio.gather(*(start(client) for client in clients))
    taken, memory = time.perf_counter() - before, _rss_mib() - before_memory
    await asyncio.gather(*(client.shutdown() for client in clients))
    return taken, memory / IDLE_CLIENTS


def _rss_mib() -> float:
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _show(name: str, started: list[float], latencies: list[float]) -> None:
    cuts = statistics.quantiles(latencies, n=100)
    print(
        f"  {name:<10} start to initialized {statistics.median(started) * 1000:7.1f} ms   "
        f"send to own messageAdded p50 {cuts[49] * 1000:6.2f} ms  p99 {cuts[98] * 1000:6.2f} ms"
    )


async def _measure(messages: int, starts: int) -> None:
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    print(f"{platform.python_implementation()} {platform.python_version()}, {machine}; medians")
    async with LocalService() as service:
        _show("client", *await _own(service, messages, starts))
        _show("official", *await _official(service, messages, starts))
        taken, memory = await _idle(service)
    print(
        f"  {IDLE_CLIENTS} clients of this kind in one process, with the service: {taken:.1f} s to connect, "
        f"{memory * 1024:.0f} KiB for each connection's two ends"
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--starts", type=int, default=10)
    options = parser.parse_args()
    asyncio.run(_measure(options.messages, options.starts))


if __name__ == "__main__":
    main()

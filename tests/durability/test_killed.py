"""A consumer that is killed at any moment misses nothing, keeps the order, and repeats what was not acknowledged."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from support.processes import finish
from support.service_process import ServiceProcess
from twilio_chat import Channel, Client, RealtimeError
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.limits import ConnectionLimits

CONSUMER = Path(__file__).parent / "consumer.py"
IMPATIENT = Environment(limits=ConnectionLimits(backoff_min=0.01, backoff_max=0.05))
LULL = 2.0
"""Seconds without a line after which the consumer is killed all the same: it may have nothing left to do."""
AT_ONCE = 10
"""Messages that are written side by side."""


class Service:
    """An embedded service in a process of its own, that is killed and begins again at the same port."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._port = 0

    async def start(self) -> str:
        self._process = await ServiceProcess.prepare(self._file)
        self._port = await self._process.start(self._port)
        return f"http://127.0.0.1:{self._port}"

    async def kill_and_start(self) -> None:
        await self._process.kill()
        await self.start()

    async def kill(self) -> None:
        await self._process.kill()


async def write(channels: list[Channel], count: int) -> None:
    """Write messages in turn; which of them arrived while the service was killed is seen at the end."""
    due = iter(range(count))

    async def some() -> None:
        for number in due:
            with suppress(RealtimeError):
                await channels[number % len(channels)].send_message(str(number))

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def consume_until_killed(command: tuple[str, ...], random: Random, most: int) -> None:
    """Run the consumer, and kill it after some of its lines, and some moments."""
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert process.stdout is not None
    with suppress(TimeoutError):
        for _ in range(random.randint(0, most)):
            await asyncio.wait_for(process.stdout.readline(), LULL)
    for _ in range(random.choice((0, 1, 10, 100, 1000))):
        await asyncio.sleep(0)
    process.kill()
    await finish(process)


async def consume_to_the_end(process: Process, newest: dict[str, int]) -> None:
    """Let the consumer go on until it has acknowledged the newest message of each channel."""
    assert process.stdout is not None
    left = dict(newest)
    while left:
        word, *rest = (await process.stdout.readline()).decode().split()
        if word == "done" and left.get(rest[0]) == int(rest[1]):
            del left[rest[0]]
    process.kill()
    await finish(process)


def lines(journal: Path) -> list[tuple[str, str, int, int]]:
    found = (line.split() for line in journal.read_text().splitlines()) if journal.exists() else ()
    return [(word, sid, int(index), int(attempts)) for word, sid, index, attempts in found]


def check(journal: Path, expected: dict[str, list[int]]) -> None:
    first: dict[str, list[int]] = defaultdict(list)
    seen: set[tuple[str, int]] = set()
    acknowledged: set[tuple[str, int]] = set()
    for word, sid, index, attempts in lines(journal):
        if word == "done":
            acknowledged.add((sid, index))
            continue
        assert (sid, index) not in acknowledged, "what was acknowledged has come again"
        if (sid, index) in seen:
            assert attempts > 1, "what comes again does not say so"
            assert first[sid][-1] == index, "something that comes again is out of order"
        else:
            seen.add((sid, index))
            first[sid].append(index)
    assert dict(first) == {sid: indexes for sid, indexes in expected.items() if indexes}


@pytest.mark.timeout(3600)
async def test_a_consumer_that_is_killed_misses_nothing(
    tmp_path: Path, amount: tuple[int, int, int], seed: int
) -> None:
    kills, messages, rooms = amount
    random = Random(seed)
    journal = tmp_path / "journal.txt"
    tokens, service = LocalService(), Service(tmp_path / "service.db")
    base_url = await service.start()
    token, cursors = tokens.token("clerk", 86_400), str(tmp_path / "cursors.db")
    command = (sys.executable, str(CONSUMER), token, base_url, cursors, str(journal))
    async with Client(tokens.token("alice", 86_400), base_url=base_url, environment=IMPATIENT) as alice:
        channels = [await (await alice.create_channel()).join() for _ in range(rooms)]
        outside = random.sample(channels, rooms // 2)  # the consumer joins these later
        for channel in channels:
            if channel not in outside:
                await channel.add("clerk")
        writing = asyncio.create_task(write(channels, messages))
        for number in range(kills):
            await consume_until_killed(command, random, 2 * messages // kills)
            if outside and random.random() < 0.5:
                with suppress(RealtimeError):
                    await outside[-1].add("clerk")
                    outside.pop()
            if number % 4 == 3:
                await service.kill_and_start()
        for channel in outside:
            await channel.add("clerk")
        await writing
        newest = {channel.sid: await channel.send_message("the last") for channel in channels}
        expected = {
            channel.sid: [message.index async for message in channel.get_messages(100, 0, "forward")]
            for channel in channels
        }
    last = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    await consume_to_the_end(last, newest)
    await service.kill()

    assert sum(map(len, expected.values())) >= messages // 2
    check(journal, expected)

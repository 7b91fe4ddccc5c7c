"""A fleet whose workers die and stop, and whose broker dies: each message stands in the stream once, in order, and
nobody is without a worker for long."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest

from fleet_soak.amounts import Amounts
from fleet_soak.broker import Observer, observing
from fleet_soak.commanding import commanding
from fleet_soak.lease_record import gaps, stolen
from fleet_soak.limits import Limits
from fleet_soak.run_queue import RunQueue
from fleet_soak.trouble import Trouble
from fleet_soak.workers import Workers
from fleet_soak.world import Written, meeting
from support.nats_process import NatsProcess, nats_server
from twilio_realtime.json import as_object


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither credentials nor addresses of whoever runs the tests."""
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET", "TWILIO_SERVICE_SID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("TWILIO_REGION", raising=False)


@pytest.mark.timeout(7200)
async def test_a_fleet_in_trouble(tmp_path: Path, product: str, amounts: Amounts, seed: int) -> None:
    program = nats_server()
    if program is None:
        pytest.skip("there is no nats-server for this machine")
    random, started = Random(seed), time.monotonic()
    people = [f"user-{number}" for number in range(amounts.people)]
    (tmp_path / "people").write_text("\n".join(people))
    broker, queue = NatsProcess(program, tmp_path), RunQueue()
    async with AsyncExitStack() as stack:
        recording = asyncio.create_task(queue.record())
        stack.callback(recording.cancel)
        await broker.start()
        stack.push_async_callback(broker.kill)
        queue.watch(broker.pids[-1])
        observer = await stack.enter_async_context(observing(broker.url))
        await observer.prepare(amounts.lease)
        rooms = await stack.enter_async_context(meeting(product, people, amounts, tmp_path, random))
        settings = {"NATS_URL": broker.url, "TWILIO_BASE_URL": rooms.base_url}
        workers = Workers(product, tmp_path, observer, queue, **settings)
        stack.push_async_callback(workers.kill_all)
        commands = await stack.enter_async_context(commanding(product, broker.url, rooms, random))
        for _ in range(amounts.workers):
            await workers.start(amounts.lease)
        await until_everybody_is_owned(observer, people)
        begin = time.time()

        trouble = Trouble(amounts, random, rooms, broker, observer, workers, commands, queue)
        await trouble.play()

        end = time.time()
        ends = await workers.end()
        record = await rooms.record()
        kept = await stream_of(observer)
        leases = await observer.leases()
        published = observer.published

    found = gaps(leases, amounts.lease, workers.absences, (begin, end), people)
    limits = Limits(amounts.lease, workers, trouble, queue, broker)
    excess = max(map(limits.excess, found), default=0.0)
    longest = max((gap.end - gap.begin for gap in found), default=0.0)
    print(
        f"{product}: {rooms.written} messages and {len(commands.answers)} by command, each answered within "
        f"{commands.slowest:.0f} s; "
        f"{sum(map(len, kept.values()))} in the stream, {published} publications; "
        f"{amounts.kills} kills, {amounts.restarts} restarts, {amounts.pauses} pauses; {len(found)} times without an "
        f"owner, at most {longest:.1f} s with leases of {amounts.lease:g} s, which leaves {-excess:.1f} s; "
        f"{time.monotonic() - started:.0f} s in all"
    )
    assert (rooms.written, len(commands.answers)) == (amounts.messages, amounts.commands)
    assert commands.wrong == []
    texts = {sid: [message.text for message in messages] for sid, messages in record.items()}
    assert all(texts[sid][index] == text for text, (sid, index) in commands.answers.items())
    assert sum(map(len, record.values())) == amounts.messages + amounts.commands, "a command was carried out twice"
    rooms_of_all = record.keys() | kept.keys()
    assert [line for sid in rooms_of_all for line in differences(kept.get(sid, []), record.get(sid, []))] == []
    assert stolen(leases, amounts.lease) == []
    assert [limits.explain(gap) for gap in found if limits.excess(gap) > 0] == []
    assert ends == dict.fromkeys(ends, 0)


async def until_everybody_is_owned(observer: Observer, people: list[str]) -> None:
    while True:
        if await observer.owned() == set(people):
            return
        await asyncio.sleep(0.1)


async def stream_of(observer: Observer) -> dict[str, list[Written]]:
    """What stands in the stream, in its order, by the SID of the room."""
    found: dict[str, list[Written]] = defaultdict(list)
    async for event in observer.kept():
        data = as_object(event["data"])
        index, sid, text = data["index"], data["sid"], data["body"]
        assert isinstance(index, int)
        found[str(event["partitionkey"])].append(Written(index, str(sid), str(text)))
    return dict(found)


def differences(kept: list[Written], record: list[Written]) -> list[str]:
    """How what stands in the stream differs from what the service has kept of a room: not at all, if all is well."""
    missing = [message.index for message in record if message not in kept]
    foreign = [message.index for message in kept if message not in record]
    twice = sorted({message.index for message in kept if kept.count(message) > 1})
    found = [("missing", missing), ("not written", foreign), ("more than once", twice)]
    lines = [f"{what}: {indexes}" for what, indexes in found if indexes]
    if kept != record and not lines:
        lines.append(f"out of order: {[message.index for message in kept]}")
    return lines

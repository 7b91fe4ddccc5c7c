"""Whatever happens on the way, each event of a stream is announced once; and in order while the service keeps to it."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.fake_sync import FakeSync, Recorder
from twilio_realtime.sync.event_order import EventOrder


@given(
    start=st.integers(-1, 50),
    steps=st.lists(st.one_of(st.integers(-1, 120), st.sampled_from(["asked", "replayed"])), max_size=120),
)
def test_nothing_is_admitted_twice_and_the_resume_point_never_falls(start: int, steps: list[int | str]) -> None:
    order = EventOrder(start)
    admitted: list[int] = []
    for step in steps:
        before = order.resume_point
        if step == "asked":
            order.asked()
        elif step == "replayed":
            order.replayed()
        elif isinstance(step, int) and order.admit(step):
            admitted.append(step)
        assert order.resume_point >= before
    assert len(admitted) == len(set(admitted))
    assert all(event_id > start for event_id in admitted)


@given(st.permutations(range(60)))
def test_every_order_of_a_complete_stream_is_admitted_and_remembered(ids: list[int]) -> None:
    order = EventOrder(-1)
    assert all(order.admit(event_id) for event_id in ids)
    assert order.resume_point == 59


def test_a_late_event_counts_however_many_have_overtaken_it() -> None:
    order = EventOrder(-1)
    assert all(order.admit(event_id) for event_id in range(1, 5000))
    assert order.resume_point == -1
    assert order.admit(0)
    assert order.resume_point == 4999


@pytest.mark.parametrize("distance", [2, 10, 1000])
def test_holes_for_good_are_given_up_from_the_lowest_on(distance: int) -> None:
    order = EventOrder(-1)
    ids = range(0, 1000 * distance, distance)
    assert all(order.admit(event_id) for event_id in ids)
    assert order.resume_point == ids[-257]
    assert not any(order.admit(event_id) for event_id in ids)
    assert order.admit(ids[-1] - 1)


def test_an_id_beyond_too_many_wide_holes_is_not_remembered() -> None:
    order = EventOrder(-1)
    ids = range(2000, 2000 * 400, 2000)
    assert all(order.admit(event_id) for event_id in ids)
    assert [order.admit(event_id) for event_id in ids] == [False] * 256 + [True] * (len(ids) - 256)
    order.asked()
    for event_id in ids:
        order.admit(event_id)
    order.replayed()
    assert order.resume_point == ids[255]
    assert [order.admit(event_id) for event_id in ids[256:300]] == [True] * 44
    assert not any(order.admit(event_id) for event_id in ids[:300])


class Service:
    """Keeps the log of one list, sends what it likes and how it likes, and replays what it is asked for."""

    def __init__(self, draw: st.DataObject, *, orderly: bool) -> None:
        self.draw = draw
        self.orderly = orderly
        self.sync = FakeSync()
        self.ear = Recorder()
        self.written = 0
        self.subscribed = False

    def send(self, event_id: int, correlation: int | None = None) -> None:
        self.sync.item_event("list", "added", "ES1", event_id, event_id, correlation=correlation)

    async def reconnect(self) -> None:
        self.subscribed = False
        self.sync.client.disconnected()
        self.sync.client.connected()
        await self.sync.soon()

    async def write(self) -> None:
        """New events; sent at once when there is a subscription."""
        fresh = list(range(self.written, self.written + self.draw.draw(st.integers(1, 4))))
        self.written += len(fresh)
        if not self.subscribed:
            return
        if not self.orderly:
            fresh = list(self.draw.draw(st.permutations(fresh)))
            # What is held up may be lost together with the connection.
            lost: bool = self.draw.draw(st.booleans())
            if lost:
                for event_id in fresh[: self.draw.draw(st.integers(0, len(fresh)))]:
                    self.send(event_id)
                await self.reconnect()
                return
            fresh = fresh * self.draw.draw(st.integers(1, 2))
        for event_id in fresh:
            self.send(event_id)

    async def replay(self) -> None:
        """Answer the newest request: replayed events, live ones that overtake them, and the establishment."""
        if self.subscribed or not self.sync.posts:
            return
        correlation = self.sync.correlation()
        resume = self.sync.asked()["ES1"]
        assert isinstance(resume, int)
        missed = list(range(resume + 1, self.written))
        early: list[int] = []
        overtaken: bool = self.draw.draw(st.booleans())
        if missed and overtaken:
            # A live event overtakes the replay: it is not replayed, or it comes once more.
            early = list(range(self.written, self.written + self.draw.draw(st.integers(1, 3))))
            self.written += len(early)
        plan = [(event_id, correlation) for event_id in missed]
        again = [(event_id, correlation) for event_id in early if self.draw.draw(st.booleans())]
        plan += again
        for event_id in self.draw.draw(st.permutations(early)):
            twin = next((place for place, (other, _) in enumerate(plan) if other == event_id), len(plan))
            plan.insert(self.draw.draw(st.integers(0, twin if self.orderly else len(plan))), (event_id, 0))
        if not self.orderly:
            plan = list(self.draw.draw(st.permutations(plan)))
        for place, (event_id, number) in enumerate(plan):
            if self.draw.draw(st.integers(0, 9)) == 0:
                # Cut in the middle. What overtook the replay and was not sent is in the next replay.
                if self.draw.draw(st.booleans()):
                    await self.reconnect()
                else:
                    self.sync.establish("ES1", status="interrupted", last=-1)
                    await self.sync.soon(5)
                assert place < len(plan)
                return
            self.send(event_id, number or None)
        self.sync.establish("ES1", last=max([resume, *missed]))
        self.subscribed = True

    async def silence(self) -> None:
        """Say nothing until the client asks again."""
        if not self.subscribed:
            await self.sync.soon(5.5)

    async def run(self) -> None:
        self.sync.put("list", "ES1")
        a_list = await self.sync.client.list("ES1")
        a_list.listen(self.ear)
        await self.sync.soon()
        steps = [self.write, self.write, self.replay, self.replay, self.reconnect, self.silence]
        for _ in range(self.draw.draw(st.integers(1, 12))):
            await self.draw.draw(st.sampled_from(steps))()
        # Quiet: one more connection, on which the service does what it promises.
        await self.reconnect()
        resume = self.sync.asked()["ES1"]
        assert isinstance(resume, int)
        for event_id in range(resume + 1, self.written):
            self.send(event_id, self.sync.correlation())
        self.sync.establish("ES1", last=self.written - 1)
        await self.sync.client.close()
        assert self.sync.clock.timers == 0
        assert asyncio.all_tasks() == {asyncio.current_task()}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_in_order_while_the_service_keeps_its_promises(data: st.DataObject) -> None:
    async def play() -> Service:
        service = Service(data, orderly=True)
        await service.run()
        return service

    service = asyncio.run(play())
    assert [what[2] for what in service.ear.heard] == list(range(service.written))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_exactly_once_whatever_the_service_does(data: st.DataObject) -> None:
    async def play() -> Service:
        service = Service(data, orderly=False)
        await service.run()
        return service

    service = asyncio.run(play())
    heard = [what[2] for what in service.ear.heard]
    assert sorted(heard, key=str) == sorted(range(service.written), key=str)

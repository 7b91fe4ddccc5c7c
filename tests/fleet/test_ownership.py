"""Workers that share identities, in virtual time: with pauses, deaths, and a place of the leases that is away."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from itertools import pairwise
from random import Random

import pytest

from simulation.virtual_time import VirtualLoop
from support.fresh_seeds import fresh_seed
from twilio_fleet import BrokerError, Ownership, owner_of
from twilio_realtime.errors import ConnectionRefused

LEASE = 6.0
PEOPLE = [f"user-{number}" for number in range(30)]


class Table:
    """Where workers of a test meet: what a bucket does, on the clock of the loop."""

    def __init__(self) -> None:
        self.lease = LEASE
        self.away = False
        self.lossy = 0.0
        self.latency = 0.01
        self.random = Random(0)
        self.here: dict[str, float] = {}
        self.leases: dict[str, tuple[str, int, float]] = {}
        self.number = 0
        self.listening: list[asyncio.Event] = []

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def reach(self) -> None:
        await asyncio.sleep(self.latency)
        if self.away:
            raise BrokerError("the broker is away")

    async def answer(self) -> None:
        if self.random.random() < self.lossy:
            await asyncio.sleep(0.5)
            raise BrokerError("the broker does not answer")

    def hint(self) -> None:
        for event in self.listening:
            event.set()

    def owner(self, identity: str) -> str | None:
        worker, _, until = self.leases.get(identity, ("", 0, 0.0))
        return worker if until > self.now() else None


class Seat:
    """Leases as one worker sees them; paused, it neither asks nor is answered."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._heard = asyncio.Event()
        table.listening.append(self._heard)

    @property
    def seconds(self) -> float:
        return self._table.lease

    async def join(self, worker: str) -> None:
        table = self._table
        await table.reach()
        new = table.here.get(worker, 0.0) <= table.now()
        table.here[worker] = table.now() + table.lease
        if new:
            table.hint()

    async def leave(self, worker: str) -> None:
        await self._table.reach()
        self._table.here.pop(worker, None)
        self._table.hint()

    async def workers(self) -> frozenset[str]:
        await self._table.reach()
        return frozenset(name for name, until in self._table.here.items() if until > self._table.now())

    async def take(self, identity: str, worker: str, held: int | None) -> int | None:
        table = self._table
        await table.reach()
        if table.owner(identity) not in (None, worker):
            return None
        table.number += 1
        table.leases[identity] = (worker, table.number, table.now() + table.lease)
        number = table.number
        await table.answer()
        return number

    async def give_back(self, identity: str, held: int) -> None:
        await self._table.reach()
        if self._table.leases.get(identity, ("", 0, 0.0))[1] == held:
            del self._table.leases[identity]
            self._table.hint()

    async def changed(self) -> None:
        await self._heard.wait()
        self._heard.clear()


class World:
    """Workers, and who is served by whom."""

    def __init__(self) -> None:
        self.table = Table()
        self.serving: dict[str, set[str]] = defaultdict(set)
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.lines: list[str] = []
        self.started: list[float] = []
        self.stopped: list[str] = []
        self.owners: dict[str, Ownership] = {}

    def begin(
        self, worker: str, *, starts_per_second: float | None = None, ending: float = 0.0, people: list[str] = PEOPLE
    ) -> None:
        async def serve(identity: str) -> None:
            self.started.append(self.table.now())
            self.serving[identity].add(worker)
            assert len(self.serving[identity]) == 1, f"{identity} is served by {self.serving[identity]}"
            try:
                await asyncio.Event().wait()
            finally:
                self.serving[identity].discard(worker)
                self.stopped.append(identity)
                if ending:
                    await asyncio.sleep(ending)

        self.owners[worker] = ownership = Ownership(
            Seat(self.table), worker, serve, tell=self.lines.append, starts_per_second=starts_per_second
        )
        self.tasks[worker] = asyncio.create_task(ownership.run(people))

    async def end(self, worker: str) -> None:
        task = self.tasks.pop(worker)
        task.cancel()
        await asyncio.wait([task])

    async def kill(self, worker: str) -> None:
        """It neither gives back nor says a word: as if the place were away, for this worker."""
        away, self.table.away = self.table.away, True
        await self.end(worker)
        self.table.away = away

    async def end_all(self) -> None:
        for worker in list(self.tasks):
            await self.end(worker)

    def shares(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for identity, workers in self.serving.items():
            for worker in workers:
                found[worker].add(identity)
        return dict(found)

    def expected(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for identity in PEOPLE:
            found[owner_of(identity, self.tasks) or ""].add(identity)
        return dict(found)


def virtually(work: Callable[[World], Awaitable[None]]) -> None:
    async def play() -> None:
        world = World()
        try:
            await work(world)
        finally:
            await world.end_all()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(play())


def test_a_change_weighs_only_those_whom_it_may_move(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed = 0

    def count(identity: str, workers: Iterable[str]) -> str | None:
        nonlocal weighed
        among = list(workers)
        weighed += len(among)
        return owner_of(identity, among)

    monkeypatch.setattr("twilio_fleet.ownership.owner_of", count)

    async def play(world: World) -> None:
        nonlocal weighed
        names = [f"w{number}" for number in range(20)]
        for worker in names:
            world.begin(worker)
        await asyncio.sleep(LEASE)
        weighed = 0
        world.begin("come")
        await asyncio.sleep(LEASE)
        assert world.shares() == world.expected()
        # The others look at the one who has come and at the owner; the new one looks at everybody.
        assert weighed <= len(PEOPLE) * (len(names) * 2 + len(names) + 1 + 1)
        moving = len(world.shares().get("w0", ()))
        weighed = 0
        await world.end("w0")
        await asyncio.sleep(LEASE)
        assert world.shares() == world.expected()
        assert weighed <= len(names) * (len(PEOPLE) + moving * len(names))

    virtually(play)


def test_workers_come_and_go() -> None:
    async def play(world: World) -> None:
        for worker in ("a", "b", "c"):
            world.begin(worker)
            await asyncio.sleep(LEASE)
            assert world.shares() == world.expected()
        before = world.shares()
        await world.end("b")
        assert all(world.table.owner(identity) != "b" for identity in PEOPLE), "leases are given back at the end"
        await asyncio.sleep(0.2)  # long before a lease has ended
        assert world.shares() == world.expected()
        assert world.shares()["a"] >= before["a"]
        await world.end_all()
        assert world.shares() == {}
        assert world.lines == []

    virtually(play)


@pytest.mark.parametrize("lease", [1.0, 15.0, 60.0])
def test_who_had_a_worker_that_died_waits_for_its_lease_and_hardly_longer(lease: float) -> None:
    """However long a lease is, what is free after it is found within two seconds."""
    random = Random(round(lease))

    async def play(world: World) -> None:
        world.table.lease = lease
        names = iter(f"w{number}" for number in range(100))
        for _ in range(3):
            world.begin(next(names))
        for _ in range(6):
            await asyncio.sleep(lease)
            for event in world.table.listening:  # a hint that comes late: their rounds are not at the same time
                await asyncio.sleep(random.uniform(0, lease / 3))
                event.set()
            assert world.shares() == world.expected()
            await asyncio.sleep(random.uniform(0, lease))
            await world.kill(random.choice(sorted(world.tasks)))
            died = world.table.now()
            while not all(world.serving[identity] for identity in PEOPLE):
                await asyncio.sleep(0.1)
                assert world.table.now() - died <= lease + 2
            world.begin(next(names))

    virtually(play)


def test_work_that_ends_slowly_costs_the_others_nothing() -> None:
    async def play(world: World) -> None:
        world.begin("a", ending=2 * LEASE)
        await asyncio.sleep(LEASE)
        world.begin("b")
        await asyncio.sleep(4 * LEASE)
        assert world.shares() == world.expected()
        assert len(world.stopped) == len(world.shares()["b"]), "what stays is served without a break"
        assert len(world.started) == len(PEOPLE) + len(world.stopped)
        assert world.lines == []

    virtually(play)


def test_leases_that_are_taken_slowly_do_not_end_meanwhile() -> None:
    async def play(world: World) -> None:
        world.table.latency = 0.5  # as on a machine that has too much to do
        people = [f"user-{number}" for number in range(1_000)]
        world.begin("a", people=people)
        await asyncio.sleep(10 * LEASE)
        assert world.shares() == {"a": set(people)}
        assert len(world.started) == len(people)
        world.table.latency = 0.01

    virtually(play)


def test_identities_are_added_and_removed() -> None:
    async def play(world: World) -> None:
        for worker in ("a", "b"):
            world.begin(worker)
        await asyncio.sleep(LEASE)
        fewer = PEOPLE[:10]
        for ownership in world.owners.values():
            ownership.update([*fewer, "new"])
        await asyncio.sleep(0.5)
        assert set().union(*world.shares().values()) == {*fewer, "new"}
        assert world.table.owner(PEOPLE[10]) is None, "its lease is given back"
        assert not set(fewer) & set(world.stopped), "the others are served without a break"
        assert set().union(*(ownership.wanted for ownership in world.owners.values())) == {*fewer, "new"}
        assert all(ownership.wanted == ownership.held for ownership in world.owners.values())
        await world.end("a")
        await asyncio.sleep(0.5)
        assert world.shares() == {"b": {*fewer, "new"}}

    virtually(play)


def test_leases_run_out_while_their_place_is_away() -> None:
    async def play(world: World) -> None:
        for worker in ("a", "b"):
            world.begin(worker)
        await asyncio.sleep(LEASE)
        world.table.away = True
        await asyncio.sleep(LEASE / 2)
        assert world.shares() == world.expected(), "a lease that lasts is used"
        await asyncio.sleep(LEASE / 2 + 0.1)
        assert world.shares() == {}
        world.table.away = False
        await asyncio.sleep(2)
        assert world.shares() == world.expected()
        assert sorted(world.lines) == [
            *["leases are renewed again"] * 2,
            *["the broker is away; leases cannot be renewed"] * 2,
        ]

    virtually(play)


def test_clients_are_started_one_after_another() -> None:
    async def play(world: World) -> None:
        world.begin("a", starts_per_second=4)
        await asyncio.sleep(2)
        assert len(world.started) == 8
        assert {world.table.owner(identity) for identity in PEOPLE} == {"a"}, "leases are taken at once"
        await asyncio.sleep(8)
        assert len(world.started) == len(PEOPLE)

    virtually(play)


def test_who_cannot_be_served_is_tried_again_and_told_of_once() -> None:
    async def play() -> None:
        table, lines, attempts = Table(), list[str](), list[float]()

        async def serve(identity: str) -> None:
            attempts.append(table.now())
            raise ConnectionRefused("no", status=403)

        work = asyncio.create_task(Ownership(Seat(table), "a", serve, tell=lines.append).run(["bob"]))
        await asyncio.sleep(20)
        work.cancel()
        await asyncio.wait([work])
        pauses = [round(after - before) for before, after in pairwise(attempts)]
        assert pauses == [1, 2, 4, 8]
        assert len(lines) == 1
        assert lines[0].startswith("'bob': ")
        assert table.owner("bob") is None

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(play())


def test_work_that_fails_while_it_is_stopped_has_ended() -> None:
    async def play() -> None:
        table, running = Table(), set[str]()

        async def serve(identity: str) -> None:
            running.add(identity)
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                raise ConnectionRefused("no", status=403) from None
            finally:
                running.discard(identity)

        work = asyncio.create_task(Ownership(Seat(table), "a", serve, tell=print).run(PEOPLE))
        await asyncio.sleep(1)
        assert running == set(PEOPLE)
        table.away = True
        await asyncio.sleep(LEASE)
        assert running == set()
        table.away = False
        await asyncio.sleep(LEASE)
        assert running == set(PEOPLE)
        work.cancel()
        await asyncio.wait([work])
        assert running == set()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(play())


@pytest.mark.parametrize("at_the_end", [False, True])
def test_work_that_does_not_notice_that_it_is_stopped_is_stopped_again(at_the_end: bool) -> None:
    async def play() -> None:
        table, lines, deaf = Table(), list[str](), ["bob"]

        async def serve(identity: str) -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if not deaf:
                    raise
                deaf.pop()
            await asyncio.Event().wait()

        work = asyncio.create_task(Ownership(Seat(table), "a", serve, tell=lines.append).run(["bob"]))
        await asyncio.sleep(1)
        if not at_the_end:
            table.away = True
            await asyncio.sleep(LEASE)
            table.away = False
            await asyncio.sleep(25)
            assert table.owner("bob") == "a"
        work.cancel()
        await asyncio.wait([work])
        assert table.owner("bob") is None
        assert [line for line in lines if "bob" in line] == [
            "'bob': its client has not ended for 20 seconds; it is stopped again"
        ]

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(play())


def test_a_mistake_ends_the_worker_and_frees_its_leases() -> None:
    async def play() -> None:
        table = Table()

        async def serve(identity: str) -> None:
            await asyncio.sleep(1)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await Ownership(Seat(table), "a", serve, tell=print).run(PEOPLE)
        assert {table.owner(identity) for identity in PEOPLE} == {None}

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(play())


def test_leases_with_another_configuration_end_the_worker() -> None:
    class Foreign(Seat):
        async def workers(self) -> frozenset[str]:
            raise BrokerError("the bucket is another one", lasting=True)

    async def play() -> None:
        async def serve(identity: str) -> None:
            raise AssertionError

        with pytest.raises(BrokerError, match="another one"):
            await Ownership(Foreign(Table()), "a", serve, tell=print).run(PEOPLE)

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(play())


@pytest.mark.parametrize("seed", [*range(6), fresh_seed(2**31)])
def test_nobody_is_without_a_worker_for_long(seed: int) -> None:
    """Whatever happens, an identity is never served twice, and not unserved longer than a lease and two seconds
    after the last fault."""
    random = Random(seed)

    async def play(world: World) -> None:
        world.table.random = random
        fresh = iter(range(1_000))
        since = dict.fromkeys(PEOPLE, 0.0)
        allowed_from = 0.0

        def check() -> None:
            for identity in PEOPLE:
                if world.serving[identity]:
                    since[identity] = world.table.now()
                waited = world.table.now() - max(since[identity], allowed_from)
                assert waited <= LEASE + 2, f"seed {seed}: {identity} is not served at {world.table.now()}"

        for _ in range(3):
            world.begin(f"w{next(fresh)}")
        for _ in range(40):
            for _ in range(random.randrange(40)):
                await asyncio.sleep(0.1)
                check()
            what = random.choice(("begin", "end", "kill", "away", "lossy", "sound"))
            if what == "begin" or len(world.tasks) < 2:
                world.begin(f"w{next(fresh)}")
            elif what == "end":
                world.table.lossy = 0.0
                await world.end(random.choice(sorted(world.tasks)))
            elif what == "kill":
                await world.kill(random.choice(sorted(world.tasks)))
                allowed_from = world.table.now()  # it may be the one that has just taken over from another
            elif what == "away":
                world.table.away = True
                await asyncio.sleep(random.uniform(0, 2 * LEASE))
                world.table.away = False
            else:
                world.table.lossy = 0.2 if what == "lossy" else 0.0
            if what in ("away", "lossy", "sound"):
                allowed_from = world.table.now()  # when the broker is away, leases end for everybody
            if what == "lossy":
                await asyncio.sleep(random.uniform(0, LEASE))
                world.table.lossy = 0.0
                allowed_from = world.table.now()
        await asyncio.sleep(LEASE + 2)
        assert world.shares() == world.expected()

    virtually(play)

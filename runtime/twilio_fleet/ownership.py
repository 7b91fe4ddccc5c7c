"""Which identities this worker serves, of those that several workers share, and serving them for as long as it does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import Final

from twilio_realtime.clock import Clock, SystemClock
from twilio_realtime.errors import RealtimeError

from .errors import BrokerError
from .leases import Leases
from .rendezvous import owner_of

__all__ = ["Ownership"]

_ROUNDS: Final = 6
"""Rounds in the time of a lease, in each of which is looked who is there and what is free."""
_LONGEST_ROUND: Final = 1.0
"""Most seconds of a round: however long a lease is, what is free is found soon after it has ended."""
_RENEWALS: Final = 3
"""Renewals in the time of a lease."""
_AT_ONCE: Final = 256
"""Requests to the place of the leases that are on their way at a time."""
_SLICE: Final = 500
"""Identities that are shared out before something else may run."""
_LONGEST_PAUSE: Final = 60.0
"""Most seconds between two attempts to serve an identity."""
_LONGEST_END: Final = 20.0
"""Seconds after which work that was cancelled, and has not ended, is cancelled once more."""


@dataclass(slots=True)
class _Held:
    number: int
    renewed: float
    until: float
    task: asyncio.Task[None]


@dataclass(slots=True)
class _Stopping:
    task: asyncio.Task[None]
    since: float


class Ownership:
    """Shares identities with other workers: each is served by one of those who are there.

    A worker serves what rendezvous hashing gives it, as soon as it has the lease. It stops at once when a lease was
    lost, or could not be renewed in time. That is counted by its own clock, from before the renewal was sent: so it
    stops no later than the lease ends. Only after a pause of the whole process two may serve for a moment.

    Args:
        leases: Where workers meet.
        worker: Name of this worker, letters and digits, which no other has.
        serve: Serves an identity until it is cancelled. What it raises is told of, and it is called again after 1 to
            60 seconds.
        starts_per_second: How many identities this worker begins to serve in a second at most; None for no bound.
        tell: Called with one line when something goes wrong, and when it goes on.
        clock: Source of time.
    """

    def __init__(
        self,
        leases: Leases,
        worker: str,
        serve: Callable[[str], Awaitable[None]],
        *,
        tell: Callable[[str], None],
        starts_per_second: float | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._leases = leases
        self._worker = worker
        self._serve = serve
        self._tell = tell
        self._clock = SystemClock() if clock is None else clock
        self._between = 0.0 if starts_per_second is None else 1 / starts_per_second
        self._next_start = -inf
        self._turn = asyncio.Lock()
        self._held: dict[str, _Held] = {}
        self._stopping: dict[str, _Stopping] = {}
        self._unsure: set[str] = set()
        """Identities of which an answer never came: their lease may have another number, or be one's own."""
        self._owed: dict[str, int] = {}
        """Leases that are to be given back as soon as the work has stopped."""
        self._refused: dict[str, float] = {}
        """Identities that could not be taken the last time, and when that was: the others come before them."""
        self._identities: Sequence[str] = ()
        self._updated = False
        self._workers: frozenset[str] = frozenset()
        self._owners: dict[str, str | None] = {}
        self._mine: frozenset[str] = frozenset()
        self._joined = -inf
        self._trouble: str | None = None
        self._woken = asyncio.Event()
        self._failed: BaseException | None = None

    @property
    def held(self) -> frozenset[str]:
        """Identities whose lease this worker has."""
        return frozenset(self._held)

    @property
    def identities(self) -> int:
        """How many identities all workers share."""
        return len(self._identities)

    @property
    def shared(self) -> bool:
        """Whether it is known which identities belong to this worker."""
        return bool(self._workers)

    @property
    def wanted(self) -> frozenset[str]:
        """Identities that belong to this worker, whether or not it has their leases yet."""
        return self._mine

    @property
    def trouble(self) -> str | None:
        """Why leases cannot be renewed; None while they can, as far as is known."""
        return self._trouble

    def update(self, identities: Sequence[str]) -> None:
        """Share these identities from now on. Who is not among them any more is served no longer.

        Args:
            identities: All identities of the fleet, soon the same for every worker.
        """
        self._identities = identities
        self._updated = True
        self._woken.set()

    async def run(self, identities: Sequence[str]) -> None:
        """Serve one's share until cancelled; then hand over: others can go on as soon as this has returned.

        Args:
            identities: All identities of the fleet, the same for every worker; `update` takes others.

        Raises:
            BrokerError: The leases cannot be used, and trying again is of no use.
        """
        self._identities = identities
        listening, guarding = (asyncio.ensure_future(work()) for work in (self._listen, self._guard))
        for task in (listening, guarding):
            task.add_done_callback(self._note_end)
        try:
            while self._failed is None:
                try:
                    await self._round()
                except BrokerError as error:
                    if error.lasting:
                        raise
                    self._report(error)
                else:
                    self._goes_on()
                await self._wait(min(self._leases.seconds / _ROUNDS, _LONGEST_ROUND))
            raise self._failed
        finally:
            listening.cancel()
            try:
                await self._hand_over()
            finally:
                guarding.cancel()

    # -- one round

    async def _round(self) -> None:
        """Renew, share out, give back and take. It waits for answers about leases, and for nothing else."""
        # Own leases first, the oldest before the others: whatever else takes time may make them run out.
        begun = self._clock.monotonic()
        due = begun - self._leases.seconds / _RENEWALS
        ages = sorted((held.renewed, name) for name, held in self._held.items() if held.renewed <= due)
        await self._each(self._renew, [name for _, name in ages])
        if self._joined <= due:
            now = self._clock.monotonic()
            await self._leases.join(self._worker)
            self._joined = now
        workers = await self._leases.workers() | {self._worker}
        if workers != self._workers or self._updated:
            self._updated = False
            self._mine = await self._share(self._identities, workers)
            self._workers = workers
            self._refused = {name: at for name, at in self._refused.items() if name in self._mine}
        for identity in self._held.keys() - self._mine:
            self._owed[identity] = self._held[identity].number
            self._stop(identity)
        until = begun + self._leases.seconds / _ROUNDS
        await self._each(self._give_back, sorted(self._owed.keys() - self._stopping.keys()), until)
        wanted = self._mine - self._held.keys() - self._stopping.keys() - self._owed.keys()
        await self._each(self._take, sorted(wanted, key=lambda one: (self._refused.get(one, -inf), one)), until)

    async def _share(self, identities: Sequence[str], workers: frozenset[str]) -> frozenset[str]:
        # Whoever owned an identity loses it to those who have come, or not at all: the others need no look.
        come, last = workers - self._workers, self._owners
        owners: dict[str, str | None] = {}
        for begin in range(0, len(identities), _SLICE):
            for identity in identities[begin : begin + _SLICE]:
                owner = last.get(identity)
                among = workers if owner is None or owner not in workers else {owner, *come}
                owners[identity] = owner_of(identity, among)
            await asyncio.sleep(0)
        self._owners = owners
        return frozenset(identity for identity, owner in owners.items() if owner == self._worker)

    async def _renew(self, identity: str) -> None:
        held = self._held.get(identity)
        if held is None:  # it has run out while others were renewed
            return
        sent = self._clock.monotonic()
        number = await self._ask(identity, held.number)
        if self._held.get(identity) is not held:  # it has run out meanwhile, and was stopped
            if number is not None:
                await self._leases.give_back(identity, number)
        elif number is None:
            self._stop(identity)
        else:
            held.number, held.renewed, held.until = number, sent, sent + self._leases.seconds

    async def _take(self, identity: str) -> None:
        sent = self._clock.monotonic()
        self._refused[identity] = sent
        number = await self._ask(identity, None)
        if number is not None:
            del self._refused[identity]
            task = asyncio.ensure_future(self._serve_always(identity))
            task.add_done_callback(self._note_end)
            self._held[identity] = _Held(number, sent, sent + self._leases.seconds, task)

    async def _give_back(self, identity: str) -> None:
        number: int | None = self._owed[identity]
        try:
            if identity in self._unsure:
                number = await self._ask(identity, number)
            if number is not None:
                await self._leases.give_back(identity, number)
        except BrokerError:
            del self._owed[identity]  # it ends by itself
            raise
        del self._owed[identity]

    async def _ask(self, identity: str, held: int | None) -> int | None:
        self._unsure.add(identity)
        number = await self._leases.take(identity, self._worker, held)
        self._unsure.discard(identity)
        return number

    # -- serving

    async def _serve_always(self, identity: str) -> None:
        attempt, told = 0, ""
        while True:
            await self._turn_to_start()
            begun = self._clock.monotonic()
            try:
                await self._serve(identity)
            except RealtimeError as error:
                self._end_if_stopped()
                if str(error) != told:
                    told = str(error)
                    self._tell(f"{identity!r}: {error}; it is tried again")
            self._end_if_stopped()
            if self._clock.monotonic() - begun > _LONGEST_PAUSE:
                attempt, told = 0, ""
            await self._clock.sleep(min(_LONGEST_PAUSE, 2.0 ** min(attempt, 10)))
            attempt += 1

    def _end_if_stopped(self) -> None:
        # Work that is cancelled while something in it fails ends with that failure, and the cancellation is lost.
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError

    async def _turn_to_start(self) -> None:
        async with self._turn:
            await self._clock.sleep(max(0.0, self._next_start - self._clock.monotonic()))
            self._next_start = self._clock.monotonic() + self._between

    def _stop(self, identity: str) -> None:
        task = self._held.pop(identity).task
        self._stopping[identity] = _Stopping(task, self._clock.monotonic())
        task.cancel()

        def ended(_: object) -> None:
            self._stopping.pop(identity, None)
            self._woken.set()

        task.add_done_callback(ended)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._failed = task.exception()
            self._woken.set()

    async def _guard(self) -> None:
        """Stop what could not be renewed, also while a round waits for an answer, and what has not ended."""
        while True:
            now = self._clock.monotonic()
            for identity in [name for name, held in self._held.items() if held.until <= now]:
                self._stop(identity)
            for identity, stopping in self._stopping.items():
                if stopping.since + _LONGEST_END <= now:
                    # A cancellation can be lost, in libraries too, and nobody would serve the identity ever again.
                    self._tell(
                        f"{identity!r}: its client has not ended for {_LONGEST_END:g} seconds; it is stopped again"
                    )
                    stopping.task.cancel()
                    stopping.since = now
            soonest = min((held.until for held in self._held.values()), default=now + self._leases.seconds)
            await self._clock.sleep(max(0.0, min(soonest - now, self._leases.seconds / _ROUNDS)))

    # -- waiting, and the end

    async def _listen(self) -> None:
        while True:
            await self._leases.changed()
            self._woken.set()

    async def _wait(self, seconds: float) -> None:
        timer = self._clock.call_later(seconds, self._woken.set)
        try:
            await self._woken.wait()
        finally:
            timer.cancel()
        self._woken.clear()

    async def _hand_over(self) -> None:
        for identity, held in list(self._held.items()):
            self._owed[identity] = held.number
            self._stop(identity)
        stopping = {identity: one.task for identity, one in self._stopping.items()}
        # What cannot be given back, because the place of the leases is away, ends by itself.
        with suppress(BrokerError):
            await self._leases.leave(self._worker)
        with suppress(BrokerError):
            await self._each(self._end, sorted(stopping.keys() | self._owed.keys() | self._unsure))
        if stopping:
            await asyncio.wait(stopping.values())

    async def _end(self, identity: str) -> None:
        if identity in self._stopping:
            await asyncio.wait([self._stopping[identity].task])
        if identity not in self._owed and identity in self._unsure:
            number = await self._ask(identity, None)
            if number is not None:
                self._owed[identity] = number
        if identity in self._owed:
            await self._give_back(identity)

    async def _each(
        self, work: Callable[[str], Awaitable[None]], identities: Iterable[str], until: float = inf
    ) -> None:
        """Do it for each, a bounded number at a time, until there is an error of the leases, which is raised.

        What is not begun by then is left to the next round, which is not waited for.
        """
        waiting = iter(identities)
        errors: list[BrokerError] = []

        async def some() -> None:
            for identity in waiting:
                if errors:
                    return
                try:
                    await work(identity)
                except BrokerError as error:
                    errors.append(error)
                if self._clock.monotonic() > until:
                    self._woken.set()
                    return

        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(some())
        if errors:
            raise errors[0]

    def _report(self, error: BrokerError) -> None:
        if str(error) != self._trouble:
            self._trouble = str(error)
            self._tell(f"{error}; leases cannot be renewed")

    def _goes_on(self) -> None:
        if self._trouble is not None:
            self._trouble = None
            self._tell("leases are renewed again")

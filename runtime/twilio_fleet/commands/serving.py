"""Carries out the commands of one user at a time: in order for each object, and each once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from twilio_realtime.client import RealtimeClient, is_ready, reason_of_end
from twilio_realtime.clock import Clock, SystemClock
from twilio_realtime.commands import AnyCommand, Prepared
from twilio_realtime.errors import (
    ArgumentError,
    ClosedError,
    DeadlineError,
    DisconnectedError,
    RealtimeError,
    RequestError,
    ThrottledError,
    TokenError,
)
from twilio_realtime.requests.rest import changing_once

from ..errors import BrokerError, CommandError
from .documents import CommandDocument, Record, done, expired, failed, id_in, read_document, read_record
from .store import CommandStore, wait_for_hint

__all__ = ["CommandServer"]

_LOOK: Final = 1.0
"""Seconds after which is looked whether hints still come."""
_POLL: Final = 30.0
"""Seconds after which is looked for commands without a hint."""
_TAKEN: Final = 64
"""Commands of a user that are read ahead."""
_AT_ONCE: Final = 8
"""Commands of a user that are carried out at a time, each on another object."""
_LONGEST_PAUSE: Final = 10.0
"""Most seconds between two attempts."""
_PERSISTENCE: Final = 60.0
"""Seconds for which a command without an end is tried again, while the service cannot be reached."""


@dataclass(slots=True)
class _Taken:
    """A command that was read.

    Attributes:
        number: Its number.
        id: Its id.
        document: The command; None if it is none.
        prepared: What carries it out; None if it cannot be carried out.
        problem: Why not.
        revision: That of the record which says that this one has begun; 0 as long as it does not.
        outcome: How it has ended, once it has.
    """

    number: int
    id: str
    document: CommandDocument | None = None
    prepared: Prepared | None = field(default=None, repr=False)
    problem: RealtimeError | None = None
    revision: int = 0
    outcome: Record | None = field(default=None, repr=False)


class CommandServer:
    """Carries out commands for the users that a worker serves; one for any number of them, one `serve` each.

    Args:
        store: Where commands wait.
        commands: What can be asked for, by documented name of class and method: ``COMMANDS`` of a generated package.
        tell: Called with one line when something goes wrong, and when it goes on; not again for the same trouble.
        clock: Source of time.
    """

    def __init__(
        self,
        store: CommandStore,
        commands: Mapping[str, AnyCommand],
        *,
        tell: Callable[[str], None],
        clock: Clock | None = None,
    ) -> None:
        self._store = store
        self._commands = commands
        self._tell = tell
        self._clock = SystemClock() if clock is None else clock
        self._trouble: str | None = None
        self.answered: int = 0
        """Commands that were answered."""

    async def serve(self, client: RealtimeClient, identity: str) -> None:
        """Carry out the commands for a user until cancelled, or until the client has ended.

        What was begun and not answered is carried out again by whoever serves the user next, with the same key: see
        `changing_once`.

        Args:
            client: The user's client; it is started if it is not.
            identity: The user.

        Raises:
            RealtimeError: The client has ended, for this reason.
        """
        await client.start()
        hints = self._store.commands(identity)
        work = _Work(_AT_ONCE)
        after, looked = 0, self._clock.monotonic()
        try:
            hinted = True
            while True:
                try:
                    missed = await hints.renew()
                    after = 0 if missed else after  # the stream may be another one
                    if missed or hinted or self._clock.monotonic() - looked >= _POLL:
                        looked = self._clock.monotonic()
                        after = await self._take(client, identity, work, after)
                    self._goes_on()
                except BrokerError as error:
                    after = 0  # the stream may be made anew
                    self._report(error)
                work.raise_failure()
                hinted = await wait_for_hint(hints, self._clock, _LOOK) or work.has_room_again(_TAKEN)
        finally:
            await work.cancel()
            await hints.close()

    async def _take(self, client: RealtimeClient, identity: str, work: _Work, after: int) -> int:
        while work.count < _TAKEN:
            found = await self._store.next(identity, after)
            if found is None:
                return after
            after, data = found
            if not work.has(after):
                taken = self._read(after, data, identity)
                partition = None if taken is None or taken.prepared is None else taken.prepared.partition
                work.begin(after, partition, partial(self._settle, client, identity, after, taken))
        return after

    def _read(self, number: int, data: bytes, identity: str) -> _Taken | None:
        """Read a command; None if it is none, and not even has an id to answer."""
        try:
            document = read_document(data)
        except ArgumentError as error:
            found = id_in(data)
            if found is None:
                self._tell(f"something that is no command, and has no id, was sent to {identity!r:.80} and is dropped")
                return None
            return _Taken(number, found, problem=error)
        taken = _Taken(number, document.id, document)
        command = self._commands.get(document.method)
        try:
            if document.identity != identity:
                raise ArgumentError("identity is another one than the subject says")
            if command is None:
                known = ", ".join(sorted(self._commands))
                raise ArgumentError(
                    f"method {document.method!r:.80} cannot be called from elsewhere; these can: {known}"
                )
            taken.prepared = command.prepare(document.at, document.arguments)
        except ArgumentError as error:
            taken.problem = error
        return taken

    # -- one command

    async def _settle(self, client: RealtimeClient, identity: str, number: int, taken: _Taken | None) -> None:
        attempt = 0
        while True:
            try:
                if taken is None or await self._answer(client, identity, taken):
                    await self._store.remove(number)
            except BrokerError as error:
                self._report(error)
                await self._pause(attempt)
                attempt += 1
            else:
                return

    async def _answer(self, client: RealtimeClient, identity: str, taken: _Taken) -> bool:
        """See to it that a command is answered; whether that was done, rather than left to somebody else."""
        while True:
            found = await self._store.record(identity, taken.id)
            revision, record = (0, None) if found is None else (found[0], read_record(found[1]))
            if record is not None and record.state != "begun":
                return True
            if taken.outcome is not None and revision != taken.revision:
                return False  # somebody else has begun with it, and answers
            if taken.outcome is None:
                attempt = 0 if record is None else record.attempt
                if taken.prepared is None or taken.document is None:
                    taken.outcome = failed(taken.id, taken.problem or CommandError("it cannot be read"), attempt)
                    taken.revision = revision
                elif record is None and taken.document.has_expired(self._clock.wall()):
                    taken.outcome, taken.revision = expired(taken.id), revision
                else:
                    begun = Record(id=taken.id, state="begun", attempt=attempt + 1)
                    made = await self._store.write(identity, taken.id, begun.written(), revision)
                    if made is None:
                        continue
                    taken.outcome = await self._carry_out(client, taken.document, taken.prepared, attempt + 1)
                    taken.revision = made
            if await self._store.write(identity, taken.id, taken.outcome.written(), taken.revision) is not None:
                self.answered += 1
                return True

    async def _carry_out(
        self, client: RealtimeClient, document: CommandDocument, prepared: Prepared, attempt: int
    ) -> Record:
        begun, tried = self._clock.monotonic(), 0
        while True:
            try:
                with changing_once(f"command {document.id}"):
                    return done(document.id, await prepared.carry_out(client), attempt)
            except RealtimeError as error:
                if reason_of_end(client) is not None or not is_ready(client):
                    raise
                waited = self._clock.monotonic() - begun
                late = waited >= _PERSISTENCE if document.expires is None else document.has_expired(self._clock.wall())
                if late or not _passes(error):
                    return failed(document.id, error, attempt)
            except Exception as error:
                # One command costs only itself, also where the fault is ours.
                said = CommandError(
                    f"{document.method} ended with {type(error).__name__}, which is a fault of the worker"
                )
                self._tell(str(said))
                return failed(document.id, said, attempt)
            await self._pause(tried)
            tried += 1

    async def _pause(self, attempt: int) -> None:
        await self._clock.sleep(min(_LONGEST_PAUSE, 0.25 * 2.0 ** min(attempt, 10)))

    # -- trouble

    def _report(self, error: BrokerError) -> None:
        if str(error) != self._trouble:
            self._trouble = str(error)
            self._tell(f"{error}; commands wait")

    def _goes_on(self) -> None:
        if self._trouble is not None:
            self._trouble = None
            self._tell("commands are carried out again")


class _Work:
    """What is under way: commands of a partition one after the other, and a bounded number at a time."""

    def __init__(self, at_once: int) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._last: dict[str, asyncio.Task[None]] = {}
        self._failed: BaseException | None = None
        self._full = False

    @property
    def count(self) -> int:
        """How many are under way, or wait."""
        return len(self._tasks)

    def has(self, number: int) -> bool:
        """Whether the one with a number is under way, or waits."""
        return number in self._tasks

    def has_room_again(self, most: int) -> bool:
        """Whether there is room, and was none."""
        full, self._full = self._full, len(self._tasks) >= most
        return full and not self._full

    def begin(self, number: int, partition: str | None, work: Callable[[], Awaitable[None]]) -> None:
        """Begin when it is its turn; what needs no turn, for it is only answered, begins at once."""
        before = None if partition is None else self._last.get(partition)
        task = asyncio.ensure_future(self._in_turn(before, work))
        self._tasks[number] = task
        if partition is not None:
            self._last[partition] = task

        def ended(_: object) -> None:
            self._tasks.pop(number, None)
            if partition is not None and self._last.get(partition) is task:
                del self._last[partition]
            if not task.cancelled() and task.exception() is not None:
                self._failed = task.exception()

        task.add_done_callback(ended)

    async def _in_turn(self, before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
        if before is not None:
            await asyncio.wait([before])
        async with self._turn:
            await work()

    def raise_failure(self) -> None:
        """Raise what one of them has failed with."""
        if self._failed is not None:
            raise self._failed

    async def cancel(self) -> None:
        """End all, and wait until they have."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


def _passes(error: RealtimeError) -> bool:
    """Whether trying again may help."""
    if isinstance(error, RequestError):
        return isinstance(error, ThrottledError) or error.status >= 500
    return isinstance(error, ClosedError | DeadlineError | DisconnectedError | TokenError)

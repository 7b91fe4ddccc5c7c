"""Has commands carried out by whoever serves the user."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from twilio_realtime.arguments import require_seconds, require_text
from twilio_realtime.clock import Clock, SystemClock
from twilio_realtime.errors import ArgumentError, DeadlineError
from twilio_realtime.json import JsonObject, JsonValue

from ..errors import BrokerError, CommandError
from .documents import LONGEST_ID, LONGEST_WAIT, Record, expired, failed, read_record, written
from .store import CommandStore, Hints, wait_for_hint

__all__ = ["Caller"]

_LOOK: Final = 1.0
"""Seconds after which is looked whether hints still come."""
_POLL: Final = 10.0
"""Seconds after which is looked for an answer without a hint."""
_END: Final = 60.0
"""Seconds that somebody who has begun with a command may take after the time for beginning."""


class Caller:
    """Sends commands, and waits for their answers. The generated classes of commands take one.

    Args:
        store: Where commands wait.
        within: Seconds in which somebody has to begin with a command, unless a call says otherwise; at most 12 hours.
        clock: Source of time.

    Raises:
        ArgumentError: The seconds cannot be used.
    """

    def __init__(self, store: CommandStore, *, within: float = 30.0, clock: Clock | None = None) -> None:
        self._store = store
        self._within = _seconds(within)
        self._clock = SystemClock() if clock is None else clock

    async def call(
        self,
        identity: str,
        method: str,
        at: JsonObject,
        arguments: JsonObject,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> JsonValue:
        """Have a method called for a user, and return its result.

        Args:
            identity: The user.
            method: Documented name of class and method, such as ``Thing.rename``.
            at: What identifies the object that the method is called on.
            arguments: The arguments, by documented name.
            command_id: What makes it the same command as another one, at most 128 characters: it is carried out once,
                and each is answered with the same. A new one by default.
            within: Seconds in which somebody has to begin with it.

        Raises:
            ArgumentError: The command is of the wrong kind.
            RequestError: The service refused it.
            DeadlineError: Nobody has begun with it in time, and nobody will; or somebody has, and has not ended. The
                message says which.
            BrokerError: The broker was away all the time; what happened to it is not known.
            CommandError: It failed in another way.
        """
        seconds = self._within if within is None else _seconds(within)
        require_text("identity", identity, non_empty=True)
        name = uuid4().hex if command_id is None else command_id
        require_text("command_id", name, non_empty=True)
        if len(name) > LONGEST_ID:
            raise ArgumentError(f"command_id must have at most {LONGEST_ID} characters, not {len(name)}")
        document = written(name, identity, method, at, arguments, self._clock.wall() + seconds)
        hints = self._store.records(identity, name)
        try:
            record = await self._until_ended(hints, identity, name, document, seconds)
        finally:
            await hints.close()
        if record.error is not None:
            raise record.error.error()
        return record.result

    async def _until_ended(
        self, hints: Hints, identity: str, command_id: str, document: bytes, seconds: float
    ) -> Record:
        begun, sent = self._clock.monotonic(), False
        looked = -_POLL
        while True:
            passed = self._clock.monotonic() - begun
            hinted = False
            try:
                missed = await hints.renew()
                if missed or not sent or passed - looked >= _POLL or passed >= seconds:
                    record = await self._record(identity, command_id)
                    looked = passed
                    if record is not None and record.state != "begun":
                        return record
                    if not sent and record is None:
                        await self._store.send(identity, command_id, document)
                    sent = True
                    if passed >= seconds:
                        if record is None:
                            record = await self._give_up(identity, command_id)
                            if record is not None:
                                return record
                        elif passed >= seconds + _END:
                            raise DeadlineError(
                                f"the command was begun with and has not ended after {passed:.0f} seconds; "
                                "ask again with the same command_id"
                            )
                hinted = await wait_for_hint(hints, self._clock, _LOOK)
            except BrokerError:
                if passed >= seconds:
                    raise
                await self._clock.sleep(min(_LOOK, seconds))
            if hinted:
                looked = -_POLL - seconds

    async def _record(self, identity: str, command_id: str) -> Record | None:
        found = await self._store.record(identity, command_id)
        if found is None:
            return None
        return read_record(found[1]) or failed(command_id, CommandError("what was answered is no record"), 0)

    async def _give_up(self, identity: str, command_id: str) -> Record | None:
        record = expired(command_id)
        revision = await self._store.write(identity, command_id, record.written(), 0)
        return None if revision is None else record


def _seconds(within: float) -> float:
    require_seconds("within", within)
    if within > LONGEST_WAIT:
        raise ArgumentError(f"within must be at most {LONGEST_WAIT:g} seconds, not {within:g}")
    return within

"""Commands in a JetStream stream, and the records of what became of them in another one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, Header, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError, NotFoundError

from twilio_realtime.relayed import name_token

from ..commands.documents import LARGEST
from ..errors import BrokerError
from .attempts import SharedAttempt
from .broker import Broker, require_name

__all__ = ["NatsCommands"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

ResultT = TypeVar("ResultT")

_WRONG_LAST: Final = frozenset({10071, 10164})
"""Codes of JetStream: the last message of the subject is another one."""
_NO_MESSAGE: Final = 10037
"""Code of JetStream: there is no such message."""
_OVERLAPS: Final = 10065
"""Code of JetStream: another stream keeps some of the subjects."""
_KEPT: Final = 86_400.0
"""Seconds that a command and its record are kept."""
_MOST: Final = 1_000
"""Commands that may wait for an identity."""
_ROOM: Final = 4_096
"""Bytes of a stored message that are no body."""


class NatsCommands:
    """Commands in the stream ``<name>-commands``, records in ``<name>-answers``; both are made if there is none.

    A command has the subject ``<name>-commands.<identity>``, its record ``<name>-answers.<identity>.<id>``, where
    characters that a subject cannot have are written as ``=`` and two digits for each byte. At most 1,000 commands wait
    for an identity; a command and its record are kept for a day.

    Args:
        broker: The server.
        name: What the names of both streams begin with: letters, digits, ``_`` and ``-``.

    Raises:
        ConfigurationError: The name cannot be used.
    """

    def __init__(self, broker: Broker, name: str) -> None:
        self._broker = broker
        self._name = require_name("the name of the fleet", name)
        self._opened: JetStreamContext | None = None
        self._opening = SharedAttempt()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name!r} at {self._broker.shown}>"

    async def open(self) -> None:
        """Make the streams, or check that those of these names can be used. Everything else does so by itself.

        Raises:
            BrokerError: The broker cannot be used, or a stream has another configuration, which is `lasting`.
        """
        await self._use(self._open)

    async def send(self, identity: str, command_id: str, document: bytes) -> None:
        """See `CommandStore.send`.

        Raises:
            BrokerError: The broker cannot be used, or too many commands wait for the identity.
        """
        headers = {Header.MSG_ID.value: f"{_token(identity)}.{_token(command_id)}"}

        async def sending(stream: JetStreamContext) -> None:
            await self._open(stream)
            await stream.publish(self._subject(identity), document, headers=dict(headers), stream=self._commands)

        await self._use(sending)

    async def next(self, identity: str, after: int) -> tuple[int, bytes] | None:
        """See `CommandStore.next`.

        Raises:
            BrokerError: The broker cannot be used.
        """

        async def reading(stream: JetStreamContext) -> tuple[int, bytes] | None:
            await self._open(stream)
            try:
                found = await stream.get_msg(self._commands, after + 1, self._subject(identity), next=True)
            except NotFoundError as error:
                _require_stream(error)
                return None
            return found.seq or 0, found.data or b""

        return await self._use(reading)

    async def remove(self, number: int) -> None:
        """See `CommandStore.remove`.

        Raises:
            BrokerError: The broker cannot be used.
        """

        async def removing(stream: JetStreamContext) -> None:
            await self._open(stream)
            try:
                await stream.delete_msg(self._commands, number)
            except APIError as error:
                try:
                    await stream.get_msg(self._commands, number)
                except NotFoundError:
                    return
                raise error from None

        await self._use(removing)

    async def record(self, identity: str, command_id: str) -> tuple[int, bytes] | None:
        """See `CommandStore.record`.

        Raises:
            BrokerError: The broker cannot be used.
        """

        async def reading(stream: JetStreamContext) -> tuple[int, bytes] | None:
            await self._open(stream)
            try:
                found = await stream.get_msg(self._answers, subject=self._subject(identity, command_id))
            except NotFoundError as error:
                _require_stream(error)
                return None
            return found.seq or 0, found.data or b""

        return await self._use(reading)

    async def write(self, identity: str, command_id: str, record: bytes, revision: int) -> int | None:
        """See `CommandStore.write`.

        Raises:
            BrokerError: The broker cannot be used.
        """
        headers = {Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value: str(revision)}

        async def writing(stream: JetStreamContext) -> int | None:
            await self._open(stream)
            subject = self._subject(identity, command_id)
            try:
                return (await stream.publish(subject, record, headers=dict(headers), stream=self._answers)).seq
            except APIError as error:
                if error.err_code in _WRONG_LAST:
                    return None
                raise

        return await self._use(writing)

    def commands(self, identity: str) -> _Heard:
        """See `CommandStore.commands`."""
        return _Heard(self._broker, self._subject(identity))

    def records(self, identity: str, command_id: str) -> _Heard:
        """See `CommandStore.records`."""
        return _Heard(self._broker, self._subject(identity, command_id))

    @property
    def _commands(self) -> str:
        return f"{self._name}-commands"

    @property
    def _answers(self) -> str:
        return f"{self._name}-answers"

    def _subject(self, identity: str, command_id: str | None = None) -> str:
        if command_id is None:
            return f"{self._commands}.{_token(identity)}"
        return f"{self._answers}.{_token(identity)}.{_token(command_id)}"

    async def _use(self, work: Callable[[JetStreamContext], Awaitable[ResultT]]) -> ResultT:
        try:
            return await self._broker.use(work)
        except BrokerError:
            self._opened = None  # whatever has happened to the broker may have happened to the streams
            raise

    async def _open(self, stream: JetStreamContext) -> None:
        def there() -> JetStreamContext | None:
            return stream if self._opened is stream else None

        async def make() -> JetStreamContext:
            common = StreamConfig(
                retention=RetentionPolicy.LIMITS,
                storage=StorageType.FILE,
                discard=DiscardPolicy.NEW,  # what is full refuses rather than forgets
                max_age=_KEPT,
            )
            await self._prepare(
                stream,
                common.evolve(
                    name=self._commands,
                    subjects=[f"{self._commands}.*"],
                    max_msgs_per_subject=_MOST,
                    discard_new_per_subject=True,
                    max_msg_size=LARGEST + _ROOM,
                ),
            )
            await self._prepare(
                stream,
                common.evolve(name=self._answers, subjects=[f"{self._answers}.*.*"], max_msgs_per_subject=1),
            )
            self._opened = stream
            return stream

        await self._opening.get(there, make)

    async def _prepare(self, stream: JetStreamContext, wanted: StreamConfig) -> None:
        try:
            found = (await stream.stream_info(wanted.name or "")).config
        except NotFoundError:
            try:
                await stream.add_stream(wanted)
            except APIError as error:
                if error.err_code == _OVERLAPS:
                    raise self._other(wanted, "another stream keeps its subjects") from None
                raise
            return
        if found.subjects != wanted.subjects:
            raise self._other(wanted, f"its subjects are {', '.join(found.subjects or ['those of others'])}")
        if found.retention not in (None, RetentionPolicy.LIMITS):
            raise self._other(wanted, f"its retention is {RetentionPolicy(found.retention).value}, not limits")
        if (found.max_age or _KEPT) < _KEPT:
            raise self._other(wanted, f"it keeps what is in it for {found.max_age:g} seconds, not {_KEPT:g}")
        if found.discard != DiscardPolicy.NEW and (found.max_msgs or 0) + (found.max_bytes or 0) > 0:
            raise self._other(wanted, "it has a bound and discards the old; it must discard the new, or have no bound")
        if found.max_msgs_per_subject != wanted.max_msgs_per_subject and wanted.max_msgs_per_subject == 1:
            raise self._other(wanted, f"it keeps {found.max_msgs_per_subject} messages of a subject, not the last one")
        if found.sealed or found.no_ack or found.deny_delete:
            raise self._other(wanted, "it is sealed, does not acknowledge, or does not let anybody delete")

    def _other(self, wanted: StreamConfig, what: str) -> BrokerError:
        return BrokerError(
            f"the stream {wanted.name!r} at {self._broker.shown} cannot be used for commands: {what}; "
            "change it, or name another fleet",
            lasting=True,
        )


class _Heard:
    """What tells that something was published; see `Hints`."""

    def __init__(self, broker: Broker, subject: str) -> None:
        self._broker = broker
        self._subject = subject
        self._stream: JetStreamContext | None = None
        self._end: Callable[[], Awaitable[None]] | None = None
        self._event = asyncio.Event()

    async def renew(self) -> bool:
        """See `Hints.renew`.

        Raises:
            BrokerError: The broker cannot be used.
        """

        async def listening(stream: JetStreamContext) -> bool:
            if self._stream is stream:
                return False
            self._end = await self._broker.hear(self._subject, self._hear)
            self._stream = stream
            return True

        return await self._broker.use(listening)

    async def wait(self) -> None:
        """See `Hints.wait`."""
        await self._event.wait()
        self._event.clear()

    async def close(self) -> None:
        """See `Hints.close`."""
        end, self._end = self._end, None
        if end is not None:
            await end()

    async def _hear(self, _: Msg) -> None:
        self._event.set()


def _require_stream(error: NotFoundError) -> None:
    if error.err_code != _NO_MESSAGE:  # the stream itself is gone
        raise error


def _token(text: str) -> str:
    return name_token(text) or "_"

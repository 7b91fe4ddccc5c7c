"""Cursors in a key-value bucket of NATS JetStream."""

from __future__ import annotations

from typing import Final

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, KeyValueConfig, StorageType
from nats.js.errors import BadBucketError, KeyNotFoundError, KeyWrongLastSequenceError, NotFoundError
from nats.js.kv import KeyValue

from twilio_realtime.deliveries import Cursor
from twilio_realtime.errors import CursorError
from twilio_realtime.json import as_object, dump_json, parse_json
from twilio_realtime.relayed import name_token
from twilio_realtime.sync.items import as_integer

from ..errors import BrokerError
from .broker import Broker, require_name

__all__ = ["NatsCursors"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

_VERSION: Final = 1


class NatsCursors:
    """Cursors in a key-value bucket, which is made if there is none. Any number of processes may share it.

    An acknowledgement is kept by the server when `ack` returns. A cursor never goes back, whoever else writes it.

    Args:
        broker: The server.
        bucket: Name of the bucket: letters, digits, ``_`` and ``-``.

    Raises:
        ConfigurationError: The name cannot be used.
    """

    def __init__(self, broker: Broker, bucket: str = "cursors") -> None:
        self._broker = broker
        self._bucket = require_name("the name of the bucket", bucket)
        self._known: dict[str, tuple[int, Cursor]] = {}
        """What was kept last, as far as known, each with its revision."""
        self._opened: tuple[JetStreamContext, KeyValue] | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._bucket!r} at {self._broker.shown}>"

    async def read(self, consumer: str, key: str) -> Cursor | None:
        """See `CursorStore.read`.

        Raises:
            CursorError: The broker cannot be used, or something else than a cursor is there.
        """

        async def reading(stream: JetStreamContext) -> Cursor | None:
            return await self._read(await self._open(stream), _key(consumer, key))

        try:
            return await self._broker.use(reading)
        except BrokerError as error:
            self._opened = None
            raise CursorError(str(error)) from None

    async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
        """See `CursorStore.write`.

        Raises:
            CursorError: The broker cannot be used, or something else than a cursor is there.
        """
        name = _key(consumer, key)
        text = dump_json(
            {"version": _VERSION, "position": cursor.position, "pending": cursor.pending, "attempts": cursor.attempts}
        ).encode()

        async def writing(stream: JetStreamContext) -> None:
            bucket = await self._open(stream)
            if name not in self._known:
                await self._read(bucket, name)
            while True:
                revision, kept = self._known.get(name, (0, None))
                if kept is not None and cursor.position < kept.position:
                    return
                try:
                    # What was removed leaves a mark, which only `create` gets over.
                    put = bucket.update(name, text, last=revision) if revision else bucket.create(name, text)
                    self._known[name] = (await put, cursor)
                except KeyWrongLastSequenceError:  # somebody else has written it meanwhile
                    await self._read(bucket, name)
                else:
                    return

        try:
            await self._broker.use(writing)
        except BrokerError as error:
            self._opened = None  # whether it was written is unknown
            raise CursorError(str(error)) from None

    async def _open(self, stream: JetStreamContext) -> KeyValue:
        if self._opened is not None and self._opened[0] is stream:
            return self._opened[1]
        self._known.clear()
        try:
            bucket = await stream.key_value(self._bucket)
            found = (await stream.stream_info(f"KV_{self._bucket}")).config
        except NotFoundError:
            bucket = await stream.create_key_value(KeyValueConfig(self._bucket, history=1, storage=StorageType.FILE))
        except BadBucketError:
            raise self._other("is no key-value bucket") from None
        else:
            if found.subjects != [f"$KV.{self._bucket}.>"]:
                raise self._other("is no key-value bucket")
            if found.max_age:
                raise self._other(f"forgets what is older than {found.max_age:g} seconds")
            if found.storage == StorageType.MEMORY:
                raise self._other("is kept in memory, and is gone when the server restarts")
            if found.discard != DiscardPolicy.NEW and max(found.max_msgs or 0, found.max_bytes or 0) > 0:
                raise self._other("has a bound and forgets the oldest")
        self._opened = (stream, bucket)
        return bucket

    def _other(self, what: str) -> CursorError:
        return CursorError(f"the bucket {self._bucket!r} at {self._broker.shown} {what}; name another for cursors")

    async def _read(self, bucket: KeyValue, name: str) -> Cursor | None:
        self._known.pop(name, None)
        try:
            entry = await bucket.get(name)
        except KeyNotFoundError:
            return None
        try:
            fields = as_object(parse_json(entry.value or b""))
        except ValueError:
            fields = {}
        position, attempts = (as_integer(fields.get(part)) for part in ("position", "attempts"))
        pending = None if fields.get("pending") is None else as_integer(fields.get("pending"))
        if position is None or attempts is None or (pending is None) != (fields.get("pending") is None):
            raise self._other("holds something else than cursors")
        if fields.get("version") != _VERSION:
            raise CursorError(
                f"the bucket {self._bucket!r} at {self._broker.shown} has cursors of version {fields.get('version')}, "
                f"and this library knows version {_VERSION}; update the library, or name another"
            )
        cursor = Cursor(position, pending, attempts)
        self._known[name] = (entry.revision or 0, cursor)
        return cursor


def _key(consumer: str, key: str) -> str:
    return f"{name_token(consumer) or '_'}.{name_token(key) or '_'}"

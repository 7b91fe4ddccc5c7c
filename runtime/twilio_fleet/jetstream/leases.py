"""Workers and leases in a key-value bucket of NATS JetStream, of which the server removes what is not renewed."""

from __future__ import annotations

import asyncio
from typing import Final, cast

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import KeyValueConfig, StorageType
from nats.js.errors import APIError, BadBucketError, KeyNotFoundError, KeyWrongLastSequenceError, NotFoundError
from nats.js.kv import KeyValue

from twilio_realtime.errors import ConfigurationError
from twilio_realtime.relayed import name_token

from ..errors import BrokerError
from .attempts import SharedAttempt
from .broker import Broker, require_name

__all__ = ["NatsLeases"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

_ATTEMPTS: Final = 3
"""How often a lease is tried that changes while it is looked at."""
_WRONG_LAST: Final = frozenset({10071, 10164})
"""Codes of JetStream: the last message of the subject is another one."""
_SHORTEST: Final = 1.0
"""Least seconds of a lease: the server looks for what has ended a few times a second."""


class NatsLeases:
    """Leases in a key-value bucket, which is made if there is none. See `Leases`.

    What one worker writes ends ``seconds`` after the server has got it, by the clock of the server alone.

    Args:
        broker: The server; best a connection of its own, so that renewals wait for nothing else.
        bucket: Name of the bucket: letters, digits, ``_`` and ``-``.
        seconds: Seconds that a lease lasts, at least 1.

    Raises:
        ConfigurationError: The name or the seconds cannot be used.
    """

    def __init__(self, broker: Broker, bucket: str, *, seconds: float = 15.0) -> None:
        if not _SHORTEST <= seconds <= 3600:
            raise ConfigurationError(f"a lease lasts 1 to 3600 seconds, not {seconds:g}")
        self._broker = broker
        self._bucket = require_name("the name of the bucket", bucket)
        self._seconds = seconds
        self._opened: tuple[JetStreamContext, KeyValue] | None = None
        self._opening = SharedAttempt()
        self._heard = asyncio.Event()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._bucket!r} at {self._broker.shown}>"

    @property
    def seconds(self) -> float:
        """See `Leases.seconds`."""
        return self._seconds

    async def join(self, worker: str) -> None:
        """See `Leases.join`.

        Raises:
            BrokerError: The broker cannot be used, or the bucket has another configuration, which is `lasting`.
        """

        async def joining(stream: JetStreamContext) -> None:
            bucket = await self._open(stream)
            subject = f"{self._subject}.worker.{worker}"
            known = bool((await stream.stream_info(self._stream, subjects_filter=subject)).state.subjects)
            await bucket.put(f"worker.{worker}", b"")
            if not known:
                await bucket.put("changed", b"")

        await self._broker.use(joining)

    async def leave(self, worker: str) -> None:
        """See `Leases.leave`.

        Raises:
            BrokerError: The broker cannot be used.
        """

        async def leaving(stream: JetStreamContext) -> None:
            bucket = await self._open(stream)
            # Deleting the key would leave a mark there, which could not be told from a worker.
            await stream.purge_stream(self._stream, subject=f"{self._subject}.worker.{worker}")
            await bucket.put("changed", b"")

        await self._broker.use(leaving)

    async def workers(self) -> frozenset[str]:
        """See `Leases.workers`.

        Raises:
            BrokerError: The broker cannot be used, or the bucket has another configuration, which is `lasting`.
        """

        async def reading(stream: JetStreamContext) -> frozenset[str]:
            await self._open(stream)
            info = await stream.stream_info(self._stream, subjects_filter=f"{self._subject}.worker.*")
            return frozenset(subject.rpartition(".")[2] for subject in info.state.subjects or ())

        return await self._broker.use(reading)

    async def take(self, identity: str, worker: str, held: int | None) -> int | None:
        """See `Leases.take`.

        Raises:
            BrokerError: The broker cannot be used.
        """
        key, value = _key(identity), worker.encode()

        async def taking(stream: JetStreamContext) -> int | None:
            bucket = await self._open(stream)
            revision = held or 0
            for _ in range(_ATTEMPTS):
                try:
                    return await bucket.update(key, value, last=revision)
                except KeyWrongLastSequenceError:
                    try:
                        entry = await bucket.get(key)
                    except KeyNotFoundError as gone:  # it has ended, or was given back, which leaves a mark
                        revision = _revision(gone)
                    else:
                        if entry.value != value:
                            return None
                        revision = entry.revision or 0  # an answer of the server was lost: it is our own
            return None

        return await self._broker.use(taking)

    async def give_back(self, identity: str, held: int) -> None:
        """See `Leases.give_back`.

        Raises:
            BrokerError: The broker cannot be used.
        """
        key = _key(identity)

        async def giving(stream: JetStreamContext) -> None:
            bucket = await self._open(stream)
            try:
                await bucket.delete(key, last=held)
            except APIError as error:
                if error.err_code in _WRONG_LAST:  # it is somebody else's
                    return
                raise
            await bucket.put("changed", b"")

        await self._broker.use(giving)

    async def changed(self) -> None:
        """See `Leases.changed`."""
        await self._heard.wait()
        self._heard.clear()

    @property
    def _stream(self) -> str:
        return f"KV_{self._bucket}"

    @property
    def _subject(self) -> str:
        return f"$KV.{self._bucket}"

    async def _open(self, stream: JetStreamContext) -> KeyValue:
        def there() -> KeyValue | None:
            return None if self._opened is None or self._opened[0] is not stream else self._opened[1]

        async def make() -> KeyValue:
            bucket = await self._prepare(stream)
            # Each write to a bucket is a message, which is delivered to those who listen, too.
            await self._broker.hear(f"{self._subject}.changed", self._hear)
            self._opened = (stream, bucket)
            return bucket

        return await self._opening.get(there, make)

    async def _prepare(self, stream: JetStreamContext) -> KeyValue:
        try:
            bucket = await stream.key_value(self._bucket)
            lasting = (await bucket.status()).ttl or 0.0
        except NotFoundError:
            return await stream.create_key_value(
                KeyValueConfig(self._bucket, history=1, ttl=self._seconds, storage=StorageType.FILE)
            )
        except BadBucketError:
            raise self._other("it is no key-value bucket; name another fleet") from None
        if abs(lasting - self._seconds) > 1e-6:
            kept = f"{lasting:g} seconds" if lasting else "for ever"
            raise self._other(f"what is in it lasts {kept}, not {self._seconds:g}; give all workers the same lease")
        return bucket

    async def _hear(self, _: Msg) -> None:
        self._heard.set()

    def _other(self, what: str) -> BrokerError:
        return BrokerError(
            f"the bucket {self._bucket!r} at {self._broker.shown} cannot be used for leases: {what}", lasting=True
        )


def _revision(gone: KeyNotFoundError) -> int:
    """The number of the mark that a key left; 0 if there is none."""
    mark = cast("KeyValue.Entry | None", gone.entry)
    return 0 if mark is None else mark.revision or 0


def _key(identity: str) -> str:
    return f"lease.{name_token(identity) or '_'}"

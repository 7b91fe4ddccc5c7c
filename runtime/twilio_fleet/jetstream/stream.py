"""A JetStream stream that keeps each event once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Final
from urllib.parse import quote

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, Header, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError, NotFoundError
from pydantic_core import to_json

from twilio_realtime.json import JsonObject
from twilio_realtime.relayed import subject_of
from twilio_realtime.visible_text import ascii_json

from ..cloud_events import CloudEvent
from ..errors import BrokerError
from .broker import Broker, require_name

__all__ = ["StreamSink"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

_EXISTS_ALREADY: Final = 10071
"""Code of JetStream: the last sequence of the subject is another one than was expected."""
_OVERLAPS: Final = 10065
"""Code of JetStream: another stream keeps some of the subjects."""
_REMEMBERED: Final = 10_000
"""Events of which it is known that they are kept, for several users are told of the same at about the same time."""


class StreamSink:
    """Keeps events in a stream, which is made if there is none.

    An event of the durable list has a subject of its own, ``<prefix>.<partition>.<event>.<position>``, and is kept only
    if that is empty, so it stands in the stream once, however long ago it was kept. The others have the subject
    ``<prefix>.<partition>.<event>``, and are kept once within the stream's window of duplicates, by their id.

    Args:
        broker: The server.
        name: Name of the stream: letters, digits, ``_`` and ``-``.
        prefix: What subjects begin with, of the same characters; the name of the stream by default.

    Raises:
        ConfigurationError: A name cannot be used.
    """

    def __init__(self, broker: Broker, name: str, *, prefix: str | None = None) -> None:
        self._broker = broker
        self._name = require_name("the name of the stream", name)
        self._prefix = require_name("what subjects begin with", prefix or name)
        self.published: int = 0
        """Events that this one has put into the stream."""
        self.duplicates: int = 0
        """Events that stood in the stream already, and were refused."""
        self._checked = False
        self._kept: OrderedDict[str, None] = OrderedDict()
        self._under_way: dict[str, asyncio.Future[BrokerError | None]] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name!r} at {self._broker.shown}>"

    async def open(self) -> None:
        """Make the stream, or check that the one of that name keeps what is put into it. `put` does so by itself.

        Raises:
            BrokerError: The broker cannot be used, or the stream has another configuration, which is `lasting`.
        """
        if not self._checked:
            await self._broker.use(self._prepare)
            self._checked = True

    async def put(self, event: CloudEvent) -> None:
        """See `EventSink.put`.

        Raises:
            BrokerError: It is not kept, for example because the broker is down, full, or does not let us write.
        """
        task = asyncio.current_task()
        before = 0 if task is None else task.cancelling()
        while event.id not in self._kept:
            others = self._under_way.get(event.id)
            if others is None:
                await self._lead(event)
                return
            try:
                error = await asyncio.shield(others)
            except asyncio.CancelledError:
                # Whoever stops several users at once cancels the one that publishes and those that wait for it.
                if not others.cancelled() or (task is not None and task.cancelling() > before):
                    raise
            else:
                if error is not None:
                    raise BrokerError(str(error), lasting=error.lasting)
                return

    async def _lead(self, event: CloudEvent) -> None:
        """Publish an event, and let those know who were told of the same and wait for it."""
        waiting = self._under_way[event.id] = asyncio.get_running_loop().create_future()
        try:
            await self.open()
            await self._publish(event)
        except BrokerError as error:
            # Whatever has happened to the broker may have happened to the stream.
            self._checked = False
            self._kept.clear()
            waiting.set_result(error)
            raise
        else:
            self._kept[event.id] = None
            if len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
            waiting.set_result(None)
        finally:
            waiting.cancel()  # where nothing is known of it, the next one tries
            del self._under_way[event.id]

    async def _publish(self, event: CloudEvent) -> None:
        subject = subject_of(self._prefix, event.partition, event.name, event.position)
        identifier = quote(event.id, safe="/:=@+,~", errors="surrogatepass")  # a header has no other characters
        headers = {Header.MSG_ID.value: identifier, "Content-Type": "application/cloudevents+json"}
        if event.position is not None:
            headers[Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value] = "0"
        body = _encoded(event.record())

        async def publish(stream: JetStreamContext) -> None:
            try:
                kept = await stream.publish(subject, body, headers=dict(headers), stream=self._name)
            except APIError as error:
                if error.err_code != _EXISTS_ALREADY:
                    raise
                self.duplicates += 1
            else:
                self.published += not kept.duplicate
                self.duplicates += bool(kept.duplicate)

        await self._broker.use(publish)

    async def _prepare(self, stream: JetStreamContext) -> None:
        subjects = [f"{self._prefix}.>"]
        try:
            found = (await stream.stream_info(self._name)).config
        except NotFoundError:
            wanted = StreamConfig(
                name=self._name,
                subjects=subjects,
                retention=RetentionPolicy.LIMITS,
                storage=StorageType.FILE,
                discard=DiscardPolicy.NEW,  # a full stream refuses rather than forgets
            )
            try:
                await stream.add_stream(wanted)
            except APIError as error:
                if error.err_code == _OVERLAPS:
                    raise self._other(f"another stream keeps {subjects[0]}") from None
                raise
            return
        if found.subjects != subjects:
            raise self._other(f"its subjects are {', '.join(found.subjects or ['those of others'])}, not {subjects[0]}")
        if found.retention not in (None, RetentionPolicy.LIMITS):
            raise self._other(f"its retention is {RetentionPolicy(found.retention).value}, not limits")
        if found.discard != DiscardPolicy.NEW and (found.max_msgs or 0) + (found.max_bytes or 0) > 0:
            raise self._other("it has a bound and discards the old; it must discard the new, or have no bound")
        if found.max_msgs_per_subject > 0:
            raise self._other(f"it keeps {found.max_msgs_per_subject} messages of a subject, not all")
        if found.storage == StorageType.MEMORY:
            raise self._other("it is kept in memory, and is gone when the server restarts")
        if found.subject_transform is not None:
            raise self._other("it changes subjects, by which repetitions are told")
        if found.sealed or found.no_ack:
            raise self._other("it is sealed, or does not acknowledge")

    def _other(self, what: str) -> BrokerError:
        message = (
            f"the stream {self._name!r} at {self._broker.shown} cannot be used: {what}; change it, or name another"
        )
        return BrokerError(message, lasting=True)


def _encoded(record: JsonObject) -> bytes:
    try:
        return to_json(record)
    except ValueError:  # lone surrogates, which are escaped
        return ascii_json(record).encode()

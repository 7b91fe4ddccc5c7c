"""What an observer sees of the broker: the stream, and a record of the leases that the broker itself keeps."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar, cast

import nats
from nats.aio.client import Client as NatsClient
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    KeyValueConfig,
    StorageType,
    StreamConfig,
    StreamSource,
)

from fleet_soak.lease_record import Entry
from twilio_realtime.json import JsonObject

__all__ = ["FLEET", "STREAM", "Observer", "observing"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

STREAM = "relayed"
FLEET = "soak"
_LEASES = f"{FLEET}-leases"
_RECORD = "record"
_READER = "reader"
_BATCH = 500

ResultT = TypeVar("ResultT")


class Observer:
    """Looks at a broker that is killed now and then.

    Attributes:
        published: Messages that were published by whomever, whether the stream has kept them or not; a few are missed
            when the broker is killed.
    """

    def __init__(self, client: NatsClient) -> None:
        self._client = client
        self._stream = client.jetstream(timeout=5)
        self.published = 0

    async def prepare(self, lease: float) -> None:
        """Make the stream, and have the broker keep a record of the leases.

        The stream's window of duplicates is next to nothing: what is kept once is so for another reason.
        """
        await self._stream.add_stream(
            StreamConfig(
                name=STREAM,
                subjects=[f"{STREAM}.>"],
                storage=StorageType.FILE,
                discard=DiscardPolicy.NEW,
                duplicate_window=0.1,
            )
        )
        only_messages = ConsumerConfig(filter_subject=f"{STREAM}.*.message_added.*", ack_policy=AckPolicy.NONE)
        await self._stream.add_consumer(STREAM, only_messages, durable_name=_READER)
        # With a history, nothing is overwritten before it stands in the record.
        await self._stream.create_key_value(KeyValueConfig(_LEASES, history=64, ttl=lease, storage=StorageType.FILE))
        await self._stream.add_stream(
            StreamConfig(name=_RECORD, mirror=StreamSource(name=f"KV_{_LEASES}"), storage=StorageType.FILE)
        )

        async def count(_: Msg) -> None:
            self.published += 1

        await self._client.subscribe(f"{STREAM}.*.message_added.*", cb=count)

    async def workers(self) -> frozenset[str]:
        """Names of the workers who are there."""
        subject = f"$KV.{_LEASES}.worker.*"
        info = await again(lambda: self._stream.stream_info(f"KV_{_LEASES}", subjects_filter=subject))
        return frozenset(found.rpartition(".")[2] for found in info.state.subjects or ())

    async def count(self) -> int:
        """How many messages of rooms stand in the stream."""
        info = await again(lambda: self._stream.consumer_info(STREAM, _READER))
        return info.num_pending or 0

    async def owned(self) -> set[str]:
        """Who has an owner now."""
        subject = f"$KV.{_LEASES}.lease.*"
        info = await again(lambda: self._stream.stream_info(f"KV_{_LEASES}", subjects_filter=subject))
        return {found.rpartition(".")[2] for found in info.state.subjects or ()}

    async def kept(self) -> AsyncIterator[JsonObject]:
        """The events of messages that stand in the stream, in its order. Can be read once."""
        async for message in _read(self._stream, STREAM, _READER, f"{STREAM}.*.message_added.*"):
            yield cast("JsonObject", json.loads(message.data))

    async def leases(self) -> list[Entry]:
        """The record of the leases."""
        subject = f"$KV.{_LEASES}.lease.*"
        config = ConsumerConfig(filter_subject=subject, ack_policy=AckPolicy.NONE)
        await self._stream.add_consumer(_RECORD, config, durable_name=_READER)
        found: list[Entry] = []
        async for message in _read(self._stream, _RECORD, _READER, subject):
            worker = message.data.decode() if not (message.headers or {}).get("KV-Operation") else None
            found.append(Entry(message.metadata.timestamp.timestamp(), message.subject.rpartition(".")[2], worker))
        return found


async def _read(stream: JetStreamContext, name: str, durable: str, subject: str) -> AsyncIterator[Msg]:
    pulled = await stream.pull_subscribe(subject, durable, stream=name)
    left = (await stream.consumer_info(name, durable)).num_pending or 0
    while left > 0:
        messages = await pulled.fetch(min(left, _BATCH), timeout=30)
        left -= len(messages)
        for message in messages:
            yield message


async def again(ask: Callable[[], Awaitable[ResultT]]) -> ResultT:
    """Ask until there is an answer."""
    while True:
        try:
            return await ask()
        except (NatsError, TimeoutError, OSError):
            await asyncio.sleep(0.1)


@asynccontextmanager
async def observing(url: str) -> AsyncGenerator[Observer]:
    """Connect an observer, which connects again by itself."""

    async def ignore(_: Exception) -> None:
        """The broker is killed on purpose."""

    client = await nats.connect(
        url, max_reconnect_attempts=-1, reconnect_time_wait=0.1, error_cb=ignore, allow_reconnect=True
    )
    try:
        yield Observer(client)
    finally:
        await client.close()

"""Answers messages that a relay has put into a stream, each once, as one user who is a member of the channels.

It needs the extra `fleet`, a NATS server, a relay that has made the stream, and an access token of the user in
``TWILIO_TOKEN``. Run it in this folder:

    faststream run auto_reply:app
    faststream docs serve auto_reply:app      # shows what it consumes, at http://localhost:8000
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

from faststream import AckPolicy, Context, ContextRepo, FastStream
from faststream.nats import JStream, PullSub
from faststream.specification import AsyncAPI
from nats.js.api import ConsumerConfig, DeliverPolicy

from twilio_chat import Client, ForbiddenError, NotFoundError
from twilio_chat.relayed import MessageAddedEvent, read_relayed
from twilio_fleet.jetstream.consumers import consumer_broker

STREAM = os.environ.get("STREAM", "shop")


@asynccontextmanager
async def connected(context: ContextRepo) -> AsyncGenerator[None]:
    """Connect the user who answers, for as long as the service runs."""
    async with Client(os.environ["TWILIO_TOKEN"], base_url=os.environ.get("TWILIO_BASE_URL")) as client:
        context.set_global("client", client)
        yield


broker = consumer_broker(os.environ.get("NATS_URL", "nats://127.0.0.1:4222"), read_relayed)
about = AsyncAPI(broker, title="Auto-reply", version="1.0.0", description="Answers messages that ask for help.")
app = FastStream(broker, specification=about, lifespan=connected)


@broker.subscriber(
    f"{STREAM}.*.message_added.*",
    stream=JStream(STREAM, declare=False),
    durable="auto-reply",
    pull_sub=PullSub(batch_size=1),
    # Nobody wants an answer to what was written before this service existed; it gives up after ten attempts.
    config=ConsumerConfig(ack_wait=5, deliver_policy=DeliverPolicy.NEW, max_deliver=10),
    ack_policy=AckPolicy.NACK_ON_ERROR,
)
async def answer(event: MessageAddedEvent, client: Annotated[Client, Context()]) -> None:
    """Answer a message that asks for help."""
    message = event.data
    if message.author == client.user.identity or "help" not in (message.body or "").lower():
        return
    try:
        channel = await client.get_channel_by_sid(message.channel.sid)
        # The service keeps one message under a key, so that a message that is delivered again is not answered again.
        text = f"Somebody will help you soon, {message.author}."
        await channel.send_message(text, idempotency_key=f"auto-reply/{event.id}")
    except (ForbiddenError, NotFoundError):
        return  # not a member, or the channel is gone: trying again is of no use

"""Archives what a relay has put into a stream: every message once in a SQLite database, however often it is delivered.

It needs the extra `fleet`, a NATS server, and a relay that has made the stream. Run it in this folder, as often as you
like and on any machine: all processes share the work.

    faststream run archiver:app
    faststream docs serve archiver:app      # shows what it consumes, at http://localhost:8000
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from faststream import AckPolicy, FastStream
from faststream.nats import JStream, PullSub
from faststream.specification import AsyncAPI
from nats.js.api import ConsumerConfig

from twilio_chat.relayed import MessageAddedEvent, read_relayed
from twilio_fleet.jetstream.consumers import consumer_broker

STREAM = os.environ.get("STREAM", "shop")
DATABASE = Path(os.environ.get("ARCHIVE", "archive.db"))
TABLE = "CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, channel TEXT, place INTEGER, author TEXT, body TEXT)"

broker = consumer_broker(os.environ.get("NATS_URL", "nats://127.0.0.1:4222"), read_relayed)
about = AsyncAPI(broker, title="Archiver", version="1.0.0", description="Keeps every message in a database.")
app = FastStream(broker, specification=about)


@broker.subscriber(
    f"{STREAM}.*.message_added.*",
    stream=JStream(STREAM, declare=False),  # the relay makes it
    durable="archiver",  # the server knows how far this consumer has come, and goes on there
    pull_sub=PullSub(batch_size=1),  # one at a time, so in order
    config=ConsumerConfig(ack_wait=5),  # seconds until what a process that died had is delivered to another
    ack_policy=AckPolicy.NACK_ON_ERROR,  # acknowledged when the handler has returned, and not before
)
def archive(event: MessageAddedEvent) -> None:
    """Keep a message that was written."""
    # As a plain function it runs in a thread, and may block.
    message = event.data
    row = (event.id, event.partition_key, message.index, message.author, message.body)
    with closing(sqlite3.connect(DATABASE)) as database, database:
        database.execute(TABLE)
        # What is delivered again is there already: the id of an event is the same from every process.
        database.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row)

"""A program that consumes durably and tells of each step, to be killed at any of them.

What it tells goes to a file, and then to its standard output: a line for each delivery before it is acknowledged, and
one for each acknowledgement.
"""

from __future__ import annotations

import asyncio
import os
import sys

from twilio_chat import Client, Delivery, SqliteCursors


async def consume(token: str, base_url: str, cursors: str, journal: str) -> None:
    file = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(word: str, delivery: Delivery) -> None:
        message = delivery.message
        line = f"{word} {message.channel.sid} {message.index} {delivery.attempts}\n".encode()
        os.write(file, line)
        os.write(1, line)

    async def handle(delivery: Delivery) -> None:
        tell("got", delivery)
        await delivery.ack()
        tell("done", delivery)

    with SqliteCursors(cursors) as store:
        async with Client(token, base_url=base_url) as client, asyncio.TaskGroup() as group:
            os.write(1, b"ready\n")
            async for delivery in client.deliveries(store, start="beginning", concurrency=3, page_size=20):
                group.create_task(handle(delivery))


if __name__ == "__main__":
    asyncio.run(consume(*sys.argv[1:]))

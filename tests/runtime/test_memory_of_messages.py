"""Thousands of messages can be held: what one takes is bounded, whatever it takes to keep it up to date included."""

from __future__ import annotations

import gc
import json
import tracemalloc
from typing import cast

from support.fake_sync import FakeSync
from support.fake_transport import Answer, reply
from twilio_chat import Channel, Message
from twilio_chat.context import Context
from twilio_chat.message import accept_message
from twilio_realtime.collections import IndexedCollection
from twilio_realtime.json import JsonValue, parse_packet_json
from twilio_realtime.requests.transport import HttpReply, HttpRequest

COUNT = 3000
KEEP = 100
BOUND = 560
"""Bytes for one message, all that belongs to it included."""


def item(index: int) -> JsonValue:
    date = f"2026-11-22T10:{index // 60 % 60:02}:{index % 60:02}.123Z"
    return {
        "index": index,
        "last_event_id": index,
        "date_updated": date,
        "data": {
            "sid": f"IM{index:032x}",
            "author": "writer",
            "text": f"message {index:04} with a text of ordinary length",
            "attributes": f'{{"number": {index}}}',
            "type": "text",
            "timestamp": date,
            "dateUpdated": date,
            "lastUpdatedBy": None,
            "memberSid": f"MB{7:032x}",
        },
    }


def messages(sync: FakeSync) -> IndexedCollection[Message]:
    """The messages of a channel; what the service sends goes through JSON, as it does on the wire."""
    sync.put("list", "ES1", "lines", last=COUNT)
    sync.objects["Lists/ES1/Items"] = {"items": [item(index) for index in range(COUNT)]}
    usual = sync.tunnel.rule
    assert usual is not None

    def fresh(request: HttpRequest) -> Answer | None:
        answer = usual(request)
        return (
            reply(200, parse_packet_json(json.dumps(answer.body).encode())) if isinstance(answer, HttpReply) else answer
        )

    sync.tunnel.rule = fresh
    nobody = cast(object, None)
    return IndexedCollection(
        "message",
        open_list=lambda: sync.client.list("lines"),
        create=lambda index, data: Message(cast(Context, nobody), cast(Channel, nobody), index, data),
        accept=accept_message,
        keep=KEEP,
    )


async def test_what_a_message_takes_that_is_held() -> None:
    sync = FakeSync()
    known = messages(sync)
    await known.page(100, 0, "forward")  # what is needed once is there
    gc.collect()
    tracemalloc.start()
    try:
        held = [message async for message in await known.page(100, 100, "forward")]
        for record in (sync.gets, sync.tunnel.requests):
            record.clear()
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (held[5].index, held[5].attributes) == (105, {"number": 105})
    assert taken / len(held) < BOUND, taken / len(held)
    await sync.client.close()


async def test_what_nobody_holds_is_let_go() -> None:
    def in_memory() -> int:
        gc.collect()
        return sum(isinstance(found, Message) for found in gc.get_objects())

    before = in_memory()  # such as what the traceback of another test's failure holds
    sync = FakeSync()
    known = messages(sync)

    async def read() -> int:
        return sum([1 async for _ in await known.page(100, 0, "forward")])

    assert (await read(), len(known)) == (COUNT, KEEP)
    assert in_memory() - before == KEEP
    known.close()
    assert in_memory() == before
    await sync.client.close()

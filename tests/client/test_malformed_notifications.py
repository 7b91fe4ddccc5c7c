"""Notifications that are not as documented cost themselves: one line in the log, and nothing else."""

from __future__ import annotations

import logging

import pytest

from support.rooms import Connect
from twilio_realtime.json import JsonValue, dump_json
from twilio_realtime.services import Services
from twilio_realtime.twilsock.frames import Packet
from twilio_realtime.twilsock.receiver import Receiver

TYPING = "twilio.ipmsg.typing_indicator"
SYNC = "twilio.sync.event"


NOTIFICATIONS: list[tuple[JsonValue, JsonValue]] = [
    (TYPING, {}),
    (TYPING, {"identity": 5}),
    (TYPING, {"identity": "alice", "typing_timeout": {}}),
    (TYPING, {"identity": "alice", "typing_timeout": "soon"}),
    (TYPING, {"channel_sid": [], "identity": "alice"}),
    (TYPING, []),
    (SYNC, {}),
    (SYNC, {"event_type": 5, "event": "x"}),
    (SYNC, {"event_type": "map_item_added", "event": {"id": "x"}}),
    (SYNC, {"event_type": "map_item_added", "events": [None, 1, {"map_sid": {}}]}),
    ("com.twilio.rtd.cds.map", {"event": []}),
    ("x" * 100_000, {}),
    (5, {}),
    (None, {}),
    ({"a": 1}, {}),
]


@pytest.mark.parametrize(("kind", "payload"), NOTIFICATIONS)
async def test_no_traceback(
    kind: JsonValue, payload: JsonValue, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    client = await connect("alice")
    channel = await client.create_channel()
    await channel.join()
    services: Services = vars(client)["_services"]
    receiver: Receiver = vars(services.connection)["_receiver"]
    if isinstance(payload, dict):
        payload = {"channel_sid": channel.sid, **payload}
    header = {"id": "TM1", "method": "notification", "message_type": kind}
    with caplog.at_level(logging.DEBUG):
        receiver.receive(Packet(header, dump_json(payload).encode()))
    records = [record for record in caplog.records if record.name.startswith("twilio_realtime")]
    assert [record for record in records if record.exc_info or record.levelno > logging.WARNING] == []
    assert all(len(record.getMessage()) < 1000 for record in records)
    await channel.send_message("still there")

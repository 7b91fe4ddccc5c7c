"""The frame log and the recording: every packet, and nothing that was meant for few eyes."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.chat_rest import ChatRest
from support.raw_client import RawClient
from twilio_local import LocalService, LocalServiceError
from twilio_local.watch.frame_log import FRAME_LOGGER
from twilio_local.watch.redaction import redacted
from twilio_realtime.json import JsonObject, JsonValue, as_object


async def converse(service: LocalService) -> str:
    """Something of everything, with secrets wherever people put them; the SID of the channel."""
    alice = await ChatRest.connect(service.base_url, service.token("alice"))
    sid = await alice.create(unique_name="shown", friendly_name="SECRET", attributes='{"SECRET":"SECRET"}')
    await alice.join(sid)
    opened = [await alice.open("Lists", f"{sid}.messages"), await alice.open("Documents", f"{sid}.channel")]
    await alice.client.subscribe((str(opened[0]["sid"]), "list", -1), (str(opened[1]["sid"]), "document", None))
    sent = await alice.send(sid, "SECRET", attributes='["SECRET"]')
    await alice.client.next_notification("list_item_added")
    await alice.call("POST", alice.channel_url(sid, "Messages", sent.text("sid")), {"body": "SECRET again"})
    me = f"{alice.links['users']}/alice"
    await alice.call("POST", me, {"friendly_name": "SECRET", "attributes": '"SECRET"'})
    push: JsonObject = {"channel_type": "fcm", "data": {"registration_id": "SECRET"}}
    await alice.client.request("POST", "/v1/registrations", push)
    await alice.client.request("GET", "/x", params={"Signature": "SECRET"}, headers={"X-Twilio-Token": "SECRET"})
    await alice.client.request("POST", alice.links["typing"], raw=b"SECRET\xff")
    await alice.client.ask({"method": "update", "token": service.token("alice", 7000)})
    await alice.client.ask({"method": "telemetry\x1b[31m", "details": "SECRET"})
    await alice.client.connection.send(b"SECRET")
    await alice.client.closed()
    return sid


async def test_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, FRAME_LOGGER)
    async with LocalService(log_frames=True) as service:
        sid = await converse(service)
    lines = [record.getMessage() for record in caplog.records if record.name == FRAME_LOGGER]
    assert lines[0] == "#1 ? opened"
    assert lines[-1] == "#1 alice ended"
    assert any(line.startswith("#1 ? -> init ") for line in lines)
    assert any(
        f"POST /Client/v2/Services/{service.credentials.service_sid}/Conversations/{sid}" in one for one in lines
    )
    assert any('200 OK 201 Created {"sid":"IM' in line for line in lines)
    assert any("<- notification" in line and '"list_item_added"' in line for line in lines)
    assert any("-> <6 bytes, not a packet>" in line for line in lines)
    assert any("telemetry\\u001b[31m" in line for line in lines)
    for line in lines:
        assert line.isprintable()
        assert "eyJ" not in line
        assert "SECRET" not in line


async def test_recording(tmp_path: Path) -> None:
    file = tmp_path / "frames.jsonl"
    service = LocalService(record=file, now=lambda: 1_800_000_000.5)
    for _ in range(2):
        async with service:
            await converse(service)
    text = file.read_text()
    assert "eyJ" not in text
    assert "SECRET" not in text
    entries: list[JsonObject] = [json.loads(line) for line in text.splitlines()]
    assert [entry["kind"] for entry in entries].count("open") == 2
    assert {str(entry["time"]) for entry in entries} == {"2027-01-15T08:00:00.500Z"}
    (init,) = [entry for entry in entries if method(entry) == "init"][:1]
    assert as_object(init["header"])["token"] != service.token("alice")
    sent = [as_object(entry["payload"]) for entry in entries if "body" in as_object(entry.get("payload"))]
    assert {str(payload["body"]) for payload in sent} == {"<text of 6>", "<text of 12>"}
    broken = [entry for entry in entries if entry["kind"] == "in" and entry["header"] is None]
    assert [entry["size"] for entry in broken] == [6, 6]
    assert os.stat(file).st_mode & 0o077 == 0


def method(entry: JsonObject) -> JsonValue:
    return as_object(entry.get("header")).get("method")


async def test_recording_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(LocalServiceError, match="cannot be written: No such file or directory"):
        await LocalService(record=tmp_path / "missing" / "frames.jsonl").start()


@pytest.fixture
async def full_disk() -> AsyncIterator[LocalService]:
    async with LocalService(record="/dev/full") as running:
        yield running


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
async def test_recording_ends_and_the_service_goes_on(
    full_disk: LocalService, caplog: pytest.LogCaptureFixture
) -> None:
    async with await RawClient.initialised(full_disk.base_url, full_disk.token("alice")) as client:
        assert (await client.request("GET", "/Client/v1/Configuration")).http_status == 200
    assert [record.getMessage() for record in caplog.records if "recording" in record.getMessage()] == [
        "recording ends: No space left on device"
    ]


def test_redaction() -> None:
    jwt = "eyJhbGciOiJIUzI1NiJ9SECRET.eyJzdWIiOiJhbGljZSJ9SECRET.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
    shown: JsonObject = {
        "url": "http://host/Media/ME1/Content?Expires=1&Signature=SECRET",
        "path": f"/a/{jwt}/b",
        "attributes": {"SECRET": 1},
        "body": 1234,
        "text": None,
        "links": {"anything": "/relative", "nested": [{"deep": "SECRET"}]},
        "count": 5,
        "huge": 10**5000,
        "odd": [float("nan"), float("inf"), True],
        "SID": "CH" + "0" * 32,
        "unknown": "SECRET",
        "id": "i" * 1000,
    }
    assert redacted(shown) == {
        "url": "http://host/Media/ME1/Content?…",
        "path": "/a/<token>/b",
        "attributes": "<dict of 1>",
        "body": "<number>",
        "text": None,
        "links": {"anything": "/relative", "nested": [{"deep": "<text of 6>"}]},
        "count": 5,
        "huge": "<number>",
        "odd": ["<number>", "<number>", True],
        "SID": "CH" + "0" * 32,
        "unknown": "<text of 6>",
        "id": "i" * 300 + "…",
    }


def test_texts_of_foreign_clients() -> None:
    """A client of another make may write anything under any key."""
    said: JsonObject = {
        "method": "message",
        "description": "SECRET words",
        "Message": "SECRET words",
        "reason": ["SECRET"],
        "reissue_message": "SECRET",
        "SECRET words": 1,
        "geheim: SECRET": {"ключ SECRET": "SECRET"},
    }
    shown = redacted(said, from_client=True)
    assert "SECRET" not in str(shown)
    assert shown == {
        "method": "message",
        "description": "<text of 12>",
        "Message": "<text of 12>",
        "reason": ["<text of 6>"],
        "reissue_message": "<text of 6>",
        "<key of 12>": 1,
        "<key of 14>": {"<key of 11>": "<text of 6>"},
    }
    assert redacted({"description": "Token expired"}) == {"description": "Token expired"}
    assert redacted({"ab c": 1, "de f": 2}) == {"<key of 4>": 1, "<key of 4, 2>": 2}

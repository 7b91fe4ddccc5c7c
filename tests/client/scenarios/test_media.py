"""Files from one person to another, beside the connection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest

from support.rooms import SharedRoom
from twilio_chat import ArgumentError, Message, RequestError, SendMediaOptions
from twilio_local import LocalService
from twilio_realtime.files.media_sources import MediaSource

PICTURE = bytes(range(256)) * 1000


async def stream() -> AsyncIterator[bytes]:
    for start in range(0, len(PICTURE), 1000):
        yield PICTURE[start : start + 1000]


@pytest.mark.parametrize("kind", ["bytes", "path", "text path", "file", "stream"])
async def test_from_anything_to_a_file(shared_room: SharedRoom, tmp_path: Path, kind: str) -> None:
    room, bobs = shared_room
    file = tmp_path / "flower.png"
    file.write_bytes(PICTURE)
    sources: dict[str, MediaSource] = {
        "bytes": PICTURE,
        "path": file,
        "text path": str(file),
        "file": BytesIO(PICTURE),
        "stream": stream(),
    }
    sent: list[tuple[int, int | None]] = []
    received: list[tuple[int, int | None]] = []
    async with bobs.on.message_added.expect() as arrived:
        await room.send_message(
            media=sources[kind],
            content_type="image/png",
            filename="flower.png",
            attributes={"alt": "flower"},
            progress=lambda done, total: sent.append((done, total)),
        )
    message: Message = arrived.value
    assert (message.type, message.body, message.attributes) == ("media", None, {"alt": "flower"})
    assert message.media is not None
    assert (message.media.content_type, message.media.size) == ("image/png", len(PICTURE))
    assert message.media.filename == "flower.png"
    target = tmp_path / "received"
    got = await message.media.download_to(target, lambda done, total: received.append((done, total)))
    assert got == len(PICTURE)
    assert target.read_bytes() == PICTURE
    assert sent[-1][0] == received[-1][0] == len(PICTURE)
    assert received[-1][1] == len(PICTURE)
    assert sent == sorted(sent, key=lambda step: step[0])


async def test_options_as_one_object(shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    async with bobs.on.message_added.expect() as arrived:
        await room.send_message(SendMediaOptions(b"text", content_type="text/plain"))
    assert arrived.value.media is not None
    assert (arrived.value.media.content_type, arrived.value.media.size) == ("text/plain", 4)
    with pytest.raises(ArgumentError, match="either message or media"):
        await room.send_message("both", media=b"x")
    with pytest.raises(ArgumentError, match="either message or media"):
        await room.send_message(SendMediaOptions(b"text"), media=b"x")


async def test_a_temporary_address_needs_no_token(shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    async with bobs.on.message_added.expect() as arrived:
        await room.send_message(media=PICTURE, content_type="image/png")
    assert arrived.value.media is not None
    url = await arrived.value.media.get_content_temporary_url()
    assert url is not None
    async with httpx.AsyncClient() as anybody:
        assert (await anybody.get(url)).content == PICTURE


async def test_a_busy_store_is_asked_again_and_a_refusal_is_told(
    service: LocalService, shared_room: SharedRoom
) -> None:
    room, bobs = shared_room
    async with bobs.on.message_added.expect() as arrived:
        await room.send_message(media=PICTURE, content_type="image/png")
    media = arrived.value.media
    assert media is not None
    service.faults.fail_next_request(503, "Media", headers={"Retry-After": "0"})
    assert await media.get_content_temporary_url() is not None
    service.faults.fail_next_request(400, "Media", code=12345)
    with pytest.raises(RequestError) as caught:
        await media.get_content_temporary_url()
    assert (caught.value.status, caught.value.code) == (400, 12345)

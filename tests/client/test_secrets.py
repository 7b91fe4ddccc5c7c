"""Tokens, texts, attributes and signed addresses appear in no log record and in no repr, at any level."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.rooms import make_room
from twilio_chat import Client
from twilio_local import LocalService
from twilio_realtime.errors import RealtimeError

TEXT = "SECRET-TEXT"
OURS = ("twilio_chat", "twilio_realtime")
OF_THE_SERVICE = ("twilio_local", "uvicorn", "websockets.server")
"""Logs of the other side, which runs in this process too and has a test of its own."""


@pytest.fixture
def records() -> Iterator[list[str]]:
    """Everything that is logged by anybody but the service, rendered, with every logger at its most talkative."""
    lines: list[str] = []

    class Ears(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.name.startswith(OF_THE_SERVICE):
                lines.append(f"{record.name}: {self.format(record)} {record.args!r}")

    ears = Ears(logging.DEBUG)
    root = logging.getLogger()
    loggers = [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]
    before = [(logger, logger.level) for logger in loggers]
    root.addHandler(ears)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(ears)
    for logger, level in before:
        logger.setLevel(level)


def reprs_of_ours() -> list[str]:
    """Each object of our classes that exists at present, as it shows itself."""
    return [
        repr(thing)
        for thing in gc.get_objects()
        # Some library has a class whose `__module__` is a property.
        if str(type(thing).__module__).partition(".")[0] in OURS and not isinstance(thing, type)
    ]


async def test_nothing_secret_anywhere(records: list[str], tmp_path: Path) -> None:
    gc.collect()  # what other tests have left, some of it half made, is none of this
    secrets = {TEXT}
    seen: list[str] = []

    def look() -> None:
        seen.extend(reprs_of_ours())

    asyncio.get_running_loop().set_debug(True)
    async with LocalService() as service:

        async def provide() -> str:
            token = service.token("alice")
            secrets.add(token)
            return token

        async with Client(token_provider=provide, base_url=service.base_url) as alice:
            room = await make_room(alice, friendly_name="Room", attributes={"topic": TEXT})
            for event in (alice.on.message_added, alice.on.message_updated, alice.on.channel_updated):
                event.connect(lambda happened: seen.append(repr(happened)))
            async with alice.on.message_added.expect():
                await room.send_message(TEXT, {"about": TEXT})
            look()
            page = await room.get_messages()
            message = page.items[-1]
            async with message.on.updated.expect():
                await message.update_body(f"{TEXT} again")
            await message.update_attributes({"about": TEXT})
            await room.update_attributes({"topic": [TEXT]})
            await alice.user.update_attributes({"about": TEXT})

            async with alice.on.message_added.expect() as added:
                await room.send_message(media=TEXT.encode(), content_type="text/plain")
            media = added.value.media
            assert media is not None
            url = await media.get_content_temporary_url()
            assert url is not None
            secrets.add(url.rpartition("=")[2])
            await media.download_to(tmp_path / "file")
            assert (tmp_path / "file").read_text() == TEXT
            look()

            service.faults.fail_next_request(503, "/Messages", count=1)
            sending = asyncio.ensure_future(room.send_message(TEXT))
            await asyncio.sleep(0.05)
            look()
            service.faults.cut()
            async with alice.on.connection_state_changed.expect(where=lambda state: state == "connected"):
                pass
            await sending
            with pytest.raises(RealtimeError) as refused:
                await room.send_message("x" * 40_000 + TEXT)
            seen.append(f"{refused.value!r} {refused.value}")
            with pytest.raises(RealtimeError) as unusable:
                await alice.update_token(f"{TEXT}.{TEXT}.{TEXT}")
            seen.append(f"{unusable.value!r} {unusable.value}")
            async with alice.on.token_about_to_expire.expect():
                service.faults.about_to_expire()
            await asyncio.sleep(0.05)
            look()
    assert len(secrets) >= 4
    assert len(seen) > 100
    assert any("httpx" in line or "twilio_realtime" in line for line in records)
    for secret in secrets:
        assert [line for line in (*records, *seen) if secret in line] == []

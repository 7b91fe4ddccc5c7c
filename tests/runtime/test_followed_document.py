from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from support.fake_sync import FakeSync, finished
from support.fake_transport import reply
from support.manual_clock import settle
from twilio_realtime.errors import ClosedError
from twilio_realtime.json import JsonObject
from twilio_realtime.mirror.followed_document import FollowedDocument


@pytest.fixture
async def sync() -> AsyncIterator[FakeSync]:
    made = FakeSync()
    made.put("document", "ET1", "room", last=0, data={"n": 0})
    yield made
    await made.client.close()
    assert made.clock.timers == 0


def follower(sync: FakeSync, heard: list[JsonObject], gone: list[bool]) -> FollowedDocument:
    return FollowedDocument(sync.client, updated=heard.append, removed=lambda: gone.append(True))


async def test_the_data_and_then_each_change(sync: FakeSync) -> None:
    heard: list[JsonObject] = []
    gone: list[bool] = []
    followed = follower(sync, heard, gone)
    assert await followed.open("room") == {"n": 0}
    await sync.soon()
    sync.establish("ET1", last=0)
    sync.document_event("ET1", 1)
    assert await followed.open("room") == {"n": 1}
    assert len(sync.gets) == 1
    sync.tell("document_removed", {"id": 2, "document_sid": "ET1"})
    assert (heard, gone) == ([{"n": 1}], [True])


async def test_opening_twice_at_once_is_one_hold(sync: FakeSync) -> None:
    heard: list[JsonObject] = []
    followed = follower(sync, heard, [])
    await asyncio.gather(followed.open("room"), followed.open("room"))
    await sync.soon()
    sync.establish("ET1", last=0)
    sync.document_event("ET1", 1)
    assert heard == [{"n": 1}]
    followed.close()
    followed.close()
    await sync.soon()
    assert sync.posts[-1]["action"] == "cancel"
    assert sync.client.held == 0


async def test_closing_what_is_being_opened(sync: FakeSync) -> None:
    usual, sync.tunnel.rule = sync.tunnel.rule, None
    followed = follower(sync, [], [])
    opening = asyncio.create_task(followed.open("room"))
    await settle()
    followed.close()
    sync.unanswered[0].answer(reply(200, sync.objects["Documents/room"]))
    with pytest.raises(ClosedError, match="closed meanwhile"):
        await finished(opening, sync)
    sync.tunnel.rule = usual
    await sync.soon()
    assert (sync.client.held, sync.posts) == (0, [])
    assert await followed.open("room") == {"n": 0}

"""Requests for subscriptions: together, one at a time, again after a lost connection."""

from __future__ import annotations

import asyncio
import logging

import pytest

from support.fake_sync import FakeSync, Recorder, actions, documents
from support.fake_transport import reply
from support.manual_clock import settle
from twilio_realtime.errors import DisconnectedError

# ---------------------------------------------------------------------------------------------- requests


async def test_objects_opened_together_are_asked_for_together(sync: FakeSync) -> None:
    sync.put("document", "ET1", last=-1, data={})
    sync.put("map", "MP1", last=7)
    sync.put("list", "ES1", last=3)
    await sync.client.document("ET1")
    await sync.clock.advance(0.06)
    await sync.client.map("MP1")
    await sync.client.list("ES1")
    assert sync.posts == []
    await sync.clock.advance(0.05)
    assert sync.posts == [
        {
            "event_protocol_version": 4,
            "action": "establish",
            "correlation_id": sync.correlation(),
            "retried_requests": 0,
            "ttl_in_s": -1,
            "requests": [
                {"object_sid": "ET1", "object_type": "document", "last_event_id": -1},
                {"object_sid": "MP1", "object_type": "map", "last_event_id": 7},
                {"object_sid": "ES1", "object_type": "list", "last_event_id": 3},
            ],
        }
    ]
    await sync.client.close()


async def test_batches_follow_the_service(sync: FakeSync) -> None:
    sync.accepts = {"max_batch_size": 3, "estimated_delivery_in_ms": 5000}
    await documents(sync, 107)
    await sync.soon()
    assert actions(sync) == [("establish", 100), ("establish", 3), ("establish", 3), ("establish", 1)]
    numbers = [sync.correlation(place) for place in range(4)]
    assert numbers == sorted(set(numbers))
    await sync.client.close()


async def test_one_request_at_a_time(sync: FakeSync) -> None:
    sync.accepts = None
    await documents(sync, 1)
    await sync.soon()
    await documents(sync, 1, first=1)
    await sync.soon()
    assert len(sync.posts) == 1
    sync.unanswered[0].answer(reply(200, {}))
    await settle()
    assert list(sync.asked()) == ["ET1"]
    await sync.client.close()


async def test_new_objects_come_before_cancellations(sync: FakeSync) -> None:
    held = await documents(sync, 2)
    await sync.soon()
    sync.establish("ET0", "ET1")
    for document in held:
        document.close()
    await documents(sync, 1, first=2)
    await sync.soon()
    assert actions(sync) == [("establish", 2), ("establish", 1), ("cancel", 2)]
    assert sync.posts[-1]["requests"] == [
        {"object_sid": "ET0", "object_type": "document"},
        {"object_sid": "ET1", "object_type": "document"},
    ]
    sync.tell("subscription_canceled", {"object_sid": "ET0"}, {"object_sid": "ET1"}, correlation=sync.correlation())
    sync.establish("ET2", place=1)
    assert sync.clock.timers == 0
    await sync.client.close()


async def test_a_failed_request_is_made_again_later_and_later(sync: FakeSync, caplog: pytest.LogCaptureFixture) -> None:
    sync.refuses += [*[reply(400, {"code": 1, "message": "bad"})] * 5, DisconnectedError("lost")]
    await documents(sync, 1)
    with caplog.at_level(logging.WARNING):
        await sync.soon(67)
    assert [post["retried_requests"] for post in sync.posts] == [0, 1, 1, 1, 1, 1, 1]
    assert len({sync.correlation(place) for place in range(7)}) == 7
    assert len(caplog.records) == 6
    sync.establish("ET0")
    assert sync.clock.timers == 0
    await sync.client.close()


async def test_an_overloaded_service_is_left_alone_for_a_while(sync: FakeSync) -> None:
    sync.refuses = [reply(503), reply(429)]
    await documents(sync, 1)
    await sync.soon(3.9)
    assert len(sync.posts) == 1
    await sync.soon(8.0)
    assert len(sync.posts) == 2
    await sync.soon(1.0)
    assert len(sync.posts) == 3
    assert len({sync.correlation(place) for place in range(3)}) == 1
    await sync.client.close()


async def test_new_objects_do_not_cut_a_rest_short(sync: FakeSync) -> None:
    sync.refuses = [reply(400)]
    await documents(sync, 1)
    await sync.soon()
    await documents(sync, 1, first=1)
    await sync.soon(0.5)
    assert len(sync.posts) == 1
    await sync.soon(2.0)
    assert actions(sync) == [("establish", 1), ("establish", 2)]
    await sync.client.close()


# ---------------------------------------------------------------------------------------------- hurried users


async def test_closed_before_anything_was_sent(sync: FakeSync) -> None:
    (document,) = await documents(sync, 1)
    document.close()
    await sync.soon(100)
    assert sync.posts == []
    await sync.client.document("ET0")
    await sync.soon()
    assert sync.asked() == {"ET0": -1}
    await sync.client.close()


@pytest.mark.parametrize("answered", [True, False])
async def test_closed_while_being_established(sync: FakeSync, answered: bool) -> None:
    (document,) = await documents(sync, 1)
    await sync.soon()
    document.close()
    await sync.soon(1.0)
    assert [post["action"] for post in sync.posts] == ["establish"]
    if answered:
        sync.establish("ET0")
        await sync.soon()
    else:
        await sync.soon(4.5)
    assert [post["action"] for post in sync.posts] == ["establish", "cancel"]
    sync.tell("subscription_canceled", {"object_sid": "ET0"}, correlation=sync.correlation())
    await sync.soon(100)
    assert len(sync.posts) == 2
    assert sync.clock.timers == 0
    await sync.client.close()


async def test_closed_and_opened_at_once(sync: FakeSync) -> None:
    (document,) = await documents(sync, 1)
    await sync.soon()
    sync.establish("ET0")
    document.close()
    ear = Recorder()
    again = await sync.client.document("ET0")
    again.listen(ear)
    await sync.soon(1.0)
    # Asked for again: it may have been closed because access was lost, and the subscription with it.
    assert (len(sync.gets), [post["action"] for post in sync.posts]) == (1, ["establish", "establish"])
    sync.establish("ET0", place=0)  # too late
    sync.document_event("ET0", 0)
    assert ear.heard == []
    sync.establish("ET0", last=0)
    assert ear.heard == [("updated", 0)]
    again.close()
    await sync.soon()
    assert [post["action"] for post in sync.posts] == ["establish", "establish", "cancel"]
    await sync.client.close()


@pytest.mark.parametrize("answer", ["subscription_canceled", "subscription_failed", "nothing"])
async def test_opened_while_being_cancelled(sync: FakeSync, answer: str) -> None:
    (document,) = await documents(sync, 1)
    await sync.soon()
    sync.establish("ET0")
    document.close()
    await sync.soon()
    sync.put("document", "ET0", last=4, data={"n": 4})
    again = await sync.client.document("ET0")
    ear = Recorder()
    again.listen(ear)
    sync.document_event("ET0", 5)
    await sync.soon()
    assert len(sync.posts) == 2
    if answer == "nothing":
        await sync.soon(5.0)
    else:
        sync.tell(answer, {"object_sid": "ET0", "error": {"status": 404}}, correlation=sync.correlation())
        await sync.soon(0.01)
    assert [post["action"] for post in sync.posts] == ["establish", "cancel", "establish"]
    assert sync.asked() == {"ET0": 5}
    sync.establish("ET0", last=5)
    assert ear.heard == [("updated", 5)]
    assert not again.removed
    await sync.client.close()


async def test_a_cancellation_that_is_never_confirmed_ends(sync: FakeSync) -> None:
    (document,) = await documents(sync, 1)
    await sync.soon()
    sync.establish("ET0")
    document.close()
    await sync.soon(1000)
    assert [post["action"] for post in sync.posts] == ["establish", "cancel", "cancel", "cancel"]
    assert sync.clock.timers == 0
    await sync.client.close()


# ---------------------------------------------------------------------------------------------- time and connections


async def test_everything_is_asked_again_when_its_time_is_up(sync: FakeSync) -> None:
    sync.accepts = {"estimated_delivery_in_ms": 5000, "ttl_in_s": 60}
    (document,) = await documents(sync, 1)
    ear = Recorder()
    document.listen(ear)
    await sync.soon()
    sync.establish("ET0")
    await sync.soon(30)
    await documents(sync, 1, first=1)
    await sync.soon()
    sync.establish("ET1")
    sync.document_event("ET0", 0)
    await sync.soon(30)
    assert sync.posts[-1]["reason"] == "ttl"
    assert sync.asked() == {"ET0": 0, "ET1": -1}
    assert "reason" not in sync.posts[0]
    sync.document_event("ET0", 2)
    sync.document_event("ET0", 1, correlation=sync.correlation())
    sync.establish("ET0", "ET1", last=1)
    assert ear.heard == [("updated", 0), ("updated", 1), ("updated", 2)]
    await sync.soon(60)
    assert len(sync.posts) == 4
    await sync.client.close()
    assert sync.clock.timers == 0


async def test_every_connection_asks_for_everything(sync: FakeSync) -> None:
    opened = await documents(sync, 3)
    ear = Recorder()
    opened[0].listen(ear)
    await sync.soon()
    sync.establish("ET0", "ET1")
    sync.document_event("ET0", 0)
    opened[1].close()
    sync.client.disconnected()
    await sync.soon(500)
    assert len(sync.posts) == 1
    sync.client.connected()
    await sync.soon(0.01)
    assert actions(sync) == [("establish", 3), ("establish", 2), ("cancel", 1)]
    assert sync.asked(1) == {"ET0": 0, "ET2": -1}
    assert sync.posts[1]["retried_requests"] == 0
    # Twice in a row, without the end of the first connection having been noticed.
    sync.client.connected()
    await sync.soon(0.01)
    assert actions(sync)[3:] == [("establish", 2), ("cancel", 1)]
    sync.document_event("ET0", 1, correlation=sync.correlation(3))
    sync.establish("ET0", "ET2", last=1, place=1)
    assert ear.heard == [("updated", 0)]
    sync.establish("ET0", "ET2", last=1, place=3)
    assert ear.heard == [("updated", 0), ("updated", 1)]
    await sync.client.close()


async def test_a_request_ends_with_its_connection(sync: FakeSync) -> None:
    sync.accepts = None
    await documents(sync, 1)
    await sync.soon()
    assert len(sync.unanswered) == 1
    sync.client.disconnected()
    await settle()
    assert sync.unanswered == []
    assert asyncio.all_tasks() == {asyncio.current_task()}
    sync.client.connected()
    await sync.soon(0.01)
    assert len(sync.posts) == 2
    await sync.client.close()


async def test_nothing_is_asked_for_without_a_connection(sync: FakeSync) -> None:
    sync.client.disconnected()
    await documents(sync, 1)
    await sync.soon(100)
    assert sync.posts == []
    sync.client.connected()
    await sync.soon(0.01)
    assert len(sync.posts) == 1
    await sync.client.close()

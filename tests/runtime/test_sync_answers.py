"""Answers to subscription requests: early, late, refused, missing."""

from __future__ import annotations

import logging

import pytest

from support.fake_sync import FakeSync, Recorder, documents
from support.fake_transport import reply
from support.manual_clock import settle
from twilio_realtime.errors import ForbiddenError, RequestError
from twilio_realtime.json import JsonObject, JsonValue


@pytest.mark.parametrize("form", ["event", "events"])
async def test_answers_may_come_before_the_reply(sync: FakeSync, form: str) -> None:
    sync.accepts = None
    (document,) = await documents(sync, 1)
    ear = Recorder()
    document.listen(ear)
    await sync.soon()
    sync.tell(
        "subscription_established",
        {"object_sid": "ET0", "replay_status": "completed", "last_event_id": -1},
        correlation=sync.correlation(),
        form=form,
    )
    sync.document_event("ET0", 0)
    assert ear.heard == [("updated", 0)]
    sync.unanswered[0].answer(reply(200, {"estimated_delivery_in_ms": 5000}))
    await sync.soon(100)
    assert len(sync.posts) == 1
    document.close()
    await sync.soon()
    sync.tell("subscription_canceled", {"object_sid": "ET0"}, correlation=sync.correlation())
    sync.unanswered[0].answer(reply(200, {"estimated_delivery_in_ms": 5000}))
    await sync.soon(100)
    assert [post["action"] for post in sync.posts] == ["establish", "cancel"]
    assert sync.clock.timers == 0
    await sync.client.close()


@pytest.mark.parametrize("answer", [{"estimated_delivery_in_ms": 500}, {}, {"estimated_delivery_in_ms": -1}, [], None])
async def test_what_stays_unanswered_is_asked_for_again(sync: FakeSync, answer: JsonValue) -> None:
    sync.accepts = None
    await documents(sync, 2)
    await sync.soon()
    sync.unanswered[0].answer(reply(200, answer))
    await settle()
    sync.establish("ET1")
    await sync.soon(11)
    assert sync.asked() == {"ET0": -1}
    assert sync.posts[-1]["retried_requests"] == 1
    # The first request's answer is too late, the second one's counts.
    sync.establish("ET0", place=0)
    sync.unanswered[0].answer(reply(200, {"estimated_delivery_in_ms": 500}))
    await sync.soon(0.6)
    assert len(sync.posts) == 3
    sync.unanswered[0].answer(reply(200, {"estimated_delivery_in_ms": 500}))
    sync.establish("ET0")
    await sync.soon(100)
    assert len(sync.posts) == 3
    await sync.client.close()


async def test_a_replay_that_goes_on_is_not_given_up(sync: FakeSync) -> None:
    sync.put("list", "ES1")
    await sync.client.list("ES1")
    await sync.soon()
    for event_id in range(10):
        await sync.soon(4.0)
        sync.item_event("list", "added", "ES1", event_id, event_id, correlation=sync.correlation())
    assert len(sync.posts) == 1
    await sync.soon(5.1)
    assert sync.asked() == {"ES1": 9}
    assert len(sync.posts) == 2
    await sync.client.close()


async def test_interrupted_replays_go_on_where_they_stopped(sync: FakeSync) -> None:
    sync.put("list", "ES1")
    a_list = await sync.client.list("ES1")
    ear = Recorder()
    a_list.listen(ear)
    await sync.soon()
    sync.item_event("list", "added", "ES1", 0, 0, correlation=sync.correlation())
    sync.establish("ES1", status="interrupted", last=0)
    await settle()
    assert len(sync.posts) == 1
    await sync.soon(0.01)
    assert sync.asked() == {"ES1": 0}
    # Without progress it is not asked for again and again as fast as the service answers.
    sync.establish("ES1", status="interrupted", last=0)
    await sync.soon(0.9)
    assert len(sync.posts) == 2
    await sync.soon(1.2)
    assert len(sync.posts) == 3
    sync.item_event("list", "added", "ES1", 1, 1, correlation=sync.correlation())
    sync.establish("ES1", last=1)
    assert ear.heard == [("added", 0, 0), ("added", 1, 1)]
    await sync.client.close()


@pytest.mark.parametrize("status", [None, "unheard of"])
async def test_other_replay_states_establish_nothing(sync: FakeSync, status: JsonValue) -> None:
    await documents(sync, 1)
    await sync.soon()
    sync.establish("ET0", status=status)
    await sync.soon(5.1)
    assert len(sync.posts) == 2
    await sync.client.close()


async def test_an_object_removed_while_we_were_away(sync: FakeSync) -> None:
    (document,) = await documents(sync, 1)
    ear = Recorder()
    document.listen(ear)
    await sync.soon()
    sync.document_event("ET0", 0)
    error: JsonObject = {"status": 404, "code": 54100, "message": "Document not found"}
    sync.tell("subscription_failed", {"object_sid": "ET0", "error": error}, correlation=sync.correlation())
    assert ear.heard == [("updated", 0), ("document removed",)]
    assert document.removed
    assert ear.errors == []
    sync.client.connected()
    await sync.soon(100)
    assert len(sync.posts) == 1
    assert sync.clock.timers == 0
    document.close()
    await sync.client.document("ET0")
    assert len(sync.gets) == 2
    await sync.client.close()


async def test_a_refused_subscription_is_reported_and_tried_on_the_next_connection(sync: FakeSync) -> None:
    first, second = await documents(sync, 2)
    ear = Recorder()
    first.listen(ear)
    await sync.soon()
    sync.document_event("ET0", 0)
    error: JsonObject = {"status": 403, "code": 54007, "message": "no"}
    for sid in ("ET0", "ET1"):
        sync.tell("subscription_failed", {"object_sid": sid, "error": error}, correlation=sync.correlation())
    assert ear.heard == [("updated", 0)]
    assert [(type(one), isinstance(one, RequestError) and one.code) for one in ear.errors] == [(ForbiddenError, 54007)]
    await sync.soon(500)
    assert len(sync.posts) == 1
    second.close()
    sync.client.disconnected()
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ET0": 0}
    sync.establish("ET0", last=0)
    sync.document_event("ET0", 1)
    assert ear.heard == [("updated", 0), ("updated", 1)]
    await sync.client.close()


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_subscription_that_fails_for_the_moment_is_asked_for_again(
    status: int, sync: FakeSync, caplog: pytest.LogCaptureFixture
) -> None:
    (document,) = await documents(sync, 1)
    ear = Recorder()
    document.listen(ear)
    await sync.soon()
    error: JsonObject = {"status": status, "code": 54000, "message": "busy"}
    with caplog.at_level(logging.WARNING):
        for asked in range(2, 6):
            sync.tell("subscription_failed", {"object_sid": "ET0", "error": error}, correlation=sync.correlation())
            while len(sync.posts) < asked:
                await sync.soon(1)
    assert len(caplog.messages) == 1
    sync.establish("ET0", last=0)
    sync.document_event("ET0", 1)
    assert (ear.heard, ear.errors) == ([("updated", 1)], [])
    await sync.client.close()


async def test_cancelled_by_the_service(sync: FakeSync) -> None:
    (document,) = await documents(sync, 1)
    ear = Recorder()
    document.listen(ear)
    await sync.soon()
    sync.establish("ET0")
    sync.tell("subscription_canceled", {"object_sid": "ET0", "object_type": "document"}, form="events")
    await sync.soon(0.9)
    assert len(sync.posts) == 1
    await sync.soon(1.2)
    assert [post["action"] for post in sync.posts] == ["establish", "establish"]
    sync.document_event("ET0", 0, correlation=sync.correlation())
    sync.establish("ET0", last=0)
    assert ear.heard == [("updated", 0)]
    await sync.client.close()


@pytest.mark.parametrize("event_type", ["subscription_established", "subscription_failed", "subscription_canceled"])
async def test_late_answers_change_nothing(sync: FakeSync, event_type: str) -> None:
    (document,) = await documents(sync, 1)
    ear = Recorder()
    document.listen(ear)
    await sync.soon()
    sync.establish("ET0")
    for correlation, status in ((sync.correlation(), "completed"), (4711, "interrupted")):
        event: JsonObject = {"object_sid": "ET0", "error": {"status": 404}, "replay_status": status}
        sync.tell(event_type, event, correlation=correlation)
    sync.tell("subscription_unheard_of", {"object_sid": "ET0"}, correlation=sync.correlation())
    sync.tell(event_type, {"object_sid": "ET9"}, {}, correlation=sync.correlation())
    await sync.soon(100)
    sync.document_event("ET0", 0)
    assert ear.heard == [("updated", 0)]
    assert len(sync.posts) == 1
    await sync.client.close()


async def test_a_repeated_request_that_ends_otherwise_than_the_first_time(sync: FakeSync) -> None:
    (document,) = await documents(sync, 1)
    ear = Recorder()
    document.listen(ear)
    await sync.soon()
    sync.establish("ET0")
    sync.document_event("ET0", 0)
    sync.establish("ET0", last=-1, status="interrupted")  # the service has stopped sending events
    await sync.soon(5)
    assert sync.asked() == {"ET0": 0}
    sync.document_event("ET0", 1, correlation=sync.correlation())
    sync.establish("ET0", last=1)
    assert ear.heard == [("updated", 0), ("updated", 1)]
    await sync.client.close()

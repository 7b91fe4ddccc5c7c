"""Events of Sync objects: each is announced once and in order, whatever comes twice, late, or never."""

from __future__ import annotations

import logging

import pytest

from support.fake_sync import FakeSync, Recorder
from support.opened_objects import added, open_document, open_list, open_map
from twilio_realtime.json import JsonObject
from twilio_realtime.sync import SyncClient
from twilio_realtime.sync.client import MAX_EVENTS
from twilio_realtime.sync.event_order import LONGEST_LEAP


async def test_the_same_event_twice(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear, last=4)
    for event_id in (4, 5, 5, 6, 5, 6):
        sync.item_event("list", "added", "ES1", event_id, event_id)
    assert ear.heard == added(5, 6)
    await sync.client.close()


async def test_an_overtaken_event_is_not_lost_with_the_connection(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear, last=24)
    for event_id in (25, 27):
        sync.item_event("list", "added", "ES1", event_id, event_id)
    sync.client.disconnected()
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": 25}
    for event_id in (26, 27):
        sync.item_event("list", "added", "ES1", event_id, event_id, correlation=sync.correlation())
    sync.establish("ES1", last=27)
    assert ear.heard == added(25, 27, 26)
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": 27}
    await sync.client.close()


async def test_holes_are_asked_for_once(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear)
    for event_id in (3, 7, 20):
        sync.item_event("list", "added", "ES1", event_id, event_id)
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": -1}
    sync.item_event("list", "added", "ES1", 22, 22)
    sync.establish("ES1", last=20)
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": 20}
    assert ear.heard == added(3, 7, 20, 22)
    await sync.client.close()


@pytest.mark.parametrize("made_up", [30, 5_000, 900_000, LONGEST_LEAP + 24, LONGEST_LEAP + 25, 10**9, 10**9 + 1])
async def test_a_made_up_id_hides_nothing(sync: FakeSync, made_up: int) -> None:
    """Not before the next connection, and not after it."""
    ear = Recorder()
    await open_list(sync, ear, last=24)
    sync.item_event("list", "added", "ES1", 25, 25)
    sync.item_event("list", "added", "ES1", made_up, made_up)
    sync.item_event("list", "added", "ES1", 26, 26)
    for number in (27, 28):
        sync.client.disconnected()
        sync.client.connected()
        await sync.soon()
        assert sync.asked() == {"ES1": number - 1}
        sync.item_event("list", "added", "ES1", number, number, correlation=sync.correlation())
        sync.establish("ES1", last=number)
    sync.item_event("list", "added", "ES1", 29, 29)
    assert [heard for heard in ear.heard if heard not in added(made_up)] == added(25, 26, 27, 28, 29)
    await sync.client.close()


@pytest.mark.parametrize("distance", [1, 2, 7, 3_000])
@pytest.mark.parametrize("first", [1_100, 20_000])
async def test_many_made_up_ids_hide_nothing(sync: FakeSync, first: int, distance: int) -> None:
    ear = Recorder()
    await open_list(sync, ear)
    made_up = [first + distance * number for number in range(300)]
    for event_id in made_up:
        sync.item_event("list", "added", "ES1", event_id, event_id)
    for event_id in range(500):
        sync.item_event("list", "added", "ES1", event_id, event_id)
    assert ear.heard == added(*made_up, *range(500))
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": 499}
    await sync.client.close()


async def test_a_made_up_id_does_not_keep_what_it_said(sync: FakeSync) -> None:
    ear, reader = Recorder(), Recorder()
    await open_map(sync, ear)
    document = await open_document(sync, reader)
    for event_id in (0, 900_000, 1, 2):
        sync.item_event("map", "updated", "MP1", "key", event_id)
        sync.document_event("ET1", event_id)
    assert ear.heard == [("updated", "key", event_id) for event_id in (0, 900_000, 1, 2)]
    assert (document.data, document.last_event_id) == ({"n": 2}, 2)
    sync.item_event("map", "removed", "MP1", "key", 3)
    assert ear.heard[4:] == [("removed", "key", 3)]
    await sync.client.close()


@pytest.mark.parametrize("made_up", [26, 5_000, 10**9])
async def test_a_made_up_beginning_hides_nothing(sync: FakeSync, made_up: int) -> None:
    """Corrected by what the service says later: with the end of the replay, and with the next event."""
    ear, reader = Recorder(), Recorder()
    sync.put("list", "ES1", last=made_up)
    sync.put("document", "ET1", last=made_up)
    a_list, document = await sync.client.list("ES1"), await sync.client.document("ET1")
    a_list.listen(ear)
    document.listen(reader)
    await sync.soon()
    sync.establish("ES1", "ET1", last=24)
    for number in (25, 25, 26):
        sync.item_event("list", "added", "ES1", number, number)
        sync.document_event("ET1", number)
    assert ear.heard == added(25, 26)
    assert (document.data, document.last_event_id) == ({"n": 26}, 26)
    assert len(reader.heard) == 2
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": 26, "ET1": 26}
    await sync.client.close()


async def test_late_events_do_not_make_an_object_begin_again(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear, last=24)
    for number in (23, 24, -1):
        sync.item_event("list", "added", "ES1", number, number)
    sync.client.connected()
    await sync.soon()
    sync.establish("ES1", last=3)  # which is wrong, and contradicts nothing that was seen
    sync.item_event("list", "added", "ES1", 25, 25)
    sync.item_event("list", "added", "ES1", 24, 24)
    assert ear.heard == added(25)
    await sync.client.close()


async def test_memory_of_holes_is_bounded(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear)
    ids = range(1, 1000, 2)
    for event_id in [*ids, *ids]:
        sync.item_event("list", "added", "ES1", event_id, event_id)
    assert ear.heard == added(*ids)
    sync.client.connected()
    await sync.soon()
    resume = sync.asked()["ES1"]
    assert isinstance(resume, int)
    assert 400 < resume < 999
    await sync.client.close()


async def test_live_events_wait_for_the_replay(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear, last=399, established=False)
    sync.item_event("list", "added", "ES1", 431, 431)
    sync.item_event("list", "added", "ES1", 402, 402)
    for event_id in (400, 401, 402):
        sync.item_event("list", "added", "ES1", event_id, event_id, correlation=sync.correlation())
    assert ear.heard == []
    sync.establish("ES1", last=430)
    assert ear.heard == added(400, 401, 402, 431)
    await sync.client.close()


async def test_held_events_survive_connections(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear, established=False)
    sync.item_event("list", "added", "ES1", 1, 1)
    sync.client.disconnected()
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": -1}
    await sync.soon(5.1)
    for event_id in (0, 1):
        sync.item_event("list", "added", "ES1", event_id, event_id, correlation=sync.correlation())
    sync.establish("ES1", last=1)
    assert ear.heard == added(0, 1)
    await sync.client.close()


async def test_the_number_of_held_events_is_bounded(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear, established=False)
    for event_id in range(1500):
        sync.item_event("list", "added", "ES1", event_id, event_id, correlation=sync.correlation())
    assert ear.heard == added(*range(500))
    sync.establish("ES1", last=1499)
    assert ear.heard == added(*range(1500))
    await sync.client.close()


async def test_an_event_in_flight_when_the_replay_ends(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear, established=False)
    sync.establish("ES1", last=0)
    sync.item_event("list", "added", "ES1", 0, 0)
    assert ear.heard == added(0)
    await sync.client.close()


async def test_a_failing_listener_harms_nobody(sync: FakeSync, caplog: pytest.LogCaptureFixture) -> None:
    bad, good = Recorder(fails=True), Recorder()
    a_list = await open_list(sync, bad)
    a_list.listen(good)
    with caplog.at_level(logging.ERROR):
        sync.item_event("list", "added", "ES1", 0, 0)
        sync.item_event("list", "added", "ES1", 1, 1)
    assert bad.heard == good.heard == added(0, 1)
    assert len(caplog.records) == 2
    await sync.client.close()


async def test_closing_from_within_a_listener(sync: FakeSync) -> None:
    class Closer(Recorder):
        def document_updated(self, data: JsonObject) -> None:
            super().document_updated(data)
            document.close()

    ear = Closer()
    document = await open_document(sync, ear, established=False)
    sync.document_event("ET1", 0)
    sync.document_event("ET1", 1)
    sync.establish("ET1", last=1)
    assert ear.heard == [("updated", 0)]
    await sync.soon()
    assert [post["action"] for post in sync.posts] == ["establish", "cancel"]
    await sync.client.close()


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"event_type": 5},
        {"event_type": "map_item_added"},
        {"event_type": "map_item_added", "event": "text", "events": {"no": "array"}},
        {"event_type": "map_item_added", "event": {"id": 0, "map_sid": "MP9", "item_key": "k"}},
        {"event_type": "map_item_added", "event": {"map_sid": "MP1", "item_key": "k"}},
        {"event_type": "map_item_added", "event": {"id": True, "map_sid": "MP1", "item_key": "k"}},
        {"event_type": "map_item_added", "event": {"id": 0, "map_sid": "MP1"}},
        {"event_type": "map_item_added", "event": {"id": 0, "map_sid": 1, "item_key": "k"}},
        {"event_type": "list_item_added", "event": {"id": 0, "list_sid": "MP1", "item_index": 0}},
        {"event_type": "map_item_exploded", "event": {"id": 0, "map_sid": "MP1", "item_key": "k"}},
        {"event_type": "nonsense", "events": [None, 3, {"id": 0}]},
        {"event_type": "subscription_established", "events": [{}, {"object_sid": 4}]},
        {"event_type": "subscription_failed", "correlation_id": "x", "event": {"error": 4}},
    ],
)
async def test_nonsense_is_survived(sync: FakeSync, payload: JsonObject) -> None:
    ear = Recorder()
    await open_map(sync, ear)
    sync.client.notification(payload, ordered=False)
    assert ear.heard == []
    sync.item_event("map", "added", "MP1", "k", 1)
    assert ear.heard == [("added", "k", 1)]
    await sync.client.close()


async def test_both_forms_of_events(sync: FakeSync) -> None:
    ear = Recorder()
    await open_map(sync, ear)

    def event(event_id: int) -> JsonObject:
        return {"id": event_id, "map_sid": "MP1", "item_key": f"k{event_id}", "item_data": {}}

    client: SyncClient = sync.client
    client.notification({"event_type": "map_item_added", "event": event(0)}, ordered=False)
    client.notification({"event_type": "map_item_added", "events": [event(1), event(2)]}, ordered=True)
    client.notification({"event_type": "map_item_added", "events": [event(3)], "event": event(3)}, ordered=True)
    assert [what[2] for what in ear.heard] == [0, 1, 2, 3]
    await sync.client.close()


async def test_a_notification_with_very_many_events(sync: FakeSync, caplog: pytest.LogCaptureFixture) -> None:
    """The first ones count, and the others are asked for again from there: those of no other object, nor at once."""
    ear = Recorder()
    await open_map(sync, Recorder())
    await open_list(sync, ear, last=4)
    events: list[JsonObject] = [
        {"id": event_id, "list_sid": "ES1", "item_index": event_id, "item_data": {}}
        for event_id in range(5, 3 * MAX_EVENTS)
    ]
    sync.tell("list_item_added", *events)
    assert len(ear.heard) == MAX_EVENTS
    assert caplog.text.count("asked for again") == 1
    requests = len(sync.posts)
    await sync.soon(0.0)
    assert len(sync.posts) == requests
    await sync.soon(2.0)
    assert sync.asked() == {"ES1": 4 + MAX_EVENTS}
    assert len(sync.posts) == requests + 1
    sync.establish("ES1", last=4 + MAX_EVENTS)
    sync.item_event("list", "added", "ES1", 5 + MAX_EVENTS, 5 + MAX_EVENTS)
    assert len(ear.heard) == MAX_EVENTS + 1
    await sync.client.close()

"""What events say about documents and items: they never go back, and pages do not undo them."""

from __future__ import annotations

import pytest

from support.fake_sync import FakeSync, Recorder
from support.opened_objects import open_document, open_list, open_map
from twilio_realtime.sync.item_ids import ItemIds


async def test_documents_never_go_back(sync: FakeSync) -> None:
    ear = Recorder()
    document = await open_document(sync, ear, last=4)
    for event_id in (4, 5, 7, 6, 7, 8):
        sync.document_event("ET1", event_id)
    assert ear.heard == [("updated", 5), ("updated", 7), ("updated", 8)]
    assert document.data == {"n": 8}
    assert document.last_event_id == 8
    await sync.client.close()


async def test_every_change_of_a_document_is_announced_in_order(sync: FakeSync) -> None:
    ear = Recorder()
    await open_document(sync, ear, established=False)
    sync.document_event("ET1", 1)
    sync.document_event("ET1", 0, correlation=sync.correlation())
    sync.establish("ET1", last=0)
    assert ear.heard == [("updated", 0), ("updated", 1)]
    await sync.client.close()


@pytest.mark.parametrize("established", [True, False])
async def test_removal_of_the_object(sync: FakeSync, established: bool) -> None:
    ear = Recorder()
    document = await open_document(sync, ear, established=established)
    sync.document_event("ET1", 0)
    for _ in range(2):
        sync.tell("document_removed", {"id": 1, "document_sid": "ET1"})
    sync.document_event("ET1", 2)
    assert ear.heard == [("updated", 0), ("document removed",)]
    assert document.removed
    await sync.soon(100)
    assert len(sync.posts) == 1
    assert sync.clock.timers == 0
    await sync.client.close()


async def test_removal_of_collections(sync: FakeSync) -> None:
    ear, other = Recorder(), Recorder()
    await open_map(sync, ear)
    await open_list(sync, other)
    sync.tell("map_removed", {"map_sid": "MP1"})
    sync.tell("list_removed", {"list_sid": "ES1"})
    assert ear.heard == [("map removed",)]
    assert other.heard == [("list removed",)]
    await sync.client.close()


async def test_the_life_of_an_item(sync: FakeSync) -> None:
    ear = Recorder()
    await open_map(sync, ear)
    for event_id, what in enumerate(["added", "updated", "removed", "removed", "added", "added"]):
        sync.item_event("map", what, "MP1", "k", event_id)
    sync.item_event("map", "updated", "MP1", "unknown", 6)
    sync.item_event("map", "removed", "MP1", "never seen", 7)
    assert ear.heard == [
        ("added", "k", 0),
        ("updated", "k", 1),
        ("removed", "k", 2),
        ("removed", "k", 3),
        ("added", "k", 4),
        ("updated", "k", 5),
        ("updated", "unknown", 6),
        ("removed", "never seen", 7),
    ]
    await sync.client.close()


async def test_items_never_go_back(sync: FakeSync) -> None:
    ear = Recorder()
    await open_map(sync, ear)
    for event_id, what, key in [
        (1, "added", "a"),
        (3, "added", "a"),
        (2, "removed", "a"),
        (6, "removed", "b"),
        (5, "added", "b"),
        (9, "updated", "c"),
        (8, "added", "c"),
    ]:
        sync.item_event("map", what, "MP1", key, event_id)
    assert ear.heard == [
        ("added", "a", 1),
        ("removed", "a", None),  # nothing is added twice: the removal is on its way
        ("added", "a", 3),
        ("removed", "b", 6),
        ("updated", "c", 9),
        ("added", "c", 9),  # news even so, and with what the update said
    ]
    await sync.client.close()


async def test_an_overtaken_addition_is_announced_from_a_replay_as_well(sync: FakeSync) -> None:
    ear = Recorder()
    await open_map(sync, ear)
    sync.item_event("map", "updated", "MP1", "a", 9)
    sync.item_event("map", "updated", "MP1", "a", 10)
    sync.client.disconnected()
    sync.client.connected()
    await sync.soon()
    for event_id, what, key in [(7, "added", "b"), (8, "added", "a"), (9, "updated", "a"), (10, "updated", "a")]:
        sync.item_event("map", what, "MP1", key, event_id, correlation=sync.correlation())
    sync.establish("MP1", last=10)
    assert ear.heard == [("updated", "a", 9), ("updated", "a", 10), ("added", "b", 7), ("added", "a", 10)]
    await sync.client.close()


async def test_pages_announce_nothing_and_swallow_nothing(sync: FakeSync) -> None:
    ear = Recorder()
    a_list = await open_list(sync, ear, last=2)
    sync.put_items("list", "ES1", (0, 0), (1, 5), (2, 4))
    await a_list.page()
    assert ear.heard == []
    sync.item_event("list", "updated", "ES1", 1, 3)  # superseded by what the page showed
    sync.item_event("list", "added", "ES1", 2, 4)  # news, although the page had it already
    sync.item_event("list", "updated", "ES1", 1, 5)
    sync.item_event("list", "updated", "ES1", 0, 6)
    assert ear.heard == [("added", 2, 4), ("updated", 1, 5), ("updated", 0, 6)]
    await sync.client.close()


async def test_what_is_kept_back_does_not_undo_what_a_page_has_shown(sync: FakeSync) -> None:
    ear = Recorder()
    a_list = await open_list(sync, ear, last=2, established=False)
    sync.put_items("list", "ES1", (0, 4), (1, 1))
    for event_id in (3, 4):
        sync.item_event("list", "updated", "ES1", 0, event_id)  # kept back: the replay has not ended
    await a_list.page()
    assert ear.heard == []
    sync.establish("ES1", last=4)
    assert ear.heard == [("updated", 0, 4)]
    await sync.client.close()


async def test_a_made_up_beginning_does_not_undo_what_a_page_has_shown(sync: FakeSync) -> None:
    ear = Recorder()
    sync.put("list", "ES1", last=5_000)
    a_list = await sync.client.list("ES1")
    a_list.listen(ear)
    await sync.soon()
    sync.establish("ES1", last=2)
    sync.put_items("list", "ES1", (0, 4), (1, 1))
    await a_list.page()
    for event_id in (3, 4):
        sync.item_event("list", "updated", "ES1", 0, event_id)
    assert ear.heard == [("updated", 0, 4)]
    await sync.client.close()


async def test_removal_shows_what_was_there(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear)
    sync.tell("list_item_removed", {"id": 0, "list_sid": "ES1", "item_index": "12", "item_data": {"n": "old"}})
    sync.tell("list_item_removed", {"id": 1, "list_sid": "ES1", "item_index": 13})
    assert ear.heard == [("removed", 12, "old"), ("removed", 13, None)]
    await sync.client.close()


async def test_context_events_only_count(sync: FakeSync) -> None:
    ear = Recorder()
    await open_list(sync, ear)
    sync.tell("list_context_updated", {"id": 0, "list_sid": "ES1", "context_data": {}})
    sync.client.connected()
    await sync.soon()
    assert sync.asked() == {"ES1": 0}
    assert ear.heard == []
    await sync.client.close()


def test_what_is_known_about_items_is_bounded() -> None:
    ids: ItemIds[int] = ItemIds(capacity=3)
    for index in range(5):
        assert ids.changed(index, index, "added") == "added"
    assert len(ids) == 3
    assert ids.changed(4, 10, "added") == "updated"
    assert ids.changed(0, 11, "added") == "added"

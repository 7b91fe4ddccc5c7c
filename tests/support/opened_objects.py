"""Sync objects, opened and listened to."""

from __future__ import annotations

from support.fake_sync import FakeSync, Recorder
from twilio_realtime.sync import SyncDocument, SyncList, SyncMap

__all__ = ["added", "open_document", "open_list", "open_map"]


async def open_list(sync: FakeSync, ear: Recorder, *, last: int = -1, established: bool = True) -> SyncList:
    sync.put("list", "ES1", "numbers", last=last)
    a_list = await sync.client.list("ES1")
    a_list.listen(ear)
    await sync.soon()
    if established:
        sync.establish("ES1", last=last)
    return a_list


async def open_map(sync: FakeSync, ear: Recorder, *, last: int = -1) -> SyncMap:
    sync.put("map", "MP1", last=last)
    a_map = await sync.client.map("MP1")
    a_map.listen(ear)
    await sync.soon()
    sync.establish("MP1", last=last)
    return a_map


async def open_document(sync: FakeSync, ear: Recorder, *, last: int = -1, established: bool = True) -> SyncDocument:
    sync.put("document", "ET1", last=last, data={"n": last})
    document = await sync.client.document("ET1")
    document.listen(ear)
    await sync.soon()
    if established:
        sync.establish("ET1", last=last)
    return document


def added(*event_ids: int) -> list[tuple[str, int, int]]:
    return [("added", event_id, event_id) for event_id in event_ids]

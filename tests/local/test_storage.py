"""A database file keeps everything, whatever happens to the process."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from support.chat_rest import ChatRest
from support.raw_client import RawClient, events_of
from twilio_local import LocalService, LocalServiceError, ServiceCredentials
from twilio_local.messages import Messages
from twilio_realtime.json import as_object


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "chat.sqlite"
    async with LocalService(database=file) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        sid = await alice.create(unique_name="kept", attributes='{"a":1}')
        await alice.join(sid)
        await alice.add(sid, "bob")
        await alice.send(sid, "first")
        await alice.call("POST", f"{alice.links['my_conversations']}/{sid}", {"last_consumed_message_index": 0})
        sent = await alice.call("POST", alice.channel_url(sid, "Messages"), {"body": "second"}, mutation="m1")
        messages = await alice.open("Lists", f"{sid}.messages")
        mine = await alice.items("Maps", "alice.channels")
        await alice.close()
    async with LocalService(database=file) as service:
        bob = await ChatRest.connect(service.base_url, service.token("bob"))
        assert (await bob.call("GET", f"{bob.links['users']}/alice")).object["is_online"] is False
        found = (await bob.call("GET", bob.channel_url("kept"))).object
        assert (found["sid"], found["attributes"], found["messages_count"]) == (sid, '{"a":1}', 2)
        reopened = await bob.open("Lists", f"{sid}.messages")
        assert (reopened["sid"], reopened["last_event_id"]) == (messages["sid"], messages["last_event_id"])
        seen = await bob.client.subscribe((str(messages["sid"]), "list", -1))
        texts = [as_object(event["item_data"])["text"] for event in events_of(seen[0])]
        assert texts == ["first", "second"]
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        kept = await alice.items("Maps", "alice.channels")
        assert [item["data"] for item in kept] == [item["data"] for item in mine]
        again = await alice.call("POST", alice.channel_url(sid, "Messages"), {"body": "second"}, mutation="m1")
        assert again.http_status == 202
        assert again.text("resource_url").endswith(sent.text("sid"))
        assert (await alice.send(sid, "third")).object["index"] == 2
        for chat in (alice, bob):
            await chat.close()


async def test_storage_id_changes_when_everything_is_forgotten(tmp_path: Path) -> None:
    ids: dict[str, set[str]] = {"memory": set(), "file": set()}
    for kind, database in (("memory", None), ("file", tmp_path / "chat.sqlite")):
        for _ in range(2):
            async with LocalService(database=database) as service, await RawClient.open(service.base_url) as client:
                storage = (await client.init(service.token("alice"))).header["offline_storage"]
                ids[kind].add(json.dumps(storage))
    assert (len(ids["memory"]), len(ids["file"])) == (2, 1)


async def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    file = tmp_path / "chat.sqlite"
    async with LocalService(database=file):
        with pytest.raises(LocalServiceError, match="another process is using it"):
            await LocalService(database=file).start()
    other = ServiceCredentials("AC1", "SK1", "a secret of thirty-two characters", "IS1")
    with pytest.raises(LocalServiceError, match="belongs to service"):
        await LocalService(credentials=other, database=file).start()
    with pytest.raises(LocalServiceError, match="cannot be opened"):
        await LocalService(database=tmp_path / "missing" / "chat.sqlite").start()
    text = tmp_path / "text"
    text.write_text("not a database at all, but long enough to be looked at " * 10)
    with pytest.raises(LocalServiceError, match="cannot be used"):
        await LocalService(database=text).start()
    foreign = tmp_path / "foreign"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE things (name)")
    connection.close()
    with pytest.raises(LocalServiceError, match="another program"):
        await LocalService(database=foreign).start()


async def test_a_write_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with LocalService(database=tmp_path / "chat.sqlite") as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        sid = await alice.create()
        await alice.join(sid)
        opened = await alice.open("Lists", f"{sid}.messages")
        await alice.client.subscribe((str(opened["sid"]), "list", -1))

        def full(*_arguments: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(Messages, "_mirror", full)
            reply = await alice.send(sid, "not stored")
        assert (reply.http_status, reply.object["message"]) == (500, "Internal Server Error")
        assert alice.client.packets.empty()
        assert (await alice.send(sid, "stored")).object["index"] == 0
        event = as_object((await alice.client.next_notification())["event"])
        assert event["id"] == 0
        await alice.close()

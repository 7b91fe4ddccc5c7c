"""A database file keeps everything, whatever happens to the process."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from support.chat_rest import ChatRest
from support.raw_client import RawClient, events_of
from support.rooms import client_of
from twilio_local import LocalService, LocalServiceError, ServiceCredentials
from twilio_local.chat.messages import Messages
from twilio_local.storage.database import Database
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


FORMATS = sorted(Path(__file__).parents[1].joinpath("data").glob("database_format_*.sql"))
"""Dumps of files that earlier versions wrote, one for each format: alice has made a channel, bob has answered her."""


def restore(dump: Path, file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.executescript(dump.read_text())
    connection.close()


def columns(file: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(file)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for name in tables}
    connection.close()
    return found


def test_there_is_a_file_of_each_earlier_format(tmp_path: Path) -> None:
    file = tmp_path / "chat.sqlite"
    database = Database(file)
    newest = database.number("PRAGMA user_version")
    database.close()
    assert [dump.stem for dump in FORMATS] == [f"database_format_{number}" for number in range(1, newest)]


@pytest.mark.parametrize("dump", FORMATS, ids=lambda dump: dump.stem)
async def test_a_file_of_an_earlier_format_goes_on(dump: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "chat.sqlite", tmp_path / "new.sqlite"
    restore(dump, file)
    for _ in range(2):  # the second time it has the newest format
        async with LocalService(database=file) as service, LocalService(database=new):
            async with client_of(service, "bob") as bob:
                (room,) = await bob.get_local_channels()
                assert (room.unique_name, room.friendly_name, room.attributes) == ("kept", "Kept", {"a": 1})
                page = await room.get_messages()
                assert [(m.index, m.author, m.body) for m in page.items][:2] == [
                    (0, "alice", "first"),
                    (1, "bob", "second"),
                ]
                assert await room.send_message("third") == len(page.items)
            alice = await ChatRest.connect(service.base_url, service.token("alice"))
            changed = await alice.call("POST", alice.channel_url("kept"), {"state": "closed"})
            document = await alice.open("Documents", f"{room.sid}.channel")
            assert changed.http_status == 200
            assert as_object(as_object(document["data"])["state"])["current"] == "closed"
            await alice.close()
    assert columns(file) == columns(new)


async def test_media_of_an_earlier_format_are_still_there(tmp_path: Path) -> None:
    file = tmp_path / "chat.sqlite"
    restore(next(dump for dump in FORMATS if dump.stem == "database_format_2"), file)
    async with LocalService(database=file) as service:
        bob = await ChatRest.connect(service.base_url, service.token("bob"), "v2")
        item = (await bob.items("Lists", f"{(await bob.call('GET', bob.channel_url('kept'))).text('sid')}.messages"))[2]
        sid = str(as_object(item["data"])["sid"])
        message = (await bob.call("GET", bob.channel_url("kept", "Messages", sid))).object
        assert (message["type"], message["body"], message["subject"]) == ("media", None, None)
        assert isinstance(message["medias"], list)
        (media,) = map(as_object, message["medias"])
        assert (media["filename"], media["size"], media["category"]) == ("a.png", 7, "media")
        added = await bob.call(
            "POST", bob.channel_url("kept", "Participants"), {"messaging_binding": {"address": "+1"}}
        )
        assert added.http_status == 201
        await bob.close()


def test_numbers_of_participants_go_on_after_a_migration(tmp_path: Path) -> None:
    file = tmp_path / "chat.sqlite"
    restore(FORMATS[0], file)
    connection = sqlite3.connect(file)
    connection.execute("DELETE FROM participants")
    connection.commit()
    connection.close()
    database = Database(file)
    assert database.number("SELECT seq FROM sqlite_sequence WHERE name = 'participants'") == 2
    database.close()


async def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "chat.sqlite"
    restore(FORMATS[0], file)
    before = columns(file)
    with monkeypatch.context() as patched:
        patched.setattr(
            "twilio_local.storage.database._MIGRATIONS", ("ALTER TABLE channels ADD COLUMN one TEXT; NOT SQL;",)
        )
        with pytest.raises(LocalServiceError, match="cannot be used"):
            await LocalService(database=file).start()
    assert columns(file) == before
    async with LocalService(database=file):
        """Works as soon as the migration does."""
    assert columns(file) != before


async def test_a_file_of_a_later_format_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "chat.sqlite"
    async with LocalService(database=file):
        """Makes the file."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 1000")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(LocalServiceError, match="has format 1000, this version reads formats 1 to"):
        await LocalService(database=file).start()
    assert file.read_bytes() == before


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

"""Listing channels and reading what was written."""

from __future__ import annotations

import json

from cli.conftest import Finished, Run
from cli.terminal import Terminal
from twilio_chat import Channel
from twilio_local import LocalService


async def test_channels(service: LocalService, run_as: Run, room: Channel) -> None:
    plain = await run_as("bob", "channels")
    assert plain == Finished(0, f"room\tjoined\t3\t{room.sid}\tThe Room\n", "")
    line = await run_as("bob", "channels", "--json")
    shown = json.loads(line.out)
    assert (shown["channel"], shown["unique_name"], shown["unread"]) == (room.sid, "room", 3)
    assert shown["last_message"]["index"] == 4

    public = await run_as("carol", "channels", "--public")
    assert public == Finished(0, f"room\t2\t5\t{room.sid}\tThe Room\n", "")
    described = json.loads((await run_as("carol", "channels", "--public", "--json")).out)
    assert (described["unique_name"], described["members"], described["messages"]) == ("room", 2, 5)

    terminal = await Terminal.start(service, "alice", "channels")
    assert await terminal.end() == 0
    heading, row = terminal.plain.splitlines()
    assert heading.split() == ["channel", "status", "unread", "sid", "title"]
    assert row.split() == ["room", "joined", "5", room.sid, "The", "Room"]


async def test_history(service: LocalService, run_as: Run, room: Channel) -> None:
    everything = await run_as("bob", "history", "room")
    lines = [f"room #{number} alice: text {number}" for number in range(5)]
    assert everything == Finished(0, "".join(f"{line}\n" for line in lines), "")
    page = await run_as("bob", "history", room.sid, "--limit", "2", "--before", "3", "--json")
    shown = [json.loads(line) for line in page.out.splitlines()]
    assert [(message["index"], message["attributes"]) for message in shown] == [(1, {"number": 1}), (2, {"number": 2})]
    assert (await run_as("bob", "history", "room", "--before", "0")) == Finished(0, "", "")
    terminal = await Terminal.start(service, "bob", "history", "room", "--limit", "1")
    assert await terminal.end() == 0
    assert terminal.plain.splitlines() == lines[-1:]

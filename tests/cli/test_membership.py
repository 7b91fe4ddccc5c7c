"""Channels that are made and joined from the command line, on a service where there is nothing yet."""

from __future__ import annotations

import json

from cli.conftest import Run, Start, finished, one_line
from support.rooms import Connect
from twilio_local import LocalService


async def test_the_first_commands_on_a_fresh_service(run_as: Run) -> None:
    async def said(*arguments: str) -> str:
        ended = await run_as("alice", *arguments)
        assert (ended.code, ended.err) == (0, ""), arguments
        return ended.out

    missing = await run_as("alice", "send", "general", "hello")
    assert missing.code == 1
    assert "twilio-chat channels lists yours, create makes one" in one_line(missing.err)
    for _ in range(2):  # typed twice
        assert await said("create", "general", "--title", "General talk") in (
            "created channel general\n",
            "there is already channel general\n",
        )
        assert (await said("send", "general", "hello")).startswith("sent as message ")
        assert await said("join", "general") == "already in channel general\n"
    assert (await said("history", "general")).splitlines() == ["general #0 alice: hello", "general #1 alice: hello"]
    name, status, unread, sid, title = (await said("channels")).rstrip("\n").split("\t")
    assert (name, status, unread, title) == ("general", "joined", "2", "General talk")
    assert await said("history", name) == await said("history", sid)


async def test_who_is_in(connect: Connect, run_as: Run) -> None:
    async def said(identity: str, *arguments: str) -> list[str]:
        ended = await run_as(identity, *arguments)
        assert (ended.code, ended.err) == (0, ""), arguments
        return ended.out.splitlines()

    alice = await connect("alice")
    assert await said("alice", "create", "team", "--private", "--attributes", '{"floor": 3}') == [
        "created channel team"
    ]
    team = await alice.get_channel_by_unique_name("team")
    assert (team.is_private, team.attributes, team.status) == (True, {"floor": 3}, "joined")
    assert await said("alice", "add", "team", "bob", "carol") == [
        "added bob in channel team",
        "added carol in channel team",
    ]
    assert await said("alice", "add", "team", "bob") == ["bob is already in channel team"]
    assert await said("alice", "invite", "team", "dave") == ["invited dave to channel team"]
    assert await said("alice", "invite", "team", "dave", "bob") == [
        "dave is already invited to or in channel team",
        "bob is already invited to or in channel team",
    ]
    assert await said("dave", "leave", team.sid) == ["declined the invitation to channel team"]
    assert await said("bob", "leave", "team") == ["left channel team"]
    (line,) = await said("carol", "leave", "team", "--json")
    assert (json.loads(line)["unique_name"], json.loads(line)["changed"]) == ("team", True)
    (line,) = await said("alice", "add", "team", "erin", "--json")
    assert json.loads(line) == {"channel": team.sid, "unique_name": "team", "identity": "erin", "changed": True}
    assert sorted(str(member.identity) for member in await team.get_members()) == ["alice", "erin"]


async def test_names_that_cannot_be_had(connect: Connect, run_as: Run) -> None:
    await (await connect("alice")).create_channel(unique_name="secret", is_private=True)
    taken = await run_as("bob", "create", "secret")
    assert taken.code == 1
    assert "the name 'secret' is taken by a channel that you may not see" in one_line(taken.err)
    empty = await run_as("bob", "create", "")
    assert empty.code == 2
    assert "is empty" in one_line(empty.err)
    nameless = await run_as("bob", "create", "--json")
    assert json.loads(nameless.out)["unique_name"] is None


async def test_what_is_refused_is_said_in_the_words_of_the_command(service: LocalService, start_as: Start) -> None:
    await finished(await start_as("alice", "create", "general"))
    for command, words in (
        ("join general", "cannot join channel 'general': "),
        ("send general hello", "cannot write to channel 'general': "),
    ):
        for verbose in ("", " --verbose"):
            service.faults.clear()
            service.faults.fail_next_request(403, "/Participants", code=50400)
            ended = await finished(await start_as("bob", *(command + verbose).split()))
            assert ended.code == 1
            line = one_line(ended.err.splitlines()[-1] + "\n")
            assert line.startswith(words)
            assert "(status 403, code 50400)" in line
            assert ("/Participants" in line) is bool(verbose)

"""The command line of Conversations: the same application, with the words and the abilities of that product."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static
from typer.testing import CliRunner, Result

from cli.conftest import Finished, Invoke, Run, one_line
from support import conversation_rooms
from support.checkout import PROJECT
from support.conversation_rooms import Connect, SharedConversation, share_conversation
from support.patience import PATIENCE
from twilio_cli import main
from twilio_cli.commands import application
from twilio_cli.products import CHAT, COMMANDS, CONVERSATIONS, choose, chosen_product
from twilio_cli.products.conversations import ConversationsProduct
from twilio_cli.terminal_chat import ChatApp
from twilio_cli.terminal_chat.conversation import MessageView
from twilio_cli.terminal_chat.room_list import RoomList
from twilio_cli.trouble import Trouble
from twilio_conversations import (
    Client,
    ConnectionErrorEvent,
    ConversationUpdated,
    MessageUpdated,
    ParticipantUpdated,
    SendMediaOptions,
    UserUpdated,
)
from twilio_local import LocalService
from twilio_realtime.json import JsonObject

STARTED = (sys.executable, "-c", "from twilio_cli.main import twilio_conversations; twilio_conversations()")


@pytest.fixture(autouse=True)
def chosen_for_the_test() -> Iterator[None]:
    """This process is the command of Conversations."""
    choose(CONVERSATIONS)
    yield
    choose(CHAT)


@pytest.fixture
async def connect(service: LocalService) -> AsyncIterator[Connect]:
    """Connects a client of Conversations for an identity; it is closed at the end."""
    async with conversation_rooms.connecting(service) as connected:
        yield connected


@pytest.fixture
async def shared(connect: Connect) -> SharedConversation:
    """A conversation of alice and bob, with the title and the messages that the tests of reading expect."""
    made = await share_conversation(await connect("alice"), await connect("bob"), "room")
    await made.of_alice.update_friendly_name("The Room")
    for number in range(5):
        await made.of_alice.send_message(f"text {number}", {"number": number})
    await made.of_bob.update_last_read_message_index(1)
    return made


@pytest.fixture
def invoke() -> Invoke:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(application(CONVERSATIONS), arguments, prog_name=CONVERSATIONS.name)

    return run


@pytest.fixture
def run_as(service: LocalService) -> Run:
    """Runs ``twilio-conversations`` as somebody who is known to the service, in this process."""

    async def run(identity: str, *arguments: str) -> Finished:
        out, err = io.BytesIO(), io.BytesIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TWILIO_BASE_URL", service.base_url)
            patch.setenv("TWILIO_TOKEN", service.token(identity))
            patch.setattr(sys, "argv", ["twilio-conversations", *arguments])
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
            code = await asyncio.to_thread(_exit_code)
            return Finished(code, out.getvalue().decode(), err.getvalue().decode())

    return run


def _exit_code() -> int:
    try:
        main.twilio_conversations()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1


def test_each_command_is_installed_and_has_an_entry_point_of_its_name() -> None:
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    for name in COMMANDS:
        module, _, function = scripts[name].partition(":")
        assert (module, function) == ("twilio_cli.main", name.replace("-", "_"))
        assert callable(getattr(main, function))


def test_the_product_is_its_own() -> None:
    script = (
        "import sys; from twilio_cli.products import CONVERSATIONS, choose, chosen_product; choose(CONVERSATIONS);"
        "print(type(chosen_product()).__name__, 'twilio_conversations' in sys.modules, 'twilio_chat' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ConversationsProduct", "True", "False"]
    assert isinstance(chosen_product(), ConversationsProduct)


COMMON = ("demo", "serve", "token", "chat", "create", "join", "leave", "add", "history", "listen", "send", "upload")


@pytest.mark.parametrize("command", [*COMMON, "conversations", "doctor"])
def test_help_is_in_the_words_of_the_product(invoke: Invoke, command: str) -> None:
    found = invoke(command, "--help")
    assert (found.exit_code, found.stderr) == (0, "")
    # Not broken behind the hyphen of the name, nor elsewhere: whoever copies it copies all of it.
    assert re.search(rf"^  Example: .*twilio-conversations {command}", found.stdout, re.MULTILINE)
    assert not re.search(r"channel|member|twilio-chat|invit|public|private", found.stdout, re.IGNORECASE)


def test_what_the_product_does_not_have_is_no_command(invoke: Invoke) -> None:
    shown = invoke("--help").stdout
    assert "Unofficial Twilio Conversations client for Python" in shown
    assert not re.search(r"^\s*(invite|channels|migrate)\b", shown, re.MULTILINE)
    for arguments in (("invite", "room", "bob"), ("conversations", "--public"), ("create", "room", "--private")):
        assert invoke(*arguments).exit_code == 2


async def test_the_first_commands_on_a_fresh_service(run_as: Run) -> None:
    async def said(*arguments: str) -> str:
        ended = await run_as("alice", *arguments)
        assert (ended.code, ended.err) == (0, ""), arguments
        return ended.out

    missing = await run_as("alice", "send", "general", "hello")
    assert missing.code == 1
    assert one_line(missing.err) == (
        "no conversation 'general' that you may see; twilio-conversations conversations lists yours, create makes one"
    )
    for made in ("created", "there is already"):  # typed twice
        assert await said("create", "general", "--title", "General talk") == f"{made} conversation general\n"
        assert (await said("send", "general", "hello")).startswith("sent as message ")
        assert await said("join", "general") == "already in conversation general\n"
    assert (await said("history", "general")).splitlines() == ["general #0 alice: hello", "general #1 alice: hello"]
    name, status, unread, sid, title = (await said("conversations")).rstrip("\n").split("\t")
    assert (name, status, unread, title) == ("general", "joined", "2", "General talk")
    assert await said("history", name) == await said("history", sid)


async def test_who_is_in(connect: Connect, run_as: Run) -> None:
    async def said(identity: str, *arguments: str) -> list[str]:
        ended = await run_as(identity, *arguments)
        assert (ended.code, ended.err) == (0, ""), arguments
        return ended.out.splitlines()

    alice = await connect("alice")
    assert await said("alice", "create", "team", "--attributes", '{"floor": 3}') == ["created conversation team"]
    team = await alice.get_conversation_by_unique_name("team")
    assert (team.attributes, team.status) == ({"floor": 3}, "joined")
    assert await said("alice", "add", "team", "bob", "carol") == [
        "added bob in conversation team",
        "added carol in conversation team",
    ]
    assert await said("alice", "add", "team", "bob") == ["bob is already in conversation team"]
    assert await said("bob", "leave", "team") == ["left conversation team"]
    (line,) = await said("alice", "add", "team", "erin", "--json")
    assert json.loads(line) == {"conversation": team.sid, "unique_name": "team", "identity": "erin", "changed": True}
    assert sorted(str(one.identity) for one in await team.get_participants()) == ["alice", "carol", "erin"]


async def test_a_name_that_is_taken(connect: Connect, run_as: Run) -> None:
    await (await connect("alice")).create_conversation(unique_name="secret")
    taken = await run_as("bob", "create", "secret")
    assert taken.code == 1
    assert "the name 'secret' is taken by a conversation that you may not see" in one_line(taken.err)
    empty = await run_as("bob", "create", "")
    assert (empty.code, one_line(empty.err)) == (
        2,
        "the name of a conversation is empty; leave it out for a conversation without one",
    )


async def test_reading(run_as: Run, shared: SharedConversation) -> None:
    room = shared.of_alice
    assert await run_as("bob", "conversations") == Finished(0, f"room\tjoined\t3\t{room.sid}\tThe Room\n", "")
    shown = json.loads((await run_as("bob", "conversations", "--json")).out)
    assert (shown["conversation"], shown["unique_name"], shown["unread"]) == (room.sid, "room", 3)
    assert (shown["last_message"]["index"], shown["last_read_message_index"]) == (4, 1)
    lines = [f"room #{number} alice: text {number}" for number in range(5)]
    assert await run_as("bob", "history", "room") == Finished(0, "".join(f"{line}\n" for line in lines), "")
    page = await run_as("bob", "history", room.sid, "--limit", "2", "--before", "3", "--json")
    found = [json.loads(line) for line in page.out.splitlines()]
    assert [(message["index"], message["attributes"]) for message in found] == [(1, {"number": 1}), (2, {"number": 2})]
    assert await run_as("bob", "history", "room", "--before", "0") == Finished(0, "", "")


async def test_sending(run_as: Run, shared: SharedConversation, tmp_path: Path) -> None:
    room = shared.of_alice
    file = tmp_path / "note.txt"
    file.write_text("content")
    async with room.on.message_added.expect() as arrived:
        sent = await run_as("bob", "send", "room", "hi", "--attributes", '{"mood": "pleased"}')
    assert sent == Finished(0, "sent as message 5\n", "")
    assert (arrived.value.author, arrived.value.body, arrived.value.attributes) == ("bob", "hi", {"mood": "pleased"})
    async with room.on.message_added.expect() as arrived:
        sent = await run_as("bob", "send", "room", "--media", str(file), "--json")
    assert sent == Finished(0, '{"index": 6}\n', "")
    (attached,) = arrived.value.attached_media
    assert (attached.filename, attached.content_type) == ("note.txt", "text/plain")
    assert await run_as("bob", "upload", "room", str(file)) == Finished(0, "sent as message 7\n", "")
    assert (await run_as("alice", "history", "room", "--limit", "1")).out == "room #7 bob: [note.txt, 7 bytes]\n"


async def test_sending_a_text_with_files_and_a_subject(run_as: Run, shared: SharedConversation, tmp_path: Path) -> None:
    room = shared.of_alice
    files = [tmp_path / name for name in ("rose.png", "notes.txt")]
    for file in files:
        file.write_bytes(file.name.encode())
    several = [part for file in files for part in ("--media", str(file))]
    async with room.on.message_added.expect() as arrived:
        sent = await run_as("bob", "send", "room", "look", *several, "--subject", "The garden")
    assert sent == Finished(0, "sent as message 5\n", "")
    message = arrived.value
    assert (message.body, message.subject) == ("look", "The garden")
    assert [media.filename for media in message.attached_media] == ["rose.png", "notes.txt"]
    assert [media.content_type for media in message.attached_media] == ["image/png", "text/plain"]
    assert (await run_as("alice", "history", "room", "--limit", "1")).out == (
        "room #5 bob: The garden: look [rose.png, 8 bytes] [notes.txt, 9 bytes]\n"
    )
    async with room.on.message_added.expect() as arrived:
        await run_as("bob", "send", "room", *several[:2], "--content-type", "image/x-rose", "--subject", "Again")
    (media,) = arrived.value.attached_media
    assert (arrived.value.body, arrived.value.subject, media.content_type) == (None, "Again", "image/x-rose")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "give a text, --media or both, not neither"),
        (("--subject", "x"), "give a text, --media or both, not neither"),
        (
            ("--media", "a", "--media", "b", "--content-type", "x/y"),
            "give it with one file, or let the names of all tell",
        ),
        (("text", "--content-type", "x/y"), "--content-type says what the file of --media is; a text has none"),
    ],
)
def test_messages_that_cannot_be_sent(invoke: Invoke, arguments: tuple[str, ...], problem: str) -> None:
    found = invoke("send", "room", *arguments)
    assert found.exit_code == 2
    assert problem in one_line(found.stderr)


async def test_what_only_conversations_have_is_shown(run_as: Run, shared: SharedConversation) -> None:
    room = shared.of_alice
    files = [SendMediaOptions(b"one", content_type="image/png", filename=name) for name in ("a.png", "b.png")]
    await room.send_message("look", media=files, subject="Pictures")
    line = await run_as("bob", "history", "room", "--limit", "1")
    assert line.out == "room #5 alice: Pictures: look [a.png, 3 bytes] [b.png, 3 bytes]\n"
    shown = json.loads((await run_as("bob", "history", "room", "--limit", "1", "--json")).out)
    assert (shown["conversation"], shown["subject"], shown["body"]) == (room.sid, "Pictures", "look")
    assert [(one["filename"], one["category"]) for one in shown["media"]] == [("a.png", "media"), ("b.png", "media")]


async def test_the_demo(run_as: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    # The comparison of the generated code has its own tests.
    monkeypatch.setitem(sys.modules, "twilio_codegen.generator", None)
    found = await run_as("alice", "demo", "--json")
    assert (found.code, found.err) == (0, "")
    *transcript, end = [json.loads(line) for line in found.out.splitlines()]
    assert {"who": "bob", "text": "was added; alice saw participantJoined for bob"} in transcript
    assert {"who": "alice", "text": "wrote 5 messages meanwhile"} in transcript
    assert (end["ok"], end["across_a_lost_connection"]) == (True, 5)


async def test_the_doctor(run_as: Run) -> None:
    found = await run_as("alice", "doctor", "--json")
    assert (found.code, found.err) == (0, "")
    checks = {one["check"]: one for one in map(json.loads, found.out.splitlines())}
    assert {one["verdict"] for one in checks.values()} == {"ok"}
    assert checks["versions"]["detail"].startswith("twilio-conversations ")
    assert "ready as 'alice'" in checks["sign-in"]["detail"]


async def test_listening(service: LocalService, shared: SharedConversation) -> None:
    process = await asyncio.create_subprocess_exec(
        *(*STARTED, "listen", "--event", "all", "--json"),
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, "TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")},
    )
    assert process.stdout is not None

    async def until(*parts: str) -> str:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while True:
                line = (await process.stdout.readline()).decode()
                assert line, "the command has ended"
                if all(part in line for part in parts):
                    return line

    try:
        hearing = asyncio.create_task(until("hello?"))
        while not hearing.done():  # nothing tells when the other process has begun to follow the conversation
            await shared.of_alice.send_message("hello?")
            await asyncio.wait((hearing,), timeout=0.1)
        heard = json.loads(hearing.result())
        assert (heard["event"], heard["author"], heard["conversation"]) == (
            "messageAdded",
            "alice",
            shared.of_alice.sid,
        )
        await shared.of_alice.add("carol")
        joined = json.loads(await until("participantJoined", "carol"))
        assert (joined["type"], joined["typing"]) == ("chat", False)
        await shared.of_alice.update_friendly_name("Another name")
        updated = json.loads(await until("conversationUpdated", '"friendlyName"'))
        assert updated["friendly_name"] == "Another name"
        process.send_signal(signal.SIGINT)
        _, err = await process.communicate()
        assert (process.returncode, err) == (130, b"")
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_events_as_lines_and_as_json(connect: Connect) -> None:
    alice = await connect("alice")
    room = (await share_conversation(alice, await connect("bob"), "room")).of_alice
    product = chosen_product()
    (somebody,) = [one for one in await room.get_participants() if one.identity == "bob"]
    async with room.on.message_added.expect() as arrived:
        await room.send_message("hello")
    message = arrived.value
    push = Client.parse_push_notification(
        {"data": {"twi_message_type": "twilio.conversations.added_to_conversation", "twi_body": "Come"}}
    )
    error = ConnectionErrorEvent(True, "no more", 401, 20104)
    expected: list[tuple[str, object, str, JsonObject]] = [
        ("messageAdded", message, "room #0 alice: hello", {"body": "hello", "delivery": None}),
        ("messageRemoved", message, "messageRemoved room #0 alice: hello", {"media": []}),
        (
            "messageUpdated",
            MessageUpdated(message, ("body",)),
            "messageUpdated room #0 alice: hello (body)",
            {"update_reasons": ["body"]},
        ),
        ("conversationJoined", room, "conversationJoined room", {"status": "joined", "bindings": None}),
        (
            "conversationUpdated",
            ConversationUpdated(room, ("state",)),
            "conversationUpdated room (state)",
            {"update_reasons": ["state"]},
        ),
        ("participantLeft", somebody, "participantLeft room: bob", {"participant": somebody.sid}),
        (
            "participantUpdated",
            ParticipantUpdated(somebody, ("roleSid",)),
            "participantUpdated room: bob (roleSid)",
            {"update_reasons": ["roleSid"]},
        ),
        ("userSubscribed", alice.user, "userSubscribed alice", {"identity": "alice"}),
        (
            "userUpdated",
            UserUpdated(alice.user, ("attributes",)),
            "userUpdated alice (attributes)",
            {"update_reasons": ["attributes"]},
        ),
        ("initFailed", error, "initFailed for good: no more", {"terminal": True, "error_code": 20104}),
        ("pushNotification", push, f"pushNotification {push.type}:  Come", {"type": push.type}),
        ("connectionStateChanged", "retrying", "connectionStateChanged retrying", {"state": "retrying"}),
        ("initialized", None, "initialized", {}),
    ]
    for event, payload, line, shown in expected:
        assert product.event_line(event, payload) == line
        assert product.event_record(payload).items() >= shown.items()


async def test_nobody_is_invited(shared: SharedConversation, connect: Connect) -> None:
    product = chosen_product()
    with pytest.raises(Trouble, match="add 'carol' instead"):
        await product.invite(shared.of_alice, "carol")
    with pytest.raises(Trouble, match="leave it instead"):
        await product.decline(shared.of_alice)
    assert await product.public_rooms(await connect("carol")) == []


async def test_the_terminal_chat(connect: Connect) -> None:
    alice, bob = await connect("alice"), await connect("bob")
    room, bobs = await share_conversation(alice, bob, "room")
    await room.add_non_chat_participant("+15550001", "+15550002")
    await bobs.send_message("hello alice")
    app = ChatApp(chosen_product(), alice, None)
    async with app.run_test(size=(100, 24)) as pilot:
        assert str(app.query_one(RoomList).border_title) == "Conversations"
        assert str(app.query_one("#members").border_title) == "Participants"
        await until(pilot, lambda: bodies(app) == ["bob  hello alice"])
        await until(pilot, lambda: str(app.query_one("#members", Static).render()) == "+15550002\nalice\nbob")
        await until(pilot, lambda: room.last_read_message_index == 0)
        async with bobs.on.message_added.expect() as heard:
            await pilot.press(*"hi", "enter")
        assert heard.value.body == "hi"
        await until(pilot, lambda: bodies(app)[1:] == ["alice  hi"])
        await bobs.typing()
        await until(pilot, lambda: str(app.query_one("#typing", Static).render()) == "bob is typing…")
        await pilot.press(*"/participants", "enter")
        await until(pilot, lambda: "+15550002, alice, bob" in notices(app))
        for unknown in ("/members", "/invite carol"):
            await pilot.press("ctrl+u", *unknown, "enter")
            await until(pilot, lambda: "there is no such command" in notices(app))
            assert "/invite" not in notices(app)
        await pilot.press(*"/create lobby", "enter")
        await until(pilot, lambda: app.room is not None and app.room.unique_name == "lobby")
        await until(pilot, lambda: sorted(app.query_one(RoomList).labels()) == ["lobby", "room"])
        await pilot.press(*"/leave", "enter")
        await until(pilot, lambda: app.query_one(RoomList).labels() == ["room"])


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Let everything go on until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await pilot.pause(0.01)


def bodies(app: ChatApp) -> list[str]:
    """What the messages say, without the time before it."""
    return [str(view.render()).partition(" ")[2] for view in app.query(MessageView)]


def notices(app: ChatApp) -> str:
    found = app._notifications  # pyright: ignore[reportPrivateUsage]  # no public way to them
    return "\n".join(str(notice.message) for notice in found)

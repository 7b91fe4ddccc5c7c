"""Two blocking clients talk through the embedded service."""

from __future__ import annotations

import copy
import io
import pickle
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import cast

import pytest

import twilio_chat
from support.patience import PATIENCE
from support.threaded_service import ThreadedService
from twilio_chat.blocking import (
    ArgumentError,
    Channel,
    ChannelDescriptor,
    ChannelUpdated,
    Client,
    ClosedError,
    ConflictError,
    CreateChannelOptions,
    Media,
    Member,
    Message,
    MessageUpdated,
    NotFoundError,
    RequestError,
    SendMediaOptions,
    StateError,
    UserDescriptor,
)
from twilio_realtime.events import connect_by_name
from twilio_realtime.json import JsonObject


def test_both_sides_of_a_conversation(alice: Client, bob: Client, room: Channel) -> None:
    heard: SimpleQueue[tuple[str, str | None, str]] = SimpleQueue()

    @bob.on.message_added
    def answer(message: Message) -> None:
        heard.put((threading.current_thread().name, message.body, message.channel.friendly_name or ""))
        if message.author == "alice":
            message.channel.send_message(f"re: {message.body}")

    bob.get_channel_by_unique_name("room").join()
    with room.on.message_added.expect(where=lambda message: message.author == "bob") as pending:
        assert room.send_message("hello", {"mood": "fine"}) == 0
    assert pending.value.body == "re: hello"
    assert pending.value.get_member() == room.get_member_by_identity("bob")
    assert heard.get(timeout=PATIENCE) == ("twilio_chat Client handlers", "hello", "Room")


def test_objects_are_what_they_stand_for(alice: Client, room: Channel) -> None:
    assert alice.get_channel_by_sid(room.sid) is room
    assert alice.user is alice.user
    assert alice.user.identity == "alice"
    with room.on.message_added.expect() as pending:
        room.send_message("hello")
    message = pending.value
    assert message.channel is room
    assert message == next(iter(room.get_messages()))
    assert hash(message) == hash(next(iter(room.get_messages())))
    assert message != room
    assert repr(message) == f"<Message {message.sid} index=0 author='alice'>"
    assert repr(alice) == "<Client 'alice' connected>"
    # Two answers about one thing are equal and still two.
    first, second = (alice.get_user_descriptor("alice") for _ in range(2))
    assert first == second
    # Nothing of the asynchronous client gets out.
    assert not isinstance(cast(object, message), twilio_chat.Message)
    assert room.update_friendly_name("Salon") is room
    assert room.friendly_name == "Salon"


def test_what_lives_can_be_neither_pickled_nor_copied(alice: Client, room: Channel) -> None:
    signal = alice.on.message_added
    expectation = room.on.updated.expect()
    things = [alice, room, alice.user, room.get_messages(), alice.on, signal, signal.connect(print), expectation]
    with signal.stream() as stream:
        for thing in (*things, stream):
            for way in (pickle.dumps, copy.copy, copy.deepcopy):
                with pytest.raises(TypeError, match=r"a \w+ belongs to a live connection"):
                    way(thing)
            assert " object at 0x" not in repr(thing)


def test_descriptions_survive_a_pickle_without_their_connection(alice: Client, room: Channel) -> None:
    with room.on.message_added.expect() as pending:
        room.send_message(media=b"file", filename="file.txt")
    media = pending.value.media
    assert media is not None
    [described] = alice.get_user_channel_descriptors().items
    user = alice.get_user_descriptor("alice")
    for original in (described, user, media):
        for again in (pickle.loads(pickle.dumps(original)), copy.copy(original), copy.deepcopy(original)):
            assert again == original
            assert again is not original
            properties = [name for name, item in vars(type(original)).items() if isinstance(item, property)]
            assert len(properties) > 3
            for name in properties:
                assert getattr(again, name) == getattr(original, name)
    loaded: ChannelDescriptor = pickle.loads(pickle.dumps(described))
    loaded_user: UserDescriptor = pickle.loads(pickle.dumps(user))
    loaded_media: Media = pickle.loads(pickle.dumps(media))
    for call in (loaded.get_channel, loaded_user.subscribe, loaded_media.get_content_temporary_url):
        with pytest.raises(StateError, match=r"<\w+ .*> is a copy without a connection; get the object itself"):
            call()
    assert described.get_channel() is room


def test_updates_carry_objects_and_reasons(bob: Client, room: Channel, bobs_room: Channel) -> None:
    updates: SimpleQueue[ChannelUpdated] = SimpleQueue()
    bob.on("channelUpdated", updates.put)
    room.update_attributes({"topic": "tea"})
    update = updates.get(timeout=PATIENCE)
    while "attributes" not in update.update_reasons:
        update = updates.get(timeout=PATIENCE)
    assert update.channel is bobs_room
    assert bobs_room.attributes == {"topic": "tea"}

    with bobs_room.on.message_added.expect() as pending:
        room.send_message("helo")
    edits: SimpleQueue[MessageUpdated] = SimpleQueue()
    pending.value.once("updated", edits.put)
    next(iter(room.get_messages())).update_body("hello")
    edit = edits.get(timeout=PATIENCE)
    assert edit.message is pending.value
    assert "body" in edit.update_reasons
    assert edit.message.body == "hello"


def test_members_and_arguments_that_are_objects(alice: Client, bob: Client, room: Channel) -> None:
    with room.on.member_joined.expect() as pending:
        bob.get_channel_by_unique_name("room").join()
    member: Member = pending.value
    assert member in room.get_members()
    assert member.channel is room
    assert member.get_user().identity == "bob"
    with room.on.member_left.expect() as left:
        room.remove_member(member)
    assert left.value is member
    room.add("bob")
    with room.on.member_left.expect():
        room.remove_member("bob")


def test_pages(alice: Client, room: Channel) -> None:
    for number in range(7):
        room.send_message(str(number))
    newest = room.get_messages(3)
    assert [message.body for message in newest.items] == ["4", "5", "6"]
    assert (newest.has_next_page, newest.has_prev_page) == (False, True)
    assert [message.body for message in newest.prev_page().items] == ["1", "2", "3"]
    assert [message.body for message in newest.prev_page().next_page().items] == ["4", "5", "6"]
    assert [message.body for message in newest] == ["6", "5", "4", "3", "2", "1", "0"]
    oldest = room.get_messages(3, 0, "forward")
    assert [message.body for message in oldest] == ["0", "1", "2", "3", "4", "5", "6"]
    assert [len(page.items) for page in oldest.pages()] == [3, 3, 1]
    assert repr(oldest) == "<Paginator items=3 next=True prev=False>"
    with pytest.raises(NotFoundError, match="no next page"):
        newest.next_page()
    assert [channel.sid for channel in alice.get_subscribed_channels()] == [room.sid]
    assert [descriptor.get_channel() for descriptor in alice.get_public_channel_descriptors()] == [room]


def test_options_as_object_and_as_keywords(alice: Client) -> None:
    one = alice.create_channel(CreateChannelOptions(unique_name="one"), friendly_name="One")
    two = alice.create_channel(unique_name="two", is_private=True)
    assert (one.unique_name, one.friendly_name, one.is_private) == ("one", "One", False)
    assert alice.get_local_channels(criteria="uniqueName", order="descending") == [two, one]


def _chunks() -> Iterator[bytes]:
    yield b"in "
    yield b"two"


@pytest.mark.parametrize("kind", ["bytes", "path", "file", "generator", "list", "options"])
def test_media_of_every_kind(room: Channel, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(b"in two")
    moved: list[int] = []
    with room.on.message_added.expect() as pending:
        match kind:
            case "bytes":
                room.send_message(media=b"in two", filename="note.txt", progress=lambda done, _: moved.append(done))
            case "path":
                room.send_message(media=file, progress=lambda done, _: moved.append(done))
            case "file":
                room.send_message(media=io.BytesIO(b"in two"), filename="note.txt")
            case "generator":
                room.send_message(media=_chunks(), filename="note.txt")
            case "list":
                room.send_message(media=[b"in ", b"two"], filename="note.txt")
            case _:
                room.send_message(SendMediaOptions(_chunks(), filename="note.txt"))
    media = pending.value.media
    assert media is not None
    assert media is pending.value.media
    assert (media.filename, media.size) == ("note.txt", 6)
    assert media.download_to(tmp_path / "copy") == 6
    assert (tmp_path / "copy").read_bytes() == b"in two"
    assert moved in ([], [0, 6])


def test_errors_are_raised_where_the_call_is(alice: Client, room: Channel) -> None:
    with pytest.raises(NotFoundError) as caught:
        alice.get_channel_by_sid("CHnone")
    assert caught.value.status == 404
    assert str(caught.traceback[0].path) == __file__
    with pytest.raises(ConflictError):
        alice.create_channel(unique_name="room")
    with pytest.raises(ArgumentError, match="page_size must be a whole number of at least 1"):
        room.get_messages(0)
    with pytest.raises(ArgumentError, match="has no event 'mesageAdded'; did you mean 'messageAdded'"):
        connect_by_name(alice.on, "mesageAdded", print)


def test_calls_from_many_threads(alice: Client, room: Channel, bobs_room: Channel) -> None:
    heard: SimpleQueue[str | None] = SimpleQueue()
    bobs_room.on.message_added.connect(lambda message: heard.put(message.body))

    def send(thread: int) -> list[int]:
        return [room.send_message(f"{thread}.{number}") for number in range(10)]

    with ThreadPoolExecutor(6) as others:
        indexes = [index for sent in others.map(send, range(6)) for index in sent]
    assert sorted(indexes) == list(range(60))
    texts = [heard.get(timeout=PATIENCE) for _ in range(60)]
    assert sorted(str(text) for text in texts) == sorted(f"{t}.{n}" for t in range(6) for n in range(10))
    for thread in range(6):
        own = [text for text in texts if str(text).startswith(f"{thread}.")]
        assert own == [f"{thread}.{number}" for number in range(10)]
    # Objects that several threads ask for at once are the same.
    with ThreadPoolExecutor(6) as others:
        found = list(others.map(alice.get_channel_by_sid, [room.sid] * 30))
    assert all(channel is room for channel in found)


def test_conditions_and_progress_must_not_block(room: Channel) -> None:
    with (
        pytest.raises(StateError, match="on the event loop's own thread"),
        room.on.message_added.expect(where=lambda message: message.get_member().is_typing),
    ):
        room.send_message("hello")

    def progress(done: int, total: int | None) -> None:
        room.typing()

    with pytest.raises(StateError, match="on the event loop's own thread"):
        room.send_message(media=b"file", progress=progress)


def test_typing_lasts_as_long_as_a_block(service: ThreadedService, room: Channel, bobs_room: Channel) -> None:
    member = room.get_member_by_identity("bob")
    for _ in range(2):
        with room.on.typing_started.expect(), bobs_room.typing() as nothing:
            assert nothing is None
        assert member.is_typing
        with room.on.message_added.expect():
            bobs_room.send_message("answer")
    with pytest.raises(LookupError), bobs_room.typing():
        raise LookupError
    service.call(lambda running: running.faults.fail_next_request(500, "yping"))
    with pytest.raises(RequestError), room.typing():
        pytest.fail("entered")


def test_a_block_outlives_its_client(bob: Client, bobs_room: Channel) -> None:
    with bobs_room.typing():
        bob.shutdown()
    with pytest.raises(ClosedError), bobs_room.typing():
        pytest.fail("entered")


def test_a_lost_connection_comes_back_and_nothing_is_lost(
    service: ThreadedService, bob: Client, room: Channel, bobs_room: Channel
) -> None:
    stream = bobs_room.on.message_added.stream()
    room.send_message("before")
    with bob.on.connection_state_changed.expect(where=lambda state: state == "connected", timeout=PATIENCE):
        assert service.call(lambda running: running.faults.cut("bob")) == 1
        for number in range(5):
            room.send_message(f"meanwhile {number}")
    room.send_message("after")
    bodies = [next(stream).body for _ in range(7)]
    assert bodies == ["before", *(f"meanwhile {number}" for number in range(5)), "after"]
    assert bob.stats.reconnects == 1
    stream.close()


def test_a_static_method_needs_no_client() -> None:
    payload: JsonObject = {
        "aps": {"alert": "hello"},
        "twi_message_type": "twilio.channel.new_message",
        "channel_sid": "CH1",
    }
    assert Client.parse_push_notification(payload).body == "hello"
    assert Client.version == twilio_chat.Client.version

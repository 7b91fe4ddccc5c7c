"""Events that a blocking program waits for, and events by their documented names."""

from __future__ import annotations

import gc
from queue import SimpleQueue
from typing import cast

import pytest

from support.patience import PATIENCE
from twilio_chat.blocking import ArgumentError, Channel, Client, DeadlineError, Expectation, Message, first_of


def test_an_expectation_listens_from_its_line_on(room: Channel) -> None:
    pending = room.on.message_added.expect()
    index = room.send_message("hello")
    assert pending.result().index == index
    assert pending.result() is pending.value
    assert "subscribers=0" in repr(room.on.message_added)


def test_the_first_of_several_expectations(room: Channel, bob: Client) -> None:
    written, joined = room.on.message_added.expect(), room.on.member_joined.expect()
    bob.get_channel_by_unique_name("room").join()
    assert first_of(written, joined, timeout=PATIENCE) is joined
    assert joined.value.identity == "bob"
    with pytest.raises(DeadlineError):
        first_of(written, timeout=0.01)
    with pytest.raises(ArgumentError, match="at least one expectation, and all of them from the same client"):
        first_of(written, bob.on.message_added.expect())
    for wrong in (None, "messageAdded", room.on.message_added, [written]):
        with pytest.raises(ArgumentError, match=r"expected\[1\] must be what `expect` has returned, not"):
            first_of(written, cast("Expectation[Message]", wrong))
    with pytest.raises(DeadlineError):  # no time at all: it only looks
        first_of(written, timeout=0)
    for timeout in ("1", -1, -0.5):
        wrong_timeout = cast("float", timeout)
        for listen in (room.on.message_added.wait, room.on.message_added.expect):
            with pytest.raises(ArgumentError, match="timeout must be a number of seconds of at least 0, not"):
                listen(timeout=wrong_timeout)
        with pytest.raises(ArgumentError, match="timeout must be a number of seconds of at least 0, not"):
            first_of(written, timeout=wrong_timeout)
    del written
    gc.collect()
    room.send_message("a call goes through the loop behind what was posted")
    assert "subscribers=0" in repr(room.on.message_added)


def test_documented_names(alice: Client, room: Channel) -> None:
    heard: SimpleQueue[str | None] = SimpleQueue()

    @alice.on("messageAdded")
    def handle(message: Message) -> None:
        heard.put(message.body)

    subscription = alice.on("messageAdded", handle)
    subscription.disconnect()
    room.send_message("hello")
    assert heard.get(timeout=PATIENCE) == "hello"
    assert heard.empty()

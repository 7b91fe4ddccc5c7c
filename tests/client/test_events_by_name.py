"""Events by their documented names, and events that are awaited without a block."""

from __future__ import annotations

import asyncio
import gc
from typing import assert_type, cast

import pytest

from support.manual_clock import settle
from support.patience import PATIENCE
from support.rooms import enter_room
from twilio_chat import (
    ArgumentError,
    Channel,
    Client,
    ClosedError,
    DeadlineError,
    Expectation,
    Member,
    Message,
    Signal,
    Subscription,
    first_of,
)
from twilio_realtime.events import source_of


def listening(signal: Signal[Message]) -> int:
    """How many subscribers a signal has."""
    return len(source_of(signal).listeners)


async def test_a_decorator_with_a_documented_name(alice: Client, room: Channel) -> None:
    heard: list[str | None] = []

    @alice.on("messageAdded")
    async def handle(message: Message) -> None:
        heard.append(message.body)

    assert_type(alice.on("messageAdded"), Signal[Message])
    assert alice.on("messageAdded") is alice.on.message_added
    async with room.on.message_added.expect():
        await room.send_message("hello")
    await settle()
    assert heard == ["hello"]
    alice.off("messageAdded", handle)
    assert listening(alice.on.message_added) == 0


async def test_subscriptions_come_back(alice: Client, room: Channel) -> None:
    heard: list[Message] = []
    by_name = alice.on("messageAdded", heard.append)
    assert_type(by_name, Subscription[Message])
    by_attribute = alice.on.message_added.connect(heard.append)
    by_name.disconnect()
    async with room.on.message_added.expect():
        await room.send_message("hello")
    await settle()
    assert len(heard) == 1
    by_attribute.disconnect()
    assert listening(alice.on.message_added) == 0
    bare = alice.on("tokenExpired", list)
    assert_type(bare, Subscription[None])
    with pytest.raises(ArgumentError, match="must be callable, not NoneType"):
        alice.on("messageAdded", None)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


async def test_nothing_to_send(room: Channel) -> None:
    with pytest.raises(ArgumentError, match="give message or media; an empty text has to be said: ''"):
        await room.send_message()
    with pytest.raises(ArgumentError):
        await room.send_message(attributes={"a": 1})
    assert await room.send_message("") == 0


async def test_it_listens_from_its_line_on(room: Channel) -> None:
    pending = room.on.message_added.expect()
    assert assert_type(pending, Expectation[Message]) is pending
    index = await room.send_message("hello")
    assert (await pending).index == index
    assert (await pending).index == index
    assert pending.value.index == index
    assert listening(room.on.message_added) == 0


async def test_the_first_of_several(room: Channel, bob: Client) -> None:
    written, joined = room.on.message_added.expect(), room.on.member_joined.expect()
    same = await enter_room(bob, room)
    first = await first_of(written, joined, timeout=PATIENCE)
    assert_type(joined.value, Member)
    assert first is joined
    assert joined.value.identity == "bob"
    assert not written.done
    await same.send_message("hello")
    assert (await written).body == "hello"
    assert await first_of(joined, written) is joined
    for pending in (asyncio.ensure_future(written), asyncio.ensure_future(joined)):
        done, _ = await asyncio.wait([pending])
        assert done == {pending}


async def test_first_of_what_does_not_happen(room: Channel, alice: Client) -> None:
    written, left = room.on.message_added.expect(), room.on.member_left.expect()
    with pytest.raises(DeadlineError, match=r"none of 2 expected events happened within 0\.01 seconds"):
        _ = await first_of(written, left, timeout=0.01)
    nothing: list[Expectation[Channel]] = []
    with pytest.raises(ArgumentError):
        _ = await first_of(*nothing)
    for wrong in (None, "messageAdded", room.on.message_added, [written]):
        with pytest.raises(ArgumentError, match=r"expected\[1\] must be what `expect` has returned, not"):
            _ = await first_of(written, cast("Expectation[Message]", wrong))
    with pytest.raises(DeadlineError):  # no time at all: it only looks
        _ = await first_of(written, left, timeout=0)
    for timeout in ("1", float("nan"), -1, -0.5):
        wrong_timeout = cast("float", timeout)
        with pytest.raises(ArgumentError, match="timeout must be a number of seconds of at least 0, not"):
            _ = await first_of(written, left, timeout=wrong_timeout)
        with pytest.raises(ArgumentError, match="timeout must be a number of seconds of at least 0, not"):
            await room.on.message_added.wait(timeout=wrong_timeout)
        with pytest.raises(ArgumentError, match="timeout must be a number of seconds of at least 0, not"):
            _ = room.on.message_added.expect(timeout=wrong_timeout)
    waiting = asyncio.create_task(first_of(written, left))
    await settle()
    await alice.shutdown()
    with pytest.raises(ClosedError):
        _ = await waiting


async def test_what_is_dropped_listens_no_more(room: Channel) -> None:
    signal = room.on.message_added
    pending = signal.expect()
    assert listening(signal) == 1
    del pending
    gc.collect()
    assert listening(signal) == 0
    dropped = [signal.expect() for _ in range(100)]
    assert listening(signal) == 100
    del dropped
    gc.collect()
    assert listening(signal) == 0
    with pytest.raises(DeadlineError):
        await signal.wait(timeout=0.01)
    with pytest.raises(DeadlineError):
        async with signal.expect(timeout=0.01):
            pass
    late = signal.expect(timeout=0.01)
    with pytest.raises(DeadlineError):
        await late
    await room.send_message("after all")
    assert (await late).body == "after all"
    assert listening(signal) == 0

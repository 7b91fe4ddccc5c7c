"""The documented-name form, and hubs that are made when somebody listens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, cast

import pytest

from support.manual_clock import settle
from twilio_realtime.errors import ArgumentError
from twilio_realtime.events import BareSignal, Dispatcher, Emitter, EventHub, NoHandler, Signal, emit, events_of


class DoorEvents(EventHub):
    __slots__ = ("door_closed", "door_opened")

    _EVENTS: ClassVar[Mapping[str, str]] = {"doorOpened": "door_opened", "doorClosed": "door_closed"}

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.door_opened: Signal[str] = Signal("doorOpened", dispatcher)
        self.door_closed = BareSignal("doorClosed", dispatcher)

    def __call__(self, event: str, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        return self._by_name(event, handler)


class Door(Emitter[DoorEvents]):
    _HUB = DoorEvents

    def __init__(self) -> None:
        self._hub = None
        self.hubs = 0

    def _new_hub(self) -> DoorEvents:
        self.hubs += 1
        return DoorEvents(Dispatcher())

    def once(self, event: str, handler: Callable[..., object]) -> None:
        self._once_by_name(event, handler)

    def off(self, event: str, handler: Callable[..., object]) -> None:
        self._off_by_name(event, handler)


def test_a_hub_is_made_once_and_only_when_needed() -> None:
    door = Door()
    door.off("doorOpened", print)
    assert door.hubs == 0
    assert door.on is door.on
    assert door.hubs == 1


async def test_both_forms_are_the_same_signal() -> None:
    door = Door()
    notes: list[str] = []

    def opened(by: str) -> None:
        notes.append(f"opened by {by}")

    async def closed() -> None:
        notes.append("closed")

    door.on("doorOpened", opened)
    door.on("doorClosed", closed)
    door.once("doorOpened", notes.append)
    emit(door.on.door_opened, "alice")
    emit(door.on.door_opened, "bob")
    emit(door.on.door_closed, None)
    await settle()
    assert notes == ["opened by alice", "alice", "opened by bob", "closed"]
    door.off("doorOpened", opened)
    door.off("doorOpened", opened)
    assert door.on.door_closed.disconnect(closed)
    emit(door.on.door_opened, "carol")
    emit(door.on.door_closed, None)
    await settle()
    assert len(notes) == 4
    assert door.on("doorOpened") is door.on.door_opened
    assert events_of(DoorEvents) == {"doorOpened": "door_opened", "doorClosed": "door_closed"}


@pytest.mark.parametrize(
    ("event", "advice"),
    [("doorOpend", "did you mean 'doorOpened'?"), ("window", "known: doorOpened, doorClosed")],
)
def test_an_unknown_event(event: str, advice: str) -> None:
    door = Door()
    for call in (door.on, door.once):
        with pytest.raises(ArgumentError) as caught:
            call(event, print)
        assert f"DoorEvents has no event {event!r}" in str(caught.value)
        assert advice in str(caught.value)
    for listened_to in (door, Door()):
        with pytest.raises(ArgumentError) as caught:
            listened_to.off(event, print)
        assert f"DoorEvents has no event {event!r}; {advice}" in str(caught.value)
    assert listened_to.hubs == 0


@pytest.mark.parametrize("event", [None, 5, b"doorOpened", ["doorOpened"], {"doorOpened": 1}, object()])
def test_an_event_that_is_no_text(event: object) -> None:
    door = Door()
    call = cast("Callable[[object, object], object]", door.on)
    for use in (
        call,
        cast("Callable[[object, object], object]", door.once),
        cast("Callable[[object, object], object]", door.off),
    ):
        with pytest.raises(ArgumentError, match="event must be a string, not"):
            use(event, print)


def test_a_long_name_of_an_event_is_shown_in_part() -> None:
    with pytest.raises(ArgumentError) as caught:
        Door().on("y" * 10_000)
    assert len(str(caught.value)) < 200

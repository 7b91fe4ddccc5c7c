"""The blocking package has everything that the asynchronous one has, under the same names."""

from __future__ import annotations

import dataclasses
import inspect
from types import ModuleType
from typing import cast

import pytest

import twilio_chat
import twilio_chat.blocking
import twilio_realtime.blocking
import twilio_realtime.events
from twilio_codegen.python.runtime_exports import BLOCKING_EXPORTS, RUNTIME_EXPORTS
from twilio_realtime.events import events_of
from twilio_realtime.resource import Resource

ASYNC_ONLY = {"PendingPage"}
"""Names that stand for something that blocking programs do not have: what is awaited."""

DEAD_LETTERS = ("Callable[[Delivery], Awaitable[None] | None]", "Callable[[Delivery], object]")
"""What receives dead letters may be awaited by the asynchronous client only; a blocking one takes a plain function, and
as with handlers of events, nobody looks at what it returns."""


def classes(module: ModuleType) -> dict[str, type[object]]:
    found: dict[str, object] = {name: getattr(module, name) for name in module.__all__}
    return {name: cast("type[object]", value) for name, value in found.items() if isinstance(value, type)}


THEIRS = classes(twilio_chat)
OURS = classes(twilio_chat.blocking)
LIVE = sorted(
    name
    for name, kind in THEIRS.items()
    if issubclass(kind, Resource)
    or name in {"Client", "Delivery"}
    or (dataclasses.is_dataclass(kind) and kind is not OURS[name])
)


def public(kind: type) -> dict[str, object]:
    return {name: getattr(kind, name) for name in dir(kind) if not name.startswith("_")}


def signature_of(member: object) -> inspect.Signature:
    """The signature of a member of either package, as the blocking one spells it."""
    signature = inspect.signature(cast("type", member))
    parameters = [
        item.replace(annotation=item.annotation.replace(*DEAD_LETTERS)) if item.name == "dead_letter" else item
        for item in signature.parameters.values()
    ]
    return signature.replace(
        parameters=parameters, return_annotation=signature.return_annotation.replace("PendingPage[", "Paginator[")
    )


def test_the_same_names_are_offered() -> None:
    assert set(twilio_chat.blocking.__all__) == set(twilio_chat.__all__) - ASYNC_ONLY
    assert set(dir(twilio_chat.blocking)) >= set(twilio_chat.blocking.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'PendingPage'"):
        _ = getattr(twilio_chat.blocking, "PendingPage")  # noqa: B009 - type checkers know that already


def test_what_can_be_shared_is_shared() -> None:
    of_runtime = {name for name, module in BLOCKING_EXPORTS.items() if RUNTIME_EXPORTS[name] != module}
    live = {*LIVE, *of_runtime, "Deliveries", "Paginator", "RestPaginator", "ChannelUpdatedEventArgs"}
    assert {name for name in twilio_chat.blocking.__all__ if name not in live} == {
        name
        for name in twilio_chat.blocking.__all__
        if getattr(twilio_chat, name) is getattr(twilio_chat.blocking, name)
    }
    assert "ConnectionErrorEvent" not in LIVE
    assert "ChannelUpdated" in LIVE


@pytest.mark.parametrize("name", LIVE)
def test_classes_have_the_same_members(name: str) -> None:
    theirs, ours = public(THEIRS[name]), public(OURS[name])
    assert set(ours) == set(theirs)
    for member in ours.keys() - {"on", "once", "start"}:
        their, our = theirs[member], ours[member]
        if isinstance(our, property):
            assert isinstance(their, property)
            assert our.__doc__ == their.__doc__
            assert our.fget is not None
            assert their.fget is not None
            assert signature_of(our.fget) == signature_of(their.fget)
        elif callable(our):
            assert signature_of(our) == signature_of(their)
            assert not inspect.iscoroutinefunction(our)
        elif not type(our).__name__.startswith("member_descriptor"):
            assert our == their


@pytest.mark.parametrize("name", ["Client", "Channel", "Member", "Message", "User"])
def test_hubs_have_the_same_events(name: str) -> None:
    theirs = getattr(twilio_chat.events, f"{name}Events")
    ours = getattr(twilio_chat.blocking.events, f"{name}Events")
    assert events_of(ours) == events_of(theirs)
    assert ours.__slots__ == theirs.__slots__
    assert {*events_of(ours).values()} == {*ours.__slots__}


@pytest.mark.parametrize("name", ["Signal", "BareSignal", "DeprecatedSignal", "DeprecatedBareSignal"])
def test_signals_can_do_the_same(name: str) -> None:
    theirs = public(getattr(twilio_realtime.events, name))
    ours = public(getattr(twilio_realtime.blocking, name))
    for_emitters = {"add", "deliver", "discard", "dispatcher", "emit", "replay_to", "subscribers"}
    assert set(ours) == set(theirs) - for_emitters


def test_paginators_can_do_the_same() -> None:
    theirs, ours = public(twilio_chat.Paginator), public(twilio_chat.blocking.Paginator)
    assert set(ours) == set(theirs) - {"backwards"}


def test_deliveries_can_do_the_same() -> None:
    theirs, ours = public(twilio_chat.Deliveries), public(twilio_chat.blocking.Deliveries)
    assert set(ours) - {"close"} == set(theirs) - {"aclose"}
    assert signature_of(ours["close"]) == signature_of(theirs["aclose"])
    assert ours["progress"].__doc__ == theirs["progress"].__doc__

"""Typed events: signals, the ways to subscribe to them, and the hub that holds an emitter's signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dispatcher import Dispatcher
from .emitter import Emitter
from .expectations import Expectation, first_of
from .handlers import Subscription
from .hub import EventHub, NoHandler, connect_by_name, events_of
from .signals import BareSignal, Signal, SignalCore, emit, source_of
from .streams import EventStream

if TYPE_CHECKING:
    from .deprecated import DeprecatedBareSignal as DeprecatedBareSignal
    from .deprecated import DeprecatedSignal as DeprecatedSignal

__all__ = [
    "BareSignal",
    "DeprecatedBareSignal",
    "DeprecatedSignal",
    "Dispatcher",
    "Emitter",
    "EventHub",
    "EventStream",
    "Expectation",
    "NoHandler",
    "Signal",
    "SignalCore",
    "Subscription",
    "connect_by_name",
    "emit",
    "events_of",
    "first_of",
    "source_of",
]


def __getattr__(name: str) -> object:
    if name in {"DeprecatedBareSignal", "DeprecatedSignal"}:  # which most products never need
        from . import deprecated

        found: object = getattr(deprecated, name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

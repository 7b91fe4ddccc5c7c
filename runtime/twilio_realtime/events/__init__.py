"""Typed events: signals, the ways to subscribe to them, and the hub that holds an emitter's signals."""

from .deprecated import DeprecatedBareSignal, DeprecatedSignal
from .dispatcher import Dispatcher
from .emitter import Emitter
from .expectations import Expectation, first_of
from .handlers import Subscription
from .hub import EventHub, NoHandler, connect_by_name, events_of
from .signals import BareSignal, Signal, SignalCore, emit, source_of
from .streams import EventStream

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

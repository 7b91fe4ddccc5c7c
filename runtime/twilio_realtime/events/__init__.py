"""Typed events: signals, the ways to subscribe to them, and the hub that holds an emitter's signals."""

from .deprecated import DeprecatedBareSignal, DeprecatedSignal
from .dispatcher import Dispatcher
from .emitter import Emitter
from .expectations import Expectation, first_of
from .handlers import Subscription
from .hub import EventHub, NoHandler
from .signals import BareSignal, Signal, SignalCore
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
    "first_of",
]

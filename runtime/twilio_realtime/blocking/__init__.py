"""Clients for programs without asyncio: the same names, without ``await``.

A blocking client owns two threads. On one an event loop drives the asynchronous client; on the other handlers run, one
at a time. Every method may be called from any thread, handlers included.
"""

from ..events.hub import EventHub, NoHandler
from .client import RealtimeClient
from .deprecated import DeprecatedBareSignal, DeprecatedSignal, Undeprecated
from .emitter import Emitter
from .expectations import Expectation, first_of
from .handler_thread import HandlerThread, Threads
from .pagination import Paginator
from .portal import Portal
from .renewals import Renewable, call_renewable
from .resource import Record, Resource, TwinCache, inner_of, inners_of, optional, unchanged
from .signals import BareSignal, Signal, SignalCore
from .streams import EventStream
from .subscriptions import Subscription
from .token_provider import TokenProvider, in_thread

__all__ = [
    "BareSignal",
    "DeprecatedBareSignal",
    "DeprecatedSignal",
    "Emitter",
    "EventHub",
    "EventStream",
    "Expectation",
    "HandlerThread",
    "NoHandler",
    "Paginator",
    "Portal",
    "RealtimeClient",
    "Record",
    "Renewable",
    "Resource",
    "Signal",
    "SignalCore",
    "Subscription",
    "Threads",
    "TokenProvider",
    "TwinCache",
    "Undeprecated",
    "call_renewable",
    "first_of",
    "in_thread",
    "inner_of",
    "inners_of",
    "optional",
    "unchanged",
]

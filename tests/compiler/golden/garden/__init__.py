# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Watch plants grow.

Names are loaded when they are first used, so importing the package is cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from twilio_realtime.version import VERSION as _VERSION

if TYPE_CHECKING:
    from twilio_realtime.deliveries import Cursor as Cursor
    from twilio_realtime.deliveries import CursorStore as CursorStore
    from twilio_realtime.deliveries import DeliveryProgress as DeliveryProgress
    from twilio_realtime.deliveries import FeedProgress as FeedProgress
    from twilio_realtime.deliveries import MemoryCursors as MemoryCursors
    from twilio_realtime.deliveries import SqliteCursors as SqliteCursors
    from twilio_realtime.environment import Environment as Environment
    from twilio_realtime.events import BareSignal as BareSignal
    from twilio_realtime.events import EventStream as EventStream
    from twilio_realtime.events import Expectation as Expectation
    from twilio_realtime.events import Signal as Signal
    from twilio_realtime.events import Subscription as Subscription
    from twilio_realtime.events import first_of as first_of
    from twilio_realtime.files.media_sources import MediaSource as MediaSource
    from twilio_realtime.files.media_sources import Progress as Progress
    from twilio_realtime.json import JsonObject as JsonObject
    from twilio_realtime.json import JsonValue as JsonValue
    from twilio_realtime.lifetime.running import run as run
    from twilio_realtime.telemetry.observer import Telemetry as Telemetry
    from twilio_realtime.telemetry.stats import ClientStats as ClientStats
    from twilio_realtime.telemetry.stats import Health as Health
    from twilio_realtime.tokens.refresh import TokenProvider as TokenProvider
    from twilio_realtime.twilsock.limits import ConnectionLimits as ConnectionLimits

    from .bed import Bed as Bed
    from .errors import ArgumentError as ArgumentError
    from .errors import ClosedError as ClosedError
    from .errors import ConfigurationError as ConfigurationError
    from .errors import ConflictError as ConflictError
    from .errors import ConnectionRefused as ConnectionRefused
    from .errors import CursorError as CursorError
    from .errors import DeadlineError as DeadlineError
    from .errors import DisconnectedError as DisconnectedError
    from .errors import EventsLostError as EventsLostError
    from .errors import ExpiredTokenError as ExpiredTokenError
    from .errors import ForbiddenError as ForbiddenError
    from .errors import ForeignTokenError as ForeignTokenError
    from .errors import FrameError as FrameError
    from .errors import MalformedTokenError as MalformedTokenError
    from .errors import NotFoundError as NotFoundError
    from .errors import RealtimeError as RealtimeError
    from .errors import RefusedTokenError as RefusedTokenError
    from .errors import RequestError as RequestError
    from .errors import ResponseError as ResponseError
    from .errors import StateError as StateError
    from .errors import ThrottledError as ThrottledError
    from .errors import TokenError as TokenError
    from .errors import TokenProviderError as TokenProviderError
    from .events import BedUpdated as BedUpdated
    from .events import BedUpdatedArgs as BedUpdatedArgs
    from .events import PlantUpdated as PlantUpdated
    from .events import Trouble as Trouble
    from .garden import Garden as Garden
    from .models import PlantOptions as PlantOptions
    from .models import Soil as Soil
    from .pagination import Paginator as Paginator
    from .pagination import PendingPage as PendingPage
    from .pagination import RestPaginator as RestPaginator
    from .plant import Plant as Plant
    from .types import BedStatus as BedStatus
    from .types import BedUpdateReason as BedUpdateReason
    from .types import PlantUpdateReason as PlantUpdateReason
    from .types import Season as Season

__all__ = [
    "ArgumentError",
    "BareSignal",
    "Bed",
    "BedStatus",
    "BedUpdateReason",
    "BedUpdated",
    "BedUpdatedArgs",
    "ClientStats",
    "ClosedError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionLimits",
    "ConnectionRefused",
    "Cursor",
    "CursorError",
    "CursorStore",
    "DeadlineError",
    "DeliveryProgress",
    "DisconnectedError",
    "Environment",
    "EventStream",
    "EventsLostError",
    "Expectation",
    "ExpiredTokenError",
    "FeedProgress",
    "ForbiddenError",
    "ForeignTokenError",
    "FrameError",
    "Garden",
    "Health",
    "JsonObject",
    "JsonValue",
    "MalformedTokenError",
    "MediaSource",
    "MemoryCursors",
    "NotFoundError",
    "Paginator",
    "PendingPage",
    "Plant",
    "PlantOptions",
    "PlantUpdateReason",
    "PlantUpdated",
    "Progress",
    "RealtimeError",
    "RefusedTokenError",
    "RequestError",
    "ResponseError",
    "RestPaginator",
    "Season",
    "Signal",
    "Soil",
    "SqliteCursors",
    "StateError",
    "Subscription",
    "Telemetry",
    "ThrottledError",
    "TokenError",
    "TokenProvider",
    "TokenProviderError",
    "Trouble",
    "first_of",
    "run",
]

__version__: str = _VERSION
"""Version of this package."""

_MODULES = {
    "ArgumentError": ".errors",
    "BareSignal": "twilio_realtime.events",
    "Bed": ".bed",
    "BedStatus": ".types",
    "BedUpdateReason": ".types",
    "BedUpdated": ".events",
    "BedUpdatedArgs": ".events",
    "ClientStats": "twilio_realtime.telemetry.stats",
    "ClosedError": ".errors",
    "ConfigurationError": ".errors",
    "ConflictError": ".errors",
    "ConnectionLimits": "twilio_realtime.twilsock.limits",
    "ConnectionRefused": ".errors",
    "Cursor": "twilio_realtime.deliveries",
    "CursorError": ".errors",
    "CursorStore": "twilio_realtime.deliveries",
    "DeadlineError": ".errors",
    "DeliveryProgress": "twilio_realtime.deliveries",
    "DisconnectedError": ".errors",
    "Environment": "twilio_realtime.environment",
    "EventStream": "twilio_realtime.events",
    "EventsLostError": ".errors",
    "Expectation": "twilio_realtime.events",
    "ExpiredTokenError": ".errors",
    "FeedProgress": "twilio_realtime.deliveries",
    "ForbiddenError": ".errors",
    "ForeignTokenError": ".errors",
    "FrameError": ".errors",
    "Garden": ".garden",
    "Health": "twilio_realtime.telemetry.stats",
    "JsonObject": "twilio_realtime.json",
    "JsonValue": "twilio_realtime.json",
    "MalformedTokenError": ".errors",
    "MediaSource": "twilio_realtime.files.media_sources",
    "MemoryCursors": "twilio_realtime.deliveries",
    "NotFoundError": ".errors",
    "Paginator": ".pagination",
    "PendingPage": ".pagination",
    "Plant": ".plant",
    "PlantOptions": ".models",
    "PlantUpdateReason": ".types",
    "PlantUpdated": ".events",
    "Progress": "twilio_realtime.files.media_sources",
    "RealtimeError": ".errors",
    "RefusedTokenError": ".errors",
    "RequestError": ".errors",
    "ResponseError": ".errors",
    "RestPaginator": ".pagination",
    "Season": ".types",
    "Signal": "twilio_realtime.events",
    "Soil": ".models",
    "SqliteCursors": "twilio_realtime.deliveries",
    "StateError": ".errors",
    "Subscription": "twilio_realtime.events",
    "Telemetry": "twilio_realtime.telemetry.observer",
    "ThrottledError": ".errors",
    "TokenError": ".errors",
    "TokenProvider": "twilio_realtime.tokens.refresh",
    "TokenProviderError": ".errors",
    "Trouble": ".events",
    "first_of": "twilio_realtime.events",
    "run": "twilio_realtime.lifetime.running",
}


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(module, __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""Typed real-time client for Twilio Chat 6.0.

Connect with `Client`, listen through `client.on`, act on the `Channel`, `Member` and `Message` objects that it hands
out.

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

    from .channel import Channel as Channel
    from .channel_descriptor import ChannelDescriptor as ChannelDescriptor
    from .client import Client as Client
    from .deliveries import Deliveries as Deliveries
    from .deliveries import Delivery as Delivery
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
    from .events import ChannelUpdated as ChannelUpdated
    from .events import ChannelUpdatedEventArgs as ChannelUpdatedEventArgs
    from .events import ConnectionErrorEvent as ConnectionErrorEvent
    from .events import MemberUpdated as MemberUpdated
    from .events import MessageUpdated as MessageUpdated
    from .events import UserUpdated as UserUpdated
    from .media import Media as Media
    from .member import Member as Member
    from .message import Message as Message
    from .models import ChannelSortingOptions as ChannelSortingOptions
    from .models import ChannelState as ChannelState
    from .models import CreateChannelOptions as CreateChannelOptions
    from .models import LastMessage as LastMessage
    from .models import PushNotification as PushNotification
    from .models import PushNotificationData as PushNotificationData
    from .options import ClientOptions as ClientOptions
    from .options import SendMediaOptions as SendMediaOptions
    from .pagination import Paginator as Paginator
    from .pagination import PendingPage as PendingPage
    from .pagination import RestPaginator as RestPaginator
    from .types import ChannelSortingCriteria as ChannelSortingCriteria
    from .types import ChannelSortingOrder as ChannelSortingOrder
    from .types import ChannelStatus as ChannelStatus
    from .types import ChannelType as ChannelType
    from .types import ChannelUpdateReason as ChannelUpdateReason
    from .types import ConnectionState as ConnectionState
    from .types import MemberType as MemberType
    from .types import MemberUpdateReason as MemberUpdateReason
    from .types import MessageType as MessageType
    from .types import MessageUpdateReason as MessageUpdateReason
    from .types import NotificationLevel as NotificationLevel
    from .types import NotificationsChannelType as NotificationsChannelType
    from .types import PushNotificationType as PushNotificationType
    from .types import State as State
    from .types import UserUpdateReason as UserUpdateReason
    from .user import User as User
    from .user_descriptor import UserDescriptor as UserDescriptor

__all__ = [
    "ArgumentError",
    "BareSignal",
    "Channel",
    "ChannelDescriptor",
    "ChannelSortingCriteria",
    "ChannelSortingOptions",
    "ChannelSortingOrder",
    "ChannelState",
    "ChannelStatus",
    "ChannelType",
    "ChannelUpdateReason",
    "ChannelUpdated",
    "ChannelUpdatedEventArgs",
    "Client",
    "ClientOptions",
    "ClientStats",
    "ClosedError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionErrorEvent",
    "ConnectionLimits",
    "ConnectionRefused",
    "ConnectionState",
    "CreateChannelOptions",
    "Cursor",
    "CursorError",
    "CursorStore",
    "DeadlineError",
    "Deliveries",
    "Delivery",
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
    "Health",
    "JsonObject",
    "JsonValue",
    "LastMessage",
    "MalformedTokenError",
    "Media",
    "MediaSource",
    "Member",
    "MemberType",
    "MemberUpdateReason",
    "MemberUpdated",
    "MemoryCursors",
    "Message",
    "MessageType",
    "MessageUpdateReason",
    "MessageUpdated",
    "NotFoundError",
    "NotificationLevel",
    "NotificationsChannelType",
    "Paginator",
    "PendingPage",
    "Progress",
    "PushNotification",
    "PushNotificationData",
    "PushNotificationType",
    "RealtimeError",
    "RefusedTokenError",
    "RequestError",
    "ResponseError",
    "RestPaginator",
    "SendMediaOptions",
    "Signal",
    "SqliteCursors",
    "State",
    "StateError",
    "Subscription",
    "Telemetry",
    "ThrottledError",
    "TokenError",
    "TokenProvider",
    "TokenProviderError",
    "User",
    "UserDescriptor",
    "UserUpdateReason",
    "UserUpdated",
    "first_of",
    "run",
]

__version__: str = _VERSION
"""Version of this package."""

_MODULES = {
    "ArgumentError": ".errors",
    "BareSignal": "twilio_realtime.events",
    "Channel": ".channel",
    "ChannelDescriptor": ".channel_descriptor",
    "ChannelSortingCriteria": ".types",
    "ChannelSortingOptions": ".models",
    "ChannelSortingOrder": ".types",
    "ChannelState": ".models",
    "ChannelStatus": ".types",
    "ChannelType": ".types",
    "ChannelUpdateReason": ".types",
    "ChannelUpdated": ".events",
    "ChannelUpdatedEventArgs": ".events",
    "Client": ".client",
    "ClientOptions": ".options",
    "ClientStats": "twilio_realtime.telemetry.stats",
    "ClosedError": ".errors",
    "ConfigurationError": ".errors",
    "ConflictError": ".errors",
    "ConnectionErrorEvent": ".events",
    "ConnectionLimits": "twilio_realtime.twilsock.limits",
    "ConnectionRefused": ".errors",
    "ConnectionState": ".types",
    "CreateChannelOptions": ".models",
    "Cursor": "twilio_realtime.deliveries",
    "CursorError": ".errors",
    "CursorStore": "twilio_realtime.deliveries",
    "DeadlineError": ".errors",
    "Deliveries": ".deliveries",
    "Delivery": ".deliveries",
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
    "Health": "twilio_realtime.telemetry.stats",
    "JsonObject": "twilio_realtime.json",
    "JsonValue": "twilio_realtime.json",
    "LastMessage": ".models",
    "MalformedTokenError": ".errors",
    "Media": ".media",
    "MediaSource": "twilio_realtime.files.media_sources",
    "Member": ".member",
    "MemberType": ".types",
    "MemberUpdateReason": ".types",
    "MemberUpdated": ".events",
    "MemoryCursors": "twilio_realtime.deliveries",
    "Message": ".message",
    "MessageType": ".types",
    "MessageUpdateReason": ".types",
    "MessageUpdated": ".events",
    "NotFoundError": ".errors",
    "NotificationLevel": ".types",
    "NotificationsChannelType": ".types",
    "Paginator": ".pagination",
    "PendingPage": ".pagination",
    "Progress": "twilio_realtime.files.media_sources",
    "PushNotification": ".models",
    "PushNotificationData": ".models",
    "PushNotificationType": ".types",
    "RealtimeError": ".errors",
    "RefusedTokenError": ".errors",
    "RequestError": ".errors",
    "ResponseError": ".errors",
    "RestPaginator": ".pagination",
    "SendMediaOptions": ".options",
    "Signal": "twilio_realtime.events",
    "SqliteCursors": "twilio_realtime.deliveries",
    "State": ".types",
    "StateError": ".errors",
    "Subscription": "twilio_realtime.events",
    "Telemetry": "twilio_realtime.telemetry.observer",
    "ThrottledError": ".errors",
    "TokenError": ".errors",
    "TokenProvider": "twilio_realtime.tokens.refresh",
    "TokenProviderError": ".errors",
    "User": ".user",
    "UserDescriptor": ".user_descriptor",
    "UserUpdateReason": ".types",
    "UserUpdated": ".events",
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

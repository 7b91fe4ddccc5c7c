# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Twilio Conversations for programs without asyncio: `twilio_conversations` without ``await``.

Begin with `Client`, in a ``with`` block.

Names are loaded when they are first used, so importing the package is cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from twilio_realtime.version import VERSION as _VERSION

if TYPE_CHECKING:
    from twilio_realtime.blocking import BareSignal as BareSignal
    from twilio_realtime.blocking import EventStream as EventStream
    from twilio_realtime.blocking import Expectation as Expectation
    from twilio_realtime.blocking import Signal as Signal
    from twilio_realtime.blocking import Subscription as Subscription
    from twilio_realtime.blocking import TokenProvider as TokenProvider
    from twilio_realtime.blocking import first_of as first_of
    from twilio_realtime.blocking.running import run as run
    from twilio_realtime.deliveries import Cursor as Cursor
    from twilio_realtime.deliveries import CursorStore as CursorStore
    from twilio_realtime.deliveries import DeliveryProgress as DeliveryProgress
    from twilio_realtime.deliveries import FeedProgress as FeedProgress
    from twilio_realtime.deliveries import MemoryCursors as MemoryCursors
    from twilio_realtime.deliveries import SqliteCursors as SqliteCursors
    from twilio_realtime.environment import Environment as Environment
    from twilio_realtime.files.media_sources import MediaSource as MediaSource
    from twilio_realtime.files.media_sources import Progress as Progress
    from twilio_realtime.json import JsonObject as JsonObject
    from twilio_realtime.json import JsonValue as JsonValue
    from twilio_realtime.telemetry.observer import Telemetry as Telemetry
    from twilio_realtime.telemetry.stats import ClientStats as ClientStats
    from twilio_realtime.telemetry.stats import Health as Health
    from twilio_realtime.twilsock.limits import ConnectionLimits as ConnectionLimits

    from ..errors import ArgumentError as ArgumentError
    from ..errors import ClosedError as ClosedError
    from ..errors import ConfigurationError as ConfigurationError
    from ..errors import ConflictError as ConflictError
    from ..errors import ConnectionRefused as ConnectionRefused
    from ..errors import CursorError as CursorError
    from ..errors import DeadlineError as DeadlineError
    from ..errors import DisconnectedError as DisconnectedError
    from ..errors import EventsLostError as EventsLostError
    from ..errors import ExpiredTokenError as ExpiredTokenError
    from ..errors import ForbiddenError as ForbiddenError
    from ..errors import ForeignTokenError as ForeignTokenError
    from ..errors import FrameError as FrameError
    from ..errors import MalformedTokenError as MalformedTokenError
    from ..errors import NotFoundError as NotFoundError
    from ..errors import RealtimeError as RealtimeError
    from ..errors import RefusedTokenError as RefusedTokenError
    from ..errors import RequestError as RequestError
    from ..errors import ResponseError as ResponseError
    from ..errors import StateError as StateError
    from ..errors import ThrottledError as ThrottledError
    from ..errors import TokenError as TokenError
    from ..errors import TokenProviderError as TokenProviderError
    from ..events import ConnectionErrorEvent as ConnectionErrorEvent
    from ..models import AggregatedDeliveryReceipt as AggregatedDeliveryReceipt
    from ..models import ChannelMetadata as ChannelMetadata
    from ..models import ContentData as ContentData
    from ..models import ContentDataAction as ContentDataAction
    from ..models import ContentDataActionOther as ContentDataActionOther
    from ..models import ContentDataActionPhone as ContentDataActionPhone
    from ..models import ContentDataActionReply as ContentDataActionReply
    from ..models import ContentDataActionUrl as ContentDataActionUrl
    from ..models import ContentDataCallToAction as ContentDataCallToAction
    from ..models import ContentDataCard as ContentDataCard
    from ..models import ContentDataListItem as ContentDataListItem
    from ..models import ContentDataListPicker as ContentDataListPicker
    from ..models import ContentDataLocation as ContentDataLocation
    from ..models import ContentDataMedia as ContentDataMedia
    from ..models import ContentDataOther as ContentDataOther
    from ..models import ContentDataQuickReply as ContentDataQuickReply
    from ..models import ContentDataReply as ContentDataReply
    from ..models import ContentDataText as ContentDataText
    from ..models import ContentTemplate as ContentTemplate
    from ..models import ContentTemplateVariable as ContentTemplateVariable
    from ..models import ConversationBindings as ConversationBindings
    from ..models import ConversationEmailBinding as ConversationEmailBinding
    from ..models import ConversationLimits as ConversationLimits
    from ..models import ConversationSmsBinding as ConversationSmsBinding
    from ..models import ConversationState as ConversationState
    from ..models import CreateConversationOptions as CreateConversationOptions
    from ..models import DetailedDeliveryReceipt as DetailedDeliveryReceipt
    from ..models import EmailRecipientDescriptor as EmailRecipientDescriptor
    from ..models import LastMessage as LastMessage
    from ..models import ParticipantAddressBinding as ParticipantAddressBinding
    from ..models import ParticipantBindingOptions as ParticipantBindingOptions
    from ..models import ParticipantBindings as ParticipantBindings
    from ..models import ParticipantEmailBinding as ParticipantEmailBinding
    from ..models import ParticipantMessagingBinding as ParticipantMessagingBinding
    from ..models import ParticipantResponse as ParticipantResponse
    from ..models import PushNotification as PushNotification
    from ..models import PushNotificationData as PushNotificationData
    from ..models import PushNotificationDescriptor as PushNotificationDescriptor
    from ..models import RecipientDescriptor as RecipientDescriptor
    from ..models import SendEmailOptions as SendEmailOptions
    from ..models import UnknownRecipientDescriptor as UnknownRecipientDescriptor
    from ..options import ClientOptions as ClientOptions
    from ..options import SendMediaOptions as SendMediaOptions
    from ..types import ConnectionState as ConnectionState
    from ..types import ConversationStatus as ConversationStatus
    from ..types import ConversationUpdateReason as ConversationUpdateReason
    from ..types import DeliveryAmount as DeliveryAmount
    from ..types import DeliveryStatus as DeliveryStatus
    from ..types import EmailRecipientLevel as EmailRecipientLevel
    from ..types import MediaCategory as MediaCategory
    from ..types import MessageType as MessageType
    from ..types import MessageUpdateReason as MessageUpdateReason
    from ..types import NotificationLevel as NotificationLevel
    from ..types import NotificationsChannelType as NotificationsChannelType
    from ..types import ParticipantEmailLevel as ParticipantEmailLevel
    from ..types import ParticipantType as ParticipantType
    from ..types import ParticipantUpdateReason as ParticipantUpdateReason
    from ..types import PushNotificationType as PushNotificationType
    from ..types import State as State
    from ..types import UserUpdateReason as UserUpdateReason
    from .client import Client as Client
    from .conversation import Conversation as Conversation
    from .deliveries import Deliveries as Deliveries
    from .deliveries import Delivery as Delivery
    from .events import ConversationUpdated as ConversationUpdated
    from .events import ConversationUpdatedEventArgs as ConversationUpdatedEventArgs
    from .events import MessageUpdated as MessageUpdated
    from .events import MessageUpdatedEventArgs as MessageUpdatedEventArgs
    from .events import ParticipantUpdated as ParticipantUpdated
    from .events import ParticipantUpdatedEventArgs as ParticipantUpdatedEventArgs
    from .events import UserUpdated as UserUpdated
    from .events import UserUpdatedEventArgs as UserUpdatedEventArgs
    from .media import Media as Media
    from .message import Message as Message
    from .message_builder import MessageBuilder as MessageBuilder
    from .pagination import Paginator as Paginator
    from .pagination import RestPaginator as RestPaginator
    from .participant import Participant as Participant
    from .unsent_message import UnsentMessage as UnsentMessage
    from .user import User as User

__all__ = [
    "AggregatedDeliveryReceipt",
    "ArgumentError",
    "BareSignal",
    "ChannelMetadata",
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
    "ContentData",
    "ContentDataAction",
    "ContentDataActionOther",
    "ContentDataActionPhone",
    "ContentDataActionReply",
    "ContentDataActionUrl",
    "ContentDataCallToAction",
    "ContentDataCard",
    "ContentDataListItem",
    "ContentDataListPicker",
    "ContentDataLocation",
    "ContentDataMedia",
    "ContentDataOther",
    "ContentDataQuickReply",
    "ContentDataReply",
    "ContentDataText",
    "ContentTemplate",
    "ContentTemplateVariable",
    "Conversation",
    "ConversationBindings",
    "ConversationEmailBinding",
    "ConversationLimits",
    "ConversationSmsBinding",
    "ConversationState",
    "ConversationStatus",
    "ConversationUpdateReason",
    "ConversationUpdated",
    "ConversationUpdatedEventArgs",
    "CreateConversationOptions",
    "Cursor",
    "CursorError",
    "CursorStore",
    "DeadlineError",
    "Deliveries",
    "Delivery",
    "DeliveryAmount",
    "DeliveryProgress",
    "DeliveryStatus",
    "DetailedDeliveryReceipt",
    "DisconnectedError",
    "EmailRecipientDescriptor",
    "EmailRecipientLevel",
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
    "MediaCategory",
    "MediaSource",
    "MemoryCursors",
    "Message",
    "MessageBuilder",
    "MessageType",
    "MessageUpdateReason",
    "MessageUpdated",
    "MessageUpdatedEventArgs",
    "NotFoundError",
    "NotificationLevel",
    "NotificationsChannelType",
    "Paginator",
    "Participant",
    "ParticipantAddressBinding",
    "ParticipantBindingOptions",
    "ParticipantBindings",
    "ParticipantEmailBinding",
    "ParticipantEmailLevel",
    "ParticipantMessagingBinding",
    "ParticipantResponse",
    "ParticipantType",
    "ParticipantUpdateReason",
    "ParticipantUpdated",
    "ParticipantUpdatedEventArgs",
    "Progress",
    "PushNotification",
    "PushNotificationData",
    "PushNotificationDescriptor",
    "PushNotificationType",
    "RealtimeError",
    "RecipientDescriptor",
    "RefusedTokenError",
    "RequestError",
    "ResponseError",
    "RestPaginator",
    "SendEmailOptions",
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
    "UnknownRecipientDescriptor",
    "UnsentMessage",
    "User",
    "UserUpdateReason",
    "UserUpdated",
    "UserUpdatedEventArgs",
    "first_of",
    "run",
]

__version__: str = _VERSION
"""Version of this package."""

_MODULES = {
    "AggregatedDeliveryReceipt": "..models",
    "ArgumentError": "..errors",
    "BareSignal": "twilio_realtime.blocking",
    "ChannelMetadata": "..models",
    "Client": ".client",
    "ClientOptions": "..options",
    "ClientStats": "twilio_realtime.telemetry.stats",
    "ClosedError": "..errors",
    "ConfigurationError": "..errors",
    "ConflictError": "..errors",
    "ConnectionErrorEvent": "..events",
    "ConnectionLimits": "twilio_realtime.twilsock.limits",
    "ConnectionRefused": "..errors",
    "ConnectionState": "..types",
    "ContentData": "..models",
    "ContentDataAction": "..models",
    "ContentDataActionOther": "..models",
    "ContentDataActionPhone": "..models",
    "ContentDataActionReply": "..models",
    "ContentDataActionUrl": "..models",
    "ContentDataCallToAction": "..models",
    "ContentDataCard": "..models",
    "ContentDataListItem": "..models",
    "ContentDataListPicker": "..models",
    "ContentDataLocation": "..models",
    "ContentDataMedia": "..models",
    "ContentDataOther": "..models",
    "ContentDataQuickReply": "..models",
    "ContentDataReply": "..models",
    "ContentDataText": "..models",
    "ContentTemplate": "..models",
    "ContentTemplateVariable": "..models",
    "Conversation": ".conversation",
    "ConversationBindings": "..models",
    "ConversationEmailBinding": "..models",
    "ConversationLimits": "..models",
    "ConversationSmsBinding": "..models",
    "ConversationState": "..models",
    "ConversationStatus": "..types",
    "ConversationUpdateReason": "..types",
    "ConversationUpdated": ".events",
    "ConversationUpdatedEventArgs": ".events",
    "CreateConversationOptions": "..models",
    "Cursor": "twilio_realtime.deliveries",
    "CursorError": "..errors",
    "CursorStore": "twilio_realtime.deliveries",
    "DeadlineError": "..errors",
    "Deliveries": ".deliveries",
    "Delivery": ".deliveries",
    "DeliveryAmount": "..types",
    "DeliveryProgress": "twilio_realtime.deliveries",
    "DeliveryStatus": "..types",
    "DetailedDeliveryReceipt": "..models",
    "DisconnectedError": "..errors",
    "EmailRecipientDescriptor": "..models",
    "EmailRecipientLevel": "..types",
    "Environment": "twilio_realtime.environment",
    "EventStream": "twilio_realtime.blocking",
    "EventsLostError": "..errors",
    "Expectation": "twilio_realtime.blocking",
    "ExpiredTokenError": "..errors",
    "FeedProgress": "twilio_realtime.deliveries",
    "ForbiddenError": "..errors",
    "ForeignTokenError": "..errors",
    "FrameError": "..errors",
    "Health": "twilio_realtime.telemetry.stats",
    "JsonObject": "twilio_realtime.json",
    "JsonValue": "twilio_realtime.json",
    "LastMessage": "..models",
    "MalformedTokenError": "..errors",
    "Media": ".media",
    "MediaCategory": "..types",
    "MediaSource": "twilio_realtime.files.media_sources",
    "MemoryCursors": "twilio_realtime.deliveries",
    "Message": ".message",
    "MessageBuilder": ".message_builder",
    "MessageType": "..types",
    "MessageUpdateReason": "..types",
    "MessageUpdated": ".events",
    "MessageUpdatedEventArgs": ".events",
    "NotFoundError": "..errors",
    "NotificationLevel": "..types",
    "NotificationsChannelType": "..types",
    "Paginator": ".pagination",
    "Participant": ".participant",
    "ParticipantAddressBinding": "..models",
    "ParticipantBindingOptions": "..models",
    "ParticipantBindings": "..models",
    "ParticipantEmailBinding": "..models",
    "ParticipantEmailLevel": "..types",
    "ParticipantMessagingBinding": "..models",
    "ParticipantResponse": "..models",
    "ParticipantType": "..types",
    "ParticipantUpdateReason": "..types",
    "ParticipantUpdated": ".events",
    "ParticipantUpdatedEventArgs": ".events",
    "Progress": "twilio_realtime.files.media_sources",
    "PushNotification": "..models",
    "PushNotificationData": "..models",
    "PushNotificationDescriptor": "..models",
    "PushNotificationType": "..types",
    "RealtimeError": "..errors",
    "RecipientDescriptor": "..models",
    "RefusedTokenError": "..errors",
    "RequestError": "..errors",
    "ResponseError": "..errors",
    "RestPaginator": ".pagination",
    "SendEmailOptions": "..models",
    "SendMediaOptions": "..options",
    "Signal": "twilio_realtime.blocking",
    "SqliteCursors": "twilio_realtime.deliveries",
    "State": "..types",
    "StateError": "..errors",
    "Subscription": "twilio_realtime.blocking",
    "Telemetry": "twilio_realtime.telemetry.observer",
    "ThrottledError": "..errors",
    "TokenError": "..errors",
    "TokenProvider": "twilio_realtime.blocking",
    "TokenProviderError": "..errors",
    "UnknownRecipientDescriptor": "..models",
    "UnsentMessage": ".unsent_message",
    "User": ".user",
    "UserUpdateReason": "..types",
    "UserUpdated": ".events",
    "UserUpdatedEventArgs": ".events",
    "first_of": "twilio_realtime.blocking",
    "run": "twilio_realtime.blocking.running",
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

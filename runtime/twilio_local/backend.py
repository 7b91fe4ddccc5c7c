"""Everything behind the service's two entrances, HTTP and socket, put together."""

from __future__ import annotations

from .chat.channels import Channel, Channels
from .chat.deliveries import Deliveries
from .chat.incoming import Incoming
from .chat.media import Media
from .chat.membership import Membership
from .chat.messages import Messages
from .chat.presence import Presence
from .chat.push import PushBindings
from .chat.stamps import Stamps
from .chat.templates import Templates
from .chat.typing_indicator import TypingIndicator
from .chat.users import Users
from .credentials import ServiceCredentials
from .limits import Limits
from .signing import ContinuationTokens, Signer
from .socket.rate import RateLimits
from .storage.database import Database
from .sync.store import SyncStore
from .sync.subscriptions import Subscriptions
from .sync.wire import SyncWire
from .tokens import TokenVerifier

__all__ = ["Backend"]


class Backend:
    """State and rules of one service. Knows nothing of HTTP and sockets.

    Args:
        credentials: Whose tokens are accepted.
        database: Where state lives; stays the caller's to close.
        stamps: Source of time and identifiers.
        limits: Bounds.
    """

    def __init__(self, credentials: ServiceCredentials, database: Database, stamps: Stamps, limits: Limits) -> None:
        self.credentials = credentials
        self.limits = limits
        self.stamps = stamps
        self.database = database
        self.verifier: TokenVerifier = TokenVerifier(credentials, stamps.now, limits)
        self.plain_requests: RateLimits = RateLimits(limits.requests_per_second, stamps.now)
        self.sync: SyncStore = SyncStore(database, stamps)
        self.wire: SyncWire = SyncWire(credentials)
        self.users: Users = Users(database, self.sync, stamps)
        self.presence: Presence = Presence(self.users)
        self.channels: Channels = Channels(database, self.sync, stamps)
        self.membership: Membership = Membership(database, self.sync, stamps, self.users, self.channels, limits)
        self.typing: TypingIndicator = TypingIndicator(self.presence, self.membership, limits)
        signer = Signer(database, stamps)
        self.continuation: ContinuationTokens = ContinuationTokens(signer, stamps, credentials.service_sid)
        self.media: Media = Media(database, stamps, self.channels, signer, limits)
        self.templates: Templates = Templates(database, stamps, limits)
        self.deliveries: Deliveries = Deliveries(database, stamps, self.membership)
        self.messages: Messages = Messages(
            database,
            self.sync,
            stamps,
            self.channels,
            self.membership,
            self.media,
            self.deliveries,
            self.templates,
        )
        self.incoming: Incoming = Incoming(
            database, self.channels, self.membership, self.messages, self.media, self.templates, self.typing, limits
        )
        self.push: PushBindings = PushBindings(database, stamps, self.users)
        self.subscriptions: Subscriptions = Subscriptions(
            self.sync, self.wire, self.channels.may_open, limits, stamps.now
        )
        self.membership.on_removed = self._revoke
        self.users.all_offline()

    def _revoke(self, channel: Channel, identity: str) -> None:
        names = (channel.document, channel.roster, channel.message_list)
        self.subscriptions.revoke(identity, names)

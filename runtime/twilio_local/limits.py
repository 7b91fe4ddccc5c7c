"""Bounds and intervals of the service."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from .errors import LocalServiceError

__all__ = ["Limits"]

_SMALLEST_BATCH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one client may ask for, and how long things last.

    Attributes:
        frame_bytes: Largest packet accepted.
        body_bytes: Largest JSON body of a plain HTTP request.
        text_bytes: Longest message text and longest attributes, UTF-8.
        name_characters: Longest friendly name, unique name or identity.
        media_bytes: Largest upload.
        user_media_bytes: Stored and arriving uploads of one user, all together.
        user_change_bytes: What one user has had stored by requests that change something, the history of what was
            changed included, since the service was started.
        user_transfers: Uploads and downloads of one user at the same time.
        message_media: Uploads that one message may carry.
        outside_participants: Participants of other networks in one conversation.
        reply_bytes: Largest answer to a tunnelled request; what is larger is refused with 413, unread.
        token_bytes: Longest access token looked at.
        connections: Sockets held at once.
        subscriptions: Sync objects one socket may subscribe to.
        batch: Sync objects in one subscription request; at least 100, which clients send before they are told.
        http_connections: Connections at once that are not sockets, or not yet. When there are more, the address that
            holds most of those that wait for their client loses the oldest of them.
        requests_in_flight: Unanswered tunnelled requests of one socket.
        requests_per_second: Rate above which requests of one socket, or plain ones of one user, are answered with
            429; None for no limit.
        queued_bytes: Packets waiting for a client that does not read; beyond that it is cut off.
        replay_events: Events replayed for one subscription request; the client is asked to continue after them.
        replay_bytes: The same in bytes of event data.
        page_items: Sync items in one page.
        page_bytes: Item data in one page.
        page_size: Entries of a REST page unless asked otherwise, and at most.
        mutations_remembered: How many mutation ids are kept for recognising repeated requests.
        init_seconds: Time a new socket has for its `init`.
        refusal_seconds: Time between the answer to an `init` that is refused and the end of the connection.
        head_seconds: Time a connection has for a complete HTTP request head.
        body_seconds: Interval in which the rest of a request must arrive, or at least a part, see the next.
        body_bytes_per_second: Slowest arrival of a request body, looked at once in each such interval.
        stalled_seconds: Time a client may leave an answer unread that does not fit into the network's buffers.
        close_seconds: Time a client has for reading what was sent before its socket was closed.
        ping_seconds: Interval of `ping` packets.
        silence_seconds: Time without any packet after which a socket counts as dead.
        expiry_warning_seconds: How long before expiry clients are warned.
        typing_seconds: Interval at which a typing client repeats itself.
        media_url_seconds: Life of a temporary media URL.
        subscription_ttl_seconds: Life of a Sync subscription, or None for the life of the socket.

    Raises:
        LocalServiceError: A value with which clients could not work.
    """

    frame_bytes: int = 1024 * 1024
    body_bytes: int = 1024 * 1024
    text_bytes: int = 32 * 1024
    name_characters: int = 256
    media_bytes: int = 150 * 1024 * 1024
    user_media_bytes: int = 1024 * 1024 * 1024
    user_change_bytes: int = 1024 * 1024 * 1024
    user_transfers: int = 20
    message_media: int = 10
    outside_participants: int = 50
    reply_bytes: int = 4 * 1024 * 1024
    token_bytes: int = 16 * 1024
    connections: int = 10_000
    http_connections: int = 1_000
    subscriptions: int = 10_000
    batch: int = 500
    requests_in_flight: int = 1_000
    requests_per_second: float | None = None
    queued_bytes: int = 16 * 1024 * 1024
    replay_events: int = 1_000
    replay_bytes: int = 1024 * 1024
    page_items: int = 1_000
    page_bytes: int = 2 * 1024 * 1024
    page_size: int = 50
    mutations_remembered: int = 10_000
    init_seconds: float = 10.0
    refusal_seconds: float = 0.02
    head_seconds: float = 10.0
    body_seconds: float = 10.0
    body_bytes_per_second: float = 512.0
    stalled_seconds: float = 60.0
    close_seconds: float = 10.0
    ping_seconds: float = 30.0
    silence_seconds: float = 90.0
    expiry_warning_seconds: float = 240.0
    typing_seconds: int = 5
    media_url_seconds: float = 300.0
    subscription_ttl_seconds: int | None = None

    def __post_init__(self) -> None:
        for item in fields(self):
            value: object = getattr(self, item.name)
            if value is None and item.default is None:
                continue
            whole = str(item.type).startswith("int")
            if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not value >= 0:
                kind = "a whole number" if whole else "a number"
                raise LocalServiceError(f"{item.name} must be {kind} of at least 0, not {value!r:.60}")
        if self.batch < _SMALLEST_BATCH:
            raise LocalServiceError(
                f"batch is {self.batch}; clients send up to {_SMALLEST_BATCH} objects in their first subscription "
                f"request and would be refused for ever, so give at least {_SMALLEST_BATCH}"
            )

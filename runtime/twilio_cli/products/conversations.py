"""Twilio Conversations, as the command line sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from twilio_conversations import (
    Client,
    ConnectionErrorEvent,
    Conversation,
    ConversationUpdated,
    Delivery,
    Message,
    MessageUpdated,
    Paginator,
    Participant,
    SendMediaOptions,
)
from twilio_conversations.events import ClientEvents
from twilio_conversations.profile import PROFILE
from twilio_realtime.client import RealtimeClient
from twilio_realtime.deliveries import CursorStore, Deliveries, DeliveryStart
from twilio_realtime.environment import Environment
from twilio_realtime.events import Signal, events_of
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.tokens.refresh import TokenProvider

from ..trouble import Trouble
from . import conversations_records as records
from .conversations_scene import play_scene
from .product import Draft, Follower, MessagePage, Person, Product, PublicRoom, Room, Scene
from .product import Message as AnyMessage

__all__ = ["ConversationsProduct"]

KindT = TypeVar("KindT")
PayloadT = TypeVar("PayloadT")
_DEPRECATED_EVENT = "stateChanged"
"""Whoever asks for all events shall not be warned; `initialized` and `initFailed` say the same."""


class ConversationsProduct(Product):
    """Twilio Conversations: rooms are conversations, people are participants; nothing is public, nobody is invited."""

    event_names = tuple(name for name in events_of(ClientEvents) if name != _DEPRECATED_EVENT)
    package = "twilio_conversations"
    profile = PROFILE
    public_headings = ()

    def client(
        self,
        token: str | None,
        *,
        base_url: str | None,
        region: str | None,
        environment: Environment | None = None,
        token_provider: TokenProvider | None = None,
    ) -> Client:
        """See `Product.client`."""
        return Client(token, base_url=base_url, region=region, environment=environment, token_provider=token_provider)

    def deliveries(
        self, client: RealtimeClient, store: CursorStore, *, start: DeliveryStart, concurrency: int
    ) -> Deliveries[Delivery]:
        """See `Product.deliveries`."""
        return _is(Client, client).deliveries(store, start=start, concurrency=concurrency)

    def events(self, client: RealtimeClient) -> ClientEvents:
        """See `Product.events`."""
        return _is(Client, client).on

    def identity(self, client: RealtimeClient) -> str:
        """See `Product.identity`."""
        return _is(Client, client).user.identity

    def connection_state(self, client: RealtimeClient) -> str:
        """See `Product.connection_state`."""
        return _is(Client, client).connection_state

    def follow(self, client: RealtimeClient, follower: Follower) -> Callable[[], None]:
        """See `Product.follow`."""
        events = self.events(client)
        disconnectors: list[Callable[[], None]] = []

        def connect(signal: Signal[PayloadT], handle: Callable[[PayloadT], None]) -> None:
            disconnectors.append(signal.connect(handle).disconnect)

        def updated(update: MessageUpdated) -> None:
            follower.message_updated(update.message.conversation, update.message)

        def room_updated(update: ConversationUpdated) -> None:
            follower.room_updated(update.conversation)

        def people_changed(participant: Participant) -> None:
            follower.people_changed(participant.conversation)

        def failed(error: ConnectionErrorEvent) -> None:
            if error.terminal:
                follower.connection_failed(error.message)

        connect(events.message_added, lambda message: follower.message_added(message.conversation, message))
        connect(events.message_updated, updated)
        connect(events.message_removed, lambda message: follower.message_removed(message.conversation, message))
        connect(events.conversation_joined, follower.room_entered)
        for gone in (events.conversation_left, events.conversation_removed):
            connect(gone, follower.room_gone)
        connect(events.conversation_updated, room_updated)
        for about_somebody in (
            *(events.participant_joined, events.participant_left),
            *(events.typing_started, events.typing_ended),
        ):
            connect(about_somebody, people_changed)
        connect(events.connection_state_changed, follower.connection_changed)
        connect(events.connection_error, failed)

        def stop() -> None:
            for disconnect in disconnectors:
                disconnect()

        return stop

    async def room_by_sid(self, client: RealtimeClient, sid: str) -> Conversation:
        """See `Product.room_by_sid`."""
        return await _is(Client, client).get_conversation_by_sid(sid)

    async def room_by_name(self, client: RealtimeClient, name: str) -> Conversation:
        """See `Product.room_by_name`."""
        return await _is(Client, client).get_conversation_by_unique_name(name)

    async def rooms_of_user(self, client: RealtimeClient) -> list[Room]:
        """See `Product.rooms_of_user`."""
        found = [one async for one in _is(Client, client).get_subscribed_conversations(100)]

        def newest(conversation: Conversation) -> float:
            last = conversation.last_message
            return last.date_created.timestamp() if last is not None and last.date_created is not None else 0.0

        return [*sorted(found, key=newest, reverse=True)]

    async def public_rooms(self, client: RealtimeClient) -> list[PublicRoom]:
        """See `Product.public_rooms`."""
        return []

    async def create_room(
        self, client: RealtimeClient, *, name: str | None, title: str | None, private: bool, attributes: JsonValue
    ) -> Conversation:
        """See `Product.create_room`."""
        return await _is(Client, client).create_conversation(
            unique_name=name, friendly_name=title, attributes=attributes
        )

    async def remove(self, room: Room) -> None:
        """See `Product.remove`."""
        await _is(Conversation, room).delete()

    async def decline(self, room: Room) -> None:
        """See `Product.decline`."""
        raise Trouble("conversations have no invitations: leave it instead")

    async def invite(self, room: Room, identity: str) -> None:
        """See `Product.invite`."""
        raise Trouble(f"conversations have no invitations: add {identity!r} instead")

    async def people(self, room: Room) -> list[Person]:
        """See `Product.people`."""
        return [*await _is(Conversation, room).get_participants()]

    def person_name(self, person: Person) -> str:
        """See `Product.person_name`; those who do not use chat are known by their address."""
        return records.participant_name(_is(Participant, person))

    async def messages(self, room: Room, count: int, before: int | None = None) -> MessagePage:
        """See `Product.messages`."""
        if before == 0:
            return MessagePage((), None)
        start = None if before is None else before - 1
        return _page(await _is(Conversation, room).get_messages(count, start, "backwards"))

    async def send(self, room: Room, draft: Draft, progress: Callable[[int, int | None], None] | None = None) -> int:
        """See `Product.send`."""
        media = [SendMediaOptions(file, content_type=draft.content_type, progress=progress) for file in draft.files]
        return await _is(Conversation, room).send_message(
            draft.text, draft.attributes, media=media, subject=draft.subject
        )

    async def unread(self, room: Room) -> int:
        """See `Product.unread`."""
        conversation = _is(Conversation, room)
        if conversation.status != "joined":
            return 0
        count = await conversation.get_unread_messages_count()
        return count if count is not None else await conversation.get_messages_count()

    def is_read(self, room: Room) -> bool:
        """See `Product.is_read`."""
        conversation = _is(Conversation, room)
        read, last = conversation.last_read_message_index, conversation.last_message
        return read is not None and last is not None and last.index is not None and read >= last.index

    async def mark_read(self, room: Room, index: int) -> None:
        """See `Product.mark_read`."""
        conversation = _is(Conversation, room)
        read = conversation.last_read_message_index
        if read is None or index > read:
            await conversation.advance_last_read_message_index(index)

    def room_record(self, room: Room) -> JsonObject:
        """See `Product.room_record`."""
        return records.conversation_record(_is(Conversation, room))

    def message_record(self, message: AnyMessage) -> JsonObject:
        """See `Product.message_record`."""
        return records.message_record(_is(Message, message))

    def message_text(self, message: AnyMessage) -> str:
        """See `Product.message_text`."""
        return records.message_text(_is(Message, message))

    def message_line(self, message: AnyMessage) -> str:
        """See `Product.message_line`."""
        return records.message_line(_is(Message, message))

    def event_record(self, payload: object) -> JsonObject:
        """See `Product.event_record`."""
        return records.event_record(payload)

    def event_line(self, event: str, payload: object) -> str:
        """See `Product.event_line`."""
        return records.event_line(event, payload)

    async def play(self, scene: Scene) -> None:
        """See `Product.play`."""
        await play_scene(scene, _is(Client, scene.client("alice")), _is(Client, scene.client("bob")))


def _page(page: Paginator[Message]) -> MessagePage:
    async def earlier() -> MessagePage:
        return _page(await page.prev_page())

    return MessagePage(page.items, earlier if page.has_prev_page else None)


def _is(kind: type[KindT], found: object) -> KindT:
    """Return an object of this product as what it is; the command line never mixes products."""
    if not isinstance(found, kind):
        raise TypeError(f"expected a {kind.__name__} of twilio_conversations, not a {type(found).__name__}")
    return found

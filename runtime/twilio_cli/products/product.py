"""What the command line needs of a product: the seam between the two.

On this side nothing is known of a product's client but what the protocols here describe. A room is a place in which
people write, whatever a product calls it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal, Protocol

from twilio_realtime.client import RealtimeClient
from twilio_realtime.deliveries import CursorStore, Delivery, DeliveryStart
from twilio_realtime.environment import Environment
from twilio_realtime.events import EventHub
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.profile import ProductProfile
from twilio_realtime.tokens.refresh import TokenProvider

__all__ = [
    "Draft",
    "Follower",
    "Message",
    "MessagePage",
    "Named",
    "Person",
    "Product",
    "PublicRoom",
    "Room",
    "Say",
    "Scene",
    "room_name",
]

Say = Callable[[str, str], None]
"""Writes a line of the demo's transcript: who, and what happened."""


class Named(Protocol):
    """What has the names of a room."""

    @property
    def sid(self) -> str:
        """SID of the room."""
        ...

    @property
    def unique_name(self) -> str | None:
        """Name by which commands find it."""
        ...

    @property
    def friendly_name(self) -> str | None:
        """Title, for people."""
        ...


class Room(Named, Protocol):
    """A room that the user belongs to or is invited to, kept up to date."""

    @property
    def status(self) -> str:
        """Where the user stands: ``joined``, ``invited`` or something else."""
        ...

    async def join(self) -> object:
        """Enter the room."""
        ...

    async def leave(self) -> object:
        """Leave the room."""
        ...

    async def add(self, identity: str) -> object:
        """Bring somebody into the room."""
        ...

    def typing(self) -> Awaitable[object]:
        """Tell the others that the user is typing."""
        ...


class Message(Protocol):
    """A message, kept up to date."""

    @property
    def index(self) -> int:
        """Its place in its room."""
        ...

    @property
    def author(self) -> str | None:
        """Who has written it."""
        ...

    @property
    def body(self) -> str | None:
        """Its text."""
        ...

    @property
    def date_created(self) -> datetime | None:
        """When it was written."""
        ...

    @property
    def last_updated_by(self) -> str | None:
        """Who has changed it last; None if nobody has."""
        ...


class Person(Protocol):
    """Somebody in a room."""

    @property
    def sid(self) -> str:
        """SID of the membership."""
        ...

    @property
    def identity(self) -> str | None:
        """Who it is; None for somebody without an identity."""
        ...

    @property
    def is_typing(self) -> bool:
        """Whether they are typing."""
        ...


@dataclass(frozen=True, slots=True)
class PublicRoom:
    """A room that anybody may enter.

    Attributes:
        cells: What the table of such rooms shows.
        record: The room for programs.
    """

    cells: tuple[str, ...]
    record: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a new message is made of: a text, files, or both where the product has that.

    Attributes:
        text: The text; None for none.
        files: The files.
        content_type: Media type of the files; guessed from their names if None.
        subject: The subject; None for none.
        attributes: Kept with the message; None for none.
    """

    text: str | None = None
    files: Sequence[Path] = ()
    content_type: str | None = None
    subject: str | None = None
    attributes: JsonValue = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Some messages of a room.

    Attributes:
        items: The messages, oldest first.
        earlier: Reads the page before this one; None at the beginning.
    """

    items: Sequence[Message]
    earlier: Callable[[], Awaitable[MessagePage]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What is called when something happens to a client's rooms; called in the client's loop, in order.

    Attributes:
        message_added: A message was written.
        message_updated: A message was changed.
        message_removed: A message was removed.
        room_entered: The user has joined a room or is invited to it.
        room_gone: The user is no longer in a room, or it was removed.
        room_updated: Something about a room has changed.
        people_changed: Somebody came or went, or began or stopped to type.
        connection_changed: The connection is in another state.
        connection_failed: The connection has ended for good; why.
    """

    message_added: Callable[[Room, Message], None]
    message_updated: Callable[[Room, Message], None]
    message_removed: Callable[[Room, Message], None]
    room_entered: Callable[[Room], None]
    room_gone: Callable[[Room], None]
    room_updated: Callable[[Room], None]
    people_changed: Callable[[Room], None]
    connection_changed: Callable[[str], None]
    connection_failed: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the demo's two clients play with.

    Attributes:
        say: Writes the transcript.
        client: Makes the client of ``alice`` or ``bob``, not started yet.
        bob: Identity of ``bob``.
        room: Unique name of the room that they meet in.
        cut: Breaks the connection of ``bob``.
        missed: How many messages are written while one client is offline.
        catch_up_seconds: How long it may take to receive them afterwards.
    """

    say: Say
    client: Callable[[Literal["alice", "bob"]], RealtimeClient]
    bob: str
    room: str
    cut: Callable[[], object]
    missed: int
    catch_up_seconds: float


class Product(ABC):
    """One product, as the command line sees it."""

    event_names: ClassVar[Sequence[str]]
    """Documented names of everything that can be listened to."""
    package: ClassVar[str]
    """Import name of the generated package."""
    profile: ClassVar[ProductProfile]
    """What the runtime knows of the product."""
    public_headings: ClassVar[Sequence[str]]
    """Headings of the table of public rooms."""

    # -- clients

    @abstractmethod
    def client(
        self,
        token: str | None,
        *,
        base_url: str | None,
        region: str | None,
        environment: Environment | None = None,
        token_provider: TokenProvider | None = None,
    ) -> RealtimeClient:
        """Make a client that is not started yet.

        Args:
            token: Access token; None if there is a provider.
            base_url: The one host of the service, or None for Twilio's.
            region: Region of Twilio, or None.
            environment: Time, chance and the network; those of this process by default.
            token_provider: Called whenever a token is needed, instead of a token.

        Raises:
            ConfigurationError: The address or the region cannot be used.
        """

    @abstractmethod
    def deliveries(
        self, client: RealtimeClient, store: CursorStore, *, start: DeliveryStart, concurrency: int
    ) -> AsyncIterator[Delivery[object]]:
        """Return the messages of all rooms of a client's user, each until it is acknowledged.

        Args:
            client: The client.
            store: Keeps what was acknowledged.
            start: Where to begin with a room that the store does not know.
            concurrency: Most messages that are not acknowledged at a time, one of each room.
        """

    @abstractmethod
    def events(self, client: RealtimeClient) -> EventHub:
        """Return what handlers are connected to."""

    @abstractmethod
    def identity(self, client: RealtimeClient) -> str:
        """Return who is signed in."""

    @abstractmethod
    def connection_state(self, client: RealtimeClient) -> str:
        """Return the state of the connection."""

    @abstractmethod
    def follow(self, client: RealtimeClient, follower: Follower) -> Callable[[], None]:
        """Tell a follower what happens, until the function that is returned is called."""

    # -- rooms

    @abstractmethod
    async def room_by_sid(self, client: RealtimeClient, sid: str) -> Room:
        """Return a room that the user can see."""

    @abstractmethod
    async def room_by_name(self, client: RealtimeClient, name: str) -> Room:
        """Return the room with a unique name."""

    @abstractmethod
    async def rooms_of_user(self, client: RealtimeClient) -> list[Room]:
        """Return the rooms of the user, those with the newest messages first."""

    @abstractmethod
    async def public_rooms(self, client: RealtimeClient) -> list[PublicRoom]:
        """Return the rooms that anybody may enter; none for a product without them."""

    @abstractmethod
    async def create_room(
        self, client: RealtimeClient, *, name: str | None, title: str | None, private: bool, attributes: JsonValue
    ) -> Room:
        """Make a room, which the user does not join by that.

        Args:
            client: Who makes it.
            name: Unique name; None for none.
            title: Friendly name; None for none.
            private: Whether it is no public room; without a meaning for a product that has none of them.
            attributes: Kept with the room; None for none.
        """

    @abstractmethod
    async def remove(self, room: Room) -> None:
        """Delete a room, with all that was written in it."""

    @abstractmethod
    async def decline(self, room: Room) -> None:
        """Refuse an invitation.

        Raises:
            Trouble: The product has no invitations.
        """

    @abstractmethod
    async def invite(self, room: Room, identity: str) -> None:
        """Invite somebody.

        Raises:
            Trouble: The product has no invitations.
        """

    @abstractmethod
    async def people(self, room: Room) -> list[Person]:
        """Return who is in a room."""

    def person_name(self, person: Person) -> str:
        """Return what somebody is called: the identity, else what tells people who it is."""
        return person.identity or person.sid

    # -- messages

    @abstractmethod
    async def messages(self, room: Room, count: int, before: int | None = None) -> MessagePage:
        """Return the newest messages of a room.

        Args:
            room: The room.
            count: How many at most.
            before: Only those with a smaller index.
        """

    async def send_text(self, room: Room, text: str, attributes: JsonValue = None) -> int:
        """Write a message and return its index."""
        return await self.send(room, Draft(text=text, attributes=attributes))

    @abstractmethod
    async def send(self, room: Room, draft: Draft, progress: Callable[[int, int | None], None] | None = None) -> int:
        """Write a message and return its index.

        Args:
            room: Where to.
            draft: What it is made of.
            progress: Called with the bytes sent so far and in all, the latter None if not known.

        Raises:
            Trouble: Messages of the product cannot have all of it.
        """

    @abstractmethod
    async def unread(self, room: Room) -> int:
        """Return how many messages the user has not read: all of them as long as nothing was read."""

    @abstractmethod
    def is_read(self, room: Room) -> bool:
        """Return whether the newest message was read."""

    @abstractmethod
    async def mark_read(self, room: Room, index: int) -> None:
        """Note that the messages up to an index were read; never takes back what was read."""

    # -- output

    @abstractmethod
    def room_record(self, room: Room) -> JsonObject:
        """Return a room for programs."""

    @abstractmethod
    def message_record(self, message: Message) -> JsonObject:
        """Return a message for programs."""

    @abstractmethod
    def message_text(self, message: Message) -> str:
        """Return the text of a message, or in brackets what it carries."""

    @abstractmethod
    def message_line(self, message: Message) -> str:
        """Return a message for people, on one line, with its room."""

    @abstractmethod
    def event_record(self, payload: object) -> JsonObject:
        """Return the payload of an event for programs."""

    @abstractmethod
    def event_line(self, event: str, payload: object) -> str:
        """Return an event for people, on one line."""

    # -- demo

    @abstractmethod
    async def play(self, scene: Scene) -> None:
        """Let alice and bob talk, lose bob's connection, and show that he misses nothing.

        Raises:
            Trouble: Something was lost.
        """


def room_name(room: Named) -> str:
    """Return the name of a room that commands take: its unique name, else its SID."""
    return room.unique_name or room.sid

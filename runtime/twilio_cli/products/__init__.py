"""The products that the command line can be for, and the one that it is for in this process.

Each command of the distribution is one product; its entry point chooses it. Everything else asks `chosen` and sees a
product as `product.Product` describes it. What a product is called is known without loading its client.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .product import Product

__all__ = ["CHAT", "COMMANDS", "CONVERSATIONS", "ProductCommand", "choose", "chosen", "chosen_product"]


@dataclass(frozen=True, slots=True)
class ProductCommand:
    """A command of the distribution and the product that it is for.

    Attributes:
        name: Name of the command.
        title: The product as people call it.
        room: The product's word for a place in which people write.
        rooms: The same for several; the command that lists them has this name.
        people: The product's word for those who are in a room.
        load: Loads the client of the product and returns the product.
        successor: Import name of the package of the product that took its place; None if none did.
        invitations: Whether people can be invited to a room, and then join or decline.
        public_rooms: Whether there are rooms that anybody may enter.
        text_with_files: Whether a message may have a text and a file; otherwise it has either.
        several_files: Whether a message may have several files.
        subjects: Whether a message may have a subject.
    """

    name: str
    title: str
    room: str
    rooms: str
    people: str
    load: Callable[[], Product]
    successor: str | None = None
    invitations: bool = False
    public_rooms: bool = False
    text_with_files: bool = False
    several_files: bool = False
    subjects: bool = False

    @property
    def product(self) -> str:
        """The product as its schema folder is called."""
        return self.name.removeprefix("twilio-")


def _load_chat() -> Product:
    from .chat import ChatProduct

    return ChatProduct()


def _load_conversations() -> Product:
    from .conversations import ConversationsProduct

    return ConversationsProduct()


CHAT: Final = ProductCommand(
    name="twilio-chat",
    title="Twilio Chat",
    room="channel",
    rooms="channels",
    people="members",
    load=_load_chat,
    successor="twilio_conversations",
    invitations=True,
    public_rooms=True,
)
CONVERSATIONS: Final = ProductCommand(
    name="twilio-conversations",
    title="Twilio Conversations",
    room="conversation",
    rooms="conversations",
    people="participants",
    load=_load_conversations,
    text_with_files=True,
    several_files=True,
    subjects=True,
)
COMMANDS: Final = {command.name: command for command in (CHAT, CONVERSATIONS)}
"""The commands of the distribution, by name."""


class _Choice:
    def __init__(self, command: ProductCommand) -> None:
        self.command = command
        self.product: Product | None = None


_choice = _Choice(CHAT)


def choose(command: ProductCommand) -> None:
    """Make this process the command line of a product; entry points do so, once.

    Args:
        command: The command that was started.
    """
    _choice.command, _choice.product = command, None


def chosen() -> ProductCommand:
    """Return the command that this process is."""
    return _choice.command


def chosen_product() -> Product:
    """Return the product that this process is for; its client is loaded at the first time."""
    if _choice.product is None:
        _choice.product = _choice.command.load()
    return _choice.product

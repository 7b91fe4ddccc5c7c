"""The commands of a signed-in user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .commanding import command
from .doctor import doctor
from .messages import chat, history, listen, send, upload
from .relay import relay
from .rooms import add, channels, create, invite, join, leave

__all__ = ["CLIENT_COMMANDS", "INVITATION_COMMANDS"]

CLIENT_COMMANDS: Final[tuple[Callable[..., None], ...]] = (
    chat,
    channels,
    create,
    join,
    leave,
    add,
    invite,
    history,
    listen,
    relay,
    command,
    send,
    upload,
    doctor,
)
"""In the order of the help."""
INVITATION_COMMANDS: Final[tuple[Callable[..., None], ...]] = (invite,)
"""Those that only products with invitations have."""

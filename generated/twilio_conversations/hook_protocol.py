# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` look like; type checkers compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from . import hooks
    from .hook_context import HookContext
    from .message import Message
    from .models import ContentData

__all__ = ["HookProtocol"]


class HookProtocol(Protocol):
    """The handwritten functions of this package."""

    async def content_data(self, context: HookContext, message: Message, /) -> ContentData | None:
        """Answers ``Message.getContentData``.

        Find the rich content of a message that was made from a content template; None if it has none.
        """
        ...


if TYPE_CHECKING:
    _CHECKED: HookProtocol = hooks

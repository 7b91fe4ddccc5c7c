# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` look like; type checkers compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from twilio_realtime.json import JsonValue

    from . import hooks
    from .client import Client
    from .hook_context import HookContext
    from .message import Message
    from .models import (
        ContentData,
        PushNotification,
    )

__all__ = ["HookProtocol"]


class HookProtocol(Protocol):
    """The handwritten functions of this package."""

    async def content_data(self, context: HookContext, message: Message, /) -> ContentData | None:
        """Answers ``Message.getContentData``.

        Find the rich content of a message that was made from a content template; None if it has none.
        """
        ...

    async def handle_push(
        self, context: HookContext, client: Client, notification_payload: dict[str, JsonValue], /
    ) -> None:
        """Answers ``Client.handlePushNotification``.

        Read the payload of a push notification and announce it.
        """
        ...

    def parse_push(self, notification_payload: dict[str, JsonValue], /) -> PushNotification:
        """Answers ``Client.parsePushNotification``.

        Read the payload of a push notification, in the form of either push service.
        """
        ...


if TYPE_CHECKING:
    _CHECKED: HookProtocol = hooks

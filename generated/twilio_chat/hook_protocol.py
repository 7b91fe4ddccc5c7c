# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` look like; type checkers compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from twilio_realtime.json import JsonValue

    from . import hooks
    from .channel import Channel
    from .client import Client
    from .hook_context import HookContext
    from .models import (
        ChannelSortingOptions,
        PushNotification,
    )

__all__ = ["HookProtocol"]


class HookProtocol(Protocol):
    """The handwritten functions of this package."""

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

    def sort_channels(
        self, context: HookContext, found: list[Channel], chosen: ChannelSortingOptions, /
    ) -> list[Channel]:
        """Answers ``Client.getLocalChannels``.

        The channels that this client knows, in the order in which it learnt of them unless sorted.
        """
        ...


if TYPE_CHECKING:
    _CHECKED: HookProtocol = hooks

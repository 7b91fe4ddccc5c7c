# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` look like; type checkers compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from . import hooks
    from .channel import Channel
    from .hook_context import HookContext
    from .models import ChannelSortingOptions

__all__ = ["HookProtocol"]


class HookProtocol(Protocol):
    """The handwritten functions of this package."""

    def sort_channels(
        self, context: HookContext, found: list[Channel], chosen: ChannelSortingOptions, /
    ) -> list[Channel]:
        """Answers ``Client.getLocalChannels``.

        The channels that this client knows, in the order in which it learnt of them unless sorted.
        """
        ...


if TYPE_CHECKING:
    _CHECKED: HookProtocol = hooks

"""What the schema of Chat does not express. Copied into the generated package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .channel import Channel
    from .hook_context import HookContext
    from .models import ChannelSortingOptions

__all__ = ["sort_channels"]


def sort_channels(context: HookContext, channels: list[Channel], options: ChannelSortingOptions) -> list[Channel]:
    """Channels in the order asked for; those without the value come last, first when descending."""
    if options.criteria is None:
        return channels

    def key(channel: Channel) -> tuple[bool, str, float]:
        if options.criteria == "lastMessage":
            date = channel.last_message.date_created if channel.last_message is not None else None
            return (date is None, "", date.timestamp() if date is not None else 0.0)
        name = channel.friendly_name if options.criteria == "friendlyName" else channel.unique_name
        return (name is None, (name or "").casefold(), 0.0)

    return sorted(channels, key=key, reverse=options.order == "descending")

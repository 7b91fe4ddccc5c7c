# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Options that users pass in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from twilio_realtime.arguments import (
    require_callable,
    require_duration,
    require_integer,
    require_text,
)
from twilio_realtime.files.media_sources import MediaSource, Progress
from twilio_realtime.options import Options

__all__ = [
    "ClientOptions",
    "SendMediaOptions",
]


@dataclass(frozen=True, slots=True, repr=False)
class ClientOptions(Options):
    """Settings of a client, for the constructor's `options`. Its keyword `region` wins over the field.

    Attributes:
        region: Region of the hosted service, for example `us1` or `ie1`.
        http_cache_interval_override: How long an answer that was read may be used again; None leaves it to the
            service.
        user_infos_to_subscribe_override: Most users that are kept up to date at a time, but always one; None leaves
            it to the service.
        channel_metadata_cache_capacity: Most metadata of messages that are kept; None for 100.

    Raises:
        ArgumentError: A value is of the wrong kind.
    """

    region: str | None = None
    http_cache_interval_override: timedelta | None = None
    user_infos_to_subscribe_override: int | None = None
    channel_metadata_cache_capacity: int | None = None

    def __post_init__(self) -> None:
        if self.region is not None:
            require_text("region", self.region)
        if self.http_cache_interval_override is not None:
            require_duration("http_cache_interval_override", self.http_cache_interval_override, minimum=0)
        if self.user_infos_to_subscribe_override is not None:
            require_integer("user_infos_to_subscribe_override", self.user_infos_to_subscribe_override, minimum=0)
        if self.channel_metadata_cache_capacity is not None:
            require_integer("channel_metadata_cache_capacity", self.channel_metadata_cache_capacity, minimum=0)


@dataclass(frozen=True, slots=True, repr=False)
class SendMediaOptions(Options):
    """A file to send with a message.

    Attributes:
        media: Bytes, the path of a file, an open binary file, or an iterable of bytes, asynchronous or not.
        content_type: Media type; guessed from the file name if None.
        filename: Name to show; that of the file if None.
        progress: Called with the bytes sent so far and in all, the latter None if not known.

    Raises:
        ArgumentError: A value is of the wrong kind.
    """

    media: MediaSource
    content_type: str | None = None
    filename: str | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if self.content_type is not None:
            require_text("content_type", self.content_type)
        if self.filename is not None:
            require_text("filename", self.filename)
        if self.progress is not None:
            require_callable("progress", self.progress)

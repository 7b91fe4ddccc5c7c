# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""Options that users pass in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from twilio_realtime.media_sources import MediaSource, Progress
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
        user_infos_to_subscribe_override: Most users that are kept up to date at a time; None leaves it to the
            service.
    """

    region: str | None = None
    http_cache_interval_override: timedelta | None = None
    user_infos_to_subscribe_override: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class SendMediaOptions(Options):
    """A file to send as a message.

    Attributes:
        media: Bytes, the path of a file, an open binary file, or an iterable of bytes, asynchronous or not.
        content_type: Media type; guessed from the file name if None.
        filename: Name to show; that of the file if None.
        progress: Called with the bytes sent so far and in all, the latter None if not known.
    """

    media: MediaSource
    content_type: str | None = None
    filename: str | None = None
    progress: Progress | None = None

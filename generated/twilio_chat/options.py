# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""Options that users pass in."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_realtime.media_sources import MediaSource, Progress

__all__ = [
    "SendMediaOptions",
]


@dataclass(frozen=True, slots=True, repr=False)
class SendMediaOptions:
    """A file to send as a message.

    Attributes:
        media: Bytes, the path of a file, an open binary file, or an asynchronous stream of bytes.
        content_type: Media type; guessed from the file name if None.
        filename: Name to show; that of the file if None.
        progress: Called with the bytes sent so far and in all, the latter None if not known.
    """

    media: MediaSource
    content_type: str | None = None
    filename: str | None = None
    progress: Progress | None = None

# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`Media`: file of a message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Record,
)
from twilio_realtime.files.media_sources import Progress

from ..media import Media as AsyncMedia
from ..types import MediaCategory

if TYPE_CHECKING:
    from .twins import Twins

__all__ = ["Media"]


class Media(Record[AsyncMedia, "Twins"]):
    """File of a message.

    Documented as the class ``Media``. Objects are made by the client.
    """

    __slots__ = ()

    def __init__(self, inner: AsyncMedia, twins: Twins) -> None:
        super().__init__(inner, twins, twins.threads)

    @property
    def sid(self) -> str:
        """Identifier given by the service, `ME…`."""
        return self._inner.sid

    @property
    def filename(self) -> str | None:
        """Name given by the sender, if any. It may be any path: write to `safe_filename` instead."""
        return self._inner.filename

    @property
    def safe_filename(self) -> str:
        """Name that is safe in a folder of yours: `filename` without what leads elsewhere or deceives."""
        return self._inner.safe_filename

    @property
    def content_type(self) -> str | None:
        """Media type."""
        return self._inner.content_type

    @property
    def size(self) -> int | None:
        """Length in bytes."""
        return self._inner.size

    @property
    def category(self) -> MediaCategory:
        """What the file is to its message."""
        return self._inner.category

    def get_content_temporary_url(self) -> str | None:
        """Find a URL under which anybody can fetch the file for a short time; None while there is none.

        Documented as ``Media.getContentTemporaryUrl``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_content_temporary_url)

    def download_to(self, path: str | Path, progress: Progress | None = None, overwrite: bool = False) -> int:
        """Fetch the file. It appears under its name only when it is complete, and only you can read it.

        Documented as ``Media.downloadTo``.

        Args:
            path: An existing folder, where the file is put under its `safe_filename`; or the whole path of the
                file.
            progress: Called with the bytes received so far and in all, the latter None if not known.
            overwrite: Whether to replace an existing file. A link is replaced and not followed.

        Returns:
            Length in bytes.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            ResponseError: An answer without a documented part.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(lambda: self._inner.download_to(path, progress, overwrite))

# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Media`: the file of a media message."""

from __future__ import annotations

from pathlib import Path

from twilio_realtime.arguments import require_boolean, require_callable, require_path
from twilio_realtime.errors import NotFoundError
from twilio_realtime.files.filenames import safe_name
from twilio_realtime.files.media_sources import Progress
from twilio_realtime.json import JsonObject, as_object
from twilio_realtime.requests.links import needed_link
from twilio_realtime.resource import Record
from twilio_realtime.wire import read_mirror

from . import wire
from .context import Context

__all__ = ["Media"]


class Media(Record[Context]):
    """The file of a media message.

    Documented as the class ``Media``. Objects are made by the client.
    """

    __slots__ = (
        "__weakref__",
        "_content_type",
        "_filename",
        "_sid",
        "_size",
    )

    def __init__(self, context: Context, item: wire.MediaRecord) -> None:
        super().__init__(context)
        self._sid: str = item.sid if item.sid is not None else ""
        self._filename: str | None = item.filename
        self._content_type: str | None = item.content_type
        self._size: int | None = item.size

    @property
    def sid(self) -> str:
        """Identifier given by the service, `ME…`."""
        return self._sid

    @property
    def filename(self) -> str | None:
        """Name that the sender wrote, if any. It may be any path: write to `safe_filename` instead."""
        return self._filename

    @property
    def safe_filename(self) -> str:
        """Name that is safe in a folder of yours: `filename` without what leads elsewhere or deceives."""
        return safe_name(self._filename, self._sid)

    @property
    def content_type(self) -> str | None:
        """Media type."""
        return self._content_type

    @property
    def size(self) -> int | None:
        """Length in bytes."""
        return self._size

    @property
    def _equality_key(self) -> str:
        return self.sid

    async def get_content_temporary_url(self) -> str | None:
        """A URL under which anybody can fetch the file for a short time; None while there is none.

        Documented as ``Media.getContentTemporaryUrl``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        context = self._context
        record = await context.services.media.record(
            needed_link(context.configuration.links.media_service, "media_service"), self.sid
        )
        url = as_object(record.get("links")).get("content_direct_temporary")
        return url if isinstance(url, str) else None

    async def download_to(self, path: str | Path, progress: Progress | None = None, overwrite: bool = False) -> int:
        """Fetch the file. It appears under its name only when it is complete, and can be read by you alone.

        Documented as ``Media.downloadTo``.

        Args:
            path: A folder that exists, where it is put under its `safe_filename`; or the whole path of the file.
            progress: Called with the bytes received so far and in all, the latter None if not known.
            overwrite: Whether to replace what is there. A link is replaced and not followed.

        Returns:
            Length in bytes.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            ResponseError: An answer without a documented part.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        require_path("path", path)
        if progress is not None:
            require_callable("progress", progress)
        require_boolean("overwrite", overwrite)
        context = self._context
        record = await context.services.media.record(
            needed_link(context.configuration.links.media_service, "media_service"), self.sid
        )
        url = as_object(record.get("links")).get("content_direct_temporary")
        if not isinstance(url, str):
            raise NotFoundError(f"the content of {self!r} is not there yet; try again soon", status=404)
        return await context.services.media.download_to(
            url, path, name=self.safe_filename, overwrite=overwrite, progress=progress
        )


def make_media(context: Context, data: JsonObject) -> Media:
    """Make the object of an answer; for the client."""
    return Media(context, read_mirror(wire.MediaRecord, data))

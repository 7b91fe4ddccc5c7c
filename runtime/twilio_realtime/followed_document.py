"""A Sync document that keeps one object up to date."""

from __future__ import annotations

from collections.abc import Callable

from .errors import ClosedError, RealtimeError
from .json import JsonObject
from .logs import logger_of
from .sync import SyncClient, SyncDocument

__all__ = ["FollowedDocument"]

_logger = logger_of(__name__)


class FollowedDocument:
    """Opens a document and passes its data on: at first as the result of `open`, then at each change.

    Args:
        sync: Where documents are opened.
        updated: Called with the new data at each change.
        removed: Called once when the document is deleted.
    """

    def __init__(self, sync: SyncClient, *, updated: Callable[[JsonObject], None], removed: Callable[[], None]) -> None:
        self._sync = sync
        self._updated = updated
        self._removed = removed
        self._document: SyncDocument | None = None
        self._closings = 0

    async def open(self, name: str) -> JsonObject:
        """Open the document and follow it; its present data.

        Raises:
            NotFoundError: There is none of this name.
            RequestError: The service refused it.
            ClosedError: It was closed meanwhile.
        """
        if self._document is not None:
            return self._document.data
        closings = self._closings
        opened = await self._sync.document(name)
        if closings != self._closings:
            opened.close()
            raise ClosedError("what was being opened was closed meanwhile; open it again")
        return self._follow(opened).data

    def _follow(self, opened: SyncDocument) -> SyncDocument:
        if self._document is not None:  # somebody else was faster
            opened.close()
            return self._document
        self._document = opened
        opened.listen(self)
        return opened

    def close(self) -> None:
        """Stop following. Twice is fine."""
        self._closings += 1
        document, self._document = self._document, None
        if document is not None:
            document.close()

    def document_updated(self, data: JsonObject) -> None:
        """See `sync.DocumentListener`."""
        self._updated(data)

    def document_removed(self) -> None:
        """See `sync.DocumentListener`."""
        self._removed()

    def subscription_lost(self, error: RealtimeError) -> None:
        """See `sync.DocumentListener`."""
        _logger.warning("a document is not followed at present: %s", error)

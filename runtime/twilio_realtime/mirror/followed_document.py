"""A Sync document that keeps one object up to date."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import RealtimeError
from ..json import JsonObject
from ..sync import Reopenable, SyncClient, SyncDocument
from ..telemetry.logs import logger_of

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
        self._held: Reopenable[SyncDocument] = Reopenable(
            "the document was closed meanwhile; open it again", self._follow
        )

    async def open(self, name: str) -> JsonObject:
        """Open the document and follow it; its present data.

        Raises:
            NotFoundError: There is none of this name.
            RequestError: The service refused it.
            ClosedError: It was closed meanwhile.
        """
        return (await self._held.open(lambda: self._sync.document(name))).data

    def _follow(self, opened: SyncDocument) -> None:
        opened.listen(self)

    def close(self) -> None:
        """Stop following. Idempotent."""
        self._held.close()

    def document_updated(self, data: JsonObject) -> None:
        """See `sync.DocumentListener`."""
        self._updated(data)

    def document_removed(self) -> None:
        """See `sync.DocumentListener`."""
        self._removed()

    def subscription_lost(self, error: RealtimeError) -> None:
        """See `sync.DocumentListener`."""
        _logger.warning("a document is not followed at present: %s", error)

"""Documents: one JSON object each."""

from __future__ import annotations

from ..json import JsonObject, as_object
from .event_order import overtaken
from .listeners import DocumentListener
from .mirror import Mirror

__all__ = ["DocumentMirror"]


class DocumentMirror(Mirror[DocumentListener]):
    """The state of an open document."""

    def __init__(self, sid: str, unique_name: str | None, last_event_id: int, data: JsonObject) -> None:
        """See `AnyMirror`; ``data`` is the contents at ``last_event_id``."""
        super().__init__("document", sid, unique_name, last_event_id)
        self.data: JsonObject = data
        self.last_event_id: int = last_event_id

    def _corrected_to(self, last_event_id: int) -> None:
        self.last_event_id = last_event_id

    def _apply(self, event_id: int, event_type: str, event: JsonObject) -> None:
        # An overtaken update is older than what is held already: contents never go back.
        if event_type != "document_updated" or overtaken(event_id, by=self.last_event_id):
            return
        data = self.data = as_object(event.get("document_data"))
        self.last_event_id = event_id
        self._tell(lambda listener: listener.document_updated(data))

    def _tell_removed(self) -> None:
        self._tell(lambda listener: listener.document_removed())

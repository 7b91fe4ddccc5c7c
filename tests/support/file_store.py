"""A store of files in memory, beside the connection."""

from __future__ import annotations

import json
from dataclasses import dataclass

import httpx

from twilio_realtime.json import JsonObject

__all__ = ["STORE", "FileStore", "Stored"]

STORE = "/v1/files/at"
"""Path of the store: that of the link of the session."""

_CONTENT = "/content/of it"


@dataclass(frozen=True)
class Stored:
    """A file that has arrived.

    Attributes:
        query: What was said about it in the address.
        content_type: Media type.
        token: Access token that came along.
        content: The bytes.
    """

    query: dict[str, str]
    content_type: str
    token: str
    content: bytes


class FileStore:
    """Takes in files, describes them, and gives their content.

    Args:
        base: Where it is, without a path.

    Attributes:
        stored: Files that have arrived.
        described: Identifiers of the files whose description was asked for.
        record: What describes a file.
        records: What describes each of the next files that arrive, before `record` does.
        content: What a file holds; None while it is not there yet.
        status: What every request is answered with.
        sets: Path where several files are asked for at once.
        sought: Identifiers of the files that were asked for together.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self.stored: list[Stored] = []
        self.described: list[str] = []
        self.record: JsonObject = {}
        self.records: list[JsonObject] = []
        self.content: bytes | None = None
        self.status = 200
        self.sets = f"{STORE}Set"
        self.sought: list[list[str]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        place, url = request.url.path, f"{request.url.scheme}://{request.url.host}"
        if url != self._base:
            return httpx.Response(404)
        if request.method == "POST" and place == STORE:
            query = dict(request.url.params)
            token = request.headers.get("X-Twilio-Token", "")
            self.stored.append(Stored(query, request.headers.get("Content-Type", ""), token, request.content))
            return httpx.Response(self.status, json=self.records.pop(0) if self.records else self.record)
        if request.method == "POST" and place == self.sets:
            wanted = [str(item["media_sid"]) for item in json.loads(request.content)["list"]]
            self.sought.append(wanted)
            links = {} if self.content is None else {"content_direct_temporary": self._place_of_content}
            found = [{"code": 200, "media_record": {"sid": sid, "links": links}} for sid in wanted]
            return httpx.Response(self.status, json=found)
        if request.method == "GET" and place.startswith(f"{STORE}/"):
            self.described.append(place.removeprefix(f"{STORE}/"))
            # Relative to the place of the record, as the real service has it.
            links = {} if self.content is None else {"content_direct_temporary": self._place_of_content}
            return httpx.Response(self.status, json={**self.record, "links": links})
        if request.method == "GET" and place == _CONTENT and self.content is not None:
            assert "X-Twilio-Token" not in request.headers, "the token is none of the business of whoever has content"
            return httpx.Response(self.status, content=self.content)
        return httpx.Response(404)

    @property
    def _place_of_content(self) -> str:
        return _CONTENT.replace(" ", "%20")

    @property
    def address(self) -> str:
        """Where the content is."""
        return f"{self._base}{self._place_of_content}"

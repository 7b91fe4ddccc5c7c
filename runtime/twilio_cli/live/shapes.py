"""What packets look like: the names of their fields and the kinds of their values, never a value itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from twilio_realtime.errors import FrameError
from twilio_realtime.json import JsonValue, as_object
from twilio_realtime.twilsock.frames import Packet
from twilio_realtime.twilsock.packets import read_notification

__all__ = ["Shapes"]

_SID: Final = re.compile(r"\b[A-Z]{2}[0-9a-f]{32}\b")
_FIELD: Final = re.compile(r"[A-Za-z_][\w-]{0,63}", re.ASCII)
_OPAQUE: Final = frozenset({"attributes", "http_headers"})
"""What is inside was named by users, or by others on the way."""
_DEEPEST: Final = 12
_MOST_FIELDS: Final = 2_000


class Shapes:
    """Collects the fields of everything that a service says.

    Attributes:
        events: Of each Sync object, the numbers of its events in the order in which they came.
    """

    def __init__(self) -> None:
        self.events: dict[str, list[int]] = {}
        self._kinds: dict[str, set[str]] = {}
        self._requests: dict[str, str] = {}

    def sent(self, packet: Packet) -> None:
        """Take note of a packet that goes out, so that its answer has a name.

        Args:
            packet: What was sent.
        """
        request = as_object(packet.header.get("http_request"))
        path, method = request.get("path"), request.get("method")
        if isinstance(path, str) and isinstance(method, str):
            self._requests[packet.id] = f"{method} {_address(path)}"
        else:
            self._requests[packet.id] = packet.method

    def received(self, packet: Packet) -> None:
        """Take note of a packet that came in.

        Args:
            packet: What was received.
        """
        if packet.method == "reply":
            name = f"reply to {self._requests.pop(packet.id, 'nothing')}"
            try:
                self._note(name, packet.json())
            except FrameError:
                self._note(name, "unreadable")
        elif packet.method == "notification" and (notification := read_notification(packet)) is not None:
            message_type, payload = notification
            event_type = payload.get("event_type")
            # A name that is no word of the protocol could be anything.
            kinds = [kind for kind in (message_type, event_type) if isinstance(kind, str) and _is_word(kind)]
            self._note(" ".join(["notification", *kinds]), payload)
            self._count(payload)
        header = {name: part for name, part in packet.header.items() if name != "http_status"}
        self._note(f"header of {packet.method if _is_word(packet.method) else 'something else'}", header)

    def lines(self) -> list[str]:
        """Return a line for each field: where it stands, its path, and of what kinds its values were."""
        return [f"{path}: {' | '.join(sorted(kinds))}" for path, kinds in sorted(self._kinds.items())]

    def _note(self, name: str, value: JsonValue) -> None:
        for path, kind in _fields(value, name, 0):
            if path in self._kinds or len(self._kinds) < _MOST_FIELDS:
                self._kinds.setdefault(path, set()).add(kind)

    def _count(self, payload: dict[str, JsonValue]) -> None:
        events = payload.get("events")
        for one in events if isinstance(events, list) else [payload.get("event")]:
            event = as_object(one)
            number = event.get("id")
            sid = next((event[name] for name in ("document_sid", "map_sid", "list_sid") if name in event), None)
            if isinstance(number, int) and isinstance(sid, str):
                self.events.setdefault(sid, []).append(number)


def _fields(value: JsonValue, path: str, depth: int) -> Iterator[tuple[str, str]]:
    yield path, _kind(value)
    if depth >= _DEEPEST:
        return
    if isinstance(value, dict):
        for name, part in value.items():
            if name in _OPAQUE:
                yield f"{path}.{name}", _kind(part)
            else:
                yield from _fields(part, f"{path}.{_field(name)}", depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _fields(part, f"{path}[]", depth + 1)


def _kind(value: JsonValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "SID" if _SID.fullmatch(value) else "text"
        case int():
            return "integer"
        case float():
            return "number"
        case list():
            return "list"
        case dict():
            return "object"


def _field(name: str) -> str:
    """A key as it is shown: those of the protocol are words, anything else may be what somebody wrote."""
    return name if _is_word(name) and not _SID.search(name) else "*"


def _is_word(text: str) -> bool:
    return all(map(_FIELD.fullmatch, text.split(".")))


def _address(path: str) -> str:
    """The path of an address without what stands for one object."""
    parts = path.partition("?")[0].split("/")
    return "/".join(part if not part or re.fullmatch(r"v\d|[A-Z][A-Za-z]+", part) else "*" for part in parts)

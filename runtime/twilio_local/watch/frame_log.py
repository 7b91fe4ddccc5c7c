"""Frames as lines of a log, for watching a client and the service talk."""

from __future__ import annotations

import logging
from typing import Final

from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json
from twilio_realtime.visible_text import escape_record, escaped

from .frame_tap import Frame

__all__ = ["FRAME_LOGGER", "log_frame"]

FRAME_LOGGER: Final = "twilio_local.frames"
"""Name of the logger that gets one line a frame, at level INFO."""

_ARROWS: Final = {"in": "->", "out": "<-", "open": "opened", "end": "ended"}
_LONGEST: Final = 1000
_SAID: Final = frozenset(
    {
        "method",
        "id",
        "http_request",
        "active_grant",
        "status",
        "http_status",
        "http_headers",
        "notification_ctx_id",
        "payload_type",
        "payload_size",
    }
)

_logger = logging.getLogger(FRAME_LOGGER)
_logger.addFilter(escape_record)


def log_frame(frame: Frame) -> None:
    """Write one frame as one line: ``#3 alice -> message TM1 POST /path {payload}``."""
    if _logger.isEnabledFor(logging.INFO):
        _logger.info("%s", _line(frame), extra={"whole": True})


def _line(frame: Frame) -> str:
    words = [f"#{frame.socket}", frame.identity or "?", _ARROWS[frame.kind]]
    if isinstance(frame.header, dict):
        words += [str(frame.header.get("method")), str(frame.header.get("id")), *_header(frame.header)]
        if frame.payload is not None:
            words.append(_compact(frame.payload))
    elif frame.kind == "in":
        words.append(f"<{frame.size} bytes, not a packet>")
    line = escaped(" ".join(word for word in words if word))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}… ({len(line) - _LONGEST} more)"


def _header(header: JsonObject) -> list[str]:
    """What matters of a header: request line or statuses first, then what is left."""
    words: list[str] = []
    request = as_object(header.get("http_request"))
    if request:
        words = [str(request.get("method")), str(request.get("path")), _compact(request.get("params"))]
    for name in ("status", "http_status"):
        status = as_object(header.get(name))
        if status:
            words.append(" ".join(str(part) for part in status.values()))
    return [*words, _compact({name: part for name, part in header.items() if name not in _SAID})]


def _compact(value: JsonValue) -> str:
    return dump_json(value) if value else ""

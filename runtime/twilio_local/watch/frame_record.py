"""Frames as JSON lines in a file, to go with a report of a defect."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime

from twilio_realtime.json import JsonObject
from twilio_realtime.visible_text import ascii_json, escape_record

from ..errors import LocalServiceError
from ..storage.private_file import open_private
from .frame_tap import Frame

__all__ = ["FrameRecording"]

logger: logging.Logger = logging.getLogger(__name__)
logger.addFilter(escape_record)


class FrameRecording:
    """Appends one JSON object a frame to a file, each written through at once.

    Members of a line: ``time`` (ISO 8601), ``socket``, ``identity``, ``kind`` (``open``, ``in``, ``out``, ``end``)
    and for packets ``size`` (bytes), ``header`` and ``payload``, both redacted. When the file cannot be written any
    more, recording ends with one line in the log; the service goes on.

    Args:
        file: Path of the file, created with mode 0600 when missing.
        now: Seconds since 1970-01-01 UTC.

    Raises:
        LocalServiceError: The file cannot be written.
    """

    def __init__(self, file: str | os.PathLike[str], now: Callable[[], float]) -> None:
        self._now = now
        self._file: int | None = None
        try:
            self._file = open_private(file, os.O_WRONLY | os.O_APPEND)
        except OSError as error:
            raise LocalServiceError(
                f"recording {os.fspath(file)!r} cannot be written: {error.strerror or error}; choose another file"
            ) from error

    def __call__(self, frame: Frame) -> None:
        """Record a frame."""
        if self._file is None:
            return
        moment = datetime.fromtimestamp(self._now(), UTC).replace(tzinfo=None)
        line: JsonObject = {
            "time": f"{moment.isoformat(timespec='milliseconds')}Z",
            "socket": frame.socket,
            "identity": frame.identity,
            "kind": frame.kind,
        }
        if frame.kind in ("in", "out"):
            line |= {"size": frame.size, "header": frame.header, "payload": frame.payload}
        try:
            os.write(self._file, f"{ascii_json(line)}\n".encode())
        except OSError as error:
            logger.error("recording ends: %s", error.strerror or error)
            self.close()

    def close(self) -> None:
        """Close the file; harmless when repeated."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

"""Identifiers and dates that the service gives to new things."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

__all__ = ["SID_PATTERN", "Stamps"]

SID_PATTERN: Final = re.compile(r"[A-Z]{2}[a-f0-9]{32}")


class Stamps:
    """Source of SIDs and timestamps; both can be made repeatable for tests and simulations.

    Args:
        now: Seconds since 1970-01-01 UTC.
        random_bytes: Returns that many random bytes.
    """

    def __init__(self, now: Callable[[], float] = time.time, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self.now = now
        self.random_bytes = random_bytes

    def sid(self, prefix: str) -> str:
        """A new identifier: two capital letters and 32 hexadecimal digits."""
        return prefix + self.random_bytes(16).hex()

    def timestamp(self) -> str:
        """The present moment as ISO 8601 with milliseconds, in UTC."""
        return self._iso("milliseconds") + "Z"

    def media_timestamp(self) -> str:
        """The present moment in the form of media records: microseconds and a numeric offset."""
        return self._iso("microseconds") + "+00:00"

    def _iso(self, precision: str) -> str:
        return datetime.fromtimestamp(self.now(), UTC).replace(tzinfo=None).isoformat(timespec=precision)

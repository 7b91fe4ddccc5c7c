"""Keeps the HTTP library from logging our requests.

It logs whole addresses at level INFO and header fields of answers at level DEBUG, and either may hold a signature.
Requests that the program makes with the same library for other purposes are logged as ever.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

__all__ = ["unlogged"]

_ours: ContextVar[bool] = ContextVar("ours", default=False)
_LOGGERS: Final = (
    "httpx",
    # A filter does not cover the loggers below the one that it is added to.
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
)


def _is_not_ours(_record: logging.LogRecord) -> bool:
    return not _ours.get()


for _name in _LOGGERS:
    logging.getLogger(_name).addFilter(_is_not_ours)


@contextmanager
def unlogged() -> Generator[None, None, None]:
    """Requests made inside are not logged by the HTTP library."""
    before = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(before)

"""Keeps the HTTP library from logging our requests, whichever it is.

It logs whole addresses at level INFO and header fields of answers at level DEBUG, and either may hold a signature.
Requests that the program makes with the same library for other purposes are logged as ever.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from .http_library import LIBRARIES

__all__ = ["unlogged"]

_ours: ContextVar[bool] = ContextVar("ours", default=False)
_PARTS: Final = ("connection", "http11", "http2", "proxy", "socks")
"""What the loggers of the lower half are named after."""


def _is_not_ours(_record: logging.LogRecord) -> bool:
    return not _ours.get()


def _silence() -> None:
    """Add the rule to each logger of either library: the filter of one does not cover those below it."""
    names = {*LIBRARIES, *LIBRARIES.values(), *(f"{core}.{part}" for core in LIBRARIES.values() for part in _PARTS)}
    # Those of another release may have other names; by the first request they are there.
    names.update(name for name in list(logging.root.manager.loggerDict) if name.startswith(_BELOW))
    for name in names:
        logging.getLogger(name).addFilter(_is_not_ours)  # once: the same filter is not added again


_BELOW: Final = tuple(f"{name}." for pair in LIBRARIES.items() for name in pair)


@contextmanager
def unlogged() -> Generator[None, None, None]:
    """Requests made inside are not logged by the HTTP library."""
    _silence()
    before = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(before)

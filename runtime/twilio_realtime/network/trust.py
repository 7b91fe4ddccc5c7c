"""Whose certificates are accepted: those that the operating system trusts.

Reading its list takes tens of milliseconds and a megabyte, so it is done once for the whole process and away from the
event loop.
"""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from threading import Lock

__all__ = ["trusted_authorities"]

_reading = Lock()


async def trusted_authorities() -> ssl.SSLContext:
    """The TLS settings that every connection shares: certificates and host names are verified.

    ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` are honoured as they are at the first call.
    """
    if _read.cache_info().currsize:
        return _read()  # a thread would only cost the time of two switches
    return await asyncio.to_thread(_read_once)


def _read_once() -> ssl.SSLContext:
    with _reading:
        return _read()


@cache
def _read() -> ssl.SSLContext:
    return ssl.create_default_context()

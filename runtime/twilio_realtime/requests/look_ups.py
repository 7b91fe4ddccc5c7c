"""Looking something up that need not be there, and making it where there is none yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ..errors import ConflictError, NotFoundError

__all__ = ["found_or_none", "get_or_create"]

T = TypeVar("T")

_ATTEMPTS = 3
"""More than one, since what somebody else has just made may also have been deleted again."""


async def found_or_none(looking_up: Awaitable[T | None]) -> T | None:
    """Wait for a look-up and return what it finds; None if that is not there.

    Args:
        looking_up: What is waited for. It may return None, or raise `NotFoundError`, for what is not there.

    Raises:
        RealtimeError: As ``looking_up``.
    """
    try:
        return await looking_up
    except NotFoundError:
        return None


async def get_or_create(get: Callable[[], Awaitable[T]], create: Callable[[], Awaitable[T]]) -> T:
    """Look something up; create it if it is not there; look again if somebody else created it meanwhile.

    Args:
        get: Looks it up.
        create: Creates it.

    Raises:
        ConflictError: There is one, but the user cannot see it.
        RealtimeError: As ``get`` and ``create``.
    """
    attempt = 1
    while True:
        try:
            return await get()
        except NotFoundError:
            pass
        try:
            return await create()
        except ConflictError:
            if attempt == _ATTEMPTS:
                raise
            attempt += 1

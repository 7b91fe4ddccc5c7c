"""Looking something up where it need not be."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from ..errors import NotFoundError

__all__ = ["found_or_none"]

T = TypeVar("T")


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

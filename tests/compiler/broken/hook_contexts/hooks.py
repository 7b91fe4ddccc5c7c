"""Hooks with and without what they need, and with what they must not touch."""

from __future__ import annotations

from . import hook_context
from .bed import Bed, _private_part
from .hook_context import HookContext


async def water_bed(bed: Bed) -> None:
    """Without a context."""
    await bed._context.rest.read(bed._self_link)


async def pull(bed: Bed, context: HookContext) -> None:
    """With the context in the wrong place."""


async def cut(context: object) -> None:
    """With a context that is anything."""


async def burn(context) -> None:
    """With a context that is nothing in particular."""


async def bury() -> None:
    """With nothing."""


def count(context: HookContext, number: int) -> int:
    """Where there is no client."""
    return _private_part(number)


async def eat(context: hook_context.HookContext, weed: object, /) -> None:
    """As it may be written, too."""
    await context.rest.__aenter__()
    _Basket()._fill()


async def dry(context: "HookContext", weed: object) -> None:
    """As it may be written, too."""


class _Basket:
    def __init__(self) -> None:
        self._full = False

    def fill(self) -> None:
        self._full = True

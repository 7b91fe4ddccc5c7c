# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` look like; type checkers compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from . import hooks
    from .bed import Bed
    from .hook_context import HookContext

__all__ = ["HookProtocol"]


class HookProtocol(Protocol):
    """The handwritten functions of this package."""

    async def water_bed(self, context: HookContext, bed: Bed, /) -> None:
        """Answers ``Bed.water``.

        Let it rain.
        """
        ...


if TYPE_CHECKING:
    _CHECKED: HookProtocol = hooks

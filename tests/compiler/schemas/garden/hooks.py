"""What the schema of the garden does not express."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .hook_context import HookContext


async def water_bed(context: HookContext, bed: object) -> None:
    """Let it rain."""
    del context, bed

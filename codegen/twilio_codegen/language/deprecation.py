"""Things that still work and should not be used any more."""

from __future__ import annotations

from pydantic import Field

from .node import Node

__all__ = ["Deprecation"]


class Deprecation(Node):
    """That something should not be used any more, since when, what takes its place, and when it goes, if it does."""

    since: str = Field(description="The release that says so first, such as `1.4.0`.")
    use: str = Field(description="What to do instead, as the end of a sentence that begins with `use`.")
    remove_in: str | None = Field(
        default=None, description="The release that does not have it any more; without it, it stays."
    )

    @property
    def notice(self) -> str:
        """What users are told."""
        end = f" and gone in {self.remove_in}" if self.remove_in is not None else ""
        return f"deprecated since {self.since}{end}; use {self.use}"

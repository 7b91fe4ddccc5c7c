"""Base of generated options."""

from __future__ import annotations

__all__ = ["Options"]


class Options:
    """Options that users build. The repr tells which are set, not what they hold: that may be private."""

    __slots__ = ()

    def __repr__(self) -> str:
        names: tuple[str, ...] = self.__slots__
        given = ", ".join(name for name in names if getattr(self, name) is not None)
        return f"<{type(self).__name__} {given or 'with defaults'}>"

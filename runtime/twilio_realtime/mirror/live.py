"""Objects that belong to a connection, and what they leave behind without it."""

from __future__ import annotations

__all__ = ["Live"]


class Live:
    """Belongs to a live connection: it can be neither pickled nor copied."""

    __slots__ = ()

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError(
            f"a {type(self).__name__} belongs to a live connection and can be neither pickled nor copied; "
            "keep what identifies it, or the values that you need"
        )

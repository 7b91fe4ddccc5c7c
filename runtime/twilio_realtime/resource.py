"""Base of generated resources."""

from __future__ import annotations

from abc import ABC, abstractmethod

__all__ = ["Resource"]


class Resource(ABC):
    """An object of the service. Equal to every object of the same class that stands for the same one."""

    __slots__ = ()

    @property
    @abstractmethod
    def sid(self) -> str:
        """Identifier given by the service."""

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Resource) and type(self) is type(other) and self.sid == other.sid)

    def __hash__(self) -> int:
        return hash(self.sid)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.sid}>"

    def __reduce__(self) -> str:
        raise TypeError(
            f"a {type(self).__name__} belongs to a live connection and cannot be pickled; keep its sid instead"
        )

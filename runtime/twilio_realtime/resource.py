"""Base of generated resources."""

from __future__ import annotations

from abc import ABC, abstractmethod

__all__ = ["Resource"]


class Resource(ABC):
    """An object of the service. Equal to every object of the same class that stands for the same one."""

    __slots__ = ()

    @property
    @abstractmethod
    def _equality_key(self) -> str:
        """What tells objects of one class apart."""

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Resource) and type(self) is type(other) and self._equality_key == other._equality_key
        )

    def __hash__(self) -> int:
        return hash(self._equality_key)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._equality_key[:80]}>"

    def __reduce__(self) -> str:
        name = type(self).__name__
        raise TypeError(f"a {name} belongs to a live connection and cannot be pickled; keep what identifies it instead")

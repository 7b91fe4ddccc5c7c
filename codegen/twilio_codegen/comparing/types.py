"""Types of an API: values that say what a type means, whether a schema or TypeScript declares it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import is_

Unions = Mapping[str, tuple[str, ...]]
"""Strings of each alias of strings, by name."""


@dataclass(frozen=True, slots=True)
class ApiType:
    """A type.

    Attributes:
        name: ``string``, ``Message``, ``list``, …; ``"literal"`` for one string, ``"object"`` for fields without a
            name, ``"choice"`` for several alternatives.
        args: What a generic holds, or the alternatives of a choice.
        text: The string of a literal.
        fields: Name and type of each field of an object; one that may be left out includes null.
    """

    name: str
    args: tuple[ApiType, ...] = ()
    text: str = ""
    fields: tuple[tuple[str, ApiType], ...] = ()

    def __str__(self) -> str:
        if self.name == "literal":
            return f'"{self.text}"'
        if self.name == "object":
            return "{" + ", ".join(f"{name}: {kind}" for name, kind in self.fields) + "}"
        if self.name == "choice":
            rest = [str(part) for part in self.args if part != NULL]
            shown = " | ".join(rest)
            if NULL not in self.args:
                return shown
            return f"{shown}?" if len(rest) == 1 else f"{shown} | null"
        return f"{self.name}[{', '.join(map(str, self.args))}]" if self.args else self.name

    @property
    def parts(self) -> tuple[ApiType, ...]:
        """Alternatives of a choice; the type itself otherwise."""
        return self.args if self.name == "choice" else (self,)

    @property
    def nullable(self) -> bool:
        """Whether null is possible."""
        return NULL in self.parts or self == JSON

    def without_null(self) -> ApiType:
        """Return the type without null."""
        return union(part for part in self.parts if part != NULL) if NULL in self.parts else self

    def names(self) -> frozenset[str]:
        """Return every name that occurs in the type."""
        found = {self.name} if self.name not in ("choice", "literal", "object") else set[str]()
        for part in (*self.args, *(kind for _, kind in self.fields)):
            found |= part.names()
        return frozenset(found)

    def mapped(self, change: Callable[[ApiType], ApiType]) -> ApiType:
        """Return the type with every part of it changed, innermost first."""
        if not self.args and not self.fields:
            return change(self)
        args = tuple(part.mapped(change) for part in self.args)
        if self.name == "choice":
            # Most types stay as they are, and putting a choice in order takes long.
            return change(self if all(map(is_, args, self.args)) else union(args))
        fields = tuple((name, kind.mapped(change)) for name, kind in self.fields)
        return change(ApiType(self.name, args, self.text, fields))

    def renamed(self, names: Mapping[str, str]) -> ApiType:
        """Return the type with other names in it."""
        return self.mapped(lambda part: replace(part, name=names[part.name]) if part.name in names else part)


NULL = ApiType("null")
NOTHING = ApiType("none")
JSON = ApiType("json")


def union(parts: Iterable[ApiType]) -> ApiType:
    """Return a choice of types; their order does not count."""
    flat = {part for item in parts for part in item.parts}
    if JSON in flat:
        flat.discard(NULL)
    ordered = sorted(flat, key=lambda part: (part == NULL, str(part)))
    return ordered[0] if len(ordered) == 1 else ApiType("choice", tuple(ordered))


def literals(members: Iterable[str]) -> ApiType:
    """Return a choice of strings."""
    return union(ApiType("literal", text=member) for member in members)

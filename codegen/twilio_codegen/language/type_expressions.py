"""The short notation for types in schema files.

string  string?  list[Member]  Paginator[Message]  string | Member  json  datetime  number
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import JsonValue

__all__ = ["SCALARS", "TypeExpression", "TypeSyntaxError", "widened"]

SCALARS = frozenset({"string", "integer", "number", "boolean", "datetime", "duration", "json"})
"""The built-in types."""

_TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*|[\[\]?|])")
_MAX_LENGTH = 200


class TypeSyntaxError(ValueError):
    """Text that is no type expression."""


@dataclass(frozen=True, slots=True)
class TypeExpression:
    """A parsed type.

    Attributes:
        name: ``string``, ``Message``, ``list``, …; empty for a choice.
        argument: What a generic holds.
        choices: The alternatives of a choice.
        nullable: Whether null is allowed, too.
    """

    name: str
    argument: TypeExpression | None = None
    choices: tuple[TypeExpression, ...] = ()
    nullable: bool = False

    @classmethod
    def parse(cls, text: str) -> TypeExpression:
        """Read a type.

        Raises:
            TypeSyntaxError: The text is not one.
        """
        if len(text) > _MAX_LENGTH:
            raise TypeSyntaxError(f"type expression of {len(text)} characters is too long")
        tokens: list[str] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None:
                raise TypeSyntaxError(f"cannot read the type {text!r} from {text[at:].strip()!r} on")
            tokens.append(match[1])
            at = match.end()
        parser = _Parser(text, tokens)
        result = parser.choice()
        if parser.peek() is not None:
            raise TypeSyntaxError(f"cannot read the type {text!r}: unexpected {parser.peek()!r}")
        return result

    def names(self) -> frozenset[str]:
        """Every name that occurs in the type."""
        found: set[str] = {self.name} if self.name else set()
        for part in (*self.choices, *((self.argument,) if self.argument else ())):
            found |= part.names()
        return frozenset(found)

    def takes_none(self) -> bool:
        """Whether null is one of its values."""
        return self.name == "json" or any(choice.nullable for choice in self.choices or (self,))

    def __str__(self) -> str:
        if self.choices:
            return " | ".join(map(str, self.choices))
        argument = f"[{self.argument}]" if self.argument else ""
        return f"{self.name}{argument}{'?' if self.nullable else ''}"


def widened(value: JsonValue, kind: TypeExpression) -> JsonValue:
    """A value as one of a type: whole numbers become floats wherever the type says `number`.

    A schema writes `0` where `0.0` is meant. JSON tells the two apart, so they would not count as the same value.

    Args:
        value: A value that fits the type.
        kind: The type.
    """
    if kind.name == "number" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind.argument is not None and isinstance(value, list):
        return [widened(item, kind.argument) for item in value]
    if kind.argument is not None and isinstance(value, dict):
        return {key: widened(item, kind.argument) for key, item in value.items()}
    return value


class _Parser:
    def __init__(self, text: str, tokens: list[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> str:
        token = self.peek()
        if token is None:
            raise TypeSyntaxError(f"cannot read the type {self.text!r}: it ends too early")
        self.at += 1
        return token

    def choice(self) -> TypeExpression:
        parts = [self.single()]
        while self.peek() == "|":
            self.take()
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else TypeExpression("", choices=tuple(parts))

    def single(self) -> TypeExpression:
        name = self.take()
        if not (name[0].isalpha() or name[0] == "_"):
            raise TypeSyntaxError(f"cannot read the type {self.text!r}: expected a name, found {name!r}")
        argument = None
        if self.peek() == "[":
            self.take()
            argument = self.choice()
            if self.take() != "]":
                raise TypeSyntaxError(f"cannot read the type {self.text!r}: a bracket is not closed")
        nullable = self.peek() == "?"
        if nullable:
            self.take()
        return TypeExpression(name, argument=argument, nullable=nullable)

"""Python expressions as values, with the names that they mention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Code", "call", "code", "imported", "joined", "operand", "variable"]


@dataclass(frozen=True, slots=True)
class Code:
    """An expression.

    It has no text form: one that is put into a text in another way than by `code` would lose what it mentions.

    Attributes:
        text: Its source.
        mentions: Names in it that must be imported.
        is_variable: Whether it is the name of a variable and nothing else.
        is_conditional: Whether it is a conditional expression, which needs parentheses inside another one.
    """

    text: str
    mentions: frozenset[str] = frozenset()
    is_variable: bool = False
    is_conditional: bool = False

    def __str__(self) -> str:
        raise TypeError(f"compose {self!r} with code() instead")


def code(pattern: str, *parts: Code | str, is_conditional: bool = False) -> Code:
    """An expression that is made of others.

    Args:
        pattern: Its source with a pair of braces for each part; other braces are doubled.
        parts: What takes their places.
        is_conditional: Whether it is a conditional expression.
    """
    texts = [part.text if isinstance(part, Code) else part for part in parts]
    mentions = (part.mentions for part in parts if isinstance(part, Code))
    return Code(pattern.format(*texts), frozenset[str]().union(*mentions), is_conditional=is_conditional)


def joined(parts: Iterable[Code | str], separator: str = ", ") -> Code:
    """Expressions one after the other."""
    found = list(parts)
    return code(separator.join("{}" for _ in found), *found)


def call(function: str, *arguments: Code | str) -> Code:
    """The call of an imported function."""
    return code("{}({})", imported(function), joined(arguments))


def imported(name: str) -> Code:
    """A name that must be imported."""
    return Code(name, frozenset({name}))


def variable(name: str) -> Code:
    """A variable."""
    return Code(name, is_variable=True)


def operand(part: Code) -> Code:
    """An expression as a part of a conditional one."""
    return code("({})", part) if part.is_conditional else part

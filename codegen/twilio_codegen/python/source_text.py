"""Texts of a schema as they stand in Python source.

Nothing that a schema says enters a generated module in any other way: each text is a literal, a part of a docstring, a
part of a formatted string, or a comment. None of them can end before the text does.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from .wrapping import wrap

__all__ = ["comment", "docstring", "entries", "formatted", "is_unprintable", "literal", "rows"]

_HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of characters that are not seen, or end a line: controls, halves of surrogate pairs, separators."""
_STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that change the order in which others are shown, so that source reads otherwise than it runs."""
_CODING = re.compile(r"(?<=coding)[:=]")
"""What makes a comment in the first lines name the encoding of its file: one in which other text is code."""
_QUOTES = re.compile(r'"{2,}|"(?=\s*\Z)')


def is_unprintable(character: str) -> bool:
    """Whether a character cannot stand in source as it is. Line feeds and tabs count as well."""
    code = ord(character)
    return (
        unicodedata.category(character) in _HIDDEN
        or character in _STEERING
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )


def literal(value: JsonValue) -> str:
    """Python source of a JSON value.

    Args:
        value: The value; its strings may hold anything.

    Returns:
        An expression that evaluates to it.
    """
    if isinstance(value, str):
        return _escaped(json.dumps(value, ensure_ascii=False))
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(key)}: {literal(item)}' for key, item in value.items())}}}"
    return repr(value)


def rows(values: Iterable[JsonValue]) -> str:
    """Values as parts of a list or tuple; the comma behind the last one keeps each on a line of its own."""
    return "".join(f"{literal(value)}, " for value in values)


def entries(values: Mapping[str, JsonValue]) -> str:
    """Keys and values as parts of a dict, written like `rows`."""
    return "".join(f"{literal(key)}: {literal(value)}, " for key, value in values.items())


def formatted(text: str) -> str:
    """A text as a part of a formatted string, between double quotes; nothing in it is replaced."""
    return literal(text)[1:-1].replace("{", "{{").replace("}", "}}")


def docstring(text: str, indent: int = 0, *, reserved: int = 0) -> str:
    """A text as a part of a docstring, between three double quotes, broken into lines that fit.

    Args:
        text: One or more paragraphs, separated by blank lines.
        indent: Columns before each line, in characters.
        reserved: Columns that something else needs on the first line, such as quotes.

    Returns:
        The lines, all but the first of them indented.
    """
    escaped = _QUOTES.sub(lambda quotes: quotes[0].replace('"', '\\"'), text.replace("\\", "\\\\"))
    lines = wrap(escaped, indent, reserved=reserved).split("\n")
    return _escaped("\n".join([lines[0], *(" " * indent + line if line else "" for line in lines[1:])]), keep="\n")


def comment(text: str) -> str:
    """A text as a comment, after the sign: one line, which says nothing to the interpreter either."""
    return _CODING.sub(lambda sign: _escape(sign[0]), _escaped(" ".join(text.split())))


def _escaped(text: str, keep: str = "") -> str:
    """The text with escapes for all that cannot be seen in source."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(char) if char not in keep and is_unprintable(char) else char for char in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""Documentation texts as they stand in generated code."""

from __future__ import annotations

import textwrap

__all__ = ["LINE_LENGTH", "wrap"]

LINE_LENGTH = 120
"""Longest line of generated code, in characters."""


def wrap(text: str, indent: int = 0, *, reserved: int = 0) -> str:
    """Break a text into lines that fit.

    Args:
        text: One or more paragraphs, separated by blank lines.
        indent: Columns before each line, in characters. They are not part of the result.
        reserved: Columns that something else needs on the first line, such as quotes.

    Returns:
        The lines. Words are never broken.
    """
    width = LINE_LENGTH - indent
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    kept = [reserved, *(0 for _ in paragraphs[1:])]
    wrapped = [
        textwrap.fill(
            part,
            width,
            initial_indent="x" * columns,
            break_long_words=False,
            break_on_hyphens=False,
        )[columns:]
        for part, columns in zip(paragraphs, kept, strict=True)
    ]
    return "\n\n".join(wrapped)

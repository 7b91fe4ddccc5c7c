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
    wrapped = [
        textwrap.fill(
            part,
            width,
            initial_indent="\0" * (reserved if at == 0 else 0),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for at, part in enumerate(paragraphs)
    ]
    return "\n\n".join(wrapped).replace("\0", "")

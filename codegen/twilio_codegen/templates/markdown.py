"""Texts of a schema as they stand in pages: marked up with backticks, and with nothing else.

A text cannot bring elements, links, attributes, directives or headings of its own into a page.
"""

from __future__ import annotations

import re

__all__ = ["code", "inline"]

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ACTIVE = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "[": "&#91;",
    "]": "&#93;",
    "`": "&#96;",
    "{": "&#123;",
    "}": "&#125;",
}
_BLOCK = re.compile(r"^(?=[#:!?=~+*-]|\d+[.)])", re.MULTILINE)
"""Where a paragraph would become a heading, a list, a directive or a box."""


def inline(text: str) -> str:
    """A text as Markdown: paragraphs of words, with code between backticks.

    Args:
        text: One or more paragraphs, separated by blank lines.
    """
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return "\n\n".join(_BLOCK.sub("&#8203;", _marked_up(part)) for part in paragraphs)


def code(text: str) -> str:
    """A text as code in Markdown, on one line.

    Args:
        text: The text; it may hold backticks.
    """
    words = " ".join(text.split()) or " "
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _marked_up(paragraph: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _CODE.finditer(paragraph):
        parts += [_plain(paragraph[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, _plain(paragraph[at:])])


def _plain(text: str) -> str:
    return "".join(_ACTIVE.get(char, char) for char in text)

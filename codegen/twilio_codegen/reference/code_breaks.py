"""An extension of Python-Markdown: code may end a line behind `_`, `.` and `(`.

So tables stay readable on telephones. Whatever builds a documentation loads it by the name of this module, among its
``markdown_extensions``.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

__all__ = ["CodeBreaks", "breakable", "makeExtension"]

_BLOCK = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_CODE = re.compile(r"(<code\b[^>]*>)(.*?)(</code>)", re.DOTALL)
_PART = re.compile(r"(<[^>]*>)")
_PLACE = re.compile(r"(_+|\.|\()(?=[^\W_])")
_LAST = -100
"""Its place: behind the postprocessor that puts raw HTML, such as that of mkdocstrings, where it belongs."""


class CodeBreaks(Extension):  # type: ignore[misc] # mypy has no stubs of Markdown; pyright brings its own
    """Marks the places where a line may end, in code between words; blocks of code scroll."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - called so by Python-Markdown
        """Take part in the conversion of pages."""
        md.postprocessors.register(_Breaks(md), "code_breaks", _LAST)


def makeExtension() -> CodeBreaks:  # noqa: N802 - called so by Python-Markdown
    """Return the extension; it has no settings."""
    return CodeBreaks()


def breakable(html: str) -> str:
    """Return HTML with ``<wbr>`` where code between words may end a line.

    Args:
        html: Any HTML. What is marked already stays as it is.
    """
    parts = _BLOCK.split(html)
    return "".join(part if at % 2 else _CODE.sub(_breakable, part) for at, part in enumerate(parts))


class _Breaks(Postprocessor):  # type: ignore[misc] # the same
    def run(self, text: str) -> str:
        return breakable(text)


def _breakable(code: re.Match[str]) -> str:
    parts = _PART.split(code[2])
    inside = "".join(part if at % 2 else _PLACE.sub(r"\1<wbr>", part) for at, part in enumerate(parts))
    return f"{code[1]}{inside}{code[3]}"

"""Lets code end a line behind `_`, `.` and `(`, and nowhere else: tables stay readable on telephones."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

_BLOCK = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_CODE = re.compile(r"(<code\b[^>]*>)(.*?)(</code>)", re.DOTALL)
_PART = re.compile(r"(<[^>]*>)")
_PLACE = re.compile(r"(_+|\.|\()(?=[^\W_])")


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Mark the places where a line may end, in code between words; blocks of code scroll."""
    parts = _BLOCK.split(html)
    return "".join(part if at % 2 else _CODE.sub(_breakable, part) for at, part in enumerate(parts))


def _breakable(code: re.Match[str]) -> str:
    parts = _PART.split(code[2])
    inside = "".join(part if at % 2 else _PLACE.sub(r"\1<wbr>", part) for at, part in enumerate(parts))
    return f"{code[1]}{inside}{code[3]}"

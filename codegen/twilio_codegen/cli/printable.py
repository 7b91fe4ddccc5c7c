"""What schemas, declarations and archives say, made fit for a terminal."""

from __future__ import annotations

import re
from typing import Final

# Letters and marks that show nothing; Python calls them printable.
_BLANK: Final = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def printable(text: str) -> str:
    """Return text with escapes in place of what a terminal would act on, or would not show; lines stay lines.

    Args:
        text: Any text.
    """
    return "".join(_escape(one) if not _fits(one) else one for one in text)


def _fits(character: str) -> bool:
    if character.isascii():
        return character.isprintable() or character in "\n\t"
    return character.isprintable() and _BLANK.match(character) is None


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"

"""Names of files that somebody else chose, made fit for a folder of ours."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LONGEST_NAME", "safe_name"]

LONGEST_NAME: Final = 200
"""Longest safe name, in bytes of UTF-8. File systems allow 255; programs like to put something of theirs in front."""

_LONGEST_SUFFIX: Final = 20
_SEPARATORS: Final = re.compile(r"[/\\]")
_NOT_PORTABLE: Final = re.compile(r'[<>:"|?*]')
_EDGES: Final = " .-~"
"""Leading ones hide a file, make it an option of a command, or name a home folder."""
_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Drawn as nothing though they are letters, marks or symbols for Unicode.
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE
)


def safe_name(name: str | None, fallback: str) -> str:
    """Return a name that stays in the folder it is put into, on every system, and looks like what it is.

    Only the last part of a path counts. Control, formatting and invisible characters are left out; characters that
    Windows does not allow become ``_``; leading dots, dashes, tildes and spaces go, and so do trailing dots and
    spaces; names of Windows' devices get a ``_`` in front; what is too long is cut before its suffix.

    Args:
        name: The name as it was received, or None.
        fallback: Used the same way if nothing is left of the name.

    Returns:
        A name of 1 to `LONGEST_NAME` bytes.
    """
    return _cleaned(name or "") or _cleaned(fallback) or "file"


def _cleaned(name: str) -> str:
    import unicodedata

    visible = "".join(filter(None, map(_shown, _SEPARATORS.split(name)[-1])))
    kept = _NOT_PORTABLE.sub("_", _INVISIBLE.sub("", unicodedata.normalize("NFC", visible)))
    kept = _shortened(kept.lstrip(_EDGES).rstrip(" ."))
    if _RESERVED.fullmatch(kept.partition(".")[0].rstrip()):
        return _shortened(f"_{kept}")
    return kept


def _shown(character: str) -> str:
    import unicodedata

    kind = unicodedata.category(character)
    if kind in ("Zs", "Zl", "Zp"):
        return " "
    return "" if kind in _INVISIBLE_CATEGORIES else character


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    tail = f"{dot}{suffix}" if stem and len(suffix.encode()) <= _LONGEST_SUFFIX else ""
    room = LONGEST_NAME - len(tail.encode())
    head = name.removesuffix(tail).encode()[:room].decode(errors="ignore")
    return (head.rstrip(" .") + tail).rstrip(" .")

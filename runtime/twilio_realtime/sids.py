"""SIDs, the identifiers that the service gives; and how objects hold them of which there are thousands."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_sid", "packed_sid", "unpacked_sid"]

_USUAL: Final = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
_PREFIX: Final = 2
_BYTES: Final = 18


def is_sid(text: str) -> bool:
    """Whether a text is a SID as the service gives them: two capitals and 32 hexadecimal digits."""
    return _USUAL.fullmatch(text) is not None


def packed_sid(sid: str) -> int | str:
    """A SID as an object holds it: as a number, which takes half the memory of the text.

    Args:
        sid: What the service sent. What is not two capitals and 32 hexadecimal digits stays as it is.
    """
    if _USUAL.fullmatch(sid) is None:
        return sid
    return int.from_bytes(sid[:_PREFIX].encode() + bytes.fromhex(sid[_PREFIX:]), "big")


def unpacked_sid(packed: int | str) -> str:
    """Return the text of what `packed_sid` returned."""
    if isinstance(packed, str):
        return packed
    data = packed.to_bytes(_BYTES, "big")
    return data[:_PREFIX].decode() + data[_PREFIX:].hex()

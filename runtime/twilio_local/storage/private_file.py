"""Files that hold what people wrote: only their owner may read them, whatever the umask."""

from __future__ import annotations

import os
from typing import Final

__all__ = ["create_private", "open_private"]

_MODE: Final = 0o600


def open_private(file: str | os.PathLike[str], flags: int) -> int:
    """Open a file, created with mode 0600 when missing, and return its descriptor. An existing file keeps its mode.

    Args:
        file: Its path.
        flags: As for `os.open`, without those that create.

    Raises:
        OSError: It can be neither opened nor created.
    """
    try:
        return os.open(file, flags)
    except FileNotFoundError:
        pass
    descriptor = os.open(file, flags | os.O_CREAT, _MODE)
    try:
        if hasattr(os, "fchmod"):  # the umask may have taken even the owner's bits
            os.fchmod(descriptor, _MODE)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def create_private(file: str | os.PathLike[str]) -> None:
    """Create an empty file with mode 0600 unless there is one.

    Args:
        file: Its path.

    Raises:
        OSError: It can be neither opened nor created.
    """
    os.close(open_private(file, os.O_RDWR))

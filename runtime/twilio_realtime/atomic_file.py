"""A file that appears under its name only when it is complete."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Literal

from .errors import ArgumentError

__all__ = ["AtomicFile", "open_in_thread"]


async def open_in_thread(path: Path, mode: Literal["rb", "xb"]) -> BinaryIO:
    """Open a file without holding up the event loop; a file that nobody waits for any more is closed again.

    Raises:
        ArgumentError: It cannot be opened.
    """
    opening = asyncio.ensure_future(asyncio.to_thread(path.open, mode))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_unwanted)
        raise
    except OSError as error:
        raise ArgumentError(
            f"cannot {'read' if mode == 'rb' else 'write'} {str(path)!r}: {error.strerror or error}"
        ) from None


def _close_unwanted(opening: asyncio.Future[BinaryIO]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


class AtomicFile:
    """Collects the content beside the file to be, and takes its place at the end. Made by `create`."""

    def __init__(self, target: Path, part: Path, file: BinaryIO) -> None:
        self._target = target
        self._part = part
        self._file = file

    @classmethod
    async def create(cls, target: Path) -> AtomicFile:
        """Begin.

        Args:
            target: The file to be; replaced if it exists.

        Raises:
            ArgumentError: Its folder cannot be written.
        """
        part = target.with_name(f"{target.name}.{token_hex(4)}.part")
        return cls(target, part, await open_in_thread(part, "xb"))

    async def write(self, chunk: bytes) -> None:
        """Append to the content.

        Raises:
            ArgumentError: It cannot be written.
        """
        try:
            await asyncio.to_thread(self._file.write, chunk)
        except OSError as error:
            raise self._unwritable(error) from None

    async def commit(self) -> None:
        """Take the place of the file to be.

        Raises:
            ArgumentError: It cannot be written.
        """
        try:
            await asyncio.to_thread(self._finish)
        except OSError as error:
            raise self._unwritable(error) from None

    def discard(self) -> None:
        """Leave nothing behind; harmless after `commit`. Does not wait, so that nothing can interrupt it."""
        try:
            self._file.close()
        except OSError:  # what could not be written is not wanted any more
            pass
        finally:
            self._part.unlink(missing_ok=True)

    def _finish(self) -> None:
        self._file.close()
        os.replace(self._part, self._target)

    def _unwritable(self, error: OSError) -> ArgumentError:
        return ArgumentError(f"cannot write {str(self._target)!r}: {error.strerror or error}")

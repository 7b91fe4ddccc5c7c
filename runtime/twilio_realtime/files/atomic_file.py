"""A file that appears under its name only when it is complete."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final, Literal, cast

from ..errors import ArgumentError
from ..visible_text import quoted

__all__ = ["AtomicFile", "open_in_thread", "target_in"]

_NEW_FILE: Final = 0o600
"""Whoever else uses the machine does not see what is being received."""

_NO_FOLDER: Final = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""Nothing is there, or a link that leads nowhere: a file can be made under that name."""


async def open_in_thread(path: Path, mode: Literal["rb", "xb"]) -> BinaryIO:
    """Open a file without holding up the event loop; a file that nobody waits for any more is closed again.

    A new file can be read and written by its owner alone, and takes the place of nothing, not even of a link.

    Raises:
        ArgumentError: It cannot be opened.
    """
    opening = asyncio.ensure_future(asyncio.to_thread(_open, path, mode))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_unwanted)
        raise
    except (OSError, ValueError) as error:
        raise ArgumentError(f"cannot {'read' if mode == 'rb' else 'write'} {str(path)!r}: {_why(error)}") from None


def _open(path: Path, mode: Literal["rb", "xb"]) -> BinaryIO:
    # A named pipe that nobody writes to would hold the thread, and with it the end of the program, for ever.
    patience = getattr(os, "O_NONBLOCK", 0) if mode == "rb" else 0

    def opened(name: str, flags: int) -> int:
        number = os.open(name, flags | patience, _NEW_FILE)
        if patience:
            os.set_blocking(number, True)
        return number

    return open(path, mode, opener=opened)


def _close_unwanted(opening: asyncio.Future[BinaryIO]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _is_folder(path: str | Path) -> bool:
    # `Path.is_dir` keeps to itself what makes a path unusable, from CPython 3.14 on.
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except OSError as error:
        if error.errno not in _NO_FOLDER:
            raise
        return False


async def target_in(path: str | Path, name: str) -> Path:
    """Return the file that is meant by the path of a file or of a folder.

    Args:
        path: Path of a file, or of a folder that exists.
        name: Name for the file in such a folder.

    Raises:
        ArgumentError: Not a path, or a folder that does not exist.
    """
    path = str.__str__(path) if isinstance(path, str) else path  # without methods that its class has of its own
    if not isinstance(cast(object, path), (str, Path)) or not str(path) or "\0" in str(path):
        given = quoted(path) if isinstance(path, str) else f"a value of type {type(path).__name__}"
        raise ArgumentError(f"the path to write to must be a str that names a file, or a Path, not {given}")
    try:
        is_folder = await asyncio.to_thread(_is_folder, path)
    except (OSError, ValueError) as error:
        raise ArgumentError(f"cannot write {str(path)!r}: {_why(error)}") from None
    if is_folder:
        return Path(path) / name
    if str(path).endswith(tuple(filter(None, (os.sep, os.altsep)))):
        raise ArgumentError(f"cannot write into {str(path)!r}: there is no such folder; make it first")
    return Path(path)


class AtomicFile:
    """Collects the content beside the file to be, and takes its place at the end. Made by `create`."""

    def __init__(self, target: Path, part: Path, file: BinaryIO, *, overwrite: bool) -> None:
        self._target = target
        self._part = part
        self._file = file
        self._overwrite = overwrite

    @classmethod
    async def create(cls, target: Path, *, overwrite: bool) -> AtomicFile:
        """Begin.

        Args:
            target: The file to be.
            overwrite: Whether it may take the place of what is there. A link is replaced, not followed.

        Raises:
            ArgumentError: Its folder cannot be written, or there is something that may not be replaced.
        """
        try:
            if not overwrite and await asyncio.to_thread(os.path.lexists, target):
                raise _occupied(target)
            # A name of its own: one made of the target's could be too long.
            part = target.with_name(f".{token_hex(8)}.part")
        except (OSError, ValueError) as error:
            if isinstance(error, ArgumentError):
                raise
            raise ArgumentError(f"cannot write {str(target)!r}: {_why(error)}") from None
        return cls(target, part, await open_in_thread(part, "xb"), overwrite=overwrite)

    async def write(self, chunk: bytes) -> None:
        """Append to the content.

        Raises:
            ArgumentError: It cannot be written.
        """
        try:
            await asyncio.to_thread(self._file.write, chunk)
        except (OSError, ValueError) as error:
            raise self._unwritable(error) from None

    async def commit(self) -> None:
        """Take the place of the file to be.

        Raises:
            ArgumentError: It cannot be written, or there is something that may not be replaced.
        """
        try:
            await asyncio.to_thread(self._finish)
        except FileExistsError:
            raise _occupied(self._target) from None
        except (OSError, ValueError) as error:
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
        if not self._overwrite:
            # Unlike renaming, both of these fail if somebody has put something there meanwhile.
            try:
                os.link(self._part, self._target)
            except FileExistsError:
                raise
            except (OSError, NotImplementedError, AttributeError):  # no hard links on this file system, or system
                os.close(os.open(self._target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _NEW_FILE))
            else:
                return
        os.replace(self._part, self._target)

    def _unwritable(self, error: OSError | ValueError) -> ArgumentError:
        return ArgumentError(f"cannot write {str(self._target)!r}: {_why(error)}")


def _occupied(target: Path) -> ArgumentError:
    return ArgumentError(f"{str(target)!r} exists already; choose another name, or pass overwrite=True to replace it")

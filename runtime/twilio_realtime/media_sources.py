"""What can be uploaded, as a stream of chunks."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, cast

from .atomic_file import open_in_thread
from .errors import ArgumentError

__all__ = ["MediaSource", "Progress", "Upload"]

MediaSource = bytes | str | Path | BinaryIO | AsyncIterable[bytes] | Iterable[bytes]
"""Bytes, the path of a file, an open binary file, or an iterable of chunks, asynchronous or not. A ``str`` is a path.

A plain iterable may block: each chunk is fetched on a thread.
"""

Progress = Callable[[int, int | None], None]
"""Called with the bytes moved so far and in all; the latter is None if it is not known."""

_CHUNK: Final = 64 * 1024
_DEFAULT_TYPE: Final = "application/octet-stream"


class Upload:
    """One source, opened.

    Attributes:
        content_type: Media type.
        filename: Name to keep, or None.
        size: Length in bytes, or None if it is not known beforehand.
    """

    def __init__(
        self,
        chunks: AsyncIterator[bytes],
        *,
        content_type: str,
        filename: str | None,
        size: int | None,
        max_bytes: int,
        progress: Progress | None,
        file: BinaryIO | None = None,
    ) -> None:
        self.content_type = content_type
        self.filename = filename
        self.size = size
        self._chunks = chunks
        self._max_bytes = max_bytes
        self._progress = progress
        self._file = file

    @classmethod
    async def open(
        cls,
        source: MediaSource,
        *,
        content_type: str | None,
        filename: str | None,
        max_bytes: int,
        progress: Progress | None,
    ) -> Upload:
        """Open a source.

        Args:
            source: What to upload.
            content_type: Media type; guessed from the name if None.
            filename: Name to keep; that of the file if None.
            max_bytes: Largest source allowed, in bytes.
            progress: Told how far it is.

        Raises:
            ArgumentError: The source cannot be read, is empty, or is larger than allowed.
        """
        file: BinaryIO | None = None
        size: int | None
        if isinstance(source, bytes):
            size, chunks = len(source), _slices(source)
        elif isinstance(source, (str, Path)):
            file = await open_in_thread(Path(source), "rb")
            size, chunks = await asyncio.to_thread(_size_of, file), _read(file)
            filename = filename if filename is not None else Path(source).name
        elif isinstance(source, AsyncIterable):
            size, chunks = None, aiter(source)
        elif callable(getattr(source, "read", None)):
            opened = cast(BinaryIO, source)
            size, chunks = await asyncio.to_thread(_size_of, opened), _read(opened)
        elif isinstance(cast(object, source), Iterable):
            size, chunks = None, _each(iter(source))
        else:
            raise ArgumentError(
                f"media must be bytes, a path, a binary file or an iterable of bytes, not {type(source).__name__}"
            )
        # Away from the event loop: the first guess reads the system's lists.
        guessed = content_type if content_type else await asyncio.to_thread(_guessed_type, filename or "")
        made = cls(
            chunks,
            content_type=guessed,
            filename=filename,
            size=size,
            max_bytes=max_bytes,
            progress=progress,
            file=file,
        )
        if size is not None and not 0 < size <= max_bytes:
            made.close()
            raise ArgumentError(f"media of {size} bytes cannot be sent; it must have from 1 to {max_bytes} bytes")
        return made

    async def chunks(self) -> AsyncIterator[bytes]:
        """The content, with progress.

        Raises:
            ArgumentError: It turns out to be empty, larger than allowed, of another size than it was, or no bytes.
        """
        sent = 0
        if self._progress is not None:
            self._progress(0, self.size)
        async for chunk in self._chunks:
            found = cast(object, chunk)
            if not isinstance(found, (bytes, bytearray, memoryview)):
                raise ArgumentError(f"media must consist of bytes, not of {type(found).__name__}; open files as binary")
            sent += len(chunk)
            if sent > self._max_bytes:
                raise ArgumentError(f"media of more than {self._max_bytes} bytes cannot be sent; make it smaller")
            if self.size is not None and sent > self.size:
                raise self._changed()
            yield bytes(chunk)
            if self._progress is not None:
                self._progress(sent, self.size)
        if not sent:
            raise ArgumentError(f"media of 0 bytes cannot be sent; it must have from 1 to {self._max_bytes} bytes")
        if self.size is not None and sent != self.size:
            raise self._changed()

    def _changed(self) -> ArgumentError:
        return ArgumentError(
            f"the media had {self.size} bytes and changed while it was being sent; send it once it is complete"
        )

    def close(self) -> None:
        """Close the file if it was opened here."""
        if self._file is not None:
            self._file.close()


def _guessed_type(filename: str) -> str:
    import mimetypes

    return mimetypes.guess_type(filename)[0] or _DEFAULT_TYPE


def _size_of(file: BinaryIO) -> int | None:
    try:
        at = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(at)
    except (OSError, ValueError):
        return None
    return end - at


async def _slices(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]


async def _each(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    def following() -> list[bytes]:
        return [*islice(chunks, 1)]

    while found := await asyncio.to_thread(following):
        yield found[0]


async def _read(file: BinaryIO) -> AsyncIterator[bytes]:
    while True:
        try:
            chunk = await asyncio.to_thread(file.read, _CHUNK)
        except (OSError, ValueError) as error:  # closed meanwhile is the latter, and so is text that cannot be decoded
            raise ArgumentError(
                f"the media cannot be read: {type(error).__name__}; pass an open binary file"
            ) from error
        if not chunk:
            return
        yield chunk

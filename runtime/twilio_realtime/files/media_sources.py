"""What can be uploaded, as a stream of chunks."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from inspect import isawaitable, iscoroutine, iscoroutinefunction
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, TypeVar, cast

from ..errors import ArgumentError, RealtimeError
from ..visible_text import quoted

__all__ = ["DEFAULT_CATEGORY", "FileUpload", "MediaSource", "Progress", "Upload", "tell_progress"]

MediaSource = bytes | str | Path | BinaryIO | AsyncIterable[bytes] | Iterable[bytes]
"""Bytes, the path of a file, an open binary file, or an iterable of chunks, asynchronous or not. A ``str`` is a path.

A plain iterable may block: each chunk is fetched on a thread. A file is anything with ``read``, which may be
asynchronous; where it has ``tell`` and ``seek``, its length is announced.
"""

_ResultT = TypeVar("_ResultT")

Progress = Callable[[int, int | None], None]
"""Called with the bytes moved so far and in all; the latter is None if it is not known."""

DEFAULT_CATEGORY: Final = "media"
"""Category of a file that is nothing in particular."""


@dataclass(frozen=True, slots=True, repr=False)
class FileUpload:
    """A file to store, and what is said about it.

    Attributes:
        source: What to upload.
        content_type: Media type; guessed from the file name if None.
        filename: Name to keep; the file's own if None.
        progress: Told how far it is.
        category: What the file is to whatever names it later; the store's word.
    """

    source: MediaSource
    content_type: str | None = None
    filename: str | None = None
    progress: Progress | None = None
    category: str = DEFAULT_CATEGORY


_LONGEST_NAME: Final = 4096
"""Characters of a file name, which is sent as part of an address; systems allow fewer in a whole path."""
_CHUNK: Final = 64 * 1024
_DEFAULT_TYPE: Final = "application/octet-stream"
_TOKEN: Final = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_MEDIA_TYPE: Final = re.compile(
    rf'{_TOKEN}/{_TOKEN}(?:[ \t]*;[ \t]*{_TOKEN}=(?:{_TOKEN}|"(?:[ !#-\[\]-~]|\\[ -~])*"))*[ \t]*;?[ \t]*'
)
_COMPRESSED: Final = {
    "gzip": "application/gzip",
    "compress": "application/x-compress",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
    "br": "application/x-brotli",
}
"""Media type by the name that the standard library has for a compression."""
_COMPRESSED_SUFFIXES: Final = {
    ".zst": "application/zstd",
    ".lz": "application/x-lzip",
    ".lz4": "application/x-lz4",
    ".lzma": "application/x-lzma",
    ".7z": "application/x-7z-compressed",
    ".rar": "application/vnd.rar",
}
"""Those that it does not know everywhere."""


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
        _check(content_type, filename, progress)
        file: BinaryIO | None = None
        size: int | None
        if isinstance(source, bytes):
            size, chunks = len(source), _slices(source)
        elif isinstance(source, (str, Path)):
            from .atomic_file import open_in_thread  # not loaded by those who only name the type of a source

            # Not by methods that a class of texts may have of its own, as paths do it.
            path = Path(str.__str__(source)) if isinstance(source, str) else source
            file = await open_in_thread(path, "rb")
            size, chunks = await asyncio.to_thread(_size_of, file), _read(file)
            filename = filename if filename is not None else _printable(path.name)
        elif _is_readable(source):
            # Before iterables: files that are read asynchronously are some, too, of lines.
            opened = cast(BinaryIO, source)
            size, chunks = await asyncio.to_thread(_size_of, opened), _read(opened)
        elif isinstance(source, AsyncIterable):
            size, chunks = None, _each_of_stream(source)
        elif isinstance(cast(object, source), Iterable):
            size, chunks = None, _each(source)
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
        tell_progress(self._progress, 0, self.size)
        async for chunk in self._chunks:
            found = cast(object, chunk)
            if not isinstance(found, (bytes, bytearray, memoryview)):
                raise ArgumentError(f"media must consist of bytes, not of {type(found).__name__}; open files as binary")
            data = bytes(cast(bytes, found))
            sent += len(data)
            if sent > self._max_bytes:
                raise ArgumentError(f"media of more than {self._max_bytes} bytes cannot be sent; make it smaller")
            if self.size is not None and sent > self.size:
                raise self._changed()
            yield data
            tell_progress(self._progress, sent, self.size)
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


def tell_progress(progress: Progress | None, moved: int, total: int | None) -> None:
    """Call a progress callback, if there is one.

    Raises:
        ArgumentError: It raised something, which is the ``__cause__``.
    """
    if progress is None:
        return
    try:
        progress(moved, total)
    except RealtimeError:
        raise
    except Exception as error:
        raise ArgumentError(
            f"the progress callback raised {type(error).__name__}, so the transfer was given up"
        ) from error


def _check(content_type: object, filename: object, progress: object) -> None:
    if content_type not in (None, "") and not (isinstance(content_type, str) and _MEDIA_TYPE.fullmatch(content_type)):
        given = (
            quoted(content_type) if isinstance(content_type, str) else f"a value of type {type(content_type).__name__}"
        )
        raise ArgumentError(f"content_type must be a media type such as 'text/plain; charset=utf-8', not {given}")
    if filename is not None and not isinstance(filename, str):
        raise ArgumentError(f"filename must be text, not {type(filename).__name__}")
    if isinstance(filename, str) and len(filename) > _LONGEST_NAME:
        raise ArgumentError(f"filename has {len(filename)} characters; it may have {_LONGEST_NAME} at most")
    if isinstance(filename, str) and _printable(filename) != filename:
        raise ArgumentError(f"filename holds control characters or text without a UTF-8 form: {quoted(filename)}")
    if progress is not None and not callable(progress):
        raise ArgumentError(f"progress must be a function of two numbers, not a {type(progress).__name__}")


def _printable(name: str) -> str:
    from unicodedata import category

    return "".join(each for each in name if category(each) not in ("Cc", "Cs", "Zl", "Zp"))


def _guessed_type(filename: str) -> str:
    import mimetypes

    # The name alone is what counts: in front of a dot and a slash, `data:` and `http:` are part of it.
    name = re.split(r"[/\\]", filename)[-1]
    guessed, coding = mimetypes.guess_type(f"./{name}")
    if coding is not None:
        # The type is that of what was compressed; what is sent is the compressed form.
        return _COMPRESSED.get(coding, _DEFAULT_TYPE)
    suffix = Path(name).suffix.lower()
    return _COMPRESSED_SUFFIXES.get(suffix) or guessed or _DEFAULT_TYPE


def _is_readable(source: object) -> bool:
    try:
        return callable(getattr(source, "read", None))
    except Exception as error:  # attributes may be computed
        raise _unreadable(error) from error


def _size_of(file: BinaryIO) -> int | None:
    try:
        if any(iscoroutinefunction(getattr(file, name, None)) for name in ("tell", "seek", "read")):
            return None
        at = cast(object, file.tell())
        if not isinstance(at, int):
            if iscoroutine(at):
                at.close()
            return None
        file.seek(0, os.SEEK_END)
        end = cast(object, file.tell())
        file.seek(at)
    except Exception:  # whatever it is that is read, it has no length to tell
        return None
    return end - at if isinstance(end, int) else None


async def _slices(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]


async def _each(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    try:
        following = await _in_thread(lambda: iter(chunks))
        while found := await asyncio.to_thread(lambda: [*islice(following, 1)]):
            yield found[0]
    except Exception as error:
        raise _unreadable(error) from error


async def _each_of_stream(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    try:
        async for chunk in chunks:
            yield chunk
    except Exception as error:
        raise _unreadable(error) from error


async def _read(file: BinaryIO) -> AsyncIterator[bytes]:
    while True:
        try:
            if iscoroutinefunction(file.read):
                chunk: object = await file.read(_CHUNK)
            else:
                chunk = await _in_thread(lambda: file.read(_CHUNK))
                if isawaitable(chunk):
                    chunk = await chunk
        except Exception as error:
            raise _unreadable(error) from error
        if chunk is None:
            raise ArgumentError("the media cannot be read: the file has nothing to read yet; pass one that waits")
        if not chunk:
            return
        yield cast(bytes, chunk)


async def _in_thread(call: Callable[[], _ResultT]) -> _ResultT:
    """Call something of the caller's in a thread."""

    def guarded() -> _ResultT:
        try:
            return call()
        except StopIteration as error:  # which no future can hold
            raise RuntimeError("raised StopIteration") from error

    return await asyncio.to_thread(guarded)


def _unreadable(error: Exception) -> RealtimeError:
    if isinstance(error, RealtimeError):
        return error
    return ArgumentError(
        f"the media cannot be read: {type(error).__name__}; "
        f"pass bytes, a path, an open binary file or an iterable of bytes"
    )

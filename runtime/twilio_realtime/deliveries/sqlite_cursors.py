"""Cursors in a file, with the standard library."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from ..arguments import require_path
from ..errors import CursorError
from ..telemetry.logs import logger_of
from .cursors import Cursor

if TYPE_CHECKING:
    import sqlite3

__all__ = ["SqliteCursors"]

_logger = logger_of(__name__)
T = TypeVar("T")

_APPLICATION: Final = 0x54434352
"""What marks a file of ours in its header: `TCCR`."""
_VERSION: Final = 1
_PATIENCE: Final = 30.0
"""Seconds to wait for another process that writes."""
_TABLE: Final = (
    "CREATE TABLE cursors (consumer TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, pending INTEGER, "
    "attempts INTEGER NOT NULL, PRIMARY KEY (consumer, key)) WITHOUT ROWID"
)
_WRITE: Final = (
    "INSERT INTO cursors VALUES (?, ?, ?, ?, ?) ON CONFLICT (consumer, key) DO UPDATE SET position = "
    "excluded.position, pending = excluded.pending, attempts = excluded.attempts "
    "WHERE excluded.position >= cursors.position"
)


class _Write:
    """A cursor that waits to be written.

    Attributes:
        row: What is written.
        durable: Whether it has to be on the disk before it counts as written.
        abandoned: Whether nobody waits for it any more.
        error: Why it could not be written.
    """

    __slots__ = ("abandoned", "durable", "error", "row")

    def __init__(self, consumer: str, key: str, cursor: Cursor) -> None:
        self.row = (_storable(consumer), _storable(key), cursor.position, cursor.pending, cursor.attempts)
        self.durable = cursor.pending is None
        self.abandoned = False
        self.error: CursorError | None = None


class SqliteCursors:
    """Cursors in an SQLite file, which is made when it is first used.

    An acknowledgement is on the disk before `ack` returns, so neither a crash of the program nor one of the machine
    loses it; those of the same moment go there together. Several processes may use one file at a time. The file is
    opened when it is needed; `close`, or a ``with`` block, closes it at a definite point. It can be used again
    afterwards.

    Args:
        path: The file. Its folder must exist, on a disk of this machine.

    Raises:
        ArgumentError: The path is neither a text nor a path.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        require_path("path", path)
        self._path = Path(path)
        self._lock = threading.Lock()
        self._waiting: deque[_Write] = deque()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._durable = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {str(self._path)!r}>"

    async def read(self, consumer: str, key: str) -> Cursor | None:
        """See `CursorStore.read`.

        Raises:
            CursorError: The file is none of ours, is damaged, or cannot be opened.
        """

        def reading(opened: sqlite3.Connection) -> Cursor | None:
            row = opened.execute(
                "SELECT position, pending, attempts FROM cursors WHERE consumer = ? AND key = ?",
                (_storable(consumer), _storable(key)),
            ).fetchone()
            if row is None:
                return None
            position, pending, attempts = row
            if not (isinstance(position, int) and isinstance(attempts, int) and isinstance(pending, int | None)):
                raise CursorError(f"the file {self._shown} is damaged: a cursor in it is no number; {_DAMAGED}")
            return Cursor(position, pending, attempts)

        return await asyncio.to_thread(self._use, reading)

    async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
        """See `CursorStore.write`.

        Raises:
            CursorError: The file is none of ours, is damaged, cannot be opened or written, or the disk is full.
        """
        write = _Write(consumer, key, cursor)
        self._waiting.append(write)
        try:
            await asyncio.to_thread(self._write_all)
        except BaseException:
            write.abandoned = True
            raise
        if write.error is not None:
            raise write.error

    def close(self) -> None:
        """Close the file. Idempotent."""
        with self._lock:
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_lock"):  # not after a constructor that was given something wrong
            self._close()

    @property
    def _shown(self) -> str:
        return f"{str(self._path)!r}"

    def _close(self) -> None:
        opened, self._connection = self._connection, None
        if opened is not None and self._process == os.getpid():
            opened.close()

    def _use(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            return self._work(work)

    def _work(self, work: Callable[[sqlite3.Connection], T]) -> T:
        import sqlite3  # which not every program needs

        try:
            if self._connection is None or self._process != os.getpid():  # a fork must not use it
                self._connection, self._process, self._durable = self._open(), os.getpid(), False
            return work(self._connection)
        except sqlite3.Error as error:
            self._close()
            raise self._refusal(error) from error
        except CursorError:
            self._close()
            raise

    def _write_all(self) -> None:
        """Write what waits at this moment. Another thread may have done so already, which costs the disk no more."""
        with self._lock:
            writes: list[_Write] = []
            while self._waiting:
                writes.append(self._waiting.popleft())
            writes = [write for write in writes if not write.abandoned]
            if len(writes) > 1:
                try:
                    self._work(lambda opened: self._write(opened, writes))
                except CursorError:
                    _logger.debug("%d cursors are written one by one, for not all of them can be", len(writes))
                else:
                    return
            for write in writes:
                self._write_one(write)

    def _write_one(self, write: _Write) -> None:
        try:
            self._work(lambda opened: self._write(opened, [write]))
        except CursorError as error:
            write.error = error

    def _write(self, opened: sqlite3.Connection, writes: list[_Write]) -> None:
        durable = any(write.durable for write in writes)
        if durable != self._durable:
            # Losing the note that something was handed out costs no more than its mark; it need not reach the disk.
            opened.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._durable = durable
        if len(writes) == 1:
            opened.execute(_WRITE, writes[0].row)
            return
        opened.execute("BEGIN IMMEDIATE")
        opened.executemany(_WRITE, [write.row for write in writes])
        opened.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        opened = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    def _prepare(self, opened: sqlite3.Connection) -> None:
        if self._is_new(opened):
            opened.execute("BEGIN IMMEDIATE")
            try:
                if self._is_new(opened):  # and nobody was faster
                    opened.execute(_TABLE)
                    opened.execute(f"PRAGMA application_id = {_APPLICATION}")
                    opened.execute(f"PRAGMA user_version = {_VERSION}")
                opened.execute("COMMIT")
            except BaseException:
                if opened.in_transaction:
                    opened.execute("ROLLBACK")
                raise
        if _pragma(opened, "application_id") != _APPLICATION:
            raise CursorError(
                f"the file {self._shown} is a database of something else; choose another name for the cursors"
            )
        version = _pragma(opened, "user_version")
        if version != _VERSION:
            raise CursorError(
                f"the file {self._shown} has cursors of version {version}, and this library knows version {_VERSION}; "
                "update the library, or choose another file"
            )
        if opened.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise CursorError(f"the file {self._shown} is damaged; {_DAMAGED}")
        _log_ahead(opened)
        opened.execute("PRAGMA synchronous = NORMAL")

    def _is_new(self, opened: sqlite3.Connection) -> bool:
        (tables,) = opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return tables == 0 and _pragma(opened, "application_id") == 0

    def _refusal(self, error: sqlite3.Error) -> CursorError:
        import sqlite3

        text = str(error)
        if isinstance(error, sqlite3.OperationalError | sqlite3.InternalError) and "malformed" not in text:
            return CursorError(f"the file {self._shown} cannot be used for cursors: {text}; {_advice(text)}")
        if "not a database" in text:
            return CursorError(f"the file {self._shown} is no database of cursors; choose another name for the cursors")
        return CursorError(f"the file {self._shown} is damaged: {text}; {_DAMAGED}")


_DAMAGED: Final = "bring it back from a copy, or remove it to begin anew"
_ADVICE: Final = {
    "locked": "another process has held it for too long; end that process, or give each a file of its own",
    "readonly": "let this user write to it and to its folder",
    "unable to open": "its folder must exist and be readable and writable for this user",
    "full": "make room on the disk",
}


def _advice(text: str) -> str:
    return next((advice for word, advice in _ADVICE.items() if word in text), "check the disk and the file")


def _storable(text: str) -> str:
    """A text as UTF-8 can hold it: identities may have lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode()


def _pragma(opened: sqlite3.Connection, name: str) -> object:
    (value,) = opened.execute(f"PRAGMA {name}").fetchone()
    return value


def _log_ahead(opened: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side, and a write be one sequential write."""
    import sqlite3

    until = time.monotonic() + _PATIENCE
    while _pragma(opened, "journal_mode") != "wal":
        try:
            opened.execute("PRAGMA journal_mode = WAL").fetchone()
            return  # what cannot have one goes on without
        except sqlite3.OperationalError as error:
            # The change of mode does not wait for other processes by itself.
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)

"""The one place where state lives: an SQLite database, in memory or in a file.

All changes of one request happen inside one `Database.transaction`; with a file they are on disk before the request
is answered. Whatever must follow a change (telling subscribers) waits for the commit through `Database.on_commit`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ..errors import LocalServiceError, not_running
from .private_file import create_private

__all__ = ["Database", "Row", "Value"]

Value = str | int | float | bytes | None
Row = sqlite3.Row
"""One row of a result; values are read by the names of their columns."""

_STATEMENT: Final = 100
"""Bytes that a statement stores besides its texts, roughly: numbers, and what indexes repeat."""

_MEMORY: Final = ":memory:"
_APPLICATION_ID: Final = 0x54574C43
_TABLES_OF_FORMAT_3: Final = """
CREATE TABLE receipts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL,
    message_sid TEXT NOT NULL, participant_sid TEXT NOT NULL, channel_message_sid TEXT NOT NULL, status TEXT NOT NULL,
    error_code TEXT, date_created TEXT NOT NULL, date_updated TEXT NOT NULL, UNIQUE (message_sid, participant_sid)
);
CREATE INDEX receipts_by_channel ON receipts (channel_sid);
CREATE TABLE recipients (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel_sid TEXT NOT NULL, message_sid TEXT NOT NULL,
    descriptor TEXT NOT NULL
);
CREATE INDEX recipients_by_channel ON recipients (channel_sid);
CREATE INDEX recipients_by_message ON recipients (message_sid);
CREATE TABLE templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, friendly_name TEXT NOT NULL,
    variables TEXT NOT NULL, variants TEXT NOT NULL, date_created TEXT NOT NULL, date_updated TEXT NOT NULL
);
"""
_MIGRATIONS: Final = (
    # 1 to 2: states of channels.
    "ALTER TABLE channels ADD COLUMN state TEXT; ALTER TABLE channels ADD COLUMN state_updated TEXT;",
    # 2 to 3: participants without identity, several media of a message, and what other networks know of it. A column
    # that may be null all of a sudden takes a new table, which goes on counting where the old one was.
    """
    ALTER TABLE participants RENAME TO old_participants;
    DROP INDEX participants_by_identity;
    CREATE TABLE participants (
        id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL, identity TEXT,
        attributes TEXT NOT NULL, date_created TEXT NOT NULL, date_updated TEXT NOT NULL, consumed_index INTEGER,
        consumed_at TEXT, notification_level TEXT NOT NULL, binding TEXT, UNIQUE (channel_sid, identity)
    );
    CREATE INDEX participants_by_identity ON participants (identity);
    INSERT INTO participants SELECT *, NULL FROM old_participants;
    DELETE FROM sqlite_sequence WHERE name = 'participants';
    UPDATE sqlite_sequence SET name = 'participants' WHERE name = 'old_participants';
    DROP TABLE old_participants;

    ALTER TABLE channels ADD COLUMN bindings TEXT;
    ALTER TABLE media ADD COLUMN category TEXT NOT NULL DEFAULT 'media';
    ALTER TABLE media ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX media_by_message ON media (message_sid);
    ALTER TABLE messages DROP COLUMN media_sid;
    ALTER TABLE messages ADD COLUMN subject TEXT;
    ALTER TABLE messages ADD COLUMN content_sid TEXT;
    ALTER TABLE messages ADD COLUMN channel_metadata TEXT;
    """
    + _TABLES_OF_FORMAT_3,
)
"""What turns each format, from 1 on, into the next one. A change of the schema appends an entry; none ever goes."""

_VERSION: Final = 1 + len(_MIGRATIONS)
_SCHEMA: Final = (
    """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE sync_objects (
    id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, unique_name TEXT NOT NULL UNIQUE,
    audience TEXT NOT NULL, audience_of TEXT, data TEXT, last_event_id INTEGER NOT NULL,
    date_created TEXT NOT NULL, date_updated TEXT NOT NULL
);
-- Keys have no declared type: integers of lists sort as numbers, strings of maps by their bytes.
CREATE TABLE sync_items (
    object INTEGER NOT NULL, key NOT NULL, event_id INTEGER NOT NULL, date_created TEXT NOT NULL,
    PRIMARY KEY (object, key)
) WITHOUT ROWID;
CREATE TABLE sync_events (
    object INTEGER NOT NULL, id INTEGER NOT NULL, change TEXT NOT NULL, key, data TEXT NOT NULL, date TEXT NOT NULL,
    PRIMARY KEY (object, id)
) WITHOUT ROWID;

CREATE TABLE users (
    identity TEXT PRIMARY KEY, sid TEXT NOT NULL UNIQUE, friendly_name TEXT NOT NULL, attributes TEXT NOT NULL,
    online INTEGER NOT NULL DEFAULT 0, notifiable INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE channels (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, type TEXT NOT NULL, unique_name TEXT UNIQUE,
    friendly_name TEXT, attributes TEXT NOT NULL, created_by TEXT NOT NULL, date_created TEXT NOT NULL,
    date_updated TEXT NOT NULL, next_index INTEGER NOT NULL DEFAULT 0, messages_count INTEGER NOT NULL DEFAULT 0,
    state TEXT, state_updated TEXT, bindings TEXT
);
CREATE TABLE participants (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL, identity TEXT,
    attributes TEXT NOT NULL, date_created TEXT NOT NULL, date_updated TEXT NOT NULL, consumed_index INTEGER,
    consumed_at TEXT, notification_level TEXT NOT NULL, binding TEXT, UNIQUE (channel_sid, identity)
);
CREATE INDEX participants_by_identity ON participants (identity);
CREATE TABLE invites (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, channel_sid TEXT NOT NULL, identity TEXT NOT NULL,
    UNIQUE (channel_sid, identity)
);
CREATE INDEX invites_by_identity ON invites (identity);
CREATE TABLE messages (
    sid TEXT PRIMARY KEY, channel_sid TEXT NOT NULL, position INTEGER NOT NULL, author TEXT NOT NULL,
    participant_sid TEXT, body TEXT, attributes TEXT NOT NULL, date_created TEXT NOT NULL,
    date_updated TEXT NOT NULL, last_updated_by TEXT, subject TEXT, content_sid TEXT, channel_metadata TEXT,
    UNIQUE (channel_sid, position)
) WITHOUT ROWID;
CREATE TABLE media (
    sid TEXT PRIMARY KEY, author TEXT NOT NULL, content_type TEXT NOT NULL, filename TEXT, size INTEGER NOT NULL,
    date_created TEXT NOT NULL, channel_sid TEXT, message_sid TEXT, category TEXT NOT NULL DEFAULT 'media',
    position INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX media_by_message ON media (message_sid);
CREATE TABLE media_chunks (
    media_sid TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (media_sid, number)
);
CREATE TABLE push_bindings (
    id TEXT PRIMARY KEY, identity TEXT NOT NULL, type TEXT NOT NULL, address TEXT NOT NULL, details TEXT NOT NULL,
    UNIQUE (identity, type, address)
) WITHOUT ROWID;
CREATE TABLE mutations (
    id INTEGER PRIMARY KEY, identity TEXT NOT NULL, mutation_id TEXT NOT NULL, path TEXT,
    UNIQUE (identity, mutation_id)
);
"""
    + _TABLES_OF_FORMAT_3
)


class Database:
    """An open database. Not for use from several threads.

    Args:
        file: Path of the SQLite file, created with mode 0600 when missing; None keeps everything in memory.

    Attributes:
        written: Bytes that statements have brought since it was opened, roughly; of those undone, too.

    Raises:
        LocalServiceError: The file cannot be used: not readable, not ours, of a later format, or in use.
    """

    def __init__(self, file: str | os.PathLike[str] | None = None) -> None:
        self.written: int = 0
        name = _MEMORY if file is None else os.fspath(file)
        self._after: list[Callable[[], None]] = []
        self._closed = False
        try:
            if name != _MEMORY:
                create_private(name)  # SQLite gives its other files, such as the write-ahead log, the same mode
            self._connection = sqlite3.connect(name, timeout=0, isolation_level=None)
            self._connection.text_factory = _text
            self._connection.row_factory = Row
        except (sqlite3.Error, OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise LocalServiceError(f"database {name!r} cannot be opened: {reason}; check the path") from error
        try:
            self._prepare(name)
        except sqlite3.Error as error:
            self._connection.close()
            reason = "another process is using it" if "locked" in str(error) else str(error)
            raise LocalServiceError(f"database {name!r} cannot be used: {reason}; choose another file") from error
        except LocalServiceError:
            self._connection.close()
            raise

    def _prepare(self, name: str) -> None:
        # One process owns the file for as long as it runs; the lock ends with the process, however it ends.
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        tables = self.number("SELECT COUNT(*) FROM sqlite_master")
        application = self.number("PRAGMA application_id")
        version = self.number("PRAGMA user_version")
        if tables and application != _APPLICATION_ID:
            raise LocalServiceError(f"database {name!r} was made by another program; choose another file")
        if tables and not 1 <= version <= _VERSION:
            raise LocalServiceError(
                f"database {name!r} has format {version}, this version reads formats 1 to {_VERSION}; "
                "use the version that wrote it, or choose another file"
            )
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        changes = " ".join(_MIGRATIONS[version - 1 :]) if tables else _SCHEMA
        if changes:
            changes += f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_VERSION};"
        # Without changes, too: it takes the lock now rather than with the first request.
        self._connection.executescript(f"BEGIN IMMEDIATE; {changes} COMMIT;")

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All changes inside happen together or not at all; joins a transaction that is already open.

        Raises:
            sqlite3.Error: The changes could not be written; none of them was.
        """
        if self._closed:
            raise not_running()
        if self._connection.in_transaction:
            yield
            return
        after: list[Callable[[], None]] = []
        self._after = after
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        for callback in after:
            callback()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Run something once the open transaction is on disk; forgotten when it is rolled back."""
        if not self._connection.in_transaction:
            raise RuntimeError("changes are made inside `transaction()`")
        self._after.append(callback)

    def _run(self, sql: str, values: Sequence[Value]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except UnicodeEncodeError:
            # sqlite3 binds no text with lone surrogates, but SQLite keeps the bytes of texts as they are.
            return self._connection.execute(*_as_bytes(sql, values))
        except sqlite3.ProgrammingError as error:
            if self._closed:
                raise not_running() from error
            raise

    def execute(self, sql: str, *values: Value) -> int:
        """Run a statement that changes something; returns how many rows it changed."""
        self.written += _STATEMENT + sum(map(_size, values))
        return self._run(sql, values).rowcount

    def row(self, sql: str, *values: Value) -> Row | None:
        """First row of a query, or None."""
        row: Row | None = self._run(sql, values).fetchone()
        return row

    def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        """All rows of a query."""
        return self._run(sql, values).fetchall()

    def iterate(self, sql: str, *values: Value) -> Iterator[Row]:
        """Rows of a query, one after the other; close the iterator or use it up before the next change."""
        return iter(self._run(sql, values))

    def number(self, sql: str, *values: Value) -> int:
        """The single integer that a query yields; 0 if it yields none."""
        row = self.row(sql, *values)
        return row[0] if row is not None and isinstance(row[0], int) else 0

    def setting(self, name: str) -> str | None:
        """A stored setting."""
        row = self.row("SELECT value FROM settings WHERE name = ?", name)
        return str(row["value"]) if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting."""
        self.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)

    def close(self) -> None:
        """Release the file; harmless when repeated. Whatever is asked afterwards is a `LocalServiceError`."""
        self._closed = True
        self._connection.close()


def _size(value: Value) -> int:
    if isinstance(value, str):
        return len(value.encode(errors="surrogatepass"))
    return len(value) if isinstance(value, bytes) else 0


def _text(stored: bytes) -> str:
    return stored.decode(errors="surrogatepass")


def _as_bytes(sql: str, values: Sequence[Value]) -> tuple[str, list[Value]]:
    """A statement with its texts as bytes that are made texts again by SQLite."""
    first, *parts = sql.split("?")
    bound: list[Value] = []
    for value, part in zip(values, parts, strict=True):
        is_text = isinstance(value, str)
        first += ("CAST(? AS TEXT)" if is_text else "?") + part
        bound.append(value.encode(errors="surrogatepass") if isinstance(value, str) else value)
    return first, bound

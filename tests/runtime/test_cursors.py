"""Where cursors are kept, and what happens to a file that is none, is damaged or cannot be written."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from twilio_realtime.deliveries import Cursor, CursorStore, MemoryCursors, SqliteCursors
from twilio_realtime.errors import ArgumentError, CursorError


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> CursorStore:
    return MemoryCursors() if request.param == "memory" else SqliteCursors(tmp_path / "cursors.db")


async def test_what_is_written_is_read(store: CursorStore) -> None:
    assert await store.read("bob", "A") is None
    await store.write("bob", "A", Cursor(3))
    await store.write("bob", "B", Cursor(-1, 0, 2))
    await store.write("alice\ud800", "A", Cursor(7))
    assert await store.read("bob", "A") == Cursor(3)
    assert await store.read("bob", "B") == Cursor(-1, pending=0, attempts=2)
    assert await store.read("alice\ud800", "A") == Cursor(7)
    assert await store.read("alice", "A") is None


async def test_a_cursor_never_goes_back(store: CursorStore) -> None:
    await store.write("bob", "A", Cursor(3))
    await store.write("bob", "A", Cursor(2))
    assert await store.read("bob", "A") == Cursor(3)
    await store.write("bob", "A", Cursor(3, 4, 1))
    assert await store.read("bob", "A") == Cursor(3, 4, 1)
    await store.write("bob", "A", Cursor(4))
    assert await store.read("bob", "A") == Cursor(4)


async def test_a_file_lasts_and_can_be_closed_and_used_again(tmp_path: Path) -> None:
    path = tmp_path / "cursors.db"
    with SqliteCursors(str(path)) as store:
        await store.write("bob", "A", Cursor(3, 5, 2))
    assert await store.read("bob", "A") == Cursor(3, 5, 2)
    store.close()
    store.close()
    assert await SqliteCursors(path).read("bob", "A") == Cursor(3, 5, 2)
    assert repr(store) == f"<SqliteCursors {str(path)!r}>"


def _notes(path: Path) -> None:
    path.write_text("Buy milk. " * 200, encoding="utf-8")


def _other_database(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE messages (body TEXT)")
    other.commit()
    other.close()


def _newer(path: Path) -> None:
    asyncio.run(SqliteCursors(path).write("bob", "A", Cursor(1)))
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 7")
    other.close()


def _cut(path: Path) -> None:
    store = SqliteCursors(path)

    async def fill() -> None:
        for number in range(300):
            await store.write("bob" * 20, f"CH{number}", Cursor(number))

    asyncio.run(fill())
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def _strange_values(path: Path) -> None:
    asyncio.run(SqliteCursors(path).write("bob", "A", Cursor(1)))
    other = sqlite3.connect(path)
    other.execute("UPDATE cursors SET position = 'three'")
    other.commit()
    other.close()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (_notes, "is no database of cursors; choose another name"),
        (_other_database, "is a database of something else; choose another name"),
        (_newer, "has cursors of version 7, and this library knows version 1; update the library"),
        (_cut, "is damaged.*bring it back from a copy, or remove it"),
        (_strange_values, "is damaged: a cursor in it is no number"),
        (_folder, "cannot be used for cursors: unable to open.*its folder must exist"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_a_file_that_cannot_be_used_gives_one_clear_line(
    tmp_path: Path, make: Callable[[Path], None], problem: str
) -> None:
    path = tmp_path / "cursors.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for _ in range(2):
        with pytest.raises(CursorError, match=problem) as caught:
            asyncio.run(SqliteCursors(path).read("bob", "A"))
        assert "cursors.db" in str(caught.value)
        assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else b"") == before


async def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(CursorError, match="its folder must exist"):
        await SqliteCursors(tmp_path / "nowhere" / "cursors.db").write("bob", "A", Cursor(1))
    for wrong in (None, 3, "a\0b"):
        with pytest.raises(ArgumentError, match="path must be"):
            SqliteCursors(wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the point


async def test_a_full_disk_and_recovery(tmp_path: Path) -> None:
    store = SqliteCursors(tmp_path / "cursors.db")
    await store.write("bob", "A", Cursor(1))
    opened = store._connection  # pyright: ignore[reportPrivateUsage] - no disk can be filled here
    assert opened is not None
    opened.execute("PRAGMA max_page_count = 1")
    with pytest.raises(CursorError, match="full; make room"):
        await store.write("bob" * 10_000, "A", Cursor(1))
    await store.write("bob", "A", Cursor(2))
    assert await store.read("bob", "A") == Cursor(2)


async def test_a_file_that_is_read_only_and_recovery(tmp_path: Path) -> None:
    store = SqliteCursors(tmp_path / "cursors.db")
    await store.write("bob", "A", Cursor(1))
    opened = store._connection  # pyright: ignore[reportPrivateUsage] - root may write everything
    assert opened is not None
    opened.execute("PRAGMA query_only = 1")  # refuses as a file does that may not be written
    with pytest.raises(CursorError, match="let this user write"):
        await store.write("bob", "A", Cursor(2))
    await store.write("bob", "A", Cursor(2))
    assert await store.read("bob", "A") == Cursor(2)


async def written_together(store: SqliteCursors, *consumers: str) -> list[BaseException | None]:
    """What becomes of cursors that are written while the file is in use."""
    with store._lock:  # pyright: ignore[reportPrivateUsage] - what holds it works on another thread
        writes = [asyncio.ensure_future(store.write(consumer, "A", Cursor(7))) for consumer in consumers]
        await asyncio.sleep(0)
    return await asyncio.gather(*writes, return_exceptions=True)


async def test_what_is_written_at_the_same_moment_goes_to_the_disk_together(tmp_path: Path) -> None:
    store = SqliteCursors(tmp_path / "cursors.db")
    await store.write("bob", "A", Cursor(1))
    opened = store._connection  # pyright: ignore[reportPrivateUsage] - to count what reaches the disk
    assert opened is not None
    statements: list[str] = []
    opened.set_trace_callback(statements.append)
    names = [f"bot {number}" for number in range(9)]
    assert await written_together(store, *names) == [None] * 9
    assert (statements.count("BEGIN IMMEDIATE"), statements.count("COMMIT")) == (1, 1)
    assert [await store.read(name, "A") for name in names] == [Cursor(7)] * 9


async def test_a_cursor_that_cannot_be_written_takes_no_others_with_it(tmp_path: Path) -> None:
    path = tmp_path / "cursors.db"
    with SqliteCursors(path) as store:
        await store.write("bob", "A", Cursor(1))
        other = sqlite3.connect(path)
        other.execute(
            "CREATE TRIGGER refusal BEFORE INSERT ON cursors WHEN NEW.consumer = 'bad' "
            "BEGIN SELECT RAISE(ABORT, 'made up'); END"
        )
        other.commit()
        other.close()
        first, bad, last = await written_together(store, "first", "bad", "last")
        assert (first, last) == (None, None)
        assert isinstance(bad, CursorError)
        assert [await store.read(name, "A") for name in ("first", "bad", "last")] == [Cursor(7), None, Cursor(7)]


async def test_what_nobody_waits_for_any_more_is_not_written_later(tmp_path: Path) -> None:
    store = SqliteCursors(tmp_path / "cursors.db")
    await store.write("bob", "A", Cursor(1))
    with store._lock:  # pyright: ignore[reportPrivateUsage] - what holds it works on another thread
        write = asyncio.ensure_future(store.write("bob", "A", Cursor(5)))
        await asyncio.sleep(0)
        write.cancel()
        await asyncio.wait([write])
    await store.write("other", "A", Cursor(0))
    assert await store.read("bob", "A") == Cursor(1)


WRITER = """
import asyncio, sys
from twilio_realtime.deliveries import Cursor, SqliteCursors

async def main() -> None:
    store = SqliteCursors(sys.argv[1])
    for number in range(40):
        await store.write("shared", "A", Cursor(number))
        await store.write(sys.argv[2], "A", Cursor(number))

asyncio.run(main())
"""


async def test_several_processes_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "cursors.db"
    writers = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", WRITER, str(path), f"writer {number}",
                                             stderr=subprocess.PIPE)
        for number in range(3)
    ]  # fmt: skip
    said = await asyncio.gather(*(writer.communicate() for writer in writers))
    assert [complaint for _, complaint in said] == [b""] * 3
    store = SqliteCursors(path)
    assert await store.read("shared", "A") == Cursor(39)
    assert [await store.read(f"writer {number}", "A") for number in range(3)] == [Cursor(39)] * 3

"""Programs for one product, and what becomes of them in the one that took its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from twilio_cli.migration import Migrated, Table, migrate, read_table

GOLDEN = Path(__file__).parent / "golden"
Rewrite = Callable[..., Migrated]


@pytest.fixture(scope="session")
def table() -> Table:
    """What becomes of the names of Chat."""
    return read_table("twilio_conversations", "chat")


@pytest.fixture
def rewrite(table: Table, tmp_path: Path) -> Rewrite:
    """Rewrites a program that is given as text."""

    def rewritten(program: str | bytes, name: str = "program.py") -> Migrated:
        path = tmp_path / name
        path.write_bytes(program.encode() if isinstance(program, str) else program)
        (result,) = migrate([path], table)
        assert isinstance(result, Migrated)
        return result

    return rewritten

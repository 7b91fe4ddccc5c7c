"""Keeps the session `types` from missing a test: it collects only the files that name its marker.

A test may be marked elsewhere, by its conftest or by a decorator that it imports. Any run that collects it refuses
that.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pytest

__all__ = ["pytest_collection_modifyitems"]

_MARKER: Final = "checkers"


@pytest.hookimpl(tryfirst=True)  # before those are left out that nobody has selected
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marked = {item.path for item in items if item.get_closest_marker(_MARKER) is not None}
    for path in sorted(marked):
        if not _is_found(path):
            raise pytest.UsageError(f"{path} has tests that are marked '{_MARKER}' elsewhere; mark them in that file")


@cache
def _is_found(path: Path) -> bool:
    return path.match("test_*.py") and _MARKER in path.read_text(encoding="utf-8")

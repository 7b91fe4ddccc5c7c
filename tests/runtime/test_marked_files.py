"""What the tests rely on to find every test of a kind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PLAIN = "def test_nothing() -> None:\n    pass\n"
HERE = f"import pytest\n\n\n@pytest.mark.checkers\n{PLAIN}"
ELSEWHERE = f"from marks import slow\n\n\n@slow\n{PLAIN}"
SLOW = "import pytest\n\nslow = pytest.mark.checkers\n"


@pytest.mark.parametrize(("test", "is_refused"), [(PLAIN, False), (HERE, False), (ELSEWHERE, True)])
def test_a_marker_stands_in_the_file_of_its_test(tmp_path: Path, test: str, is_refused: bool) -> None:
    (tmp_path / "marks.py").write_text(SLOW, encoding="utf-8")
    (tmp_path / "test_any.py").write_text(test, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  checkers: slow\npythonpath = .\n", encoding="utf-8")
    options = ("-p", "support.marked_files", "-p", "no:cacheprovider", "-m", "not checkers", "-q")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )

    said = done.stdout + done.stderr
    assert (done.returncode == pytest.ExitCode.USAGE_ERROR) == is_refused, said
    assert ("test_any.py has tests that are marked 'checkers' elsewhere" in said) == is_refused, said

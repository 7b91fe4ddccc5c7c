"""The compiler, given something that is no schema."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def codegen(*arguments: str) -> subprocess.CompletedProcess[str]:
    call = "from twilio_codegen.cli import run; run()"
    return subprocess.run([sys.executable, "-c", call, *arguments], capture_output=True, text=True, check=False)


def test_a_schema_that_is_not_there(tmp_path: Path) -> None:
    found = codegen("check", "--schema", str(tmp_path / "nowhere"), "--output", str(tmp_path / "out"))
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "nowhere is not a folder" in found.stderr


def test_a_schema_that_is_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "product.yaml").write_text("product: [unclosed\n")
    found = codegen("check", "--full", "--schema", str(tmp_path), "--output", str(tmp_path / "out"))
    assert found.returncode == 2
    assert "Traceback" not in found.stderr
    assert "product.yaml" in found.stderr

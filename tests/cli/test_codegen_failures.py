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


def test_names_never_reach_the_terminal_raw(tmp_path: Path) -> None:
    nasty = "x\x1b[31m\x9b\u202e\u200b\u3164\U000e0041"
    (tmp_path / "product.yaml").write_text('"evil\\e[31m\\u202E\\u200B\\n": 1\n')
    for arguments in (
        ["lint", "--schema", str(tmp_path)],
        ["lint", "--format", "json", "--schema", str(tmp_path)],
        ["lint", "--schema", str(tmp_path / nasty)],
        ["audit", str(tmp_path / nasty)],
        ["diff", nasty],
    ):
        found = codegen(*arguments)
        assert found.returncode in (1, 2)
        assert found.stdout + found.stderr
        assert not set(found.stdout + found.stderr) & (set(nasty) - set("x[31m"))

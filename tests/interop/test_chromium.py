"""How a Chromium is found."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from interop import chromium
from interop.chromium import Chromium, find_chromium


def program(folder: Path, name: str, script: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_one_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = program(tmp_path, "google-chrome", "echo Chrome 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() == Chromium(browser)


def test_one_that_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "chromium-browser", "echo 'install something else first' >&2; exit 1")
    browser = program(tmp_path, "google-chrome", "echo Chrome 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() == Chromium(browser)


def test_none_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(RuntimeError) as refusal:
        find_chromium()
    for part in ("PATH", "@sparticuz/chromium", "riscv64", "there is no apt-get", *chromium.NAMES):
        assert part in str(refusal.value)

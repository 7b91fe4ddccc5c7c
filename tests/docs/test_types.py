"""Every Python sample of the documentation passes mypy in its strict mode, as part of a program of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.samples import PAGES, ROOT, Story, stories
from docs.surroundings import NAMES

pytestmark = [pytest.mark.checkers, pytest.mark.timeout(360)]

STORIES = [story for page in PAGES for story in stories(page) if story.python or story.files]


def module_name(story: Story) -> str:
    return "story_" + re.sub(r"\W+", "_", story.name).lower()


def as_module(story: Story) -> str:
    """The story with its surroundings declared. Lines are those of the page, so imports come last."""
    names = sorted(story.free_names() & NAMES.keys())
    parameters = ", ".join(f'{name}: "{NAMES[name]}"' for name in names)
    modules = sorted({re.sub(r"\.\w+(\[.*)?$", "", NAMES[name]) for name in names if "." in NAMES[name]})
    imports = "".join(f"import {module}\n" for module in {*modules, "twilio_chat"})
    return f"{story.coroutine(parameters)}\n{imports}"


def run_mypy(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check what is in a folder, with the settings of this project."""
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(folder)]
    environment = {**os.environ, "MYPYPATH": str(folder)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_samples(tmp_path: Path) -> None:
    for story in STORIES:
        if story.python:
            (tmp_path / f"{module_name(story)}.py").write_text(as_module(story), encoding="utf-8")
        for sample in story.files:
            path = tmp_path / sample.title
            assert not path.exists(), f"two samples are called {sample.title}"
            path.write_text(sample.source, encoding="utf-8")
    result = run_mypy(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_wrong_sample_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Wrong\n\n```python\nprint(client.on.mesage_added)\n```\n", encoding="utf-8")
    [story] = stories(page)
    (tmp_path / "wrong.py").write_text(as_module(story), encoding="utf-8")
    result = run_mypy(tmp_path)
    assert 'wrong.py:4: error: "ClientEvents" has no attribute "mesage_added"' in result.stdout

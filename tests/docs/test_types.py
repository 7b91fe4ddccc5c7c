"""Every Python sample of the documentation passes mypy and pyright in their strict modes, in a program of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.samples import PAGES, Story, stories
from docs.surroundings import names_given
from support.type_checkers import Complaint, ask_mypy, ask_pyright

pytestmark = [pytest.mark.checkers, pytest.mark.timeout(600)]

STORIES = [story for page in PAGES for story in stories(page) if story.python or story.files]

UNTYPED = "story_docs_tokens_md_minting"
"""Uses the package `twilio`, which has no types; mypy is told so by the settings of this project."""


def module_name(story: Story) -> str:
    return "story_" + re.sub(r"\W+", "_", story.name).lower()


def as_module(story: Story) -> str:
    """The story with its surroundings declared. Lines are those of the page, so imports come last."""
    names = names_given(story)
    parameters = ", ".join(f'{name}: "{kind}"' for name, kind in names.items())
    modules = sorted({re.sub(r"\.\w+(\[.*)?$", "", kind) for kind in names.values() if "." in kind})
    imports = "".join(f"import {module}\n" for module in {*modules, "twilio_chat"})
    return f"{story.coroutine(parameters)}\n{imports}"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all samples, and with one that is wrong on its fourth line."""
    folder = tmp_path_factory.mktemp("samples")
    page = folder / "page.md"
    page.write_text("# Wrong\n\n```python\nprint(client.on.mesage_added)\n```\n", encoding="utf-8")
    (folder / "wrong.py").write_text(as_module(stories(page)[0]), encoding="utf-8")
    for story in STORIES:
        if story.python:
            (folder / f"{module_name(story)}.py").write_text(as_module(story), encoding="utf-8")
        for sample in story.files:
            path = folder / sample.title
            assert not path.exists(), f"two samples are called {sample.title}"
            path.write_text(sample.source, encoding="utf-8")
    return folder


def only_the_wrong_one(complaints: list[Complaint]) -> bool:
    """Whether the checker has found the sample that is wrong, and nothing else."""
    for one in complaints:
        print(f"{one.module}:{one.line}: {one.text}")
    return {(one.module, one.line) for one in complaints} == {("wrong", 4)}


def test_mypy(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYPYPATH", str(programs))
    assert only_the_wrong_one(ask_mypy(sorted(programs.glob("*.py"))))


def test_pyright(programs: Path) -> None:
    assert only_the_wrong_one([one for one in ask_pyright(programs) if one.module != UNTYPED])

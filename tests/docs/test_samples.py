"""Every Python sample of the documentation runs, against the embedded service, and prints what it says it prints."""

from __future__ import annotations

import asyncio
import builtins
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import cast

import pytest
from _pytest.mark import ParameterSet

from docs.project import make_project
from docs.samples import PAGES, Story, stories
from docs.shell import Shell
from docs.surroundings import READERS_HAVE, Surroundings, names_given
from support.patience import PATIENCE
from twilio_local import LocalService

STORIES = [story for page in PAGES for story in stories(page)]
PLAYBOOK = re.compile(r"docs/regenerating.md: [2-8]\. ")
"""What `tests/compiler/playbook` runs: commands that follow on each other, with a person's work in between."""


def told(story: Story) -> ParameterSet:
    """A story as a parameter."""
    return pytest.param(story, id=story.name, marks=[pytest.mark.commands] if story.shell else [])


def runs(story: Story) -> bool:
    """Whether the story has something to run here."""
    return bool(story.python or story.shell) and not PLAYBOOK.match(story.name)


def is_about_compiler(story: Story) -> bool:
    """Whether a story needs a project to work on."""
    return any("twilio-codegen" in sample.source for sample in story.shell)


def is_as_told(printed: str, text: str) -> bool:
    """Whether a sample printed what the page says; ``…`` stands for any text."""
    pattern = ".*?".join(re.escape(part) for part in dedent(text).strip().split("…"))
    return re.fullmatch(pattern, dedent(printed).strip(), re.DOTALL) is not None


@pytest.mark.parametrize("story", [told(story) for story in STORIES if runs(story)])
async def test_story(
    story: Story,
    service: LocalService,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def check_output(text: str) -> None:
        check(text, capsys.readouterr().out)

    def check(text: str, printed: str) -> None:
        assert is_as_told(printed, text), f"{story.name} says it prints\n{text}\nnot\n{printed}"

    for program in ("curl", "jq"):
        if shutil.which(program) is None and any(program in sample.source for sample in story.shell):
            pytest.skip(f"{program} is not installed")
    monkeypatch.chdir(tmp_path)
    environment = await asyncio.to_thread(make_project, tmp_path) if is_about_compiler(story) else {}
    names = names_given(story)
    async with asyncio.timeout(PATIENCE), AsyncExitStack() as stack:
        surroundings = Surroundings(service, check_output, stack)
        given = [await surroundings.get(name, kind) for name, kind in names.items()]
        namespace: dict[str, object] = {"__name__": "sample"}
        source = story.coroutine(", ".join(names))
        exec(compile(source, str(story.page), "exec", dont_inherit=True), namespace)
        await cast("Callable[..., Awaitable[None]]", namespace["story"])(*given)
        for sample in story.files if story.shell else ():
            (tmp_path / sample.title).write_text(sample.source, encoding="utf-8")
        shell = Shell(tmp_path, service, stack, environment)
        printed = ""
        for sample in story.shell:
            if sample.kind == "output":
                check(sample.source, printed)
            else:
                printed = await shell.run(sample)


@pytest.mark.commands
@pytest.mark.parametrize(
    "story", [pytest.param(story, id=story.name) for story in STORIES if story.files and not story.shell]
)
def test_files(story: Story, tmp_path: Path) -> None:
    """Files with tests are run by pytest in its default settings, except that a warning is an error.

    Those beside commands are what the commands work on.
    """
    for sample in story.files:
        (tmp_path / sample.title).write_text(sample.source, encoding="utf-8")
    settings = "[pytest]\npythonpath = .\nasyncio_default_fixture_loop_scope = function\n"
    (tmp_path / "pytest.ini").write_text(settings)
    tests = [sample.title for sample in story.files if sample.title.startswith("test_")]
    assert tests
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_readers_are_told_of_names_that_no_sample_makes() -> None:
    """What hidden samples make, readers do not see: the page says what it is, or every page may use it."""
    untold: dict[str, set[str]] = {}
    for story in STORIES:
        shown = replace(story, samples=[sample for sample in story.samples if sample.kind != "hidden"])
        made_nowhere = shown.free_names() - vars(builtins).keys() - {*READERS_HAVE, "__name__", "check_output"}
        text = re.sub(r"```.*?```|<!---.*?-->", "", story.page.read_text(encoding="utf-8"), flags=re.DOTALL)
        if names := {name for name in made_nowhere if f"`{name}`" not in text}:
            untold[story.name] = names
    assert untold == {}


SAMPLES = [(story, sample) for story in STORIES for sample in story.samples]


def test_every_sample_is_in_a_known_language() -> None:
    assert {sample.language for _, sample in SAMPLES} <= {
        "python",
        "py",  # whole examples, which have tests of their own
        "sh",
        "text",
        "yaml",
        "toml",
        "javascript",
        "html",
        "ini",
        "json",
    }


def test_json_is_json() -> None:
    for story, sample in SAMPLES:
        if sample.language == "json":
            assert json.loads(sample.source), f"{story.name}, line {sample.line}"


def test_few_samples_are_only_read() -> None:
    unread = [(story, sample) for story, sample in SAMPLES if sample.kind == "unread"]
    for story, sample in unread:
        print(f"{story.name}, line {sample.line}: {sample.reason}")
    assert all(sample.reason for _, sample in unread)
    assert {sample.language for _, sample in unread} == {"sh"}
    assert len(unread) < sum(sample.kind == "shell" for _, sample in SAMPLES)


PICTURES = {
    "docs/architecture.md: Architecture",
    "docs/schema.md: Schema language",
    "docs/local-service.md: Watch it",
    "docs/quickstart.md: 3. Write a bot",
    "docs/security.md: How it is tested",
    "docs/official-client.md: In Node",
}
"""Where plain text is a picture, or what a command that is only read prints."""


def test_plain_text_is_what_the_sample_before_it_prints() -> None:
    found = {story.name for story, sample in SAMPLES if sample.language == "text" and sample.kind != "output"}
    assert found == PICTURES


def test_the_playbook_has_what_its_own_tests_run() -> None:
    assert len([story for story in STORIES if story.shell and PLAYBOOK.match(story.name)]) == 6


def test_output_that_differs_is_noticed() -> None:
    assert is_as_told("sent as message 17\n", "sent as message …\n")
    assert is_as_told("  a\n b\n", " a\nb\n")
    assert not is_as_told("sent as message 1\nand more", "sent as message 1")
    assert not is_as_told("", "sent as message …")

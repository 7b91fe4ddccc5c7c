"""``twilio-codegen diff``: what it takes, what it says, and how it exits."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.schemas import GARDEN, write_files
from twilio_codegen.cli.commands import app

runner = CliRunner()


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = runner.invoke(app, ["diff", *(str(argument) for argument in arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def edit(schema: Path, file: str, old: str, new: str) -> None:
    path = schema / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The small schema with one change of every class."""
    target = tmp_path / "edited"
    shutil.copytree(GARDEN, target)
    edit(target, "resources/bed.yaml", "  title: {type: string?, wire: name", "  heading: {type: string?, wire: name")
    edit(target, "definitions.yaml", "      weather: What", "      title: Its title.\n      weather: What")
    edit(target, "resources/bed.yaml", "hook: water_bed\n    returns: none", "hook: water_bed\n    returns: self")
    edit(target, "resources/plant.yaml", "wire: sown", "wire: sown_at")
    edit(target, "resources/plant.yaml", "doc: Something that grows.", "doc: A living thing.")
    return target


def test_text_is_sorted_by_gravity_and_ends_with_the_verdict(edited: Path) -> None:
    code, output, _ = run(GARDEN, edited)

    lines = output.splitlines()
    assert code == 0
    assert [line for line in lines if not line.startswith(" ")] == [
        "breaking (1)",
        "additive (1)",
        "documentation (1)",
        "wire-only (1)",
        "verdict: a major release",
    ]
    assert "  property-renamed: Bed.title (title → heading)" in lines
    assert any(line.startswith("    new  resources/bed.yaml:") for line in lines)


def test_markdown_is_an_entry_of_the_changelog_with_migration_notes(edited: Path) -> None:
    output = run(GARDEN, edited, "--format", "markdown")[1]

    assert output == (
        "## [Unreleased]\n\n"
        "### Changed\n\n"
        "- **Breaking:** `Bed.title` → `Bed.heading` (property-renamed)\n"
        "- `Bed.water`: `none` → `Bed` (result-added)\n"
        "- Descriptions, and how the client talks to the service, in 2 places.\n\n"
        "### Migration\n\n"
        "- Write `Bed.heading` instead of `Bed.title`.\n\n"
        "Verdict: a major release.\n"
    )


def test_json_is_for_programs(edited: Path) -> None:
    report = json.loads(run(GARDEN, edited, "--format", "json")[1])

    assert report["verdict"] == "major"
    renamed = report["changes"][0]
    assert (renamed["rule"], renamed["python_old"], renamed["python_new"]) == (
        "property-renamed",
        "Bed.title",
        "Bed.heading",
    )
    assert report["migration"] == ["Write `Bed.heading` instead of `Bed.title`."]


def test_it_fails_on_what_it_is_told_to(edited: Path, tmp_path: Path) -> None:
    described = tmp_path / "described"
    shutil.copytree(GARDEN, described)
    edit(described, "resources/plant.yaml", "doc: Something that grows.", "doc: A living thing.")

    assert run(GARDEN, edited, "--fail-on", "breaking")[0] == 1
    assert run(edited, GARDEN, "--fail-on", "breaking")[0] == 1
    assert run(GARDEN, described, "--fail-on", "breaking")[0] == 0
    assert run(GARDEN, described, "--fail-on", "additive")[0] == 0
    assert run(GARDEN, described, "--fail-on", "any")[0] == 1
    assert run(GARDEN, GARDEN, "--fail-on", "any") == (0, "verdict: no release: nothing changed\n", "")


@pytest.fixture
def repository(tmp_path: Path, edited: Path) -> Path:
    """A repository whose first commit holds the small schema and declarations, and whose folder holds edited ones."""
    root = tmp_path / "repository"
    shutil.copytree(GARDEN, root / "schema" / "garden")
    write_files(root, {"lib.d.ts": "export declare class Bed { title: string; }"})
    author = {
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b",
    }
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "First"], ["tag", "v1"]):
        subprocess.run(["git", *command], cwd=root, env={**os.environ, **author}, check=True)
    shutil.rmtree(root / "schema" / "garden")
    shutil.copytree(edited, root / "schema" / "garden")
    (root / "lib.d.ts").write_text("export declare class Bed { title: string | null; }", encoding="utf-8")
    return root


def test_revisions_stand_for_what_was(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    schema = repository / "schema" / "garden"

    for old in ("v1", "HEAD:schema/garden"):
        code, output, message = run(old, "--schema", schema)
        assert (code, message) == (0, "")
        assert "property-renamed: Bed.title (title → heading)" in output
    assert "property-nullable: Bed.title (string → string?)" in run("v1:lib.d.ts", "lib.d.ts", "--schema", schema)[1]


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("v2", "v2 does not exist here, and there is no 'schema/garden' in the git revision 'v2'"),
        ("v1:nowhere", "v1:nowhere does not exist here, and there is no 'nowhere' in the git revision 'v1'"),
        ("-q", ""),
    ],
)
def test_what_does_not_exist_is_one_line(
    repository: Path, monkeypatch: pytest.MonkeyPatch, old: str, message: str
) -> None:
    monkeypatch.chdir(repository)

    code, output, said = run(old, "--schema", repository / "schema" / "garden")

    assert (code, output) == (2, "")
    assert message in said


def test_strings_of_other_packages_are_told_or_compared(tmp_path: Path) -> None:
    for version, sky in (("1.0.0", '"blue"'), ("2.0.0", '"blue" | "grey"')):
        weather = f'{{"name": "weather", "version": "{version}", "types": "index.d.ts"}}'
        garden = f'{{"name": "garden", "version": "{version}", "dependencies": {{"weather": "^{version}"}}}}'
        text = 'import { Sky } from "weather"; type Above = Sky; export { Above };'
        write_files(
            tmp_path / f"weather-{version}", {"package.json": weather, "index.d.ts": f"export type Sky = {sky};"}
        )
        write_files(tmp_path / f"garden-{version}", {"package.json": garden, "lib.d.ts": text})
    sides = [tmp_path / "garden-1.0.0", tmp_path / "garden-2.0.0"]
    packages = [part for version in ("1.0.0", "2.0.0") for part in ("--with", tmp_path / f"weather-{version}")]

    _, output, message = run(*sides)
    assert "not compared: Above is declared in another package" in message
    assert output == "verdict: no release: nothing changed\n"
    _, output, message = run(*sides, *packages)
    assert message == ""
    assert 'member-added: Above "grey" (grey)' in output


def test_what_nobody_can_name_is_compared_by_its_fields(tmp_path: Path) -> None:
    old = "interface Problem { text: string; code?: number; } declare class Bed { look(): Problem; weed(): Problem[]; }"
    new = "type Trouble = { text: string; }; declare class Bed { look(): Trouble; weed(): Trouble[]; }"
    same = "declare class Bed { look(): { text: string; code?: number; }; weed(): Found; } " + (
        "type Found = Problem[]; type Problem = Readonly<{ text: string; code?: number; }>;"
    )
    files = {f"{name}.d.ts": f"{text} export {{ Bed }};" for name, text in (("old", old), ("new", new), ("same", same))}
    write_files(tmp_path, files)

    _, output, _ = run(tmp_path / "old.d.ts", tmp_path / "new.d.ts")
    assert [line.strip() for line in output.splitlines() if "Bed." in line] == [
        "result-type: Bed.look ({text: string, code: number?} → {text: string})",
        "result-type: Bed.weed (list[{text: string, code: number?}] → list[{text: string}])",
    ]
    assert run(tmp_path / "old.d.ts", tmp_path / "same.d.ts")[1] == "verdict: no release: nothing changed\n"


def test_outside_a_repository_a_revision_is_no_revision(edited: Path) -> None:
    code, _, message = run("main", "--schema", edited)

    assert code == 2
    assert message.splitlines()[-1].startswith(("main is no folder", "main does not exist", "git rev-parse failed"))


def test_a_broken_schema_is_explained(edited: Path, tmp_path: Path) -> None:
    edit(edited, "resources/plant.yaml", "resource: Plant", "resource: Plant\nwrong: 1")

    code, output, message = run(GARDEN, edited, "--schema", edited)

    assert (code, output) == (2, "")
    assert "unknown key 'wrong'" in message


def test_help_shows_examples() -> None:
    result = runner.invoke(app, ["diff", "--help"])

    assert result.exit_code == 0
    assert "Examples:\n    twilio-codegen diff main --fail-on breaking\n" in result.stdout

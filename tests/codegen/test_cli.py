"""The command line: what it prints and how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.schemas import CODEGEN_TESTS, GARDEN, copy_garden
from twilio_codegen import cli
from twilio_codegen.commands import app

runner = CliRunner()


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_generate_check_edit_check(tmp_path: Path) -> None:
    output = tmp_path / "out"

    assert run("generate", "--schema", GARDEN, "--output", output) == (0, "", "")
    assert run("check", "--schema", GARDEN, "--output", output) == (0, "", "")
    (output / "types.py").write_text("x = 1\n", encoding="utf-8")
    code, diff, message = run("check", "--schema", GARDEN, "--output", output)

    assert code == 1
    assert diff.startswith("--- a/types.py\n+++ b/types.py\n")
    assert message == (
        f"{output} is not up to date; run: twilio-codegen generate --schema {GARDEN} --output {output}\n"
    )


@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_broken_schema_is_explained_and_exits_2(tmp_path: Path, command: str) -> None:
    folder = copy_garden(tmp_path, CODEGEN_TESTS / "broken" / "yaml_syntax")

    code, _, message = run(command, "--schema", folder, "--output", tmp_path / "out")

    assert code == 2
    assert message == f"{folder}/extra.yaml:3:1: not valid YAML: expected the node content, but found '<stream end>'\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("case", "code"), [("yaml_syntax", 2), ("not_utf8", 2), ("unknown_keys", 1), ("names", 1)])
def test_lint_tells_problems_from_unusable_input(tmp_path: Path, case: str, code: int) -> None:
    folder = copy_garden(tmp_path, CODEGEN_TESTS / "broken" / case)

    assert run("lint", "--schema", folder)[0] == code


def test_lint_is_silent_about_a_schema_without_problems() -> None:
    assert run("lint", "--schema", GARDEN) == (0, "", "")
    assert run("lint", "--schema", GARDEN, "--format", "json") == (0, "[]\n", "")


def test_lint_speaks_to_programs(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path, CODEGEN_TESTS / "broken" / "two_roots")

    code, output, _ = run("lint", "--schema", folder, "--format", "json")
    assert (code, json.loads(output)[0]["code"]) == (1, "several-roots")
    code, output, _ = run("lint", "--schema", folder, "--format", "github")
    assert (code, output.startswith("::error file=")) == (1, True)


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
def test_a_missing_folder_is_one_line(tmp_path: Path, command: str) -> None:
    extra: list[str | Path] = [] if command == "lint" else ["--output", tmp_path / "out"]

    code, output, message = run(command, "--schema", tmp_path / "nowhere", *extra)

    assert (code, output) == (2, "")
    assert message.count("\n") == 1
    assert "nowhere is not a folder" in message


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
def test_help_shows_examples(command: str) -> None:
    code, output, _ = run(command, "--help")

    assert code == 0
    assert f"Examples:\n    twilio-codegen {command}\n" in output


def test_a_missing_extra_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_NEEDED", ("typer", "no_such_package", "no_such.module"))

    with pytest.raises(SystemExit) as caught:
        cli.run()

    assert caught.value.code == (
        "twilio-codegen needs no_such_package, no_such.module: pip install 'twilio-chat[codegen]'"
    )


def test_asking_loads_nothing_heavy() -> None:
    script = (
        "import sys; from twilio_codegen.generator import verify_generated; verify_generated;"
        "from twilio_codegen import commands;"
        "print(sorted({'datamodel_code_generator', 'jinja2', 'pydantic', 'ruamel'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"

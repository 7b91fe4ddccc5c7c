"""The command line: what it prints and how it exits."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.schemas import COMPILER_TESTS, GARDEN, copy_garden, write_files
from twilio_codegen import cli
from twilio_codegen.cli.commands import app

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
    folder = copy_garden(tmp_path, COMPILER_TESTS / "broken" / "yaml_syntax")

    code, _, message = run(command, "--schema", folder, "--output", tmp_path / "out")

    assert code == 2
    assert message == f"{folder}/extra.yaml:3:1: not valid YAML: expected the node content, but found '<stream end>'\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("case", "code"), [("yaml_syntax", 2), ("not_utf8", 2), ("unknown_keys", 1), ("names", 1)])
def test_lint_tells_problems_from_unusable_input(tmp_path: Path, case: str, code: int) -> None:
    folder = copy_garden(tmp_path, COMPILER_TESTS / "broken" / case)

    assert run("lint", "--schema", folder)[0] == code


def test_lint_is_silent_about_a_schema_without_problems() -> None:
    assert run("lint", "--schema", GARDEN) == (0, "", "")
    assert run("lint", "--schema", GARDEN, "--format", "json") == (0, "[]\n", "")


def test_lint_speaks_to_programs(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path, COMPILER_TESTS / "broken" / "two_roots")

    code, output, _ = run("lint", "--schema", folder, "--format", "json")
    assert (code, json.loads(output)[0]["code"]) == (1, "several-roots")
    code, output, _ = run("lint", "--schema", folder, "--format", "github")
    assert (code, output.startswith("::error file=")) == (1, True)


def _nothing(folder: Path) -> None:
    """There is no such folder."""


def _a_file(folder: Path) -> None:
    folder.write_text("product: garden\n", encoding="utf-8")


def _empty(folder: Path) -> None:
    folder.mkdir()


def _no_yaml(folder: Path) -> None:
    write_files(folder, {"product.yml": "product: garden\n", "resources/bed.txt": "resource: Bed\n"})


def _no_text(folder: Path) -> None:
    write_files(copy_garden(folder.parent / "whole"), {"extra.yaml": b"types:\n  \xff: x\n"}).rename(folder)


def _product_no_text(folder: Path) -> None:
    write_files(copy_garden(folder.parent / "whole"), {"product.yaml": b"\xff"}).rename(folder)


def _a_folder_for_a_file(folder: Path) -> None:
    (copy_garden(folder.parent / "whole") / "extra.yaml").mkdir()
    (folder.parent / "whole" / "garden").rename(folder)


def _a_link_to_nothing(folder: Path) -> None:
    (copy_garden(folder.parent / "whole") / "extra.yaml").symlink_to("nowhere.yaml")
    (folder.parent / "whole" / "garden").rename(folder)


def _a_file_for_the_resources(folder: Path) -> None:
    whole = copy_garden(folder.parent / "whole")
    shutil.rmtree(whole / "resources")
    write_files(whole, {"resources": ""}).rename(folder)


def _no_product(folder: Path) -> None:
    (copy_garden(folder.parent / "whole") / "product.yaml").unlink()
    (folder.parent / "whole" / "garden").rename(folder)


UNUSABLE: dict[Callable[[Path], None], str] = {
    _nothing: "{folder} is not a folder: give the folder of a schema",
    _a_file: "{folder} is not a folder: give the folder of a schema",
    _empty: "{folder} holds no .yaml file: give the folder of a schema",
    _no_yaml: "{folder} holds no .yaml file: give the folder of a schema",
    _no_text: "{folder}/extra.yaml:2:3: the byte 0xFF is not UTF-8",
    _product_no_text: "{folder}/product.yaml:1:1: the byte 0xFF is not UTF-8",
    _a_folder_for_a_file: "{folder}/extra.yaml",
    _a_link_to_nothing: "{folder}/extra.yaml",
    _a_file_for_the_resources: "{folder}/resources is not a folder: it is to hold one file for each resource",
    _no_product: "{folder}",
}


@pytest.mark.parametrize("output", [True, False], ids=["output", ""])
@pytest.mark.parametrize("command", ["generate", "check", "lint"])
@pytest.mark.parametrize(("make", "expected"), UNUSABLE.items(), ids=[make.__name__ for make in UNUSABLE])
def test_what_is_no_schema_is_one_line(
    tmp_path: Path, make: Callable[[Path], None], expected: str, command: str, *, output: bool
) -> None:
    folder = tmp_path / "schema"
    make(folder)

    # Without an output folder, that of the package is looked for, which the schema names.
    options: list[str | Path] = ["--output", tmp_path / "out"] if output and command != "lint" else []
    code, found, message = run(command, "--schema", folder, *options)

    told = found + message if command == "lint" else message
    assert code in (1, 2)
    assert code == 2 or make is _no_product
    assert told.count("\n") == 1
    assert told.startswith(expected.format(folder=folder)), told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
@pytest.mark.parametrize("denied", ["", "resources"])
def test_a_folder_that_may_not_be_listed_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, denied: str
) -> None:
    folder = copy_garden(tmp_path)
    listed = os.listdir

    def refuse(path: str | Path) -> list[str]:
        if Path(path) == folder / denied:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return listed(path)

    monkeypatch.setattr(os, "listdir", refuse)
    options: list[str | Path] = [] if command == "lint" else ["--output", tmp_path / "out"]
    code, output, message = run(command, "--schema", folder, *options)

    assert (code, output, message.count("\n")) == (2, "", 1)
    assert f"{folder / denied} cannot be listed (Permission denied)" in message


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
def test_help_shows_examples(command: str) -> None:
    code, output, _ = run(command, "--help")

    assert code == 0
    assert f"Examples:\n    twilio-codegen {command}\n" in output


def test_a_missing_extra_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cli, "_NEEDED", ("typer", "no_such_package", "no_such.module"))

    with pytest.raises(SystemExit) as caught:
        cli.run()

    assert caught.value.code == 1
    assert capsys.readouterr().err == (
        "twilio-codegen needs no_such_package, no_such.module; "
        "in the clone of twilio-chat run: pip install '.[codegen]'\n"
    )


def test_asking_loads_nothing_heavy() -> None:
    script = (
        "import sys; from twilio_codegen.generator import verify_generated; verify_generated;"
        "from twilio_codegen.cli import commands;"
        "print(sorted({'datamodel_code_generator', 'jinja2', 'pydantic', 'ruamel'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"

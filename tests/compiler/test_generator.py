"""The whole compiler: what it writes, whether it is up to date, and that it is the same everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from support.schemas import GARDEN, copy_garden
from twilio_codegen import generator
from twilio_codegen.errors import OutputError, SchemaError, ToolError, UnreadableSchemaError
from twilio_codegen.extras import NO_EXTRAS, Extras
from twilio_codegen.generator import check, generate, known_without_problems
from twilio_codegen.output import toolchain
from twilio_codegen.output.files import compare, write
from twilio_codegen.output.layout import Layout, find_layout, find_schemas
from twilio_codegen.output.manifest import MANIFEST, input_digest
from twilio_codegen.python.runtime_errors import RUNTIME_ERRORS
from twilio_realtime import errors as runtime_errors

PROJECT = Path(__file__).parents[2]
HEADER = "# Generated from schema/garden by `twilio-codegen generate`. Do not edit.\n"


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return generate(GARDEN)


@pytest.fixture
def package(files: dict[str, str], tmp_path: Path) -> Layout:
    layout = Layout(copy_garden(tmp_path), tmp_path / "generated" / "twilio_garden")
    write(files, layout.output)
    return layout


def test_each_module_says_what_made_it_and_nothing_that_changes(files: dict[str, str]) -> None:
    modules = {name: text for name, text in files.items() if name.endswith(".py")}

    assert {"models.py", "wire.py", "types.py", "bed.py", "plant.py", "hooks.py"} <= modules.keys()
    for name, text in modules.items():
        assert text.startswith(HEADER), name
        assert text.endswith("\n"), name
        assert str(PROJECT) not in text


def test_output_is_the_same_under_any_hash_seed_locale_and_directory(files: dict[str, str], tmp_path: Path) -> None:
    script = (
        "import hashlib, json, pathlib, sys; from twilio_codegen.generator import generate; "
        "print(hashlib.sha256(json.dumps(generate(pathlib.Path(sys.argv[1]))).encode()).hexdigest())"
    )
    digests = {hashlib.sha256(json.dumps(files).encode()).hexdigest()}
    for seed, locale, folder in (("1", "C", tmp_path), ("4711", "C.UTF-8", PROJECT)):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PYTHONUTF8": "0",
            "RUFF_NO_CACHE": "false",
        }
        done = subprocess.run(
            [sys.executable, "-c", script, str(GARDEN)], cwd=folder, env=environment, capture_output=True, check=True
        )
        digests.add(done.stdout.decode().strip())

    assert len(digests) == 1


def test_writing_twice_changes_nothing(files: dict[str, str], package: Layout) -> None:
    before = {path: path.stat().st_mtime_ns for path in package.output.iterdir()}

    written = write(files, package.output)

    assert (written.changed, written.removed, written.unchanged) == ((), (), len(files))
    assert {path: path.stat().st_mtime_ns for path in package.output.iterdir()} == before


def test_only_generated_files_are_removed(files: dict[str, str], package: Layout) -> None:
    (package.output / "old.py").write_text(HEADER + "x = 1\n", encoding="utf-8")
    (package.output / "mine.py").write_text("x = 1\n", encoding="utf-8")
    (package.output / "notes.txt").touch()
    (package.output / "bed.py").unlink()

    assert "+++ /dev/null" in compare(files, package.output)
    written = write(files, package.output)

    assert (written.changed, written.removed) == (("bed.py",), ("old.py",))
    assert (package.output / "mine.py").read_text(encoding="utf-8") == "x = 1\n"
    assert (package.output / "notes.txt").exists()
    assert compare(files, package.output) == ""


def test_an_empty_file_that_is_missing_is_shown(files: dict[str, str], package: Layout) -> None:
    (package.output / "py.typed").unlink()

    assert not check(package).up_to_date
    assert compare(files, package.output) == "--- /dev/null\n+++ b/py.typed\n"
    assert write(files, package.output).changed == ("py.typed",)
    assert check(package).up_to_date


def test_a_folder_that_cannot_be_written_is_named(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match="file"):
        write(files, tmp_path / "file")


def test_unchanged_packages_are_known_without_compiling(package: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "generate", _must_not_run)

    result = check(package)

    assert (result.up_to_date, result.diff, result.compiled) == (True, "", False)


def test_what_was_compiled_without_problems_need_not_be_linted_again(package: Layout) -> None:
    assert known_without_problems(package)
    with (package.schema / "definitions.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not known_without_problems(package)


def _giving(files: dict[str, str]) -> Callable[[Path, Extras], dict[str, str]]:
    def generate(schema_dir: Path, extras: Extras) -> dict[str, str]:
        assert schema_dir.is_dir()
        assert extras == NO_EXTRAS
        return files

    return generate


def _must_not_run(schema_dir: Path) -> dict[str, str]:
    raise AssertionError(f"{schema_dir} was compiled")


def test_line_endings_of_a_checkout_do_not_count(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path)
    for path in folder.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert input_digest(folder) == input_digest(GARDEN)


def test_an_edited_package_is_found_out(
    files: dict[str, str], package: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "generate", _giving(files))
    path = package.output / "types.py"
    path.write_text(path.read_text(encoding="utf-8").replace('"spring"', '"winter"'), encoding="utf-8")

    result = check(package)

    assert (result.up_to_date, result.compiled) == (False, True)
    assert "--- a/types.py\n+++ b/types.py\n" in result.diff
    assert '-    "winter",\n+    "spring",\n' in result.diff
    assert MANIFEST not in result.diff


@pytest.mark.parametrize("damage", ["remove", "garbage", "list", "stale", "missing"])
def test_damage_is_not_taken_for_up_to_date(
    files: dict[str, str], package: Layout, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(generator, "generate", _giving(files))
    record = package.output / MANIFEST
    match damage:
        case "remove":
            record.unlink()
        case "garbage":
            record.write_bytes(b"\xff{")
        case "list":
            record.write_text("[]")
        case "stale":
            (package.output / "old.py").write_text(HEADER, encoding="utf-8")
        case _:
            (package.output / "bed.py").unlink()

    result = check(package)

    assert not result.up_to_date
    assert result.compiled


def test_an_edited_schema_shows_what_would_change(package: Layout) -> None:
    path = package.schema / "definitions.yaml"
    text = path.read_text(encoding="utf-8").replace("      autumn:", "      summer: It is hot.\n      autumn:")
    path.write_text(text, encoding="utf-8")

    result = check(package)

    assert not result.up_to_date
    assert '+    "summer",\n' in result.diff
    write(generate(package.schema), package.output)
    assert check(package).up_to_date
    assert check(package, full=True).up_to_date


def test_problems_of_the_schema_stop_the_compiler(package: Layout) -> None:
    (package.schema / "extra.yaml").write_text("values: {Pot: {doc: A pot.}}\n", encoding="utf-8")

    with pytest.raises(SchemaError, match=r"extra.yaml:1:15: value type 'Pot' needs the key 'fields'"):
        check(package)


def test_a_missing_schema_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchemaError, match="nowhere is not a folder"):
        check(Layout(tmp_path / "nowhere", tmp_path))


def test_other_versions_of_the_tools_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(toolchain.PINNED, "ruff", "0.0.1")
    with pytest.raises(ToolError, match=r"pip install ruff==0\.0\.1"):
        generate(GARDEN)
    monkeypatch.setitem(toolchain.PINNED, "no-such-tool", "1")
    monkeypatch.delitem(toolchain.PINNED, "ruff")
    with pytest.raises(ToolError, match=r"no-such-tool is not installed"):
        generate(GARDEN)


def test_pins_are_those_of_the_distribution() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = [item for item in project["optional-dependencies"]["codegen"] if "==" in item]

    assert sorted(pinned) == sorted(f"{name}=={version}" for name, version in toolchain.PINNED.items())


def test_errors_that_a_schema_may_name_are_those_of_the_runtime() -> None:
    classes = {name for name in runtime_errors.__all__ if isinstance(getattr(runtime_errors, name), type)}

    assert set(RUNTIME_ERRORS) == classes


def test_the_project_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    (chat,) = find_schemas("chat")
    assert find_layout(chat) == Layout(PROJECT / "schema" / "chat", PROJECT / "generated" / "twilio_chat")
    assert find_layout(chat, tmp_path).output == tmp_path
    garden = copy_garden(tmp_path / "schema")
    assert find_layout(garden).output == tmp_path / "generated" / "twilio_garden"
    (tmp_path / "types.yaml").write_text("types: {}\n", encoding="utf-8")
    with pytest.raises(UnreadableSchemaError, match="--output"):
        find_layout(tmp_path)

"""``twilio-codegen audit``: its three formats, what it writes, and how it exits."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.schemas import GARDEN, write_files
from twilio_codegen.cli.commands import app
from twilio_codegen.comparing.declarations import read_facts

LIB = """\
export declare class Plant { name: string; height: number; age: number; }
export type Season = "spring" | "summer" | "autumn" | "winter";
"""

runner = CliRunner()


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    shutil.copytree(GARDEN, tmp_path / "garden")
    return tmp_path / "garden"


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    return write_files(tmp_path, {"lib.d.ts": LIB}) / "lib.d.ts"


def test_text_ends_with_the_coverage(schema: Path, lib: Path) -> None:
    code, output, _ = run("audit", lib, "--schema", schema)

    lines = output.splitlines()
    assert code == 1
    assert "missing: Season member summer: is missing" in lines
    at = lines.index("missing: Season member summer: is missing")
    assert lines[at + 1] == f"  declared  {lib}:2:33"
    assert lines[at + 2].startswith(f"  schema    {schema}/definitions.yaml:")
    assert lines[at + 4] == '    summer: ""'
    assert lines[-1].startswith("coverage: ")
    assert lines[-1].endswith(" %")


def test_json_is_for_programs(schema: Path, lib: Path) -> None:
    code, output, _ = run("audit", lib, "--schema", schema, "--format", "json")

    report = json.loads(output)
    summer = next(item for item in report["findings"] if item["name"] == "summer")
    assert code == 1
    assert (summer["kind"], summer["what"], summer["owner"]) == ("missing", "member", "Season")
    assert summer["add"]["yaml"] == 'summer: ""'
    assert 0 < report["coverage"] < 100


def test_markdown_is_for_reviews(schema: Path, lib: Path) -> None:
    output = run("audit", lib, "--schema", schema, "--format", "markdown")[1]

    assert output.startswith("# Audit of lib\n")
    assert "| missing | `Season member summer: is missing` |" in output
    assert '```yaml\nsummer: ""\n```' in output
    assert output.splitlines()[-1].startswith("coverage: ")


def test_write_adds_what_follows_from_rules(schema: Path, lib: Path) -> None:
    before = (schema / "definitions.yaml").read_text(encoding="utf-8")
    code, output, message = run("audit", lib, "--schema", schema, "--write")

    after = (schema / "definitions.yaml").read_text(encoding="utf-8")
    assert code == 1, "the garden has much that these declarations do not"
    assert f"changed {schema / 'definitions.yaml'}" in message
    assert "Season member" not in output
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    codes = [item["code"] for item in json.loads(run("lint", "--schema", schema, "--format", "json")[1])]
    assert "empty-doc" in codes, "meanings are for people to write"


def test_a_ledger_explains_differences(schema: Path, lib: Path, tmp_path: Path) -> None:
    findings = json.loads(run("audit", lib, "--schema", schema, "--format", "json")[1])["findings"]
    entries = {item["message"]: "Meant so." for item in findings}
    # A class that is missing stands for its members, which a ledger lists one by one.
    ledger = write_files(tmp_path, {"ledger.yaml": json.dumps({"deviations": entries})}) / "ledger.yaml"

    code, output, _ = run("audit", lib, "--schema", schema, "--ledger", ledger)

    assert (code, output.splitlines()[-1]) == (0, "coverage: 100.0 %")


def test_facts_are_written_for_the_schema_to_keep(schema: Path, lib: Path, tmp_path: Path) -> None:
    run("audit", lib, "--schema", schema, "--facts", tmp_path / "facts.json")

    facts = read_facts((tmp_path / "facts.json").read_text(encoding="utf-8"))
    assert {name: list(item.members) for name, item in facts.unions.items()} == {
        "Season": ["spring", "summer", "autumn", "winter"]
    }


def test_what_is_mentioned_without_being_exported_is_completed_as_well(schema: Path, tmp_path: Path) -> None:
    text = (
        'type Season = "spring" | "monsoon"; interface Weather { rain: number; wind: Season; }'
        "export declare class Plant { season: Season; weather: Weather; }"
    )
    lib = write_files(tmp_path, {"lib.d.ts": text}) / "lib.d.ts"
    definitions = schema / "definitions.yaml"
    weather = "values:\n  Weather: {doc: How it is., fields: {rain: {type: number?, doc: How much.}}}\n"
    definitions.write_text(definitions.read_text(encoding="utf-8").replace("values:\n", weather, 1), encoding="utf-8")

    output = run("audit", lib, "--schema", schema, "--write")[1]

    assert "Season member monsoon" not in output
    assert "Weather.wind" not in output
    written = definitions.read_text(encoding="utf-8")
    assert 'monsoon: ""' in written
    assert 'wind: {type: Season?, doc: ""}' in written


def test_what_handlers_receive_is_compared_by_its_fields(schema: Path, tmp_path: Path) -> None:
    text = (
        "interface Emitter<T> {} interface BedUpdated { bed: Bed; found: string; } type Events = "
        "{ updated: (data: BedUpdated) => void; }; export declare class Bed extends Emitter<Events> {}"
    )
    lib = write_files(tmp_path, {"lib.d.ts": text}) / "lib.d.ts"

    output = run("audit", lib, "--schema", schema)[1]

    found = [line for line in output.splitlines() if line.startswith("different: Bed event updated")]
    assert len(found) == 1
    assert found[0].endswith("documented as {bed: Bed, found: string}")


@pytest.mark.parametrize("arguments", [["nowhere.d.ts"], ["lib.d.ts", "--schema", "nowhere"]])
def test_what_cannot_be_read_is_one_line_and_exits_2(
    arguments: list[str], lib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(lib.parent)

    code, output, message = run("audit", *arguments)

    assert (code, output) == (2, "")
    assert message.count("\n") == 1

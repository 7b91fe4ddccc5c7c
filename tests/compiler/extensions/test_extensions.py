"""Other people's templates and emitters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.schemas import GARDEN, write_files
from twilio_codegen import extras as extras_module
from twilio_codegen.cli.commands import app
from twilio_codegen.errors import ToolError
from twilio_codegen.extras import GROUP, Extras
from twilio_codegen.generator import check, generate
from twilio_codegen.language import Schema
from twilio_codegen.output.files import write
from twilio_codegen.output.layout import Layout

runner = CliRunner()
TABLE = Extras(emitters=("event-table",))


def install(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Lets distributions offer emitters, as if they were installed."""
    offered = [EntryPoint(name.replace("_", "-"), value, GROUP) for name, value in values.items()]

    def entry_points(*, group: str) -> list[EntryPoint]:
        return [entry for entry in offered if entry.group == group]

    monkeypatch.setattr(extras_module, "entry_points", entry_points)


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, event_table="compiler.extensions.event_table:event_table")


# -- emitters


def test_the_example_makes_a_table_of_all_events() -> None:
    table = generate(GARDEN, TABLE)["EVENTS.md"]

    lines = table.splitlines()
    assert lines[0] == "# Events of Twilio Garden"
    assert "| `Bed` | `plantAdded` | `on.plant_added` | `Plant` | Something was planted. |" in lines
    assert "| `Garden` | `tokenExpired` | `on.token_expired` | none | The token has expired. |" in lines
    assert table.count("\n| `") == 17


def test_nothing_runs_unless_it_is_asked_for() -> None:
    assert "EVENTS.md" not in generate(GARDEN)


def test_what_emitters_make_is_checked_and_removed_like_the_rest(tmp_path: Path) -> None:
    layout = Layout(GARDEN, tmp_path / "twilio_garden")
    write(generate(GARDEN, TABLE), layout.output)

    assert check(layout, extras=TABLE).up_to_date
    assert not check(layout, extras=TABLE).compiled
    assert "--- a/EVENTS.md\n+++ /dev/null\n" in check(layout).diff
    (layout.output / "EVENTS.md").write_text("mine\n", encoding="utf-8")
    assert "-mine\n" in check(layout, extras=TABLE).diff

    assert write(generate(GARDEN), layout.output).removed == ("EVENTS.md",)
    assert check(layout).up_to_date


def emits(schema: Schema) -> Mapping[str, object]:
    return {"x.txt": 1}


def fails(schema: Schema) -> Mapping[str, str]:
    raise ValueError("no idea")


def outside(schema: Schema) -> Mapping[str, str]:
    return {"../x.txt": ""}


def again(schema: Schema) -> Mapping[str, str]:
    return {"types.py": ""}


def lists(schema: Schema) -> list[str]:
    return []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (emits, "the emitter broken returned 'x.txt', which is not text by path"),
        (fails, "the emitter broken failed: ValueError: no idea"),
        (outside, r"the emitter broken makes '\.\./x\.txt', which is no path inside the package"),
        (again, r"the emitter broken makes types\.py, which is there already"),
        (lists, "the emitter broken returned a list instead of text by path"),
    ],
)
def test_a_broken_emitter_is_named(
    monkeypatch: pytest.MonkeyPatch, value: Callable[[Schema], object], message: str
) -> None:
    install(monkeypatch, broken=f"{__name__}:{value.__name__}")

    with pytest.raises(ToolError, match=message):
        generate(GARDEN, Extras(emitters=("broken",)))


def test_an_unknown_emitter_and_one_that_cannot_be_loaded_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ToolError, match="no emitter is called event-tabel; did you mean 'event-table'"):
        generate(GARDEN, Extras(emitters=("event-tabel",)))
    install(monkeypatch, absent="no_such_module:emit", constant="compiler.extensions.event_table:__doc__")
    with pytest.raises(ToolError, match="the emitter absent cannot be loaded: ModuleNotFoundError"):
        generate(GARDEN, Extras(emitters=("absent",)))
    with pytest.raises(ToolError, match="the emitter constant is no function but a str"):
        generate(GARDEN, Extras(emitters=("constant",)))


# -- templates


def test_a_template_takes_the_place_of_one_and_the_rest_stay(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "templates",
        {
            "pagination.py.jinja": '{% include "_header.jinja" %}\n"""{% include "_motto.jinja" %}"""\n',
            "_motto.jinja": "Pages of {{ product.title }}.",
        },
    )
    usual, special = generate(GARDEN), generate(GARDEN, Extras(templates=folder))

    assert special["pagination.py"].endswith('\n"""Pages of Twilio Garden."""\n')
    changed = {name for name in usual if usual[name] != special[name]}
    assert changed == {"pagination.py", ".generated.json"}


def test_a_change_of_a_template_is_noticed(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "templates", {"pagination.py.jinja": '{% include "_header.jinja" %}\n"""One."""\n'})
    layout = Layout(GARDEN, tmp_path / "twilio_garden")
    write(generate(GARDEN, Extras(templates=folder)), layout.output)

    assert not check(layout, extras=Extras(templates=folder)).compiled
    assert not check(layout).up_to_date
    write_files(folder, {"pagination.py.jinja": '{% include "_header.jinja" %}\n"""Another."""\n'})
    assert '-"""One."""\n+"""Another."""\n' in check(layout, extras=Extras(templates=folder)).diff


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"clients.py.jinja": ""}, r"no template is called clients\.py\.jinja; did you mean 'client\.py\.jinja'"),
        ({"types.py.jinja": "{{ nothing }}"}, r"the template types\.py\.jinja cannot be rendered"),
        ({"types.py.jinja": "def"}, "refuses what was generated"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(ToolError, match=message):
        generate(GARDEN, Extras(templates=write_files(tmp_path / "templates", files)))


def test_the_command_that_brings_things_up_to_date_says_the_same(tmp_path: Path) -> None:
    options = ["--schema", str(GARDEN), "--output", str(tmp_path / "out"), "--emit", "event-table"]

    checked = runner.invoke(app, ["check", *options])

    assert checked.exit_code == 1
    assert checked.stderr.endswith(f"run: twilio-codegen generate {' '.join(options)}\n")
    assert runner.invoke(app, ["generate", *options]).exit_code == 0
    assert runner.invoke(app, ["check", *options]).exit_code == 0
    missing = runner.invoke(app, ["generate", *options, "--templates", str(tmp_path / "nowhere")])
    assert (missing.exit_code, missing.stderr) == (2, f"{tmp_path / 'nowhere'} is not a folder with templates\n")

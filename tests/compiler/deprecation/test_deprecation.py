"""What is deprecated in a schema: warnings at run time and in type checkers, documentation, and the time to go."""

from __future__ import annotations

import asyncio
import importlib
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from support.schemas import GARDEN
from support.type_checkers import strict_mypy
from support.yaml_edits import Tree, read_tree, write_tree
from twilio_codegen.errors import SchemaError
from twilio_codegen.generator import generate, known_without_problems
from twilio_codegen.language.removals import first_removal, notice_of
from twilio_codegen.lint import load_linted
from twilio_codegen.output.files import write
from twilio_codegen.output.layout import Layout
from twilio_realtime.blocking import HandlerThread, Portal, Threads
from twilio_realtime.events import DeprecatedBareSignal, DeprecatedSignal, Dispatcher, emit

PROJECT = Path(__file__).parents[3]
PACKAGE = "twilio_old_garden"
OLD: dict[str, object] = {"since": "1.1.0", "use": "`Bed.title`", "remove-in": "3.0.0"}
NOTICE = "is deprecated since 1.1.0 and gone in 3.0.0; use `Bed.title`"

Entry = dict[str, dict[str, dict[str, object]]]


def old_garden() -> Tree:
    """The small schema with something of every kind deprecated."""
    tree = read_tree(GARDEN)
    tree["product.yaml"]["package"] = PACKAGE
    bed = cast("Entry", tree["resources/bed.yaml"])
    garden = cast("Entry", tree["resources/garden.yaml"])
    bed["properties"]["soil"]["deprecated"] = dict(OLD)
    bed["methods"]["water"]["deprecated"] = dict(OLD)
    shown: dict[str, object] = {"doc": "Its soil.", "property": "soil", "returns": {"type": "Soil?"}}
    bed["methods"]["getSoil"] = shown | {"deprecated": dict(OLD)}
    bed["methods"]["rename"]["params"] = {
        "title": {"type": "string", "doc": "The new one."},
        "loud": {"type": "boolean", "default": False, "deprecated": dict(OLD), "doc": "Whether to tell."},
    }
    bed["methods"]["rename"]["request"] = {"post": "self", "body": {"name": "$title", "loud": "$loud"}}
    bed["events"]["plantRemoved"]["deprecated"] = dict(OLD)
    garden["events"]["tokenExpired"]["deprecated"] = dict(OLD)
    return tree


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("old")
    schema = write_tree(old_garden(), root / "garden")
    (schema / "hooks.py").write_text((GARDEN / "hooks.py").read_text(encoding="utf-8"), encoding="utf-8")
    write(generate(schema), root / "generated" / PACKAGE)
    return root


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(folder / "generated"))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(folder / "generated"))


def test_everything_deprecated_says_so_in_its_documentation(folder: Path, package: ModuleType) -> None:
    bed = package.Bed

    for text in (bed.soil.fget.__doc__, bed.water.__doc__, bed.rename.__doc__):
        assert NOTICE in " ".join(text.split())
    events = " ".join((folder / "generated" / PACKAGE / "events.py").read_text(encoding="utf-8").split())
    assert f"Something was pulled out. Note: Bed.on.plant_removed {NOTICE}." in events


def test_using_it_warns_where_it_is_used(package: ModuleType) -> None:
    class Silent(package.Bed):  # type: ignore[misc,name-defined]
        """A bed without a service."""

        def __init__(self) -> None:
            self._soil = None
            self._title = "same"

    bed = Silent()
    with pytest.warns(DeprecationWarning, match=r"Bed\.soil is deprecated since 1\.1\.0") as caught:
        assert bed.soil is None
    assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match=r"Bed\.water is deprecated") as caught:
        bed.water().close()
    assert caught[0].filename == __file__


async def test_a_method_that_returns_something_deprecated_warns_once(package: ModuleType) -> None:
    class Bare(package.Bed):  # type: ignore[misc,name-defined]
        """A bed without a service."""

        def __init__(self) -> None:
            self._soil = None

    with pytest.warns(DeprecationWarning, match="is deprecated") as caught:
        assert await Bare().get_soil() is None
    assert [str(warning.message) for warning in caught] == [f"Bed.get_soil {NOTICE}"]


async def test_a_parameter_warns_only_if_it_is_passed(package: ModuleType) -> None:
    class Same(package.Bed):  # type: ignore[misc,name-defined]
        """A bed that has the title already, so that nothing is sent."""

        def __init__(self) -> None:
            self._title = "same"

    rename = cast("Callable[..., object]", Same().rename)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await asyncio.ensure_future(cast("asyncio.Future[object]", rename("same")))
    with pytest.warns(DeprecationWarning, match="the parameter loud is deprecated since"):
        await cast("asyncio.Future[object]", rename("same", loud=True))


def test_listening_warns_and_emitting_does_not() -> None:
    heard: list[int] = []
    signal = DeprecatedSignal[int]("grown", Dispatcher(), notice="grown will go")
    bare = DeprecatedBareSignal("gone", Dispatcher(), notice="gone will go")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        emit(signal, 1)
        emit(bare, None)
    for subscribe in (
        lambda: signal.connect(heard.append),  # pyright: ignore[reportDeprecated]
        lambda: signal.once(heard.append),  # pyright: ignore[reportDeprecated]
        lambda: signal(heard.append),  # pyright: ignore[reportDeprecated]
        signal.stream,  # pyright: ignore[reportDeprecated]
        signal.expect,  # pyright: ignore[reportDeprecated]
    ):
        with pytest.warns(DeprecationWarning, match="^grown will go$") as caught:
            subscribe()
        assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match="^gone will go$"):
        bare.connect(lambda: None)  # pyright: ignore[reportDeprecated]
    emit(signal, 2)
    assert heard == [2, 2, 2]


def test_the_blocking_client_warns_where_it_is_used(package: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    blocking = importlib.import_module(f"{PACKAGE}.blocking")
    watered: list[object] = []

    async def water(context: object, bed: object) -> None:
        del context
        watered.append(bed)

    class Silent(package.Bed):  # type: ignore[misc,name-defined]
        """A bed without a service that has the title already, so that nothing is sent."""

        def __init__(self) -> None:
            self._context = SimpleNamespace()
            self._soil = None
            self._title = "same"

    monkeypatch.setattr(importlib.import_module(f"{PACKAGE}.hooks"), "water_bed", water)
    threads = Threads(Portal("old garden"), HandlerThread("old garden"))
    inner = Silent()
    bed = blocking.Bed(inner, SimpleNamespace(threads=threads))
    with pytest.warns(DeprecationWarning, match=r"Bed\.soil is deprecated since 1\.1\.0") as caught:
        assert bed.soil is None
    assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match=r"Bed\.water is deprecated") as caught:
        bed.water()
    assert [warning.filename for warning in caught] == [__file__]
    assert watered == [inner]
    with pytest.warns(DeprecationWarning, match="the parameter loud is deprecated since") as caught:
        assert bed.rename("same", loud=True) is bed
    assert caught[0].filename == __file__
    threads.portal.close()


@pytest.mark.checkers
def test_type_checkers_warn_too(folder: Path) -> None:
    consumer = folder / "consumer.py"
    consumer.write_text(
        f"from {PACKAGE} import Bed, Plant, blocking\n\n\n"
        "async def use(bed: Bed) -> None:\n"
        "    print(bed.title)\n"
        "    print(bed.soil)\n"
        "    await bed.water()\n"
        '    await bed.rename("new")\n'
        '    await bed.rename("new", True)\n\n\n'
        "def listen(bed: Bed) -> None:\n"
        "    def handle(plant: Plant) -> None:\n"
        "        print(plant)\n\n"
        "    bed.on.plant_added.connect(handle)\n"
        "    bed.on.plant_removed.connect(handle)\n"
        '    bed.on("plantRemoved", handle)\n\n\n'
        "def block(bed: blocking.Bed) -> None:\n"
        "    print(bed.title)\n"
        "    print(bed.soil)\n"
        "    bed.water()\n"
        '    bed.rename("new")\n'
        '    bed.rename("new", True)\n'
        "    print(bed.on.plant_added.wait())\n"
        "    print(bed.on.plant_removed.wait())\n",
        encoding="utf-8",
    )
    options = ["--enable-error-code=deprecated"]
    done = strict_mypy(folder, "consumer.py", path=[folder / "generated"], options=options)

    lines = [line for line in done.stdout.splitlines() if line.startswith("consumer.py")]
    assert {int(line.split(":")[1]) for line in lines} == {6, 7, 9, 17, 18, 23, 24, 26, 28}, done.stdout
    assert all("[deprecated]" in line for line in lines)


def test_what_is_due_stops_the_compiler(folder: Path) -> None:
    load_linted(folder / "garden", "2.9.9")
    with pytest.raises(SchemaError) as caught:
        load_linted(folder / "garden", "3.0.0")

    problems = [problem for problem in caught.value.diagnostics if problem.code == "removal-due"]
    assert len(problems) == 6
    assert problems[0].message == (
        "the property 'Bed.soil' was to go in 3.0.0, and this is 3.0.0; remove it, or promise another release"
    )
    assert problems[0].pos.file == "resources/bed.yaml"


def test_nothing_due_is_overlooked_because_nothing_changed(folder: Path) -> None:
    layout = Layout(folder / "garden", folder / "generated" / PACKAGE)
    project = folder / "runtime" / "twilio_realtime"
    project.mkdir(parents=True)

    (project / "version.py").write_text('VERSION = "2.9.9"\n', encoding="utf-8")
    assert known_without_problems(layout)
    (project / "version.py").write_text('VERSION = "3.0.0"\n', encoding="utf-8")
    assert not known_without_problems(layout)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"since": "soon"}, "'soon' is no version; write one such as 1.4.0"),
        ({"remove-in": "1.0.0"}, "cannot go in 1.0.0, before 1.1.0"),
        ({"use": " "}, "say what to use instead of the method 'Bed.water'"),
    ],
)
def test_promises_have_to_make_sense(tmp_path: Path, changed: dict[str, object], message: str) -> None:
    tree = read_tree(GARDEN)
    bed = cast("Entry", tree["resources/bed.yaml"])
    bed["methods"]["water"]["deprecated"] = {**OLD, **changed}

    with pytest.raises(SchemaError, match=message):
        load_linted(write_tree(tree, tmp_path / "garden"), "1.2.0")


def test_what_is_discouraged_may_stay_for_ever(tmp_path: Path) -> None:
    tree = read_tree(GARDEN)
    bed = cast("Entry", tree["resources/bed.yaml"])
    kept = {key: value for key, value in OLD.items() if key != "remove-in"}
    bed["properties"]["soil"]["deprecated"] = kept
    bed["methods"]["water"]["deprecated"] = dict(OLD)

    bed["methods"]["water"].pop("hook")
    bed["methods"]["water"]["request"] = {"delete": "self"}

    schema, problems = load_linted(write_tree(tree, tmp_path / "garden"), "2.0.0")

    assert problems == []
    assert first_removal(schema) == "3.0.0"
    assert notice_of("Bed.soil", schema.resources["Bed"].properties["soil"].deprecated) == (
        "Bed.soil is deprecated since 1.1.0; use `Bed.title`"
    )
    del bed["methods"]["water"]["deprecated"]
    schema, problems = load_linted(write_tree(tree, tmp_path / "still"), "99.0.0")
    assert (problems, first_removal(schema)) == ([], "")


def test_what_is_needed_cannot_be_deprecated(tmp_path: Path) -> None:
    tree = read_tree(GARDEN)
    bed = cast("Entry", tree["resources/bed.yaml"])
    bed["properties"]["sid"]["deprecated"] = dict(OLD)
    rename = cast("dict[str, dict[str, object]]", bed["methods"]["rename"]["params"])
    rename["title"]["deprecated"] = dict(OLD)

    with pytest.raises(SchemaError) as caught:
        load_linted(write_tree(tree, tmp_path / "garden"), "1.2.0")

    messages = [problem.message for problem in caught.value.diagnostics if problem.code == "deprecated-in-use"]
    assert messages == [
        "'sid' tells objects apart and cannot go; remove 'deprecated'",
        "the parameter 'title' is deprecated but must be given; give it a default",
    ]

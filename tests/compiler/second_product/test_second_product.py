"""A product that is neither of the real ones: its schema compiles, the result is typed, and the runtime drives it.

Nothing of the compiler or the runtime knows it. `schema` is all that is its own; `consumer` is what uses the package.
"""

from __future__ import annotations

import ast
import json
import logging
import subprocess
import sys
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest

from compiler.second_product.conftest import HERE, PACKAGE
from support.fleet_service import FleetService
from support.schemas import reviewed
from support.type_checkers import strict_mypy
from support.visible_names import surplus_and_missing
from twilio_codegen.lint import load_linted

TESTS = HERE.parents[1]
BLOCKING = "blocking_scenarios"


def scenarios_of(path: Path) -> list[tuple[str, str]]:
    """Module and name of each public function of a file with scenarios."""
    return [
        (path.stem, node.name)
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) and not node.name.startswith("_")
    ]


FILES = sorted((HERE / "consumer").glob("*_scenarios.py"))
SCENARIOS = [scenario for path in FILES if path.stem != BLOCKING for scenario in scenarios_of(path)]
BLOCKING_SCENARIOS = [name for path in FILES if path.stem == BLOCKING for _, name in scenarios_of(path)]


def test_schema_has_no_problems() -> None:
    assert load_linted(HERE / "schema")[1] == []


@pytest.mark.parametrize("name", ["context.py", "damage_report.py", "hook_context.py", "models.py"])
def test_what_the_real_products_do_not_show_is_written_as_reviewed(product: Path, name: str) -> None:
    text = (product / PACKAGE / name).read_text(encoding="utf-8")

    assert text == reviewed(HERE / "golden" / name, text)


@pytest.mark.parametrize(("module", "name"), SCENARIOS)
async def test_scenario(product: Path, module: str, name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    run = cast("Callable[[FleetService], Awaitable[None]]", getattr(import_module(module), name))

    await run(FleetService())

    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.mark.parametrize("name", BLOCKING_SCENARIOS)
def test_scenario_without_asyncio(product: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    run = cast("Callable[[FleetService], None]", getattr(import_module(BLOCKING), name))

    run(FleetService())

    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


def test_package_satisfies_the_rules_of_this_project(product: Path) -> None:
    settings = TESTS.parent / "pyproject.toml"
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--config",
        str(settings),
        "--output-format",
        "concise",
    ]
    done = subprocess.run([*command, str(product / PACKAGE)], capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("All checks passed!\n", 0)


@pytest.mark.checkers
def test_package_and_consumers_satisfy_mypy(product: Path) -> None:
    done = strict_mypy(product, ".")

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.checkers
def test_package_and_consumers_satisfy_pyright(product: Path) -> None:
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "include": ["."], "extraPaths": [str(TESTS)]}
    (product / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")

    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--project", ".", "--outputjson"]
    done = subprocess.run(command, cwd=product, capture_output=True, text=True, check=False)

    report = cast("dict[str, list[object]]", json.loads(done.stdout))
    assert report["generalDiagnostics"] == []


@pytest.mark.checkers
def test_a_kind_of_report_that_is_not_handled_is_a_type_error(product: Path, tmp_path: Path) -> None:
    surface = (product / "typed_surface.py").read_text(encoding="utf-8")
    forgetful = surface.replace("        case FuelReport():", "        case FuelReport(litres=0.0):")
    assert forgetful != surface
    (tmp_path / "forgetful.py").write_text(forgetful, encoding="utf-8")

    done = strict_mypy(product, str(tmp_path / "forgetful.py"))

    assert 'has incompatible type "FuelReport"' in done.stdout


def test_nothing_of_the_product_is_known_elsewhere() -> None:
    project = TESTS.parent
    for folder in ("codegen", "runtime", "schema", "generated"):
        for path in (project / folder).rglob("*"):
            if path.suffix in (".py", ".jinja", ".jinja2", ".yaml"):
                text = path.read_text(encoding="utf-8").lower()
                assert PACKAGE not in text, path
                assert "lorry" not in text, path


def test_users_see_what_is_documented_and_nothing_else(product: Path) -> None:
    package, blocking = import_module(PACKAGE), import_module(f"{PACKAGE}.blocking")
    assert surplus_and_missing(load_linted(HERE / "schema")[0], package, blocking) == []

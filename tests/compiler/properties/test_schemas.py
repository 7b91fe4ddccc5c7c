"""Whatever the linter accepts imports, satisfies both type checkers, and does what the schema says.

The schemas are drawn at random over every construct of the language. What is refused must be refused in the words of
the linter, with its place.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Self, TypedDict, cast

import pytest

from compiler.properties.drawing import Drawn, draw
from compiler.properties.exercise import exercise
from twilio_codegen.errors import SchemaError
from twilio_codegen.generator import generate
from twilio_codegen.language import Schema
from twilio_codegen.language.expansion import expand
from twilio_codegen.output.files import write

PROJECT = Path(__file__).parents[3]
MYPY = "[mypy]\nstrict = true\npython_version = 3.11\nenable_error_code = ignore-without-code\n"
FEW = 80
"""Of fewer schemas than this, half may be refused by chance."""
LEAST_SHARE = 0.5
"""Seven of ten are accepted: far fewer of many would mean that something else is tried than was meant."""


class _Place(TypedDict):
    line: int


class _Range(TypedDict):
    start: _Place


class _Diagnostic(TypedDict):
    file: str
    message: str
    range: _Range


class _Checker:
    """A type checker that is at work.

    Args:
        folder: Where it works.
        command: The module that is run, and its arguments.
    """

    def __init__(self, folder: Path, *command: str) -> None:
        self._folder = folder
        self._command = command

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            # Files: nobody reads meanwhile, and a pipe would be full.
            self._output = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._command],
                cwd=self._folder,
                env={**os.environ, "MYPYPATH": str(PROJECT / "runtime")},
                stdout=self._output,
                stderr=subprocess.STDOUT,
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._stack.close()

    def said(self) -> str:
        """Wait for the end, and return everything that was said."""
        self._process.wait()
        self._output.seek(0)
        return self._output.read()


class Batch:
    """Packages that are made and used one by one, while type checkers look at all of them together.

    Args:
        folder: Where schemas and packages are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._schemas = folder / "schemas"
        self._packages = folder / "packages"
        self._packages.mkdir()
        self._by_package: dict[str, Drawn] = {}
        self._folders: dict[str, Path] = {}
        self._problems: list[str] = []
        self.refused = 0

    @property
    def accepted(self) -> int:
        return len(self._by_package)

    def _note(self, drawn: Drawn, what: str) -> None:
        folder = self._schemas / drawn.package
        self._problems.append(f"{what}\n  schema: {folder}\n  again with: --schema-seed {drawn.seed}")

    def take(self, drawn: Drawn) -> None:
        """Compile a schema."""
        folder = drawn.write(self._schemas / drawn.package)
        try:
            files = generate(folder)
        except SchemaError as error:
            self.refused += 1
            for item in error.diagnostics:
                if not item.pos.line or not (folder / item.pos.file).is_file():
                    self._note(drawn, f"a problem without its place: {item}")
            return
        except Exception:
            self._note(drawn, f"lint accepts it and it cannot be generated:\n{traceback.format_exc()}")
            return
        write(files, self._packages / drawn.package)
        self._by_package[drawn.package] = drawn
        self._folders[drawn.package] = folder

    async def use(self) -> None:
        """Use what the schemas became."""
        for name, drawn in self._by_package.items():
            try:
                package = importlib.import_module(name)
                for part in (f"{name}.blocking", *(f"{name}.{path.stem}" for path in _modules(self._folders[name]))):
                    importlib.import_module(part)
                assert all(getattr(package, public) is not None for public in package.__all__)
                await exercise(expand(Schema.model_validate(drawn.tree)), package, drawn.seed)
            except Exception:
                self._note(drawn, traceback.format_exc())

    @contextmanager
    def type_checkers(self, cache: Path) -> Generator[None]:
        """Let both type checkers look at every package meanwhile.

        Args:
            cache: Where mypy keeps what it knows of the runtime.
        """
        if not self._by_package:
            yield
            return
        with self._mypy(cache) as mypy, self._pyright() as pyright, self._ruff() as ruff:
            yield
            found = [*mypy.said().splitlines(), *self._problems_of(pyright.said()), *ruff.said().splitlines()]
        for said in found:
            package = next((name for name in self._by_package if said.startswith(f"{name}/")), "")
            if package:
                self._note(self._by_package[package], said)
            else:
                self._problems.append(said)

    def _mypy(self, cache: Path) -> _Checker:
        (self._packages / "mypy.ini").write_text(MYPY, encoding="utf-8")
        options = ["--config-file", "mypy.ini", "--cache-dir", str(cache), "--explicit-package-bases"]
        return _Checker(self._packages, "mypy", *options, "--no-error-summary", "--no-pretty", ".")

    def _ruff(self) -> _Checker:
        """What type checkers do not see: a name that is imported for them alone and used when the program runs."""
        rules = ["--isolated", "--target-version", "py311", "--select", "F821,TC004", "--output-format", "concise"]
        return _Checker(self._packages, "ruff", "check", "--quiet", *rules, ".")

    def _pyright(self) -> _Checker:
        settings = {
            "typeCheckingMode": "strict",
            "pythonVersion": "3.11",
            "include": ["."],
            "extraPaths": [str(PROJECT / "runtime")],
        }
        (self._packages / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        return _Checker(self._packages, "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", ".")

    def _problems_of(self, said: str) -> list[str]:
        """What pyright has found."""
        report = cast("dict[str, object]", json.loads(said) if said.startswith("{") else {})
        if "generalDiagnostics" not in report:
            return [said]
        found = cast("list[_Diagnostic]", report["generalDiagnostics"])
        return [
            f"{item['file'].removeprefix(f'{self._packages}/')}:{item['range']['start']['line'] + 1}: {item['message']}"
            for item in found
        ]

    def verdict(self) -> str:
        """Everything that was found; empty if nothing was."""
        return "\n\n".join(self._problems)


def _modules(schema: Path) -> Sequence[Path]:
    return [path for path in (schema / "hooks.py",) if path.is_file()]


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def batch(tmp_path: Path) -> Iterator[Batch]:
    made = Batch(tmp_path)
    packages = str(tmp_path / "packages")
    sys.path.insert(0, packages)
    yield made
    sys.path.remove(packages)
    for name in [name for name in sys.modules if name.startswith("drawn_")]:
        del sys.modules[name]


@pytest.mark.timeout(3600)
@pytest.mark.checkers
async def test_what_lint_accepts_works(
    seeds: list[int],
    batch: Batch,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    for seed in seeds:
        batch.take(draw(seed))
    looked_at = not pytestconfig.getoption("--no-checkers", default=False)
    with batch.type_checkers(_shared(tmp_path_factory) / "mypy") if looked_at else nullcontext():
        await batch.use()

    assert not batch.verdict(), batch.verdict()
    assert batch.accepted > LEAST_SHARE * len(seeds) or len(seeds) < FEW

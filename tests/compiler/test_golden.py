"""Golden files: what each template makes of a small schema, to be reviewed like code.

After a change of a template, run these tests with UPDATE_GOLDEN set and look at the difference.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.schemas import CHAT, COMPILER_TESTS, GARDEN, golden
from twilio_codegen.documents import relayed
from twilio_codegen.generator import generate
from twilio_codegen.lint import load_linted
from twilio_codegen.output.manifest import MANIFEST
from twilio_codegen.templates import package, render

FOLDER = COMPILER_TESTS / "golden" / "garden"
TEMPLATES = Path(render.__file__).parent


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return {name: text for name, text in generate(GARDEN).items() if name != MANIFEST}


def test_each_module_is_as_reviewed(files: dict[str, str]) -> None:
    for name, text in files.items():
        assert text == golden(f"garden/{name}", text), f"see golden/garden/{name}"


def test_there_are_no_other_golden_files(files: dict[str, str]) -> None:
    found = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    if os.environ.get("UPDATE_GOLDEN"):
        for name in found.keys() - files.keys():
            found.pop(name).unlink()

    assert found.keys() == files.keys()


def test_every_template_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()

    def rendering(name: str, context: Mapping[str, object], templates: Path | None = None) -> str:
        used.add(name)
        return render.render(name, context, templates)

    def noting(name: str, context: Mapping[str, object], templates: Path | None = None) -> tuple[str, render.Mentions]:
        used.add(name)
        return render.render_noting(name, context, templates)

    monkeypatch.setattr(package, "render_template", rendering)
    monkeypatch.setattr(package, "render_noting", noting)
    monkeypatch.setattr(relayed, "render", rendering)
    for schema in (GARDEN, CHAT, COMPILER_TESTS / "second_product" / "schema"):
        linted = load_linted(schema)[0]
        package.render_package(linted, "")
        relayed.relayed_module(linted)

    names = {path.name for path in TEMPLATES.glob("*.jinja")}
    partial = {name for name in names if name.startswith("_") and not name.startswith("__")}
    assert used - partial == names - partial

"""Hooks are typed by the methods that they answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.schemas import copy_garden
from support.type_checkers import strict_mypy
from twilio_codegen.generator import generate
from twilio_codegen.output.files import write

HOOK = """
from __future__ import annotations

from .bed import Bed
from .hook_context import HookContext
from .plant import Plant


async def water_bed({parameters}) -> {result}:
    \"\"\"Let it rain.\"\"\"
    raise NotImplementedError
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hooks")
    write(generate(copy_garden(folder)), folder / "package" / "twilio_garden")
    return folder / "package"


@pytest.mark.checkers
@pytest.mark.parametrize(
    ("parameters", "result", "fits"),
    [
        ("context: HookContext, bed: Bed", "None", True),
        ("context: HookContext, anything: object", "None", True),
        ("context: HookContext, bed: Plant", "None", False),
        ("context: HookContext, bed: Bed", "int", False),
        ("context: HookContext, bed: Bed, season: str", "None", False),
        ("bed: Bed, context: HookContext", "None", False),
    ],
)
def test_a_hook_of_another_signature_is_a_type_error(package: Path, parameters: str, result: str, fits: bool) -> None:
    hooks = package / "twilio_garden" / "hooks.py"
    hooks.write_text(HOOK.format(parameters=parameters, result=result), encoding="utf-8")

    done = strict_mypy(package, "twilio_garden/hook_protocol.py")

    assert ("hook_protocol.py" not in done.stdout) is fits, done.stdout

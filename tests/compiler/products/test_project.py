"""A new product needs no entry anywhere: the wheel, the order of imports and the contracts follow from its folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.checkout import PACKAGES, PRODUCTS, SECOND_PACKAGE, Checkout

CONTRACTS = Path(".ci") / "import_contracts.py"


def test_the_wheel_has_the_packages_of_all_products(compiled: Checkout) -> None:
    pytest.importorskip("hatchling")
    script = (
        "from hatchling.builders.wheel import WheelBuilder\n"
        "builder = WheelBuilder('.')\n"
        "with builder.config.set_build_data({'force_include': {}, 'artifacts': []}):\n"
        "    for file in builder.recurse_included_files():\n"
        "        print(file.distribution_path)\n"
    )
    done = compiled.python("-c", script)

    assert done.returncode == 0, done.stderr
    paths = {Path(line).as_posix() for line in done.stdout.splitlines()}
    assert {f"{SECOND_PACKAGE}/fleet.py", f"{SECOND_PACKAGE}/py.typed", "twilio_chat/client.py"} <= paths
    assert "twilio_codegen/_schema/fleet/product.yaml" in paths
    for package in (SECOND_PACKAGE, "twilio_chat"):
        written = {path.relative_to(compiled.folder / "generated") for path in _files(compiled, package)}
        assert {path.as_posix() for path in written} == {path for path in paths if path.startswith(f"{package}/")}


def test_the_installed_compiler_finds_all_products(compiled: Checkout, tmp_path: Path) -> None:
    """Away from a project, schemas lie inside the compiler and packages where Python finds them."""
    installed = tmp_path / "site"
    installed.mkdir()
    without_caches = shutil.ignore_patterns("__pycache__")
    for part in ("generated", "runtime"):
        for path in (compiled.folder / part).iterdir():
            (installed / path.name).symlink_to(path, target_is_directory=True)
    compiler = installed / "twilio_codegen"
    shutil.copytree(compiled.folder / "codegen" / "twilio_codegen", compiler, ignore=without_caches)
    shutil.copytree(compiled.folder / "schema", compiler / "_schema")

    script = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "from twilio_codegen.generator import verify_generated\n"
        "from twilio_codegen.output.layout import find_layout, find_schemas\n"
        "print(*(find_layout(schema).output.name for schema in find_schemas()), verify_generated())\n"
        "print(sorted({'ruamel', 'jinja2'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-S", "-c", f"import sys; sys.path = {sys.path!r}\n{script}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    products, loaded = done.stdout.splitlines()
    named, _, result = products.partition(" CheckResult(")
    assert (len(named.split()), sorted(named.split())) == (len(PRODUCTS), PACKAGES)
    assert result.startswith("up_to_date=True, diff='', compiled=False")
    assert loaded == "[]", "asking whether the packages are up to date takes no compiler"


def test_the_packages_of_all_products_are_first_party(compiled: Checkout) -> None:
    program = compiled.folder / "generated" / "program.py"
    program.write_text(
        "import asyncio\n\nimport pytest\n\nimport lorry_fleet\nimport twilio_chat\nimport twilio_realtime\n"
        "\nprint(asyncio, pytest, lorry_fleet, twilio_chat, twilio_realtime)\n",
        encoding="utf-8",
    )
    try:
        done = compiled.python("-m", "ruff", "check", "--no-cache", "--select", "I", "generated")
    finally:
        program.unlink()

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("generated/twilio_chat/events.py", "", ""),
        ("generated/lorry_fleet/events.py", "import twilio_chat", "products do not know each other"),
        ("generated/twilio_chat/events.py", "import lorry_fleet", "products do not know each other"),
        ("generated/lorry_fleet/events.py", "import twilio_local", "generated code stands on the runtime only"),
        ("generated/lorry_fleet/events.py", "import rich", "the base install needs no extra"),
        ("runtime/twilio_realtime/json.py", "import lorry_fleet", "the runtime knows none of our other packages"),
        ("codegen/twilio_codegen/errors.py", "import lorry_fleet", "the compiler stands alone"),
        ("runtime/twilio_cli/rooms.py", "import lorry_fleet", "the command line knows a product only behind its seam"),
        ("runtime/twilio_local/limits.py", "import lorry_fleet", "the embedded service is a second implementation"),
    ],
)
def test_the_contracts_hold_for_all_products(checkout: Checkout, file: str, line: str, broken: str) -> None:
    pytest.importorskip("importlinter")
    path = checkout.folder / file
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    done = checkout.python(CONTRACTS)

    assert done.returncode == (1 if broken else 0), done.stdout + done.stderr
    if broken:
        assert f"{broken} BROKEN" in " ".join(done.stdout.split())


def _files(checkout: Checkout, package: str) -> list[Path]:
    found = (checkout.folder / "generated" / package).rglob("*")
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]

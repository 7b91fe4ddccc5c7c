"""The wheel, installed in an empty environment away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("generated", "runtime", "codegen")
PACKAGES = {
    path.parent.name for part in ("generated", "runtime", "codegen") for path in ROOT.glob(f"{part}/*/py.typed")
}

UV = (sys.executable, "-m", "uv")
"""Installs what pip would, in a second, from what it has downloaded before."""

pytestmark = [pytest.mark.wheel, pytest.mark.timeout(600)]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command without what the test environment would lend to it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def succeed(*command: str | Path, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, f"{command} gave exit code {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def new_environment(folder: Path, requirement: str) -> Path:
    """Makes an environment with one requirement and returns its folder of programs."""
    succeed(*UV, "venv", "--quiet", "--python", sys.executable, folder, cwd=folder.parent)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    succeed(*UV, "pip", "install", "--quiet", "--python", programs / "python", requirement, cwd=folder.parent)
    return programs


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--installer", "uv", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def base_install(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_environment(tmp_path_factory.mktemp("base") / "venv", str(wheel))


def test_contents(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == PACKAGES
    assert {name.split("/")[0] for name in names if name.endswith("/py.typed")} == PACKAGES
    schema = {path.relative_to(ROOT / "schema").as_posix() for path in (ROOT / "schema").rglob("*.yaml")}
    prefix = "twilio_codegen/_schema/"
    assert {name.removeprefix(prefix) for name in names if name.startswith(prefix)} >= schema
    assert schema
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_base_install_is_small_and_works(base_install: Path, tmp_path: Path) -> None:
    python = base_install / "python"
    succeed(python, "-c", "from twilio_chat import Client, ChannelStatus, ChannelUpdateReason", cwd=tmp_path)
    installed = succeed(*UV, "pip", "freeze", "--python", python, cwd=tmp_path).lower()
    assert "pydantic==" in installed
    assert "jinja2" not in installed
    assert "starlette" not in installed


def test_import_loads_no_extra(tmp_path: Path) -> None:
    """Asked where every extra is installed: what is absent cannot be loaded anyway."""
    script = "import sys, twilio_chat; from twilio_chat import Client; print(*sys.modules)"
    loaded = set(succeed(sys.executable, "-c", script, cwd=tmp_path).split())
    assert "twilio_chat" in loaded
    assert loaded.isdisjoint(
        {"jinja2", "datamodel_code_generator", "starlette", "uvicorn", "typer", "rich", "ruamel.yaml"}
    )


@pytest.mark.parametrize("program", ["twilio-chat", "twilio-conversations", "twilio-codegen"])
def test_a_missing_extra_is_named_in_one_line(base_install: Path, tmp_path: Path, program: str) -> None:
    done = run(base_install / program, "--help", cwd=tmp_path)
    assert done.returncode != 0
    lines = (done.stdout + done.stderr).strip().splitlines()
    assert len(lines) == 1
    extra = "codegen" if program == "twilio-codegen" else "cli"
    assert lines[0].endswith(f"in the clone of twilio-chat run: pip install '.[{extra}]'")


def test_everything_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    programs = new_environment(tmp_path / "venv", f"{wheel}[all,codegen]")
    succeed(programs / "twilio-codegen", "check", cwd=tmp_path)
    for program in ("twilio-chat", "twilio-conversations"):
        succeed(programs / program, "demo", cwd=tmp_path)

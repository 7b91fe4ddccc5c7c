"""What importing loads: programs that want types pay for types, and nobody pays for what is needed later or never.

Modules are counted, ours and those of others apart from the standard library's, which differ by interpreter.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

PACKAGES = ("twilio_chat", "twilio_conversations")
BASE = "import pydantic; from pydantic import BaseModel; import websockets.asyncio.client"
"""What no client can do without; `benchmarks/imports.py` compares with the time that it takes."""


def loaded_by(statement: str) -> set[str]:
    """Names of all modules that a new interpreter has after a statement."""
    command = [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def ours(modules: set[str]) -> set[str]:
    """Modules of this distribution."""
    return {name for name in modules if name.startswith("twilio_")}


def of_others(modules: set[str]) -> set[str]:
    """Modules of what this distribution depends on."""
    return {
        name
        for name in modules - ours(modules)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("_")
    }


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("name", ["State", "NotFoundError", "ConnectionState"])
def test_types_and_errors_load_next_to_nothing(package: str, name: str) -> None:
    loaded = loaded_by(f"from {package} import {name}")
    assert loaded.isdisjoint({"httpx", "jwt", "pydantic", "websockets", "asyncio", "ssl"})
    assert len(ours(loaded)) <= 6
    assert not of_others(loaded) - of_others(loaded_by("pass"))


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize(("inner", "most"), [("", 36), (".blocking", 55)])
def test_a_client_loads_what_it_needs_at_once(package: str, inner: str, most: int) -> None:
    loaded = loaded_by(f"from {package}{inner} import Client")
    assert {"pydantic", "websockets", "twilio_realtime.client"} <= loaded
    assert loaded.isdisjoint({"httpx", "httpcore", "jwt", "mimetypes", "opentelemetry", "twilio_local"})
    assert loaded.isdisjoint({"ctypes", "multiprocessing", "pydoc", "sqlite3", "unittest", "xml"})
    assert len(ours(loaded)) <= most
    assert of_others(loaded) <= of_others(loaded_by(BASE))


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("inner", ["", ".blocking"])
def test_a_client_loads_what_is_built_when_it_is_made(package: str, inner: str) -> None:
    """Models and the parts of a connection take longer than the rest together, and nobody needs them before."""
    loaded = loaded_by(f"from {package}{inner} import Client")
    assert loaded.isdisjoint({"pydantic.types", "pydantic.fields", "twilio_realtime.services", "twilio_realtime.wire"})
    assert loaded.isdisjoint({f"{package}.models", f"{package}.wire", f"{package}.user"})


@pytest.mark.parametrize(("package", "most"), [("twilio_chat", 130), ("twilio_conversations", 135)])
def test_every_name_is_there_without_loading_more(package: str, most: int) -> None:
    loaded = loaded_by(f"from {package} import *")
    assert len(ours(loaded)) <= most
    assert loaded.isdisjoint({"httpx", "httpcore", "jwt", "mimetypes", "opentelemetry", "twilio_local"})

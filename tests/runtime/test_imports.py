"""What importing loads: programs that want types pay for types, and nobody pays for what is needed later or never."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_by(statement: str) -> set[str]:
    """Names of all modules that a new interpreter has after a statement."""
    command = [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def installed(modules: set[str]) -> set[str]:
    """Modules of this distribution and of what it depends on; those of the standard library differ by interpreter.

    `websockets` loads the package of the extra ``socks`` wherever it is installed.
    """
    apart = {*sys.stdlib_module_names, "python_socks"}
    return {name for name in modules if name.partition(".")[0] not in apart and not name.startswith("_")}


@pytest.mark.parametrize("name", ["ChannelStatus", "NotFoundError", "State"])
def test_types_and_errors_load_next_to_nothing(name: str) -> None:
    loaded = loaded_by(f"from twilio_chat import {name}")
    assert loaded.isdisjoint({"httpx", "jwt", "pydantic", "websockets", "asyncio", "ssl"})
    assert len(loaded) < 120


def test_a_client_loads_what_it_needs_at_once() -> None:
    loaded = loaded_by("from twilio_chat import Client")
    assert {"pydantic", "websockets", "twilio_realtime.client"} <= loaded
    assert loaded.isdisjoint({"httpx", "httpcore", "jwt", "mimetypes", "opentelemetry", "twilio_local"})
    assert loaded.isdisjoint({"ctypes", "multiprocessing", "pydoc", "sqlite3", "unittest", "xml"})
    assert len(installed(loaded)) <= 190


def test_every_name_is_there_without_loading_more() -> None:
    assert len(installed(loaded_by("from twilio_chat import *"))) <= 203

"""What packages offer by themselves: a version, everyday names, and what is missing in one line."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import twilio_chat
from twilio_codegen.python.runtime_exports import BLOCKING_EXPORTS, RUNTIME_EXPORTS
from twilio_realtime.version import VERSION


@pytest.mark.parametrize("name", ["twilio_chat", "twilio_chat.blocking", "twilio_realtime", "twilio_local"])
def test_the_version(name: str) -> None:
    assert getattr(import_module(name), "__version__") == VERSION  # noqa: B009 - the module has no type


def test_the_version_costs_nothing() -> None:
    script = "import sys, twilio_chat; twilio_chat.__version__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint({"asyncio", "pydantic", "websockets", "httpx"})


@pytest.mark.parametrize(
    ("package", "names"), [("twilio_chat", RUNTIME_EXPORTS), ("twilio_chat.blocking", BLOCKING_EXPORTS)]
)
def test_everyday_names(package: str, names: dict[str, str]) -> None:
    offering = import_module(package)
    for name, module in names.items():
        assert getattr(offering, name) is getattr(import_module(module), name)
        assert name in offering.__all__


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Cleint'"):
        _ = getattr(twilio_chat, "Cleint")  # noqa: B009 - type checkers know better


@pytest.mark.parametrize(
    ("missing", "package", "line"),
    [
        (
            "starlette",
            "twilio_local",
            "starlette is not installed; in the clone of twilio-chat run: pip install '.[local]'",
        ),
        (
            "uvicorn",
            "twilio_local.tokens",
            "uvicorn is not installed; in the clone of twilio-chat run: pip install '.[local]'",
        ),
        ("h11", "twilio_local", "h11 is not installed; in the clone of twilio-chat run: pip install '.[local]'"),
        (
            "opentelemetry",
            "twilio_realtime.telemetry.otel",
            "opentelemetry-api is not installed; in the clone of this package's repository run: pip install '.[otel]'",
        ),
    ],
)
def test_an_extra_that_is_missing(missing: str, package: str, line: str) -> None:
    script = f"import sys; sys.modules[{missing!r}] = None; import {package}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == f"ModuleNotFoundError: {line}"
    assert done.stderr.count("Traceback") == 1

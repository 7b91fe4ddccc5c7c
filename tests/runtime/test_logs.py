"""Where the runtime's log records appear."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import twilio_realtime
from twilio_realtime.telemetry.logs import logger_of

RUNTIME = Path(twilio_realtime.__file__).parent


def loggers_of(path: Path) -> list[str]:
    """Names of the loggers that a module makes."""
    module = ".".join(("twilio_realtime", *path.relative_to(RUNTIME).with_suffix("").parts))
    made = re.findall(r'logger_of\((__name__|f"[^"]*")\)', path.read_text(encoding="utf-8"))
    names = [name.removeprefix("f").strip('"').replace("{", "").replace("}", "") for name in made]
    return [name.replace("__name__", module).replace("__package__", module.rpartition(".")[0]) for name in names]


def test_loggers_are_named_after_their_modules() -> None:
    assert logger_of("twilio_realtime.sync.client") is logging.getLogger("twilio_realtime.sync.client")


def test_the_guide_names_every_logger_or_the_package_that_it_is_in() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "logging.md").read_text(encoding="utf-8")
    named: set[str] = set()
    for row in re.findall(r"^\| (`twilio_realtime\..*?) \|", guide, re.MULTILINE):
        first, *others = re.findall(r"`([\w.]+)`", row)
        named |= {first, *(first.rpartition(".")[0] + other for other in others)}
    loggers = {name for path in RUNTIME.rglob("*.py") for name in loggers_of(path)}
    assert {name for name in loggers if not any(f"{name}.".startswith(f"{known}.") for known in named)} == set()
    assert {known for known in named if not any(f"{name}.".startswith(f"{known}.") for name in loggers)} == set()


def test_no_module_makes_a_logger_of_its_own() -> None:
    found = {path.name for path in RUNTIME.rglob("*.py") if "getLogger(" in path.read_text(encoding="utf-8")}
    assert found == {"logs.py", "http_logs.py"}, "use logs.logger_of(__name__)"


def test_nothing_keeps_python_from_showing_warnings_without_a_configuration() -> None:
    assert logging.getLogger("twilio_realtime").handlers == []

"""Where the runtime's log records appear."""

from __future__ import annotations

import logging
from pathlib import Path

import twilio_realtime
from twilio_realtime.logs import ROOT, logger_of


def test_names_follow_the_modules_below_the_distribution() -> None:
    assert ROOT == "twilio_chat"
    assert logger_of("twilio_realtime.sync.client").name == "twilio_chat.sync.client"
    assert logger_of("twilio_realtime") is logging.getLogger("twilio_chat")


def test_no_module_makes_a_logger_of_its_own() -> None:
    root = Path(twilio_realtime.__file__).parent
    found = {path.name for path in root.rglob("*.py") if "getLogger(" in path.read_text(encoding="utf-8")}
    assert found == {"logs.py", "http_logs.py"}, "use logs.logger_of(__name__)"


def test_nothing_keeps_python_from_showing_warnings_without_a_configuration() -> None:
    assert logging.getLogger(ROOT).handlers == []

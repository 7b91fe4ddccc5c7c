"""Users see what is documented, and nothing of the machine behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

import twilio_chat.blocking
import twilio_realtime.blocking
import twilio_realtime.events
from support.visible_names import surplus_and_missing
from twilio_codegen.reading.schema_loader import load_schema

SCHEMA = Path(__file__).parents[3] / "schema" / "chat"


def test_every_public_name_is_documented() -> None:
    assert surplus_and_missing(load_schema(SCHEMA), twilio_chat, twilio_chat.blocking) == []


@pytest.mark.parametrize("signal", ["Signal", "BareSignal", "DeprecatedSignal", "DeprecatedBareSignal"])
def test_users_cannot_forge_events(signal: str) -> None:
    for package in (twilio_realtime.events, twilio_realtime.blocking):
        visible = {name for name in dir(getattr(package, signal)) if not name.startswith("_")}
        assert visible == {"connect", "disconnect", "expect", "name", "once", "stream", "wait"}

"""What others wrote never acts on a terminal, forges a line of a log, or hides; what people write stays readable."""

from __future__ import annotations

import json
import logging
import unicodedata

import pytest

from twilio_realtime.errors import ArgumentError, RealtimeError, RequestError, request_error
from twilio_realtime.telemetry.logs import logger_of
from twilio_realtime.visible_text import ascii_json, escaped, one_line

UNFIT = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0000, 0xE0080)),
    *map(chr, range(0xE0100, 0xE01F0)),
    *"\xad\u034f\u061c\u115f\u1160\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u3164\ufeff\uffa0\ufff9",
    "\ud83d",
    "\udc00",
]
READABLE = [
    "plain text, 100 % of it",
    "żółć, Ελλάδα, Привет",
    "日本語\u3000テキスト",
    "مرحبا بالعالم",
    "می\u200cخواهم",
    "क्\u200dष, ര്\u200d",
    "e\u0301 and n\u0303",
    "👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 👍🏽 1\ufe0f\u20e3 ☺\ufe0e 🇵🇱",
    "\xa0 no break",
]


@pytest.mark.parametrize("character", UNFIT, ids=lambda character: f"U+{ord(character):04X}")
def test_unfit_characters_are_never_shown(character: str) -> None:
    for text in (character, f"a{character}b", f"{character * 3}", f"é{character}", f"{character} 👍"):
        assert character not in one_line(text)
        assert character not in escaped(text) or character == " "
        assert len(one_line(text).splitlines()) <= 1
        assert len(escaped(text).splitlines()) == 1
        assert escaped(escaped(text)) == escaped(text)
        line = ascii_json({"text": text})
        assert line.isascii()
        assert line.isprintable()
        assert json.loads(line) == {"text": text}


@pytest.mark.parametrize("text", READABLE)
def test_what_people_write_stays(text: str) -> None:
    assert one_line(text) == text
    assert escaped(text) == text


def test_joiners_stay_only_where_writing_needs_them() -> None:
    assert one_line("ad\u200dmin") == one_line("ad\u200b\u200dmin") == "ad�min"
    assert one_line("👍\ufe0f\ufe0f") == "👍\ufe0f�"
    assert one_line("👩\u200d\u200d👧") == "👩�👧"
    assert one_line("می\u200c\u200cخ") == "می�خ"


def test_every_format_character_is_known() -> None:
    """Of what Unicode calls format characters, only marks that are seen stay."""
    left = [one for one in map(chr, range(0x110000)) if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp", "Cs")]
    assert {one for one in left if one_line(f"a{one}b") == f"a{one}b"} <= set(
        "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    )


def test_breaks_become_blanks_for_people_and_escapes_in_logs() -> None:
    assert one_line("a\r\nb\tc\n") == "a b c"
    assert escaped("a\r\nb\tc\x1b[31m\u202e") == r"a\r\nb\tc\u001b[31m\u202e"


@pytest.mark.parametrize("kind", [RealtimeError, ArgumentError])
def test_messages_of_errors(kind: type[RealtimeError]) -> None:
    assert str(kind("no 'x\x1b]0;y\x07'\n2026 ERROR forged")) == r"no 'x\u001b]0;y\u0007'\n2026 ERROR forged"


@pytest.mark.parametrize("quoted", ["9" * 1_000_000, "\U000e0001" * 1000, "'\"" * 5000])
def test_messages_that_quote_what_is_long(quoted: str, caplog: pytest.LogCaptureFixture) -> None:
    logger_of("twilio_realtime.visible_text_test").warning("the value %r is bad; ask for another", quoted)
    error = RealtimeError(f"the value {quoted!r} is bad; ask for another")
    again = RealtimeError(f"not done: {error}")
    for message in (caplog.records[0].getMessage(), str(error), str(again)):
        assert "the value " in message
        assert message.endswith(" is bad; ask for another")
        assert len(message) < 1000


def test_a_record_that_is_whole_keeps_its_length(caplog: pytest.LogCaptureFixture) -> None:
    logger_of("twilio_realtime.visible_text_test").warning("%s", "long\n" * 1000, extra={"whole": True})
    assert caplog.records[0].getMessage() == r"long\n" * 1000


def test_what_the_service_gives_as_a_reason() -> None:
    error = request_error("GET /v1", 403, reason="\u202ehidden\n2026-01-01 ERROR root: forged")
    assert isinstance(error, RequestError)
    assert str(error).isprintable()


def test_lines_of_a_log_cannot_be_forged(caplog: pytest.LogCaptureFixture) -> None:
    logger = logger_of("twilio_realtime.visible_text_test")
    logger.warning("the service says %s", "ok\n2026-01-01 ERROR root: forged\x9b31m")
    logger.warning("100 % of it")
    assert [record.getMessage() for record in caplog.records] == [
        r"the service says ok\n2026-01-01 ERROR root: forged\u009b31m",
        "100 % of it",
    ]


def test_tracebacks_are_told_from_records(caplog: pytest.LogCaptureFixture) -> None:
    logger = logger_of("twilio_realtime.visible_text_test")
    caplog.handler.setFormatter(logging.Formatter("%(message)s"))
    for reason in ("harmless", "bad\n2026-01-01 ERROR root: forged\x1b[31m"):
        try:
            raise ValueError(reason)
        except ValueError:
            logger.warning("a handler failed", exc_info=True)
    lines = caplog.text.splitlines()
    assert "ValueError: harmless" in lines
    assert r"  2026-01-01 ERROR root: forged\u001b[31m" in lines
    assert not any(line.startswith("2026") for line in lines)

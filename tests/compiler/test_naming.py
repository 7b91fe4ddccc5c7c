"""Documented names and Python names; texts in docstrings."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twilio_codegen.python.naming import class_name, python_name, snake_case
from twilio_codegen.python.wrapping import LINE_LENGTH, wrap


@pytest.mark.parametrize(
    ("documented", "python"),
    [
        ("sid", "sid"),
        ("lastConsumedMessageIndex", "last_consumed_message_index"),
        ("httpStatusCode", "http_status_code"),
        ("getChannelBySid", "get_channel_by_sid"),
        ("parseURL", "parse_url"),
        ("URLParser", "url_parser"),
        ("isSMSEnabled", "is_sms_enabled"),
        ("sha256Sum", "sha256_sum"),
        ("my_conversations", "my_conversations"),
        ("token-about-to-expire", "token_about_to_expire"),
        ("Channel", "channel"),
        ("from", "from_"),
        ("import", "import_"),
        ("type", "type"),
        ("None", "none"),
    ],
)
def test_attributes_are_in_snake_case_and_no_keywords(documented: str, python: str) -> None:
    assert python_name(documented) == python


@pytest.mark.parametrize(
    ("documented", "python"),
    [
        ("messageAdded", "MessageAdded"),
        ("tokenAboutToExpire", "TokenAboutToExpire"),
        ("connectionError", "ConnectionErrorEvent"),
        ("warning", "WarningEvent"),
        ("none", "NoneEvent"),
        ("last_message", "LastMessage"),
        ("HTTPReply", "HTTPReply"),
    ],
)
def test_classes_never_hide_a_builtin(documented: str, python: str) -> None:
    assert class_name(documented) == python


@given(st.from_regex(r"[a-z][A-Za-z0-9]{0,30}", fullmatch=True))
def test_python_names_are_usable_and_stable(documented: str) -> None:
    python = python_name(documented)

    assert python.isidentifier()
    assert not keyword.iskeyword(python)
    assert snake_case(python) == python.rstrip("_")


@given(st.text(st.sampled_from("ab \n"), max_size=600), st.integers(0, 12))
def test_wrapped_texts_keep_their_words_and_fit(text: str, indent: int) -> None:
    wrapped = wrap(text, indent, reserved=6)

    assert wrapped.split() == text.split()
    lines = wrapped.split("\n")
    longest = max((len(word) for word in text.split()), default=0)
    assert all(len(line) <= max(LINE_LENGTH - indent, longest) for line in lines)
    assert len(lines[0]) <= max(LINE_LENGTH - indent - 6, longest)
    assert not any(line.endswith(" ") for line in lines)

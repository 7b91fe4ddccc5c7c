"""SIDs that are held as numbers: they are shown as they were sent, whatever they look like."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twilio_realtime.sids import packed_sid, unpacked_sid

USUAL = "IM0123456789abcdef0123456789abcdef"
UNUSUAL = [
    "",
    "IM",
    "IM1",
    USUAL.upper(),
    USUAL.lower(),
    USUAL + "0",
    USUAL + "\n",
    "IM" + " 0" * 16,
    "IM" + "\u0661" * 32,
    "ÄM" + "0" * 32,
    "\ud800M" + "0" * 32,
]


@pytest.mark.parametrize("sid", [USUAL, "AA" + "0" * 32, "ZZ" + "f" * 32])
def test_usual_ones(sid: str) -> None:
    packed = packed_sid(sid)
    assert isinstance(packed, int)
    assert unpacked_sid(packed) == sid
    assert 1.7 * sys.getsizeof(packed) < sys.getsizeof(sid)


@pytest.mark.parametrize("sid", UNUSUAL)
def test_unusual_ones(sid: str) -> None:
    assert packed_sid(sid) == sid
    assert unpacked_sid(sid) == sid


@given(st.text() | st.from_regex(r"[A-Za-z]{2}[0-9A-Fa-f]{31,33}", fullmatch=True))
def test_what_was_sent_is_shown(sid: str) -> None:
    assert unpacked_sid(packed_sid(sid)) == sid


@given(st.from_regex(r"[A-Z]{2}[0-9a-f]{32}", fullmatch=True), st.from_regex(r"[A-Z]{2}[0-9a-f]{32}", fullmatch=True))
def test_different_ones_stay_different(one: str, other: str) -> None:
    assert (packed_sid(one) == packed_sid(other)) == (one == other)

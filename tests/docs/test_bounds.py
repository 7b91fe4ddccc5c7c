"""The page about security tells every bound, with the value that it has."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from docs.samples import ROOT
from twilio_cli.account import CONNECT_SECONDS
from twilio_cli.sending import MAX_INPUT
from twilio_codegen.comparing.declarations import sources, syntax
from twilio_codegen.reading import yaml_loader
from twilio_local.limits import Limits
from twilio_realtime import json
from twilio_realtime.collections.indexed import DEFAULT_KEEP
from twilio_realtime.collections.membership_listing import MAX_BEGUN
from twilio_realtime.collections.memberships import MAX_OPENING
from twilio_realtime.events.signals import DEFAULT_QUEUE, DEFAULT_TIMEOUT
from twilio_realtime.files.filenames import LONGEST_NAME
from twilio_realtime.files.media import DEFAULT_MAX_MEDIA_BYTES
from twilio_realtime.mirror.followed_map import MAX_FACETS, MAX_FIELDS
from twilio_realtime.requests.pagination import MAX_ENTRIES
from twilio_realtime.sync.client import MAX_EVENTS
from twilio_realtime.sync.event_order import LONGEST_LEAP
from twilio_realtime.tokens.refresh import PROVIDER_TIMEOUT
from twilio_realtime.twilsock import websocket
from twilio_realtime.twilsock.limits import ConnectionLimits

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
UNITS = {"GiB": 1024**3, "MiB": 1024**2, "KiB": 1024}


def shown(name: str, value: object) -> str:
    """A value as the tables write it."""
    if value is None:
        return "none"
    assert isinstance(value, int | float)
    if name.endswith("per_second"):
        return f"{value:g} bytes/s"
    if isinstance(value, float) or name.endswith("_seconds"):
        return "1 second" if value == 1 else f"{value:g} seconds"
    if "bytes" in name:
        return size(value)
    return f"{value:,}"


def size(value: int) -> str:
    """So many bytes."""
    unit = next(unit for unit, many in UNITS.items() if value % many == 0)
    return f"{value // UNITS[unit]} {unit}"


@pytest.mark.parametrize("kind", [ConnectionLimits, Limits])
def test_every_field_of_the_limits_is_told(kind: type[ConnectionLimits | Limits]) -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \| \S.* \|$", PAGE, re.MULTILINE))
    values = {field.name: shown(field.name, field.default) for field in fields(kind)}
    assert {name: told.get(name) for name in values} == values


def test_no_other_field_is_told() -> None:
    told = re.findall(r"^\| `(\w+)` \| [^|]+ \| \S.* \|$", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(field.name for kind in (ConnectionLimits, Limits) for field in fields(kind))


@pytest.mark.parametrize(
    "text",
    [
        f"length of a safe name | {LONGEST_NAME} bytes",
        f"a file | {size(DEFAULT_MAX_MEDIA_BYTES)}",
        f"does not read | {size(websocket.MAX_UNREAD_ANSWERS)}",
        f"frames of one message | {websocket.MAX_FRAGMENTS:,}",
        f"pings | {websocket.MAX_PINGS:,} in ten seconds",
        f"reads by itself | {MAX_ENTRIES:,}",
        f"at the same time | {MAX_BEGUN:,}",
        f"at a stretch | {MAX_EVENTS:,}",
        f"ids of events | {LONGEST_LEAP:,}",
        f"facets of a user, and fields of each | {MAX_FACETS}",
        f"facets of a user, and fields of each | {MAX_FIELDS}",
        f"token provider | {PROVIDER_TIMEOUT:g} seconds",
        f"while it is busy | {DEFAULT_QUEUE:,}",
        f"(`expect`, `wait`) | {DEFAULT_TIMEOUT:g} seconds",
        f"levels of JSON | {json.MAX_DEPTH}",
        f"connecting | {CONNECT_SECONDS:g} seconds",
        f"nobody else holds them | {DEFAULT_KEEP:,}",
        f"opened at the same time | {MAX_OPENING}",
        f"from standard input | {size(MAX_INPUT)}",
        f"reads {size(yaml_loader.MAX_BYTES)}, {yaml_loader.MAX_NODES:,} values and {yaml_loader.MAX_DEPTH} levels",
        f"{size(sources.MAX_KEPT_BYTES)} of declarations",
        f"{size(sources.MAX_UNPACKED_BYTES)}\nunpacked at most, {size(sources.MAX_BYTES)} for one file",
        f"nested {syntax.MAX_DEPTH} levels",
    ],
)
def test_what_is_fixed_has_the_value_that_is_told(text: str) -> None:
    assert text in PAGE


def test_pings_are_counted_over_the_time_that_is_told() -> None:
    assert websocket.PING_SECONDS == 10

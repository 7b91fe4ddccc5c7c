"""Whatever the service sends for a field of a model, reading ends well or with the one error that is documented."""

from __future__ import annotations

import logging
import math

import pytest

from twilio_chat import models, wire
from twilio_realtime.errors import ResponseError
from twilio_realtime.json import JsonObject, JsonValue, parse_packet_json
from twilio_realtime.wire import WireModel, read_mirror

MODELS = sorted(
    {
        kind
        for module in (wire, models)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, WireModel) and kind is not WireModel
    },
    key=lambda kind: kind.__name__,
)

_TEXTS = (
    *("", "\0", "\ud83d", "1\ud83d", "2020-01-01T00:00:00Z\ud83d", "PT1\ud83dS", "x" * 10_000, "\u202e", "null", "["),
    *("1e400", "-1e400", "1" * 400, "9" * 5000, "NaN", "inf", "-0", "0x1", "1_000", " 1 ", "\u0663", "1e15", "8.64e20"),
    *("0000-00-00T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2020-01-01T00:00:00+24:00"),
    *("P9999999999D", "-P1D", "PT1e400S", "[" * 500 + "]" * 500, "[" * 100_000, '{"a":' * 1000, '{"\ud83d": 1e999}'),
)
# fmt: off
_PLAIN: list[JsonValue] = [
    None, True, False, 0, -1, 1.5, 1e15, 1e18, 1e308, -1e308, math.inf, -math.inf, math.nan, [], {}, [None], [[[]]],
    10**40, 10**400, -(10**400), 2**53, 2**63, -(2**63), 253_402_300_800_000, -62_135_596_800_001,
    {"a": 1}, {"\ud83d": "\ud83d"}, parse_packet_json(b"[" * 500 + b"]" * 500),
]
# fmt: on


def _values(names: list[str]) -> list[JsonValue]:
    values: list[JsonValue] = [*_PLAIN, *_TEXTS]
    lists: list[JsonValue] = [[value] for value in values]
    objects: list[JsonValue] = [dict.fromkeys(names, value) for value in values]
    return [*values, *lists, *objects]


def _complaint(model: type[WireModel], data: JsonObject) -> str:
    try:
        read_mirror(model, data)
    except ResponseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_field_with_a_strange_value(model: type[WireModel], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    names = [field.alias or name for kind in MODELS for name, field in kind.model_fields.items()]
    values = _values(sorted(set(names)))
    for name, field in model.model_fields.items():
        for value in values:
            complaint = _complaint(model, {field.alias or name: value})
            assert complaint.isascii()  # it names fields and shows no values

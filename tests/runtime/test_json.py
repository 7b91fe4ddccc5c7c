"""The one way of reading, writing and comparing JSON."""

from __future__ import annotations

import json
import math

import pytest
from pydantic import BaseModel

from twilio_realtime.json import (
    MAX_DEPTH,
    JsonValue,
    dump_json,
    is_finite,
    json_bytes,
    packed_json,
    parse_json,
    parse_packet_json,
    same_json,
    same_model,
    unpacked_json,
)
from twilio_realtime.wire import InputModel


def nested(levels: int) -> JsonValue:
    value: JsonValue = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


class Holder(InputModel):
    held: JsonValue = None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (1, 1.0),
        (1.0, True),
        (0.0, -0.0),
        (None, False),
        ("1", 1),
        ({"flag": 1}, {"flag": True}),
        ([[], [0]], [[], [False]]),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 2.0]}}),
        (10**400, 10**400 + 1),
        ({}, []),
        (Holder(held={"a": 1}), Holder(held={"a": True})),
        ([Holder(held=0)], [Holder(held=0.0)]),
    ],
)
def test_values_that_json_tells_apart(one: object, other: object) -> None:
    assert not same_json(one, other)
    assert not same_json(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": [None, True, 1.5]}, {"b": [None, True, 1.5], "a": 1}),
        (2**70, 2**70),
        (1e2, 100.0),
        ("\ud83d", "\ud83d"),
        (nested(MAX_DEPTH), nested(MAX_DEPTH)),
        (Holder(held=[1]), Holder(held=[1])),
    ],
)
def test_values_that_are_the_same(one: object, other: object) -> None:
    assert same_json(one, other)


@pytest.mark.parametrize(
    "value",
    [
        "\ud83d",
        "cut \ud83d and \ude00 again",
        {"\udc00": ["ä", "\udfff", "😀"]},
        nested(MAX_DEPTH),
        10**400,
        -0.0,
        {"": None},
        ["NaN", {"-Infinity": 1e16}],
    ],
)
def test_what_can_be_written_can_be_read(value: JsonValue) -> None:
    text = dump_json(value)
    assert same_json(parse_json(json_bytes(value)), value)
    assert same_json(json.loads(json_bytes(value)), value)
    assert same_json(parse_json(text), value)
    assert same_json(parse_json(text.encode()), value)
    assert same_json(parse_packet_json(text.encode()), value)
    assert same_json(json.loads(text), value)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 0, -0.0, 1.0, 1e16, 5e-324, 1.7976931348623157e308, 2**64, 10**400, "", "ä😀\u2028"),
        *("cut \ud83d and \ude00 again", {"\udc00": ["ä", "\udfff"]}, nested(MAX_DEPTH), {}, [], [{}, [None]]),
    ],
)
def test_what_objects_hold_is_what_was_sent(value: JsonValue) -> None:
    packed = packed_json(value)
    assert same_json(unpacked_json(packed), value)
    if isinstance(value, dict | list):
        assert unpacked_json(packed) is not unpacked_json(packed)  # whoever changes one leaves the other as it is


def test_text_outside_of_ascii_is_not_escaped() -> None:
    assert dump_json("ä😀") == '"ä😀"'


@pytest.mark.parametrize("value", [math.nan, [math.inf], {"a": -math.inf}, nested(MAX_DEPTH + 1), nested(900)])
def test_what_cannot_be_written(value: JsonValue) -> None:
    with pytest.raises(ValueError, match=r"not JSON compliant|nested more than 200"):
        dump_json(value)
    with pytest.raises(ValueError, match=r"not JSON compliant|nested more than 200"):
        json_bytes(value)


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        '{"a": Infinity}',
        '["\\ud83d", -Infinity]',
        "[1e400]",
        '["\\ud83d", 1e999]',
        "-1" + "0" * 400 + "e9",
        "1" * 5000,
        "[" * 203 + "]" * 203,
        '["\\ud83d"' + ",[" * 203 + "]" * 204,
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "",
        "{",
        '"\\ud83',
        "nul",
    ],
)
def test_text_that_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)
    with pytest.raises(ValueError, match=r"."):
        parse_json(text.encode())


@pytest.mark.parametrize("text", ["\ud83d", "{\udc00}", '["a", \ud83d]', '"\ud83d'])
def test_text_without_a_utf_8_form_that_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)


def test_text_without_a_utf_8_form() -> None:
    assert parse_json('{"cut \ud83d": ["\ude00"]}') == {"cut \ud83d": ["\ude00"]}


def test_the_last_of_repeated_keys_counts() -> None:
    assert parse_json('{"a": 1, "a": 2}') == {"a": 2}
    assert parse_json('{"a": "\\ud83d", "a": 2}') == {"a": 2}


@pytest.mark.parametrize(
    "bad",
    ["NaN", "-Infinity", "1e400", "9" * 5000, "[" * 300 + "]" * 300, '[{"a":' * 3000 + '"]}\\""' + "}]" * 3000],
)
def test_one_bad_part_of_a_packet_spoils_only_itself(bad: str) -> None:
    text = f'{{"before": "\\ud83d", "bad": {bad}, "after": [{{"a": "[[\\\\\\"{{"}}]}}'
    value = parse_packet_json(text.encode())
    assert isinstance(value, dict)
    assert not is_finite(value.pop("bad"))
    assert value == {"before": "\ud83d", "after": [{"a": '[[\\"{'}]}


def test_a_packet_that_only_means_harm() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_packet_json(b'{"a":' * 100_000)


class Point(BaseModel):
    x: JsonValue = None


def test_models_of_one_class_are_compared_as_json() -> None:
    assert same_model(Point(x=[1]), Point(x=[1]))
    assert same_model(Point(), Point(x=None))
    assert same_model(None, None)
    for other in (Point(x=1.0), Point(x=True), Point(), None):
        assert not same_model(Point(x=1), other)
        assert not same_model(other, Point(x=1))

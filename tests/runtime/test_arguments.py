"""Checks of arguments: what passes, and what the message of the rest says and keeps to itself."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict, UserList
from collections.abc import Callable
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, NamedTuple, cast

import pytest
from pydantic import Field

from twilio_realtime.arguments import (
    encode_json,
    require_boolean,
    require_duration,
    require_entries,
    require_instance,
    require_integer,
    require_keys,
    require_member,
    require_number,
    require_seconds,
    require_text,
)
from twilio_realtime.errors import ArgumentError
from twilio_realtime.json import JsonValue
from twilio_realtime.options import build_options
from twilio_realtime.wire import InputModel

COLOURS = ("red", "green")


class Options(InputModel):
    name: Annotated[str | None, Field(alias="theName")] = None
    size: int = 1


class Deep(InputModel):
    attributes: JsonValue = None


@pytest.mark.parametrize(
    "check",
    [
        lambda: require_text("x", "text"),
        lambda: require_text("x", ""),
        lambda: require_text("x", "ü🎉", non_empty=True),
        lambda: require_integer("x", 0, minimum=0),
        lambda: require_integer("x", -5),
        lambda: require_number("x", -5),
        lambda: require_duration("x", timedelta(seconds=-5)),
        lambda: require_duration("x", timedelta(0), minimum=0),
        lambda: require_seconds("x", 0, zero=True),
        lambda: require_boolean("x", False),
        lambda: require_member("x", "red", COLOURS),
        lambda: require_instance("x", 5, int, "a number"),
    ],
)
def test_what_passes(check: Callable[[], None]) -> None:
    check()


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (lambda: require_text("name", None), "name must be a string, not None"),
        (lambda: require_text("name", 5), "name must be a string, not 5"),
        (lambda: require_text("name", "", non_empty=True), "name must be a string that is not empty, not ''"),
        (lambda: require_text("body", b"secret"), "body must be a string, not a value of type bytes"),
        (lambda: require_text("body", ["secret"]), "body must be a string, not a value of type list"),
        (lambda: require_text("token", 12345, secret=True), "token must be a string, not a value of type int"),
        (lambda: require_text("name", "ab\ud800"), "name contains a lone surrogate at position 2; it cannot be sent"),
        (lambda: require_integer("size", 0, minimum=1), "size must be a whole number of at least 1, not 0"),
        (lambda: require_integer("size", True), "size must be a whole number, not True"),
        (lambda: require_integer("size", 1.5), "size must be a whole number, not 1.5"),
        (lambda: require_number("size", -1, minimum=0), "size must be a finite number of at least 0, not -1"),
        (lambda: require_duration("age", 5), "age must be a timedelta, not 5"),
        (
            lambda: require_duration("age", timedelta(seconds=-1.5), minimum=0),
            "age must be a timedelta of at least 0 seconds, not of -1.5",
        ),
        (lambda: require_seconds("wait", 0), "wait must be a positive number of seconds, not 0"),
        (lambda: require_seconds("wait", -1, zero=True), "wait must be a number of seconds of at least 0, not -1"),
        (lambda: require_boolean("flag", "yes"), "flag must be True or False, not 'yes'"),
        (lambda: require_member("colour", "blue", COLOURS), "colour must be one of 'red', 'green', not 'blue'"),
        (lambda: require_member("colour", ["red"], COLOURS), "one of 'red', 'green', not a value of type list"),
        (lambda: require_member("colour", "x" * 61, COLOURS), "not a value of type str"),
        (lambda: require_instance("who", {"secret": 1}, Options, "a person"), "who must be a person, not a value of"),
    ],
)
def test_what_does_not(check: Callable[[], None], message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        check()
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("value", "text"),
    [({"a": [1, None, True, "ü"]}, '{"a":[1,null,true,"ü"]}'), (None, "null"), ("", '""'), (1.5, "1.5")],
)
def test_json_text(value: JsonValue, text: str) -> None:
    assert encode_json("attributes", value) == text


def _endless() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


@pytest.mark.parametrize("value", [{1, 2}, math.nan, math.inf, {"a": object()}, {(1,): 2}, b"x", _endless()])
def test_values_that_json_cannot_express(value: object) -> None:
    with pytest.raises(ArgumentError, match="attributes must be a JSON value"):
        encode_json("attributes", cast("JsonValue", value))


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({1: "x"}, "attributes has the key 1;"),
        ({None: "x"}, "attributes has the key None;"),
        ({"a": [0, {True: 1}]}, "attributes['a'][1] has the key True;"),
        ({"a": {"b": {2.5: 1}}}, "attributes['a']['b'] has the key 2.5;"),
        ([[{3: 1}]], "attributes[0][0] has the key 3;"),
    ],
)
def test_keys_that_would_come_back_as_others(value: object, where: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        encode_json("attributes", cast("JsonValue", value))
    assert str(caught.value) == f"{where} a JSON object has only str keys, so make it a str"


class Pair(NamedTuple):
    left: int
    right: int


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ((), "attributes"),
        ((1, 2), "attributes"),
        (Pair(1, 2), "attributes"),
        ({"a": [0, (1,)]}, "attributes['a'][1]"),
        ([{"a": {"b": ()}}], "attributes[0]['a']['b']"),
    ],
)
def test_tuples_would_come_back_as_lists(value: object, where: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        encode_json("attributes", cast("JsonValue", value))
    assert str(caught.value).startswith(f"{where} must be a JSON value (None, bool, ")
    assert str(caught.value).endswith("; make it a list")
    with pytest.raises(ArgumentError, match=r"^attributes.* must be a JSON value .*; make it a list$"):
        build_options(Deep, None, {"attributes": value})


ODD: tuple[object, ...] = (
    *(OrderedDict[str, int](a=1), Counter("aa"), UserList([1])),
    *(MappingProxyType({"a": 1}), frozenset([1]), range(3), b"x"),
)


@pytest.mark.parametrize("value", ODD)
def test_models_and_methods_take_the_same_for_json(value: object) -> None:
    def refusal(call: Callable[[], object]) -> str | None:
        try:
            call()
        except ArgumentError as error:
            return str(error)[:35]
        return None

    given = cast("JsonValue", value)
    expected = None if isinstance(value, dict) else "attributes must be a JSON value (No"
    assert refusal(lambda: encode_json("attributes", given)) == expected
    assert refusal(lambda: build_options(Deep, None, {"attributes": given})) == expected


def test_very_deep_values() -> None:
    value: JsonValue = 1
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ArgumentError, match="attributes must be a JSON value"):
        encode_json("attributes", value)


def test_options_from_keywords_objects_and_both() -> None:
    assert build_options(Options, None, {"name": None, "size": None}) == Options()
    assert build_options(Options, None, {"name": "a", "size": None}) == Options(name="a")
    assert build_options(Options, Options(name="a", size=2), {"name": None, "size": 3}) == Options(name="a", size=3)
    assert build_options(Options, Options(size=2), {"name": "b"}).model_fields_set == {"name", "size"}


def test_options_of_the_wrong_kind() -> None:
    with pytest.raises(ArgumentError, match=r"^size must be a whole number, not '5'$"):
        build_options(Options, None, {"size": "5"})
    with pytest.raises(ArgumentError, match=r"^size must be a whole number, not True$"):
        build_options(Options, Options(name="a"), {"size": True})
    given = cast("Options", {"size": 3})
    with pytest.raises(ArgumentError, match="options must be a Options or None, not a value of type dict"):
        build_options(Options, given, {})


def test_a_message_does_not_grow_with_the_depth_of_a_value() -> None:
    value: JsonValue = "deep"
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ArgumentError, match=r"^attributes(\[0\]){8}… ") as caught:
        build_options(Deep, None, {"attributes": value})
    assert len(str(caught.value)) < 200


class OddText(str):
    def __repr__(self) -> str:
        raise RuntimeError("secret")


class OddNumber(int):
    def __repr__(self) -> str:
        return "secret"


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (lambda: require_integer("x", OddText("five")), "x must be a whole number, not 'five'"),
        (lambda: require_text("x", OddNumber(5)), "x must be a string, not 5"),
        (lambda: require_member("x", OddText("blue"), COLOURS), "not 'blue'"),
        (lambda: require_boolean("x", OddNumber(1)), "x must be True or False, not 1"),
    ],
)
def test_values_are_not_shown_by_a_repr_of_their_own(check: Callable[[], None], message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        check()
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (lambda: require_entries("x", [], 0), ""),
        (lambda: require_entries("x", [1, 2], 1), "x must have at most 1 entry, not 2"),
        (lambda: require_entries("x", {"a": 1}, 0), "x must have at most 0 entries, not 1"),
        (lambda: require_keys("x", {}, []), ""),
        (lambda: require_keys("x", {"a": 1, "b": 2}, ["a"]), "the key 'b' of x must be one of a"),
        (lambda: require_keys("x", {"a": 1}, []), "the key 'a' of x must be left out: the service allows none"),
    ],
)
def test_lists_and_dicts_hold_no_more_than_is_allowed(check: Callable[[], None], message: str) -> None:
    said = ""
    try:
        check()
    except ArgumentError as error:
        said = str(error)
    assert said == message

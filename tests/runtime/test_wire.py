"""Reading what the service sends."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Annotated, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from twilio_realtime import wire
from twilio_realtime.errors import ResponseError
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.wire import (
    JsonText,
    WireModel,
    WireTime,
    known_member,
    merge_partial,
    read_answer,
    read_mirror,
    shared_text,
)


class Place(WireModel):
    index: int | None = None
    name: str | None = None


class Item(WireModel):
    text: str | None = None
    created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    attributes: JsonText | None = None
    place: Place | None = None


class Answer(WireModel):
    index: int
    sid: str | None = None


def test_unknown_fields_are_left_out_and_absent_ones_are_known_to_be() -> None:
    item = read_mirror(Item, {"text": "a", "later": {"x": 1}})
    assert item.model_fields_set == {"text"}
    assert item.model_dump() == {"text": "a", "created": None, "attributes": None, "place": None}


def test_fields_of_the_wrong_type_count_as_absent(caplog: pytest.LogCaptureFixture) -> None:
    data: JsonObject = {"text": 5, "dateCreated": "secret tomorrow", "attributes": "{}", "place": {"index": "x"}}
    with caplog.at_level(logging.WARNING):
        item = read_mirror(Item, data)
    assert item.model_fields_set == {"attributes", "place"}
    assert item.place == Place()
    assert "Item: ignoring fields that cannot be read: dateCreated, place.index, text" in caplog.text
    assert "secret" not in caplog.text


def test_a_wrong_field_under_its_python_name() -> None:
    assert read_mirror(Item, {"created": "tomorrow", "text": "a"}).text == "a"


def test_a_mirror_without_what_it_needs() -> None:
    with pytest.raises(ResponseError, match=r"Answer cannot be used; missing or of the wrong type: index"):
        read_mirror(Answer, {"index": "x"})


def test_an_answer_without_what_is_needed() -> None:
    assert read_answer(Answer, {"index": 3}).index == 3
    with pytest.raises(ResponseError, match="index, sid") as caught:
        read_answer(Answer, {"index": "secret", "sid": 4})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("sent", "read"),
    [('{"a": [1]}', {"a": [1]}), ("null", None), ('"text"', "text"), ("3", 3), ({"a": 1}, {"a": 1}), (None, None)],
)
def test_json_inside_json(sent: JsonValue, read: JsonValue) -> None:
    assert read_mirror(Item, {"attributes": sent}).attributes == read


@pytest.mark.parametrize("sent", ["", "{", "not JSON but secret", "{'a': 1}", "NaN,"])
def test_malformed_json_inside_json(sent: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        item = read_mirror(Item, {"attributes": sent, "text": "kept"})
    assert (item.attributes, item.text) == ({}, "kept")
    assert f"a text of {len(sent)} characters that should be JSON is not" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "sent", ["2026-01-02T03:04:05.006Z", "2026-01-02T04:04:05.006+01:00", "2026-01-02T03:04:05.006", 1767323045006]
)
def test_times_are_aware(sent: JsonValue) -> None:
    assert read_mirror(Item, {"dateCreated": sent}).created == datetime(2026, 1, 2, 3, 4, 5, 6000, UTC)


@pytest.mark.parametrize(
    "sent",
    [
        *(
            "2026-01-02T03:04:05.006Z",
            "2024-02-29T23:59:59.999Z",
            "0001-01-01T00:00:00.000Z",
            "9999-12-31T23:59:59.999Z",
        ),
        *(
            "2026-02-30T03:04:05.006Z",
            "0000-01-01T00:00:00.000Z",
            "2026-13-01T00:00:00.000Z",
            "2026-01-01T24:00:00.000Z",
        ),
        *(
            "2026-01-01T23:60:00.000Z",
            "2026-01-01T23:59:60.000Z",
            "2026-W01-1T00:00:00.0000Z",
            "2026-01-01T00:00:00,000Z",
        ),
        *("2026-01-01t00:00:00.000Z", "2026-01-01T00:00:00.000z", "٢٠٢٦-01-01T00:00:00.000Z"),
    ],
)
def test_usual_times_are_what_pydantic_says(sent: str) -> None:
    try:
        expected = TypeAdapter(datetime).validate_python(sent).astimezone(UTC)
    except ValidationError:
        expected = None
    read = read_mirror(Item, {"dateCreated": sent}).created
    assert read == expected
    assert read is None or read.tzinfo is UTC


def test_an_unknown_member_passes_with_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert known_member("Mood", "sunny", ("rainy",)) == "sunny"
            assert known_member("Mood", "rainy", ("rainy",)) == "rainy"
        assert known_member("Weather", "sunny", ("rainy",)) == "sunny"
    assert [record.getMessage() for record in caplog.records] == [
        "'sunny' is not a documented Mood; it is passed through as it is",
        "'sunny' is not a documented Weather; it is passed through as it is",
    ]


class Sky(WireModel):
    """One union that is closed, and two that are open."""

    mood: Literal["rainy"]
    weather: Literal["rainy", "sunny"] | str
    others: list[Literal["rainy"] | str | None] | None = None


def test_an_unknown_member_of_an_open_union_is_nothing_to_warn_about(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        sky = read_mirror(Sky, {"mood": "windy", "weather": "foggy", "others": ["hazy", None, "rainy"]})
    assert (sky.mood, sky.weather, sky.others) == ("windy", "foggy", ["hazy", None, "rainy"])
    assert [record.getMessage() for record in caplog.records] == [
        "'windy' is not a documented Sky; it is passed through as it is"
    ]


def test_equal_texts_become_one_object_as_long_as_they_are_few_and_short() -> None:
    def made(text: str) -> str:
        return "".join(list(text))  # not the constant of this module

    assert shared_text(made("somebody")) is shared_text(made("somebody"))
    assert known_member("Mood", made("rainy"), ("rainy",)) is known_member("Mood", made("rainy"), ("rainy",))
    assert shared_text(None) is None
    assert shared_text("x" * 101) == "x" * 101
    assert [shared_text(f"person {number}") for number in range(3000)] == [f"person {n}" for n in range(3000)]
    assert len(wire._shared_texts) <= 1000  # pyright: ignore[reportPrivateUsage] - a bound that nobody sees otherwise


def test_merging_what_is_partly_given() -> None:
    old = Place(index=1, name="here")
    assert merge_partial(old, Place(index=2)) == Place(index=2, name="here")
    assert merge_partial(old, Place(name=None)) == Place(index=1, name=None)
    assert merge_partial(old, None) is None
    new = Place(index=3)
    assert merge_partial(None, new) is new


def test_the_same_time_twice_in_a_row_is_one_object() -> None:
    texts = ("2026-11-22T10:00:00.5Z", "2026-11-22T10:00:00.500", "2026-11-22T11:00:00Z", "2026-11-22T10:00:00.5Z")
    first, second, other, again = (read_mirror(Item, {"dateCreated": text}).created for text in texts)
    assert first is second
    assert first == again != other
    assert [time.tzinfo for time in (first, other, again) if time is not None] == [UTC] * 3
    ahead = read_mirror(Item, {"dateCreated": "2026-11-22T12:00:00.5+02:00"}).created
    assert ahead == again
    assert ahead is not None
    assert str(ahead) == "2026-11-22 12:00:00.500000+02:00"

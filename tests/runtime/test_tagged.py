"""Objects of several kinds, told apart by a field."""

from __future__ import annotations

import logging
from typing import Annotated

import pytest
from pydantic import ValidationError

from twilio_realtime.errors import ResponseError
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.mirror.tagged import Tagged
from twilio_realtime.wire import WireModel, read_answer, read_mirror


class Circle(WireModel):
    shape: str = "circle"
    radius: float


class Square(WireModel):
    shape: str = "square"
    side: float


class OtherShape(WireModel):
    shape: str | None = None
    data: JsonObject


SHAPES: Tagged[Circle | Square | OtherShape] = Tagged(
    "Shape", tag="shape", models={"circle": Circle, "square": Square, "box": Square}, other=OtherShape
)


class Drawing(WireModel):
    title: str = ""
    first: Annotated[Circle | Square | OtherShape, SHAPES] | None = None
    rest: tuple[Annotated[Circle | Square | OtherShape, SHAPES], ...] = ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"shape": "circle", "radius": 1, "more": 2}, Circle(radius=1)),
        ({"shape": "square", "side": 2}, Square(side=2)),
        ({"shape": "box", "side": 2}, Square(shape="box", side=2)),
    ],
)
def test_the_tag_decides(data: JsonObject, expected: WireModel) -> None:
    assert SHAPES.read(data) == expected
    assert SHAPES.read(expected) is expected


@pytest.mark.parametrize("tag", ["star", "", "Circle", None, 7, ["circle"], {"circle": True}])
def test_another_tag_keeps_what_was_sent(tag: JsonValue) -> None:
    data: JsonObject = {"shape": tag, "points": [1, {"deep": None}]}

    read = SHAPES.read(data)

    assert isinstance(read, OtherShape)
    assert (read.shape, read.data) == (tag if isinstance(tag, str) else None, data)


def test_no_tag_at_all() -> None:
    assert SHAPES.read({"radius": 1}) == OtherShape(shape=None, data={"radius": 1})


def test_a_known_kind_that_cannot_be_read_is_kept_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        read = SHAPES.read({"shape": "circle", "radius": "a secret"})

    assert read == OtherShape(shape="circle", data={"shape": "circle", "radius": "a secret"})
    assert "radius" in caplog.text
    assert "a secret" not in caplog.text


@pytest.mark.parametrize("data", [None, 1, "circle", ["circle"]])
def test_what_is_no_object_is_refused(data: JsonValue) -> None:
    with pytest.raises(ValueError, match="expected an object with the field 'shape'"):
        SHAPES.read(data)
    with pytest.raises(ResponseError, match="the service's Shape cannot be used"):
        SHAPES.read_answer(data)


def test_inside_of_models() -> None:
    data: JsonObject = {
        "first": {"shape": "box", "side": 1},
        "rest": [{"shape": "star"}, {"shape": "circle", "radius": 1}],
    }

    drawing = read_answer(Drawing, data)

    assert drawing.first == Square(shape="box", side=1)
    assert [type(shape) for shape in drawing.rest] == [OtherShape, Circle]
    assert drawing.model_dump()["rest"][0] == {"shape": "star", "data": {"shape": "star"}}
    assert drawing == drawing.model_copy()
    assert read_mirror(Drawing, {"title": "mine", "first": "no object"}) == Drawing(title="mine")
    with pytest.raises(ValidationError):
        Drawing.model_validate({"rest": [1]})


def test_the_repr_tells_the_kinds() -> None:
    assert repr(SHAPES) == "<Tagged Shape by shape: box, circle, square>"

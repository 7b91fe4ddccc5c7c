"""Values of a program as they are sent: as JSON in bodies, and as text in URLs and forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from pydantic import BaseModel, TypeAdapter

from ..errors import ArgumentError
from ..json import JsonValue, dump_json

__all__ = ["as_json", "as_text"]

_EXACT = 2**53
"""Floats below this are whole where they seem so."""


def as_json(value: object) -> JsonValue:
    """A value as JSON.

    Args:
        value: None, a bool, number, string, time, span of time or model, or a list or dict of such. Times become ISO
            8601 text with their offset, spans ISO 8601 durations, models objects whose fields are named as on the wire.

    Raises:
        ArgumentError: It is something else, or a time without an offset.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (datetime, timedelta)):
        return as_text(value)
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {item.alias or name: as_json(getattr(value, name)) for name, item in fields.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in cast("Mapping[str, object]", value).items()}
    raise ArgumentError(f"a value of type {type(value).__name__} cannot be sent; it has no form in JSON")


def as_text(value: str | float | datetime | timedelta) -> str:
    """A value as text: numbers and bools as in JSON, times as ISO 8601 text with their offset, spans as durations.

    Raises:
        ArgumentError: A time without an offset, or a number that JSON cannot express.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ArgumentError("a time without an offset could be any; give it a zone, such as datetime.now(UTC)")
        return value.isoformat()
    if isinstance(value, timedelta):
        return cast(str, _spans().dump_python(value, mode="json"))
    if not isinstance(value, bool) and abs(value) < _EXACT and value == int(value):
        value = int(value)  # whoever reads a URL may expect a whole number
    try:
        return dump_json(value)
    except ValueError as error:
        raise ArgumentError(f"a number that JSON cannot express cannot be sent: {error}") from None


@cache
def _spans() -> TypeAdapter[timedelta]:
    return TypeAdapter(timedelta)

"""What handlers receive, as the JSON that the AsyncAPI document beside a generated package describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final, cast

from pydantic_core import to_jsonable_python

from twilio_realtime.json import JsonObject, JsonValue, as_object

__all__ = ["Bodies", "Body"]

Body = Callable[[object], JsonValue]
"""Makes JSON of a value as it is now."""

_NULL: Final[JsonObject] = {"type": "null"}


class Bodies:
    """Makes JSON by descriptions: documented names, and only what is described.

    Args:
        document: The AsyncAPI document.
    """

    def __init__(self, document: JsonObject) -> None:
        self._described = as_object(as_object(document.get("components")).get("schemas"))
        self._named: dict[str, Body] = {}

    def of(self, schema: JsonObject) -> Body:
        """Return what makes JSON of the values that a schema describes.

        Args:
            schema: The description, a JSON Schema of the document.
        """
        if "$ref" in schema:
            return self._of_name(str(schema["$ref"]).rpartition("/")[2])
        if "anyOf" in schema:
            return self._of_choices(cast("list[JsonObject]", schema["anyOf"]))
        if "properties" in schema:
            return self._of_object(cast("dict[str, JsonObject]", schema["properties"]))
        if schema.get("type") == "array":
            return self._of_list(self.of(as_object(schema.get("items"))))
        if schema.get("type") == "object" and "additionalProperties" in schema:
            return self._of_map(self.of(as_object(schema["additionalProperties"])))
        return _plain

    def _of_name(self, name: str) -> Body:
        def body(value: object) -> JsonValue:
            made = self._named.get(name)
            if made is None:  # at the first use: descriptions may refer to each other
                made = self._named[name] = self.of(as_object(self._described.get(name)))
            return made(value)

        return body

    def _of_choices(self, schemas: list[JsonObject]) -> Body:
        kinds = [schema for schema in schemas if schema != _NULL]
        bodies = {
            str(schema.get("$ref", number)).rpartition("/")[2]: self.of(schema) for number, schema in enumerate(kinds)
        }
        first = next(iter(bodies.values()), _plain)

        def body(value: object) -> JsonValue:
            if value is None:
                return None
            named = (bodies[kind.__name__] for kind in type(value).__mro__ if kind.__name__ in bodies)
            return next(named, first)(value)

        return body

    def _of_object(self, properties: Mapping[str, JsonObject]) -> Body:
        parts = [
            (name, _reader(str(item.get("x-python", name)), item.get("deprecated") is True), self.of(item))
            for name, item in properties.items()
        ]

        def body(value: object) -> JsonValue:
            return None if value is None else {name: made(read(value)) for name, read, made in parts}

        return body

    def _of_list(self, items: Body) -> Body:
        def body(value: object) -> JsonValue:
            return None if value is None else [items(item) for item in cast("list[object]", value)]

        return body

    def _of_map(self, items: Body) -> Body:
        def body(value: object) -> JsonValue:
            if value is None:
                return None
            return {key: items(item) for key, item in cast("dict[str, object]", value).items()}

        return body


def _reader(name: str, deprecated: bool) -> Callable[[object], object]:
    """What reads an attribute; of one that is deprecated without the warning, which is for those who write its name."""
    if not deprecated:
        return attrgetter(name)

    def read(value: object) -> object:
        declared: object = getattr(type(value), name, None)
        getter = declared.fget if isinstance(declared, property) else None
        silent: object = getattr(getter, "__wrapped__", None)
        return cast("Callable[[object], object]", silent)(value) if callable(silent) else getattr(value, name)

    return read


def _plain(value: object) -> JsonValue:
    if isinstance(value, datetime | timedelta):
        return cast("JsonValue", to_jsonable_python(value))
    return cast("JsonValue", value)

"""What the properties of every object must be, and what else a schema speaks of by reference."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from compiler.properties.model import Model
from compiler.properties.service import SchemaService, Thing
from compiler.properties.values import Plain, Values, in_bounds, same
from compiler.properties.ways import Way
from twilio_codegen.language import Property, Resource, Schema
from twilio_codegen.language.methods import Wanted
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.python.naming import python_name
from twilio_realtime.files.filenames import safe_name
from twilio_realtime.json import JsonValue, as_object

__all__ = ["NOTHING", "Expected", "Seen", "compare"]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")

NOTHING = object()
"""What depends on more than the data."""


@dataclass
class Seen:
    """An object with what is known about it."""

    thing: Thing
    actual: object
    model: Model


class Expected:
    """What a client must show of what a service holds.

    Args:
        schema: The schema.
        service: The service.
        values: Reads what was sent.
        way: How the client is used.
    """

    def __init__(self, schema: Schema, service: SchemaService, values: Values, way: Way) -> None:
        self._schema = schema
        self._service = service
        self._values = values
        self._way = way
        self.known: dict[int, Seen] = {}

    def of_property(self, resource: Resource, name: str, seen: Seen | None) -> Plain:
        """What a property must be; nothing for those that depend on more than the data."""
        item = resource.properties[name]
        if item.derived is not None:
            other = self.of_property(resource, item.derived.property, seen)
            if item.derived.suffix is not None:
                return f"{other}{item.derived.suffix}"
            if item.derived.same_as is not None:
                return other if other is NOTHING else same(other, self.session(item.derived.same_as))
            if item.derived.safe_name is not None:
                fallback = self.of_property(resource, item.derived.safe_name, seen)
                return safe_name(cast("str | None", other), cast("str", fallback))
            if item.derived.where is not None:
                return other if other is NOTHING else _picked(cast("list[dict[str, Plain]]", other), item.derived.where)
            return other == item.derived.equals
        if item.source.startswith("session."):
            return self._none_when(resource, name, seen, self.session(item.source))
        if item.source == "view":
            return self._none_when(resource, name, seen, self._view(item))
        if seen is None:
            return NOTHING
        if item.source == "key":
            return seen.thing.key
        if item.source == "owner":
            return {"object": resource.owner}
        if item.source == "followed":
            return True
        if item.source == "constant":
            return self._none_when(resource, name, seen, self._values.plain(item.type, item.default))
        return seen.model.shown().get(name, NOTHING)

    def _view(self, item: Property) -> Plain:
        """Fields of the session as one value; the others are what they are if nothing was sent."""
        fields = self._schema.values[item.type.name].fields
        value = cast("dict[str, Plain]", self._values.plain_object(item.type.name, fields, {}))
        return value | {python_name(field): self.session(path) for field, path in item.view.items()}

    def _none_when(self, resource: Resource, name: str, seen: Seen | None, value: Plain) -> Plain:
        for other, wanted in (resource.properties[name].none_when or {}).items():
            if self.of_property(resource, other, seen) == wanted:
                return None
        return value

    def session(self, path: str) -> Plain:
        """A field of the first answer."""
        kind = TypeExpression(self._schema.product.profile.bootstrap.payload)
        data: JsonValue = self._service.settings
        parts = path.removeprefix("session.").split(".")
        for at, part in enumerate(parts):
            field = self._schema.wire[kind.name].fields[part]
            sent = as_object(data)
            wire = field.wire or part
            is_sent = wire in sent
            data = field.default if is_sent and not in_bounds(field, sent[wire]) else sent.get(wire, field.default)
            kind = field.type
            if at == len(parts) - 1:
                return self._values.plain(kind, data, codec=field.codec if is_sent else None)
        return None

    def reference(
        self, resource: Resource, actual: object, seen: Seen | None, text: str
    ) -> tuple[TypeExpression, Plain]:
        """Type and value of what stands below ``self``, ``owner`` or ``session``."""
        head, _, rest = text.partition(".")
        if head == "session":
            kind = TypeExpression(self._schema.product.profile.bootstrap.payload)
            for part in rest.split("."):
                kind = self._schema.wire[kind.name].fields[part].type
            return kind, self.session(text)
        if head == "self":
            shown = self.of_property(resource, rest, seen)
            if shown is NOTHING:  # what depends on more than the data
                shown = self._values.normal(getattr(actual, python_name(rest)))
            return resource.properties[rest].type, shown
        owner = self._schema.resources[resource.owner or ""]
        above = self.owner_of(seen)
        shown = self.of_property(owner, rest, above)
        if shown is NOTHING:
            of_owner = getattr(self._way.inner(actual), f"_{python_name(owner.resource)}")
            shown = self._values.normal(getattr(of_owner, python_name(rest)))
        return owner.properties[rest].type, shown

    def owner_of(self, seen: Seen | None) -> Seen | None:
        """What an object belongs to; None for the root."""
        return self.known[id(seen.thing.owner)] if seen is not None and seen.thing.owner is not None else None

    @staticmethod
    def agree(got: Plain, expected: Plain) -> bool:
        """Whether two values are the same, and times the same point in time."""
        return same(_in_one_zone(got), _in_one_zone(expected))


def compare(what: str, got: Plain, expected: Plain) -> None:
    """Compare two values.

    Raises:
        AssertionError: They are not the same.
    """
    if not Expected.agree(got, expected):
        raise AssertionError(f"{what} is {json.dumps(got)}, and should be {json.dumps(expected)}")


def _in_one_zone(value: Plain) -> Plain:
    """The value with every text that is a point in time written with the same offset."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    if isinstance(value, list):
        return [_in_one_zone(item) for item in cast("list[Plain]", value)]
    if isinstance(value, dict):
        return {key: _in_one_zone(item) for key, item in cast("dict[str, Plain]", value).items()}
    return value


def _picked(listed: list[dict[str, Plain]], where: Mapping[str, Wanted]) -> Plain:
    """What fits of a list."""

    def fits(item: dict[str, Plain]) -> bool:
        return all(
            item[python_name(name)] in ([wanted] if isinstance(wanted, str) else wanted)
            for name, wanted in where.items()
        )

    return [item for item in listed if fits(item)]

"""What the properties of an object must be after what was sent, as the documentation of the language says it."""

from __future__ import annotations

from typing import cast

from compiler.properties.values import ABSENT, Plain, Values, in_bounds, same
from twilio_codegen.language import Property, Resource
from twilio_codegen.python.naming import python_name
from twilio_realtime.json import JsonObject, JsonValue

__all__ = ["Model"]


class Model:
    """The properties of one object that are fields of a payload.

    Args:
        values: Reads what was sent.
        resource: What the object is.
    """

    def __init__(self, values: Values, resource: Resource) -> None:
        self._values = values
        self._resource = resource
        self._began = False
        self.state: dict[str, Plain] = {
            name: self._initial(item)
            for name, item in resource.properties.items()
            if item.source in ("mirror", "membership") and item.derived is None
        }

    def _initial(self, item: Property) -> Plain:
        if item.default is None and not item.type.nullable and item.type.name == "string":
            return ""
        return self._values.plain(item.type, item.default)

    def take(self, source: str, sent: JsonObject) -> list[str]:
        """Take over data that was sent, and return the update reasons."""
        reasons: list[str] = []
        for name, item in self._resource.properties.items():
            if item.source != source or item.derived is not None:
                continue
            value = self._counted(item, self._incoming(name, item, sent))
            if value is ABSENT or (item.update_needs and self._began and not _is_complete(item, value)):
                continue
            if item.merge == "partial" and value is not None and self.state[name] is not None:
                fields = self._values.schema.values[item.type.name].fields
                whole = cast("JsonObject", sent[item.wire or name])
                given = {
                    python_name(key)
                    for key, field in fields.items()
                    if (field.wire or key) in whole and in_bounds(field, whole[field.wire or key])
                }
                new = cast("dict[str, Plain]", value)
                before = cast("dict[str, Plain]", self.state[name])
                value = {**before, **{key: part for key, part in new.items() if key in given}}
            if same(value, self.state[name]):
                continue
            self.state[name] = value
            if item.reason is not None and item.reason not in reasons:
                reasons.append(item.reason)
        self._began = self._began or source == "mirror"
        return reasons

    def _incoming(self, name: str, item: Property, sent: JsonObject) -> object:
        """What was sent for a property, in its own field or in the one that it falls back on."""
        first = sent.get(item.wire or name, ABSENT)
        if item.fallback is None or (first is not ABSENT and first is not None) or self._resource.mirror is None:
            return first
        other = self._resource.mirror.fields[item.fallback]
        second = sent.get(other.wire or item.fallback, ABSENT)
        return first if second is ABSENT else second

    def _counted(self, item: Property, sent: object) -> Plain:
        """The value that counts; `ABSENT` if none does."""
        if sent is ABSENT:
            return self._initial(item) if item.when == "always" else ABSENT
        wire = cast("JsonValue", sent)
        value = self._values.plain(item.type, wire, codec=item.codec)
        if wire is None:
            if item.when == "always" and not self._nullable(item):
                return self._initial(item)
            return None if item.when in ("present", "always") and self._nullable(item) else ABSENT
        if not in_bounds(item, wire):
            return self._initial(item) if item.when == "always" else ABSENT
        if item.when == "truthy" and item.codec != "json-string" and (not value or value == {"span": 0.0}):
            return ABSENT
        return value

    @staticmethod
    def _nullable(item: Property) -> bool:
        return item.type.nullable or item.type.name == "json"

    def shown(self) -> dict[str, Plain]:
        """The properties as users see them."""
        found = dict(self.state)
        for name, item in self._resource.properties.items():
            for other, value in (item.none_when or {}).items():
                if name in found and self.state.get(other, ABSENT) == value:
                    found[name] = None
        return found


def _is_complete(item: Property, value: Plain) -> bool:
    """Whether a value holds something in each field that an update needs."""
    if value is None:
        return False
    fields = cast("dict[str, Plain]", value)
    return all(
        fields[python_name(name)] not in (None, 0, False, "", [], {}, {"span": 0.0}) for name in item.update_needs
    )

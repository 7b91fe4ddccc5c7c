"""Draws values of a schema's types, and says what each must look like in Python: what the generated code is held to."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from pydantic import BaseModel, TypeAdapter

from twilio_codegen.language import Property, Resource, Schema, TaggedUnion, ValueField
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.python.naming import python_name
from twilio_realtime.json import JsonObject, JsonValue, dump_json

__all__ = ["ABSENT", "Plain", "Values", "in_bounds", "same"]

Plain = object
"""A value as it can be compared: JSON, with times and spans as objects of one key, models with their class."""

ABSENT = object()
"""What was not sent."""

_TEXTS = ("", "plain", "x y", "ä/b?c#d%", 'quote " and \\ {x}', "línea\nzwei", "7")
_TIMES = ("2024-05-06T07:08:09.123Z", "2024-05-06T07:08:09+02:00", "2031-01-02T03:04:05", 1_700_000_000_123)
_SPANS = ("PT5S", "PT20H", "PT0.25S")
_JSON: tuple[JsonValue, ...] = ({}, [], {"a": [1, None, {"b": "c"}]}, "text", 7, None, [["x"]])
_SPAN = TypeAdapter(timedelta)


def same(one: Plain, other: Plain) -> bool:
    """Whether two values are the same as JSON has it: true is not 1."""
    return json.dumps(_even(one), sort_keys=True) == json.dumps(_even(other), sort_keys=True)


def in_bounds(item: Property | ValueField, value: JsonValue) -> bool:
    """Whether a number is one that makes sense; what is no number always does."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    low, high = item.minimum, item.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def _even(value: Plain) -> Plain:
    """The value with whole numbers written in one way."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_even(item) for item in cast("list[Plain]", value)]
    if isinstance(value, dict):
        return {key: _even(item) for key, item in cast("dict[str, Plain]", value).items()}
    return value


class Values:
    """Draws values of one schema."""

    def __init__(self, schema: Schema, rng: random.Random) -> None:
        self.schema = schema
        self.rng = rng
        self._inside_union = 0

    # -- what travels

    def wire(
        self, kind: TypeExpression, literals: tuple[str, ...] = (), *, codec: str | None = None, depth: int = 3
    ) -> JsonValue:
        """A value of a type as the service sends it.

        Args:
            kind: The type.
            literals: The strings allowed.
            codec: How it travels.
            depth: How deep it may be nested where it need not be.
        """
        if kind.nullable and (self.rng.random() < 0.25 or depth < 0):
            return None
        if codec == "json-string":
            return json.dumps(self.rng.choice(_JSON))
        if codec is not None and kind.argument is not None:
            (_, field) = self.pair(kind.argument.name)
            keys = self.rng.sample(("k", "a b", 'q"ü'), self.rng.randint(0, 2))
            entries: JsonObject = {key: self.wire(field.type, field.literals, depth=depth - 1) for key in keys}
            return entries if codec == "pairs" else json.dumps(entries)
        if literals:
            return self.rng.choice(literals)
        rng = self.rng
        if kind.argument is not None:
            count = 0 if depth < 0 else rng.randint(0, 2)
            union = self.schema.tagged.get(kind.argument.name)
            if kind.name == "map" and union is not None and union.tag_from == "key":
                return self._by_key(union, kind.argument, count, depth - 1)
            held = [self.wire(kind.argument, depth=depth - 1) for _ in range(count)]
            return held if kind.name == "list" else dict(zip(("k", "a b"), held, strict=False))
        if kind.name in self.schema.types:
            return rng.choice([*self.schema.types[kind.name].members, "something new"])
        if kind.name in self.schema.tagged:
            return self.tagged(self.schema.tagged[kind.name], depth)
        if kind.name in self.schema.values:
            return self.fields(self.schema.values[kind.name].fields, depth - 1)
        if kind.name in self.schema.wire:
            return self.fields(self.schema.wire[kind.name].fields, depth - 1)
        if kind.name in self.schema.resources:
            return self.payload(self.schema.resources[kind.name], "mirror", depth - 1)
        choices: dict[str, tuple[JsonValue, ...]] = {
            "string": _TEXTS,
            "integer": (0, 1, -7, 10**12),
            "number": (0, 1.5, -2.25, 3),
            "boolean": (True, False),
            "datetime": _TIMES,
            "duration": _SPANS,
            "json": _JSON,
        }
        return rng.choice(choices[kind.name])

    def fields(self, fields: Mapping[str, ValueField], depth: int = 3) -> JsonObject:
        """An object with these fields; those that need not be there are left out now and then."""
        found: JsonObject = {"unknown to the schema": [1]}
        for name, field in fields.items():
            optional = field.type.nullable or "default" in field.model_fields_set
            if optional and (self.rng.random() < 0.3 or depth < 0):
                continue
            sent = self.wire(field.type, field.literals, codec=field.codec, depth=depth)
            # One number out of its bounds makes the catch-all of a whole kind of a tagged union.
            found[field.wire or name] = sent if not self._inside_union or in_bounds(field, sent) else 1
        return found

    def _by_key(self, union: TaggedUnion, kind: TypeExpression, count: int, depth: int) -> JsonObject:
        keys = [*dict.fromkeys([*union.wire_tags, "unheard of"])]
        chosen = self.rng.sample(keys, min(count, len(keys)))
        null = kind.nullable and self.rng.random() < 0.3
        return {key: None if null else self.tagged(union, depth, key) for key in chosen}

    def tagged(self, union: TaggedUnion, depth: int = 3, known: str | None = None) -> JsonObject:
        """An object of one of several kinds; ``known`` is its tag, if that is told by something else."""
        tag = known if known is not None else self.rng.choice([*union.wire_tags, "unheard of"])
        told: JsonObject = {} if known is not None else {union.tag: tag}
        word = union.wire_tags.get(tag)
        if word is None or depth < 0:
            unknown: JsonObject = {union.tag: "unheard of"} if known is None else {}
            return {**self.fields(union.other.fields, depth - 1), "more": 1, **unknown}
        self._inside_union += 1
        fields = self.fields(self.schema.values[union.members[word].value].fields, depth - 1)
        self._inside_union -= 1
        return {**fields, **told}

    def payload(self, resource: Resource, source: str, depth: int = 3, *, share: float = 0.75) -> JsonObject:
        """Part of the data of a resource: what is a property, as far as it is sent.

        Args:
            resource: The resource.
            source: ``mirror`` or ``membership``.
            depth: How deep values may be nested.
            share: How likely each field is sent.
        """
        found: JsonObject = {}
        for name, item in resource.properties.items():
            if item.source != source or item.derived is not None:
                continue
            if item.identity:
                found[item.wire or name] = "the one"
            elif self.rng.random() < share:
                null = self.rng.random() < 0.15
                found[item.wire or name] = None if null else self.wire(item.type, codec=item.codec, depth=depth)
        if source == "mirror" and resource.mirror is not None:
            for name, field in resource.mirror.fields.items():
                if str(field.type) != "string?" and self.rng.random() < share:
                    found[field.wire or name] = self.wire(field.type, depth=depth)
        return found

    def pair(self, name: str) -> tuple[ValueField, ValueField]:
        """The fields of a value that travels as an entry of an object: its key, and what stands there."""
        key, value = self.schema.values[name].fields.values()
        return key, value

    # -- what it is in Python

    def plain(self, kind: TypeExpression, wire: JsonValue, *, codec: str | None = None) -> Plain:
        """What a value that was sent is in Python."""
        if wire is None:
            return None
        if codec == "json-string":
            return json.loads(str(wire))
        if codec is not None and kind.argument is not None:
            name = kind.argument.name
            keys = tuple(field.wire or key for key, field in self.schema.values[name].fields.items())
            entries = cast("JsonObject", json.loads(wire) if isinstance(wire, str) else wire)
            pairs = ({keys[0]: key, keys[1]: value} for key, value in entries.items())
            return [self.plain_object(name, self.schema.values[name].fields, pair) for pair in pairs]
        if kind.argument is not None:
            argument = kind.argument
            union = self.schema.tagged.get(argument.name)
            if isinstance(wire, dict) and union is not None and union.tag_from == "key":
                return {
                    key: self.plain_tagged(union, cast("JsonObject", value), key) if value is not None else None
                    for key, value in wire.items()
                }
            if isinstance(wire, dict):
                return {key: self.plain(argument, value) for key, value in wire.items()}
            return [self.plain(argument, value) for value in cast("list[JsonValue]", wire)]
        if kind.name in self.schema.tagged:
            return self.plain_tagged(self.schema.tagged[kind.name], cast("JsonObject", wire))
        if kind.name in self.schema.values:
            return self.plain_object(kind.name, self.schema.values[kind.name].fields, cast("JsonObject", wire))
        if kind.name in self.schema.resources:
            return self._plain_record(self.schema.resources[kind.name], cast("JsonObject", wire))
        if kind.name == "number":
            return float(cast("float", wire))
        if kind.name == "datetime":
            read = TypeAdapter(datetime).validate_python(wire)
            return {"time": (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()}
        if kind.name == "duration":
            return {"span": _SPAN.validate_python(wire).total_seconds()}
        return wire

    def plain_object(self, name: str, fields: Mapping[str, ValueField], wire: JsonObject) -> Plain:
        """What an object that was sent is in Python."""
        found: dict[str, Plain] = {"is": name}
        if (union := self.schema.tagged_with(name)) is not None:
            found[python_name(union.tag)] = union.words_of(name)[0]
            if union.raw is not None:
                found[python_name(union.raw)] = ""
        for key, field in fields.items():
            sent = wire.get(field.wire or key, ABSENT)
            if sent is ABSENT or not in_bounds(field, cast("JsonValue", sent)):
                found[python_name(key)] = self.plain(field.type, field.default)
            else:
                found[python_name(key)] = self.plain(field.type, cast("JsonValue", sent), codec=field.codec)
        return found

    def plain_tagged(self, union: TaggedUnion, wire: JsonObject, known: str | None = None) -> Plain:
        """What an object of one of several kinds is in Python; ``known`` is its tag, if something else tells it."""
        tag = known if known is not None else wire.get(union.tag)
        word = union.wire_tags.get(tag) if isinstance(tag, str) else None
        raw = union.raw if word is not None else union.other_raw
        text = {python_name(raw): dump_json(wire)} if raw is not None else {}
        if word is not None and self._can_be_read(union.members[word].value, wire):
            kind = union.members[word].value
            whole = cast("dict[str, Plain]", self.plain_object(kind, self.schema.values[kind].fields, wire))
            return {**whole, python_name(union.tag): word, **text}
        if union.other_raw is not None:
            text = {python_name(union.other_raw): dump_json(wire)}
        other = cast("dict[str, Plain]", self.plain_object(union.other.name, union.other.fields, wire))
        shown = tag if union.other.word is None else union.other.word
        return {**other, python_name(union.tag): shown, **(text or {"data": wire})}

    def _can_be_read(self, kind: str, wire: JsonObject) -> bool:
        """Whether everything is there that a value needs."""
        return all(
            field.type.nullable or "default" in field.model_fields_set or (field.wire or name) in wire
            for name, field in self.schema.values[kind].fields.items()
        )

    def _plain_record(self, resource: Resource, wire: JsonObject) -> Plain:
        from compiler.properties.model import Model

        model = Model(self, resource)
        model.take("mirror", wire)
        return {"is": resource.resource, **{python_name(key): value for key, value in model.shown().items()}}

    def normal(self, actual: object) -> Plain:
        """A value of Python, to be compared."""
        if isinstance(actual, datetime):
            assert actual.tzinfo is not None, f"a time without offset: {actual!r}"
            return {"time": actual.timestamp()}
        if isinstance(actual, timedelta):
            return {"span": actual.total_seconds()}
        if isinstance(actual, BaseModel):
            fields = {name: self.normal(getattr(actual, name)) for name in type(actual).model_fields}
            return {"is": type(actual).__name__, **fields}
        if is_dataclass(actual) and not isinstance(actual, type):
            fields = {field.name: self.normal(getattr(actual, field.name)) for field in fields_of(actual)}
            return {"is": type(actual).__name__, **fields}
        if isinstance(actual, list | tuple):
            return [self.normal(item) for item in cast("list[object]", actual)]
        if isinstance(actual, dict):
            return {key: self.normal(value) for key, value in cast("dict[str, object]", actual).items()}
        resource = self.schema.resources.get(type(actual).__name__)
        if resource is None:
            return actual
        if resource.mirror is None or resource.mirror.kind != "record":
            return {"object": resource.resource}
        shown = {
            python_name(name): self.normal(getattr(actual, python_name(name)))
            for name, item in resource.properties.items()
            if item.source == "mirror" and item.derived is None
        }
        return {"is": resource.resource, **shown}

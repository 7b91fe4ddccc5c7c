"""JSON Schema documents of what the generated package models with pydantic.

There are two: the plain values that users see, and the payloads and answers that travel on the wire. Properties are
named as they travel; the Python name of each is given beside the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import JsonValue

from twilio_codegen.language import Property, Resource, Schema, TaggedUnion, ValueField, ValueType
from twilio_codegen.language.node import PAIRED
from twilio_codegen.language.type_expressions import TypeExpression, widened
from twilio_codegen.python.naming import pairs_name, python_name

Json = dict[str, JsonValue]
Audience = Literal["built", "received", "part", "wire"]
"""Who makes a value: users build it, users receive it, or only the generated code sees it: what such a value
is made of, or anything else."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
JSON_TEXT = "twilio_realtime.wire.JsonText"
SENT_JSON_TEXT = "twilio_realtime.wire.SentJsonText"
INPUT_MODEL = "twilio_realtime.wire.InputModel"

_STRING = TypeExpression("string")
_PLAIN: dict[str, Json] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "json": {"customTypePath": "twilio_realtime.json.JsonValue"},
    "datetime": {"type": ["string", "integer"], "customTypePath": "twilio_realtime.wire.WireTime"},
    "duration": {"type": "string", "customTypePath": "datetime.timedelta"},
}
_FOR_AUDIENCE: dict[tuple[str, Audience], Json] = {
    ("datetime", "built"): {"type": "string", "format": "date-time", "customTypePath": "pydantic.AwareDatetime"},
    ("duration", "wire"): {"type": "string", "customTypePath": "twilio_realtime.wire.WireDuration"},
}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Lists of a value that travel as objects.

    Attributes:
        value: Name of the value.
        keys: Names on the wire of its two fields: what is the key of an entry, and what stands there.
        text: Whether the object travels as JSON text.
    """

    value: str
    keys: tuple[str, ...]
    text: bool


@dataclass(frozen=True, slots=True)
class ModelDocument:
    """A JSON Schema document and how its parts are called in Python.

    Attributes:
        title: What the document is about, one line.
        definitions: JSON Schema of each model by class name, in the order of the schema.
        names: Python names, by ``Class.property``, of the properties that are called otherwise in Python.
        module: Full name of the Python module that the models are for, where they speak of names of that module.
        tagged: Tagged unions of the models, by name.
        pairs: Values that travel as entries of objects, and how, by name of the type of their lists.
        copies: Values that have methods which copy them, by name.
    """

    title: str
    definitions: dict[str, Json] = field(default_factory=dict[str, Json])
    names: dict[str, str] = field(default_factory=dict[str, str])
    module: str = ""
    tagged: dict[str, TaggedUnion] = field(default_factory=dict[str, TaggedUnion])
    pairs: dict[str, Pairs] = field(default_factory=dict[str, Pairs])
    copies: dict[str, ValueType] = field(default_factory=dict[str, ValueType])

    def document(self) -> Json:
        """The whole as one JSON Schema document."""
        return {
            "$schema": DIALECT,
            "title": self.title,
            "$defs": {**self.definitions},
        }

    def add(self, name: str, doc: str, fields: Mapping[str, ModelField], types: TypeMapper) -> None:
        """Define a model.

        Args:
            name: Its class name.
            doc: What it is.
            fields: Its fields by documented name.
            types: Says how the types of the fields are expressed.
        """
        properties: Json = {}
        required: list[JsonValue] = []
        for documented, item in fields.items():
            wire = item.wire or documented
            properties[wire] = types.of_field(item)
            if not item.optional:
                required.append(wire)
            if (python := python_name(documented)) != wire:
                self.names[f"{name}.{wire}"] = python
        self.definitions[name] = {"type": "object", "description": doc, "properties": properties, "required": required}
        if types.audience == "built":
            self.definitions[name]["customBasePath"] = INPUT_MODEL


@dataclass(frozen=True, slots=True)
class ModelField:
    """A field of a model, wherever the schema speaks of it."""

    type: TypeExpression
    doc: str
    wire: str | None
    optional: bool
    default: JsonValue = None
    literals: tuple[str, ...] = ()
    text: bool = False
    pairs: str | None = None
    unless_null: bool = False
    minimum: int | None = None
    maximum: int | None = None
    mirrored: bool = False


def models_document(schema: Schema) -> ModelDocument:
    """The plain values of the schema: what users build and receive."""
    document = ModelDocument(
        title=f"Plain values of {schema.product.title}: no identity, no events.",
        module=f"{schema.product.package}.models",
        tagged=schema.tagged,
        pairs=_pairs_of(schema),
        copies={name: value for name, value in schema.values.items() if value.copies},
    )
    composites = schema.composites
    for name, value in schema.values.items():
        if name in composites:
            continue
        mapper = TypeMapper(schema, "built" if value.input else "received")
        fields = {key: _value_field(item) for key, item in value.fields.items()}
        document.add(name, value.doc, _tag_fields(schema, name) | fields, mapper)
    for name, union in schema.tagged.items():
        doc = union.other.doc or OTHER_DOC.format(name=name)
        document.add(union.other.name, doc, _other_fields(union), TypeMapper(schema, "received"))
    return document


def _pairs_of(schema: Schema) -> dict[str, Pairs]:
    """What travels as entries of objects anywhere."""
    found: dict[str, Pairs] = {}
    for name, codec in schema.paired:
        keys = tuple(field.wire or key for key, field in schema.values[name].fields.items())
        found[pairs_name(name, codec)] = Pairs(name, keys, codec == "json-pairs")
    return dict(sorted(found.items()))


OTHER_DOC = "A `{name}` of a kind that is not known here, or that cannot be read; as the service sent it."
RAW_DOC = "JSON text of what the service sent."
_TAG_DOC = "What kind of object it is."


def _tag_fields(schema: Schema, name: str) -> dict[str, ModelField]:
    """The fields that a value gets from the tagged union it belongs to."""
    union = schema.tagged_with(name)
    if union is None:
        return {}
    words = union.words_of(name)
    tag = ModelField(_STRING, _TAG_DOC, wire=None, optional=True, default=words[0], literals=words)
    # what was not read as a member of the union has none
    raw = ModelField(_STRING, RAW_DOC, wire=None, optional=True, default="")
    return {union.tag: tag, **({union.raw: raw} if union.raw is not None else {})}


def _other_fields(union: TaggedUnion) -> dict[str, ModelField]:
    if (word := union.other.word) is not None:
        tag = ModelField(_STRING, _TAG_DOC, wire=None, optional=True, default=word, literals=(word,))
    else:
        kind = TypeExpression("string", nullable=True)
        tag = ModelField(kind, "What kind of object it is, if it says so.", wire=None, optional=True)
    sent = ModelField(TypeExpression("map", TypeExpression("json")), "All of it.", wire=None, optional=False)
    raw = ModelField(_STRING, RAW_DOC, wire=None, optional=False)
    name = union.other_raw
    fields = {key: _value_field(item) for key, item in union.other.fields.items()}
    return {union.tag: tag, **fields, **({name: raw} if name is not None else {"data": sent})}


def wire_document(schema: Schema) -> ModelDocument:
    """Answers of the service, and the payloads of mirrored resources.

    Any field of a mirrored payload may be absent: which ones were sent tells `model_fields_set`.
    """
    document = ModelDocument(title=f"What {schema.product.title} sends, field by field.")
    mapper = TypeMapper(schema, "wire")
    for name, value in schema.wire.items():
        document.add(name, value.doc, {key: _value_field(item) for key, item in value.fields.items()}, mapper)
    for name, value in schema.composites.items():
        fields = {key: _value_field(item) for key, item in value.fields.items()}
        document.add(name, value.doc, fields, TypeMapper(schema, "part"))
    for resource in schema.resources.values():
        if resource.mirror is not None:
            fields = dict(_mirrored(resource, "mirror"))
            fields |= {key: _absent(_value_field(item)) for key, item in resource.mirror.fields.items()}
            document.add(resource.mirror.payload, resource.mirror.doc, fields, mapper)
        if resource.membership is not None:
            fields = dict(_mirrored(resource, "membership"))
            document.add(resource.membership.payload, resource.membership.doc, fields, mapper)
    return document


def _value_field(item: ValueField) -> ModelField:
    given = "default" in item.model_fields_set
    return ModelField(
        type=item.type,
        doc=item.doc,
        wire=item.wire,
        optional=given or item.type.nullable,
        default=item.default,
        literals=item.literals,
        text=item.codec == "json-string",
        pairs=item.codec if item.codec in PAIRED else None,
        minimum=item.minimum,
        maximum=item.maximum,
    )


def _mirrored(resource: Resource, source: str) -> Iterator[tuple[str, ModelField]]:
    for name, item in resource.properties.items():
        if item.source == source and item.derived is None:
            yield name, _property_field(item)


def _property_field(item: Property) -> ModelField:
    text = item.codec == "json-string"
    pairs = item.codec if item.codec in PAIRED else None
    unless_null = text and item.when in ("non-null", "truthy")
    field = ModelField(item.type, item.doc, item.wire, optional=True, text=text, pairs=pairs, unless_null=unless_null)
    return _absent(replace(field, minimum=item.minimum, maximum=item.maximum))


def _absent(item: ModelField) -> ModelField:
    """The field as one that may be absent, and is null then."""
    return replace(item, type=replace(item.type, nullable=True), optional=True, default=None, mirrored=True)


def nullable(found: Json, kind: TypeExpression) -> Json:
    """Return JSON Schema of a type, with null if the type includes it."""
    if not kind.nullable or not found:
        return found
    if found.keys() <= {"type", "format"} and isinstance(found.get("type"), str):
        return {**found, "type": [found["type"], "null"]}
    return {"anyOf": [found, {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class TypeMapper:
    """Expresses the schema's types in JSON Schema.

    Attributes:
        schema: Where names are looked up.
        audience: Who makes the values.
    """

    schema: Schema
    audience: Audience

    def of_field(self, item: ModelField) -> Json:
        """JSON Schema of a field."""
        if item.mirrored and item.type.name in self.schema.types:
            # Objects say themselves what is not documented, under the name of the union.
            result: Json = nullable({"type": "string"}, item.type)
        elif item.unless_null:
            result = {"type": ["string", "null"], "customTypePath": SENT_JSON_TEXT}
        elif item.text:
            result = nullable({"type": "string", "customTypePath": JSON_TEXT}, item.type)
        elif item.pairs is not None:
            result = self._pairs(item)
        else:
            result = self._of(item.type, item.literals)
        bounds: dict[str, int | None] = {"minimum": item.minimum, "maximum": item.maximum}
        result = {**result, **{name: bound for name, bound in bounds.items() if bound is not None}}
        if item.optional:
            result["default"] = widened(item.default, item.type)
        return {**result, "description": item.doc}

    def _pairs(self, item: ModelField) -> Json:
        """JSON Schema of a list of values that travels as an object, or as the JSON text of one."""
        assert item.type.argument is not None
        name = item.type.argument.name
        _, value = self.schema.values[name].fields.items()
        sent: Json = {"type": "object", "additionalProperties": self._of(value[1].type, value[1].literals)}
        if item.pairs == "json-pairs":
            sent = {"type": "string"}
        path = f"{self.schema.product.package}.models.{pairs_name(name, item.pairs or '')}"
        return nullable({**sent, "customTypePath": path}, item.type)

    def _of(self, kind: TypeExpression, literals: tuple[str, ...] = ()) -> Json:
        if kind.choices:
            return nullable({"anyOf": [self._of(part) for part in kind.choices]}, kind)
        return nullable(self._of_name(kind, literals), kind)

    def _of_name(self, kind: TypeExpression, literals: tuple[str, ...]) -> Json:
        if literals and self.audience != "wire":
            return {"type": "string", "enum": [*literals]}
        if kind.name == "list" and kind.argument is not None:
            return {"type": "array", "items": self._of(kind.argument)}
        if kind.name == "map" and kind.argument is not None:
            return {"type": "object", "additionalProperties": self._of(kind.argument)}
        found = _FOR_AUDIENCE.get((kind.name, self.audience)) or _PLAIN.get(kind.name)
        return {**found} if found is not None else self._named(kind.name)

    def _named(self, name: str) -> Json:
        schema, wire = self.schema, self.audience in ("part", "wire")
        package = schema.product.package
        if name in schema.types:
            return {"type": "string", "customTypePath": f"{package}.types.{name}"}
        if name in schema.composites:
            return {"$ref": f"#/$defs/{name}"}
        if name in schema.tagged or (wire and name in schema.values):
            return {"customTypePath": f"{package}.models.{name}"}
        if name in (schema.wire if wire else schema.values):
            return {"$ref": f"#/$defs/{name}"}
        mirror = schema.resources[name].mirror if wire and name in schema.resources else None
        if mirror is None:
            raise ValueError(f"the type {name} has no JSON Schema here")
        return {"$ref": f"#/$defs/{mirror.payload}"}

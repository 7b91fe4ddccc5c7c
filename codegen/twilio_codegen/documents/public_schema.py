"""Writes JSON Schema of the public types: unions, values, options, payloads of events, and objects at one moment.

What is Python's own, such as an open file, has no form in JSON: any value stands for it.

Names are the documented ones. An object that belongs to another one is written in full in the payload of an event, and
by its identity where another object refers to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from pydantic import JsonValue

from twilio_codegen.language import Property, Resource, Schema, TaggedUnion, Union, ValueField
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.models.json_schema import DIALECT, RAW_DOC, nullable
from twilio_codegen.python.naming import python_name

Json = dict[str, JsonValue]

_PLAIN: dict[str, Json] = {
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
    "duration": {"type": "string", "format": "duration"},
    "integer": {"type": "integer"},
    "json": {},
    "number": {"type": "number"},
    "string": {"type": "string"},
}


def public_schema(schema: Schema, about: str) -> Json:
    """Write the document."""
    return document(f"{schema.product.title}: public types", about, definitions(schema, "#/$defs/"))


def document(title: str, about: str, defined: Mapping[str, JsonValue]) -> Json:
    """Return a whole document of JSON Schema, its definitions in alphabetical order."""
    return {"$schema": DIALECT, "$comment": about, "title": title, "$defs": dict(sorted(defined.items()))}


def definitions(schema: Schema, base: str) -> dict[str, Json]:
    """Return the JSON Schema of each type by name, in alphabetical order.

    Args:
        schema: The schema.
        base: What stands before a name in a reference.
    """
    types = PublicTypes(schema, base)
    found: dict[str, Json] = {name: _union(item) for name, item in schema.types.items()}
    for name, value in schema.values.items():
        found[name] = types.of_value(name, value.doc, value.fields, built=value.input)
    for name, options in schema.options.items():
        found[name] = types.of_value(name, options.doc, options.fields, built=True)
    for name, tagged in schema.tagged.items():
        found[name] = types.of_tagged(tagged)
        found[tagged.other.name] = types.of_other(name, tagged)
    for name, payload in schema.payloads.items():
        found[name] = types.of_value(name, payload.doc, payload.fields)
    for name, resource in schema.resources.items():
        found[name] = types.of_resource(resource)
        if identity(resource) is not None:
            found[f"{name}Reference"] = types.of_reference(resource)
    return dict(sorted(found.items()))


def _union(item: Union) -> Json:
    meanings: Json = {**item.members}
    documented: Json = {"enum": [*meanings]}
    shape: Json = {"anyOf": [documented, {}]} if item.open else documented
    return {"type": "string", **shape, "description": item.doc, "x-enum-descriptions": meanings}


def _raw(name: str | None) -> Json:
    """The field, if there is one, with the text of what was sent."""
    return {name: {"type": "string", "description": RAW_DOC}} if name is not None else {}


def _in_python(name: str) -> Json:
    """What a property or field is called in Python, where that is something else."""
    return {"x-python": python_name(name)} if python_name(name) != name else {}


def identity(resource: Resource) -> str | None:
    """Return the name of the property that identifies objects of a resource, if there is one."""
    return next((name for name, item in resource.properties.items() if item.identity), None)


class PublicTypes:
    """Converts the types of one schema to JSON Schema."""

    def __init__(self, schema: Schema, base: str) -> None:
        self._schema = schema
        self._base = base

    def of_type(self, kind: TypeExpression, literals: tuple[str, ...] = ()) -> Json:
        """Convert a type."""
        if kind.choices:
            return {"anyOf": [self.of_type(part) for part in kind.choices]}
        return nullable(self._of_name(kind, literals), kind)

    def _of_name(self, kind: TypeExpression, literals: tuple[str, ...]) -> Json:
        if literals:
            return {"type": "string", "enum": list(literals)}
        if kind.name == "list" and kind.argument is not None:
            return {"type": "array", "items": self.of_type(kind.argument)}
        if kind.name == "map" and kind.argument is not None:
            return {"type": "object", "additionalProperties": self.of_type(kind.argument)}
        if kind.name in _PLAIN:
            return dict(_PLAIN[kind.name])
        schema = self._schema
        known = (schema.types, schema.values, schema.options, schema.tagged, schema.payloads, schema.resources)
        return {"$ref": f"{self._base}{kind.name}"} if any(kind.name in section for section in known) else {}

    def of_value(self, name: str, doc: str, fields: Mapping[str, ValueField], *, built: bool = False) -> Json:
        """Convert a value or a payload.

        Args:
            name: Its name.
            doc: What it means.
            fields: Its fields.
            built: Whether users build it, and may leave out what has a default.
        """
        properties: Json = dict(self._tags(name))
        required: list[JsonValue] = list(properties)
        for key, item in fields.items():
            described: Json = {**self.of_type(item.type, item.literals), "description": item.doc, **_in_python(key)}
            optional = built and ("default" in item.model_fields_set or item.type.nullable)
            if optional:
                described["default"] = item.default
            else:
                required.append(key)
            properties[key] = described
        closed: Json = {"additionalProperties": False} if built else {}
        return {"type": "object", "description": doc, "properties": properties, "required": required, **closed}

    def _tags(self, value: str) -> Json:
        union = self._schema.tagged_with(value)
        if union is None:
            return {}
        tag: Json = {union.tag: {"type": "string", "enum": [*union.words_of(value)]}}
        return {**tag, **_raw(union.raw)}

    def of_tagged(self, tagged: TaggedUnion) -> Json:
        """Convert a tagged union."""
        kinds: list[JsonValue] = [{"$ref": f"{self._base}{name}"} for name in (*tagged.kinds, tagged.other.name)]
        return {"description": tagged.doc, "anyOf": kinds}

    def of_other(self, name: str, tagged: TaggedUnion) -> Json:
        """Convert what is made of everything that is no known kind of a tagged union."""
        other = tagged.other
        doc = other.doc or f"A {name} of a kind that is not known, as it was sent."
        found = self.of_value(other.name, doc, other.fields)
        tag: Json = {"type": ["string", "null"]} if other.word is None else {"type": "string", "enum": [other.word]}
        kept = _raw(tagged.other_raw) or {"data": {"type": "object"}}
        properties: Json = {tagged.tag: tag, **cast("Json", found["properties"]), **kept}
        required = [key for key in properties if key != tagged.tag or other.word is not None]
        return {**found, "properties": properties, "required": [*required]}

    def of_resource(self, resource: Resource) -> Json:
        """Convert the properties of a resource, as they are at one moment."""
        properties: Json = {}
        for name, item in resource.properties.items():
            notes: Json = {"deprecated": True} if item.deprecated is not None else {}
            properties[name] = {**self._of_property(item), "description": item.doc, **_in_python(name), **notes}
        return {
            "type": "object",
            "description": resource.doc.partition("\n")[0],
            "properties": properties,
            "required": list(properties),
        }

    def _of_property(self, item: Property) -> Json:
        mentioned = self._schema.resources.get(item.type.name)
        if mentioned is None or item.source == "mirror":
            return self.of_type(item.type)
        name = f"{item.type.name}Reference" if identity(mentioned) is not None else item.type.name
        return nullable({"$ref": f"{self._base}{name}"}, item.type)

    def of_reference(self, resource: Resource) -> Json:
        """Convert a reference to an object of a resource."""
        name = identity(resource)
        assert name is not None
        kind = self.of_type(resource.properties[name].type)
        return {
            "type": "object",
            "description": f"Which {resource.resource} is meant.",
            "properties": {name: {**kind, **_in_python(name)}},
            "required": [name],
        }

"""Writes an index of the API: every documented name with its Python name, its type and its meaning."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from twilio_codegen.emit import exports
from twilio_codegen.ir import Deprecation, Method, Resource, Schema, ValueField
from twilio_codegen.naming import python_name, snake_case
from twilio_codegen.python_types import PythonTypes

from .public_schema import Json, identity

__all__ = ["index_document"]


def index_document(schema: Schema, about: str) -> Json:
    """Write the document.

    Args:
        schema: The schema.
        about: What made the file.
    """
    index = _Index(schema)
    unions: Json = {name: {"doc": item.doc, "members": {**item.members}} for name, item in sorted(schema.types.items())}
    values: Json = {
        name: {"doc": item.doc, "built": item.input, "fields": index.fields(item.fields)}
        for name, item in sorted(schema.values.items())
    }
    options: Json = {
        name: {"doc": item.doc, "fields": index.fields(item.fields)} for name, item in sorted(schema.options.items())
    }
    payloads: Json = {
        name: {
            "doc": item.doc,
            "documented_as": item.documented_as,
            "fields": index.fields(item.fields, received=True),
        }
        for name, item in sorted(schema.payloads.items())
    }
    tagged: Json = {
        name: {"doc": item.doc, "tag": item.tag, "members": {**item.members}, "other": item.other}
        for name, item in sorted(schema.tagged.items())
    }
    resources: Json = {name: index.resource(item) for name, item in sorted(schema.resources.items())}
    names: Json = {**exports(schema)}
    return {
        "about": about,
        "title": schema.product.title,
        "version": schema.product.models_version,
        "package": schema.product.package,
        "exports": names,
        "unions": unions,
        "values": values,
        **({"tagged": tagged} if tagged else {}),
        "options": options,
        "payloads": payloads,
        "resources": resources,
    }


class _Index:
    def __init__(self, schema: Schema) -> None:
        self._types = PythonTypes(schema)

    def fields(self, fields: Mapping[str, ValueField], *, received: bool = False) -> Json:
        return {
            name: {
                "python": python_name(name),
                "type": self._types.field_annotation(item, received=received).text,
                "doc": item.doc,
            }
            for name, item in fields.items()
        }

    def resource(self, resource: Resource) -> Json:
        properties: Json = {
            name: {
                "python": python_name(name),
                "type": self._types.annotation(item.type).text,
                "doc": item.doc,
                **({"reason": item.reason} if item.reason is not None else {}),
                **_deprecated(item.deprecated),
            }
            for name, item in resource.properties.items()
        }
        events: Json = {
            name: {
                "python": f"on.{python_name(name)}",
                "payload": None if item.payload is None else self._types.annotation(item.payload).text,
                "doc": item.doc,
                **({"repeated_by": f"{resource.owner}.{repeated}"} if (repeated := resource.repeated_as(item)) else {}),
                **_deprecated(item.deprecated),
            }
            for name, item in resource.events.items()
        }
        methods: Json = {name: self._method(resource, name, item) for name, item in resource.methods.items()}
        return {
            "doc": resource.doc,
            "module": snake_case(resource.resource),
            "section": resource.section,
            "owner": resource.owner,
            "identity": identity(resource),
            "properties": properties,
            "events": events,
            "methods": methods,
        }

    def _method(self, resource: Resource, name: str, method: Method) -> Json:
        params: list[JsonValue] = [
            {
                "documented": key,
                "python": python_name(item.name or key),
                "type": self._types.annotation(item.type, literals=item.literals).text,
                "optional": item.optional,
                **({"default": item.default} if item.optional else {}),
                "doc": item.doc,
                **_deprecated(item.deprecated),
            }
            for key, item in sorted(method.params.items(), key=lambda entry: entry[1].optional)
        ]
        returned = resource.resource if method.returns.kind == "self" else "None"
        if method.returns.type is not None:
            returned = self._types.annotation(method.returns.type).text
        return {
            "python": python_name(name),
            "async": not method.static,
            "params": params,
            "returns": returned,
            **({"pages": True} if method.gives_pages() else {}),
            "errors": list(method.errors),
            "causes": list(method.causes),
            "doc": method.doc,
            **_deprecated(method.deprecated),
        }


def _deprecated(item: Deprecation | None) -> Json:
    return {"deprecated": item.notice} if item is not None else {}

"""Writes an index of the API: every documented name with its Python name, its type and its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from twilio_codegen.comparing.api import Api, ApiClass, ApiMethod, ApiPart
from twilio_codegen.comparing.offered import offered_api
from twilio_codegen.language import Method, Resource, Schema
from twilio_codegen.python.command_views import view_commands
from twilio_codegen.python.naming import snake_case
from twilio_codegen.templates.package import exports

from .public_schema import Json, identity


def index_document(schema: Schema, about: str) -> Json:
    """Write the document."""
    api = offered_api(schema)
    unions: Json = {
        name: {"doc": item.doc, "members": {**item.members}, **({"open": True} if item.open else {})}
        for name, item in sorted(api.unions.items())
    }
    values: Json = {
        name: {"doc": item.doc, "built": item.written, "fields": _fields(item)} for name, item in _of_kind(api, "value")
    }
    options: Json = {name: {"doc": item.doc, "fields": _fields(item)} for name, item in _of_kind(api, "options")}
    payloads: Json = {
        name: {"doc": item.doc, "documented_as": api.events.get(name), "fields": _fields(item)}
        for name, item in _of_kind(api, "payload")
    }
    tagged: Json = {
        name: {
            "doc": item.doc,
            "tag": item.tag,
            "members": {word: member.value for word, member in item.members.items()},
            "other": item.other.name,
        }
        for name, item in sorted(schema.tagged.items())
    }
    names: Json = {**exports(schema)}
    commands = {
        item.documented: [place.key for place in item.place.fields]
        for item in view_commands(schema, frozenset(names)).commands
    }
    resources: Json = {
        name: _resource(item, api.classes[name], commands) for name, item in sorted(schema.resources.items())
    }
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


def _of_kind(api: Api, kind: str) -> list[tuple[str, ApiClass]]:
    return sorted((name, item) for name, item in api.classes.items() if item.kind == kind)


def _fields(item: ApiClass) -> Json:
    return {
        name: {"python": field.identifier, "type": field.annotation, "doc": field.doc}
        for name, field in item.fields.items()
    }


def _resource(resource: Resource, described: ApiClass, commands: Mapping[str, Sequence[str]]) -> Json:
    """Describe a resource; ``commands`` are its methods that other programs can have called, and what they are at."""
    properties: Json = {
        name: {
            "python": item.identifier,
            "type": item.annotation,
            "doc": item.doc,
            **({"reason": item.reason} if item.reason is not None else {}),
            **_deprecated(item),
        }
        for name, item in described.fields.items()
    }
    events: Json = {
        name: {
            "python": item.identifier,
            "payload": item.annotation or None,
            "doc": item.doc,
            **({"repeated_by": f"{resource.owner}.{item.bubbles}"} if item.bubbles else {}),
            **_deprecated(item),
        }
        for name, item in described.events.items()
    }
    methods: Json = {
        name: {**_method(resource.methods.get(name), item), **_command(commands.get(f"{resource.resource}.{name}"))}
        for name, item in described.methods.items()
    }
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


def _method(method: Method | None, described: ApiMethod) -> Json:
    """Describe a method; one that no schema declares follows from another word of it, and asks nobody."""
    params: list[JsonValue] = [
        {
            "documented": name,
            "python": item.identifier,
            "type": item.annotation,
            "optional": item.optional,
            **({"default": item.default} if item.optional else {}),
            **({"keyword_only": True} if "passed by name" in item.checks else {}),
            "doc": item.doc,
            **_deprecated(item),
        }
        for name, item in described.params.items()
    ]
    return {
        "python": described.identifier,
        "async": method is not None and method.waits(),
        "params": params,
        "returns": described.annotation,
        **({"pages": True} if method is not None and method.gives_pages() else {}),
        "errors": list(method.errors) if method is not None else ["ArgumentError"],
        "causes": list(method.causes) if method is not None else [],
        "doc": described.doc,
        **_deprecated(described),
    }


def _command(at: Sequence[str] | None) -> Json:
    """What identifies the object of a command, by the keys of its ``at``; nothing for what is no command."""
    return {} if at is None else {"command": {"at": [*at]}}


def _deprecated(item: ApiPart) -> Json:
    return {"deprecated": item.notice} if item.deprecated else {}

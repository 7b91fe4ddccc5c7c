"""Writes an AsyncAPI 3 document of all events: a channel for each kind of emitter, a message for each event."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import JsonValue

from twilio_codegen.language import Event, Resource, Schema
from twilio_codegen.language.removals import notice_of
from twilio_codegen.python.naming import python_name

from .cloud_events import cloud_event
from .public_schema import Json, PublicTypes, definitions

VERSION = "3.0.0"
_SCHEMAS = "#/components/schemas/"


def asyncapi_document(schema: Schema, about: str) -> Json:
    """Write the document."""
    product = schema.product
    emitters = [resource for resource in schema.resources.values() if resource.events]
    messages: Json = {
        f"{resource.resource}.{name}": _message(schema, resource, name, event)
        for resource in emitters
        for name, event in resource.events.items()
    }
    operations: Json = {
        f"on{resource.resource}{name[:1].upper()}{name[1:]}": _operation(resource, name, event)
        for resource in emitters
        for name, event in resource.events.items()
    }
    channels: Json = {resource.resource: _channel(resource) for resource in emitters}
    return {
        "asyncapi": VERSION,
        "x-about": about,
        "info": {
            "title": product.title,
            "version": product.models_version.rpartition(" ")[2],
            "description": product.doc,
        },
        "defaultContentType": "application/json",
        "servers": {"hosted": _server(schema)},
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": {**definitions(schema, _SCHEMAS)}},
    }


def _server(schema: Schema) -> Json:
    profile = schema.product.profile
    url = urlsplit(profile.hosts["socket"])
    variables: Json = {"region": {"default": profile.default_region, "description": "Region of the hosted service."}}
    return {
        "host": url.netloc,
        "pathname": url.path,
        "protocol": url.scheme,
        "description": "The service, through which the client learns of what its events tell.",
        **({"variables": variables} if "{region}" in url.netloc else {}),
    }


def _channel(resource: Resource) -> Json:
    messages: Json = {name: {"$ref": f"#/components/messages/{resource.resource}.{name}"} for name in resource.events}
    return {
        "address": None,
        "title": f"Events of a {resource.resource}",
        "description": resource.doc.partition("\n")[0],
        "messages": messages,
    }


def _operation(resource: Resource, name: str, event: Event) -> Json:
    channel = f"#/channels/{resource.resource}"
    return {
        "action": "receive",
        "channel": {"$ref": channel},
        "summary": event.doc,
        "messages": [{"$ref": f"{channel}/messages/{name}"}],
    }


def _message(schema: Schema, resource: Resource, name: str, event: Event) -> Json:
    payload: Json = {"type": "null"}
    if event.payload is not None:
        payload = PublicTypes(schema, _SCHEMAS).of_type(event.payload)
    notes: dict[str, JsonValue] = {"x-python": f"{resource.resource}.on.{python_name(name)}"}
    if (repeated := resource.repeated_as(event)) is not None:
        notes["x-repeated-by"] = f"{resource.owner}.{repeated}"
    if resource.root and (told := cloud_event(schema, name, event)) is not None:
        notes["x-cloud-event"] = told
    if event.deprecated is not None:
        notes["x-deprecated"] = notice_of(name, event.deprecated)
    return {"name": name, "title": f"{resource.resource} {name}", "summary": event.doc, "payload": payload, **notes}

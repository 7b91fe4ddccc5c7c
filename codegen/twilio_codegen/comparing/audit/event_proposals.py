"""Proposes the declaration of an event that a schema lacks; what raises it follows from the rest of the schema."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.comparing.api import Api, ApiClass, ApiEvent
from twilio_codegen.comparing.types import NOTHING, ApiType
from twilio_codegen.language import Resource, Schema
from twilio_codegen.language.expansion import owners_of

from .locations import place_of
from .yaml_text import Addition, YamlValue

_BLANK = ApiClass("")
_KEYS = ("doc", "payload", "raised-by", "bubbles", "deprecated")
"""Keys of an event in the order in which they are written."""


class EventProposals:
    """Proposes the declarations of events that a schema lacks."""

    def __init__(self, schema: Schema, documented: Api) -> None:
        self._schema = schema
        self._documented = documented

    def propose(self, resource: Resource, name: str) -> Addition | None:
        """Propose an event; None if its payload is unknown or nothing in the schema would raise it.

        An event that repeats another one is declared where that one happens: a name is added to it, or it is missing
        itself and brings the repetition with it.
        """
        raised_by = self._raised_by(resource, name)
        if raised_by is not None:
            return self._whole(resource, name, raised_by)
        for other in self._schema.resources.values():
            owners = tuple(owner.resource for owner in owners_of(self._schema.resources, other))
            for event in self._events(other) if resource.resource in owners else ():
                if self._names_above(other, event).get(resource.resource) != name:
                    continue
                if event not in other.events:
                    return self.propose(other, event)
                if other.events[event].repeats is None:
                    # The name of an existing event at an owner where it has none.
                    file, path = place_of(other, "events", event)
                    return Addition(file, (*path, "bubbles"), resource.resource, name, owners, _KEYS)
        return None

    def _events(self, resource: Resource) -> Mapping[str, ApiEvent]:
        return self._documented.classes.get(resource.resource, _BLANK).events

    def _whole(self, resource: Resource, name: str, raised_by: str) -> Addition | None:
        """Return a whole event, with its names at the owners."""
        events = self._events(resource)
        payload = self._payload(events[name].type)
        if payload is None:
            return None
        entry: dict[str, YamlValue] = {} if events[name].type == NOTHING else {"payload": payload}
        entry["raised-by"] = raised_by
        if names := self._names_above(resource, name):
            entry["bubbles"] = names
        return Addition(resource.pos.file, ("events",), name, {**entry, "doc": ""}, tuple(events))

    def _payload(self, kind: ApiType) -> str | None:
        schema = self._schema
        if kind.name != "object":
            names = {*schema.resources, *schema.values, *schema.types, "number", "string", "boolean", "none"}
            return str(kind) if str(kind) in names else None
        wanted = {f"{key}: {part}" for key, part in kind.fields}
        for name, payload in schema.payloads.items():
            if {f"{key}: {_documented(str(item.type))}" for key, item in payload.fields.items()} == wanted:
                return name
        return None

    def _names_above(self, resource: Resource, name: str) -> dict[str, str]:
        """Return what the owners call an event, from the nearest on.

        It is the event with the same payload that is called the same, or has the name of the resource before it.
        """
        payload = self._events(resource)[name].type
        below, own = name, resource.resource
        names: dict[str, str] = {}
        for owner in owners_of(self._schema.resources, resource):
            events = self._events(owner)
            candidates = (below, f"{own[:1].lower()}{own[1:]}{below[:1].upper()}{below[1:]}")
            found = next((item for item in candidates if item in events and events[item].type == payload), None)
            if found is None:
                break
            names[owner.resource] = found
            below, own = found, owner.resource
        return names

    def _raised_by(self, resource: Resource, name: str) -> str | None:
        for key, collection in resource.collections.items():
            if name in collection.announced:
                return key
        for key, item in resource.properties.items():
            if item.transient is not None and name in (item.transient.started, item.transient.ended):
                return key
        owner = self._schema.resources.get(resource.owner or "")
        for collection in owner.collections.values() if owner is not None else ():
            if collection.of != resource.resource:
                continue
            if collection.pool is not None and name in (collection.pool.followed, collection.pool.unfollowed):
                return "pool"
            if collection.membership is not None and name == collection.membership.removed:
                return "membership"
        if name == "updated" and "updateReasons" in dict(self._events(resource)[name].type.fields):
            return "reasons"
        # Else a handwritten method of the resource that declares that it causes the event.
        methods = resource.methods.items()
        return next((key for key, method in methods if method.hook is not None and name in method.causes), None)


def _documented(kind: str) -> str:
    return kind.replace("integer", "number").removesuffix("?")

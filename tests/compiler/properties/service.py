"""A service in memory for any schema: it knows where things are from the schema alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from compiler.properties.values import Values
from support.file_store import STORE
from support.fleet_service import API, Asked, FleetService, Refusal, SyncObject
from twilio_codegen.language import Resource, Schema
from twilio_realtime.json import JsonObject, JsonValue

__all__ = ["SchemaService", "Thing", "link_path"]

_KEYS: tuple[list[JsonValue], ...] = ([], ["k"], ["a b", "k", "plain"], ["k", "a b", "k0", "k1", "k2", "k3"])
"""Lists of the keys that arguments may have: few of those that are drawn, and most."""


def link_path(name: str) -> str:
    """Path of the URL that a link of the session has."""
    return STORE if name == "files" else f"/v1/{name}/%s/at/%s" if name == "patterned" else f"/v1/{name}/at"


@dataclass
class Thing:
    """An object of the service.

    Attributes:
        resource: What it is.
        key: Its key in the collection.
        owner: What it belongs to; None for what belongs to the root.
        name: Name of the Sync object that holds its data, or of the map or list that holds it.
        mirror: Its data as last sent.
        membership: What the user is to it, as last sent.
        below: Sync object by collection of its own.
    """

    resource: Resource
    key: str | int
    owner: Thing | None
    name: str
    mirror: JsonObject
    membership: JsonObject = field(default_factory=dict[str, JsonValue])
    below: dict[str, str] = field(default_factory=dict[str, str])


class _Document(SyncObject):
    """A Sync document, with everything that ever happened to it."""

    data: JsonObject

    def describe(self, *, include: bool) -> JsonObject:
        return {**super().describe(include=False), "data": self.data}


class SchemaService(FleetService):
    """Holds one or two objects of every collection.

    Attributes:
        settings: First answer of a session.
        things: All objects by collection, as ``Resource.collection``; what belongs to other objects included.
        answer: What requests are answered with that the client does not send by itself.
        starting: Whether the client reads the user's memberships.
        locating: Where the object can be followed that is asked for.
        answers_in_turn: What comes before `answer`, each once.
    """

    def __init__(self, schema: Schema, values: Values) -> None:
        super().__init__()
        self.schema = schema
        self.values = values
        self.things: dict[str, list[Thing]] = {}
        self.answer: JsonObject | Refusal = {}
        self.starting = True
        self.locating: JsonObject | None = None
        self.answers_in_turn: list[JsonObject | Refusal] = []
        self._listings: dict[str, JsonObject] = {}
        bootstrap = schema.product.profile.bootstrap
        self.settings = values.fields(schema.wire[bootstrap.payload].fields)
        fields = schema.wire[bootstrap.payload].fields
        links = schema.wire[fields["links"].type.name].fields
        self.settings["links"] = {item.wire or name: f"{API}{link_path(name)}" for name, item in links.items()}
        sync: JsonObject = {}
        for name, item in schema.wire[fields["sync"].type.name].fields.items():
            sent: JsonValue = f"at {name}"
            if item.type.name == "duration":
                sent = "PT1S"
            elif item.type.name == "integer":
                sent = 4
            elif item.type.name == "list":
                if values.rng.random() < 0.3:
                    continue  # what is not sent is the default
                sent = values.rng.choice(_KEYS)
            sync[item.wire or name] = sent
        self.settings[fields["sync"].wire or "sync"] = sync
        self._start = f"/{bootstrap.path}"
        self._fill(schema.root, None)

    # -- what there is

    def _fill(self, owner: Resource, thing: Thing | None) -> None:
        for name, collection in owner.collections.items():
            held = self.schema.resources[collection.of]
            found: list[Thing] = []
            if collection.map is not None or collection.list is not None:
                kind = "map" if collection.map is not None else "list"
                path = collection.map or collection.list or ""
                sync_name = f"{thing.name}/{thing.key}/{name}" if thing is not None else f"at {path.rpartition('.')[2]}"
                if thing is not None:
                    thing.below[name] = sync_name
                self.create(kind, sync_name)
                for number in range(2):
                    key: str | int = number if kind == "list" else f"K{number} ä/?"
                    found.append(Thing(held, key, thing, sync_name, {}))
            elif collection.membership is not None:
                source = collection.membership
                self.create("map", f"at {source.map.rpartition('.')[2]}")
                keys = [f"{held.resource}{number}" for number in range(2)]
                found = [Thing(held, key, None, f"{key}.doc", {}) for key in keys]
            elif collection.pool is not None:
                found = [Thing(held, f"P {held.resource}", None, f"facets of {held.resource}", {})]
                if collection.pool.own is not None:
                    own = Thing(held, "at ownKey", None, "at ownMap", {})
                    found.append(own)
            self.things.setdefault(f"{owner.resource}.{name}", []).extend(found)
            for item in found:
                self._fill(held, item)
                item.mirror = self.values.payload(held, "mirror") | self._names(item)
                self._create(item, collection.membership is not None)
        for name, collection in owner.collections.items() if thing is None else ():
            if (found_in := collection.membership) is not None:
                entries: list[JsonValue] = []
                for item in self.things[f"{owner.resource}.{name}"]:
                    status = item.resource.properties[found_in.status.property]
                    item.membership = self.values.payload(item.resource, "membership", share=0.6)
                    item.membership[status.wire or found_in.status.property] = found_in.status.joined
                    entries.append({**self.listed(item), found_in.pages.key: item.key})
                listing = self._listings.setdefault(link_path(found_in.pages.get), {"meta": {}})
                listing[found_in.pages.items] = entries

    def listed(self, thing: Thing) -> JsonObject:
        """What the user is to an object, as the REST service spells it."""
        collection = next(item for item in self.schema.root.collections.values() if item.of == thing.resource.resource)
        spelled = {wire: sent for sent, wire in (collection.membership.rename if collection.membership else {}).items()}
        return {spelled.get(name, name): value for name, value in thing.membership.items()}

    def _names(self, thing: Thing) -> JsonObject:
        """Fields of the mirror that name Sync objects."""
        mirror = thing.resource.mirror
        fields = mirror.fields if mirror is not None else {}
        named: JsonObject = {}
        for name, collection in thing.resource.collections.items():
            key = collection.map or collection.list or ""
            named[fields[key].wire or key] = thing.below[name]
        return named

    def _create(self, thing: Thing, is_document: bool) -> None:
        if is_document:
            made = _Document("document", f"ET{len(self._objects):032}")
            made.data = thing.mirror
            self._objects[thing.name] = self._objects[made.sid] = made
        elif thing.resource.mirror is not None and thing.resource.mirror.kind == "facets":
            self.create("map", thing.name, dict(_facets(thing.mirror)))
        else:
            self._objects[thing.name].items[thing.key] = thing.mirror

    def change(self, thing: Thing, sent: JsonObject) -> None:
        """Let the data of an object be what is sent now."""
        target = self._objects[thing.name]
        if thing.resource.mirror is not None and thing.resource.mirror.kind == "facets":
            facets = _facets(sent)
            changed = {facet for facet, _ in facets}
            kept = {name: value for name, value in thing.mirror.items() if name.partition(".")[0] not in changed}
            thing.mirror = kept | sent
            for facet, data in facets:
                self.put(thing.name, facet, data)
            return
        thing.mirror = sent | self._names(thing)
        if isinstance(target, _Document):
            target.data = thing.mirror
            event: JsonObject = {
                "id": len(target.events), "document_sid": target.sid, "document_data": thing.mirror, "date_created": "",
            }  # fmt: skip
            target.events.append(("document_updated", event))
            if target.sid in self._followed:
                self._tell("document_updated", {"event": event})
        else:
            self.put(thing.name, thing.key, thing.mirror)

    def remove(self, thing: Thing) -> None:
        """Remove the document of an object."""
        target = self._objects[thing.name]
        event: JsonObject = {"id": len(target.events), "document_sid": target.sid, "date_created": ""}
        target.events.append(("document_removed", event))
        self._tell("document_removed", {"event": event})

    # -- requests

    def _api_answer(self, asked: Asked) -> JsonObject | Refusal:
        own = self._own_answer(asked)
        if own is not None:
            return own
        self.asked.append(asked)
        return self.answers_in_turn.pop(0) if self.answers_in_turn else self.answer

    def _own_answer(self, asked: Asked) -> JsonObject | None:
        """What the client asks by itself: the start, its memberships, and where things can be followed."""
        if asked.path == self._start:
            return self.settings
        listing = self._listings.get(asked.path)
        if asked.method == "GET" and listing is not None and self.starting:
            return listing
        return self.locating if asked.method == "GET" else None


def _facets(data: JsonObject) -> list[tuple[str, JsonObject]]:
    found: dict[str, JsonObject] = {}
    for name, value in data.items():
        facet, _, key = name.partition(".")
        found.setdefault(facet, {})[key] = value
    return list(found.items())

"""Draws resources: what each shows, what belongs to it, and what it can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from compiler.properties.drawing_methods import MethodDrawing
from compiler.properties.drawing_rarities import RareDrawing
from compiler.properties.drawing_services import ServiceDrawing
from compiler.properties.drawing_twists import TwistDrawing

if TYPE_CHECKING:
    from compiler.properties.drawing import Drawing, Json

__all__ = ["ROOT", "ResourceDrawing"]

ROOT = "Desk"
"""The root of every drawn schema."""

_KINDS = {"membership": "document", "pool": "facets", "map": "item", "list": "item"}
_SOURCES = ("mapName", "otherMap", "third_map", "fourthMap")


class ResourceDrawing:
    """Draws the resources of one schema."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._methods = MethodDrawing(drawing)
        self._root: Json = {
            "resource": ROOT,
            "doc": drawing.doc(),
            "section": ROOT,
            "root": True,
            "properties": {},
            "collections": {},
            "events": {},
            "methods": {"close": {"doc": drawing.doc(), "session": "close", "returns": "none"}},
        }
        drawing.resources[ROOT] = self._root
        drawing.reserved[ROOT] = {"close", "shutdown", "start", "version", "onceready"}

    def all(self) -> None:
        """Draw every resource."""
        drawing = self._drawing
        rng = drawing.rng
        properties = cast("Json", self._root["properties"])
        for name, field in list(drawing.session.items()):
            if name not in ("links", "sync") and drawing.chance(0.6):
                properties[drawing.member(ROOT)] = {
                    "type": cast("Json", field)["type"],
                    "source": f"session.{name}",
                    "doc": drawing.doc(),
                }
        properties["version"] = {"type": "string", "source": "version", "doc": drawing.doc()}
        kinds = rng.sample(("membership", "pool", "map", "list"), rng.randint(1, 2))
        kinds += [kind for kind in kinds if kind != "list" and drawing.chance(0.2)]
        for number, kind in enumerate(kinds):
            self._collection(self._root, kind, number, depth=1)
        for name, resource in list(drawing.resources.items()):
            self._methods.add(name, resource)
        twists = TwistDrawing(drawing, self._root)
        twists.add()
        ServiceDrawing(drawing, self._root).add()
        RareDrawing(drawing, self._root).add()
        twists.last()
        if not self._root["events"]:
            del self._root["events"]

    # -- collections and what they hold

    def _collection(self, owner: Json, kind: str, number: int, *, depth: int) -> None:
        drawing = self._drawing
        owner_name = str(owner["resource"])
        name = drawing.member(owner_name)
        held = self._resource(owner_name, kind, depth)
        found: Json = {"of": held, "doc": drawing.doc()}
        synced = kind in ("map", "list")
        if synced and owner_name == ROOT:
            found[kind] = f"session.sync.{_SOURCES[number]}"
        elif synced:
            field = f"name{number}"
            mirror = cast("Json", owner["mirror"])
            cast("Json", mirror.setdefault("fields", {}))[field] = {"type": "string?", "doc": drawing.doc()}
            found[kind] = field
        elif kind == "membership":
            found["membership"] = self._membership(held, name, _SOURCES[number])
        else:
            found["pool"] = self._pool(held)
        if synced:
            for key in ("added", "removed"):
                if drawing.chance(0.5):
                    found[key] = self._event(owner, held, name)
        cast("Json", owner.setdefault("collections", {}))[name] = found
        if kind == "list" and cast("Json", owner.get("mirror", {})).get("kind") == "document":
            self._durable(found)
        self._methods.reading(owner, name, held, kind)

    def _durable(self, collection: Json) -> None:
        """Let the client have deliveries of the first list of a document."""
        drawing = self._drawing
        if any("durable" in item for other in drawing.resources.values()
               for item in cast("dict[str, Json]", other.get("collections", {})).values()):  # fmt: skip
            return
        held = drawing.resources[str(collection["of"])]
        since = drawing.member(str(held["resource"]))
        cast("Json", held["properties"])[since] = {"type": "datetime?", "wire": "since", "doc": drawing.doc()}
        collection["durable"] = {"by": cast("Json", held["key"])["name"], "since": since}

    def _event(self, holder: Json, payload: str | None, raised_by: str) -> str:
        """Declare an event and return its name."""
        drawing = self._drawing
        name = drawing.names.of_member(drawing.reserved.setdefault(f"{holder['resource']}.on", {"connect"}))
        events = cast("Json", holder.setdefault("events", {}))
        events[name] = {"doc": drawing.doc(), "raised-by": raised_by, **({"payload": payload} if payload else {})}
        return name

    def _tell_others(self, holder: Json, event: str) -> None:
        words = self._drawing.rng.choice(["com.example.happened", "org.example.things.thing_2-a.added"])
        kind = f"{words}.{self._drawing.rng.randrange(10**12)}"
        cast("Json", cast("Json", holder["events"])[event])["cloud-event"] = kind

    def _membership(self, held: str, collection: str, source: str) -> Json:
        drawing = self._drawing
        resource = drawing.resources[held]
        status = next(
            name
            for name, item in cast("dict[str, Json]", resource["properties"]).items()
            if item.get("source") == "membership" and item.get("default") == "gone"
        )
        removed = self._event(resource, held, "membership")
        told = {key: self._event(self._root, held, collection) for key in ("added", "joined", "invited", "left")}
        if drawing.chance(0.4):
            self._tell_others(self._root, drawing.rng.choice(list(told.values())))
        return {
            "map": f"session.sync.{source}",
            "document": "document",
            "document-suffix": ".doc",
            "pages": {
                "get": "ownThings",
                "items": f"{held}s",
                "key": "the_key",
                "next": "next_token",
                "token": "Token",
            },
            "lookup": {
                "get": "things",
                "key": "the_key",
                **({"other-keys": ["another", "key-3"]} if drawing.chance(0.4) else {}),
            },
            "status": {"property": status, "joined": "in", "invited": "asked", "out": "gone"},
            **told,
            "removed": removed,
        }

    def _pool(self, held: str) -> Json:
        drawing = self._drawing
        resource = drawing.resources[held]
        place = drawing.names.of_class()
        drawing.wire[place] = {
            "doc": drawing.doc(),
            "fields": {"mapName": {"type": "string", "wire": "map-name", "doc": drawing.doc()}},
        }
        found: Json = {
            "capacity": "session.sync.capacity",
            "lookup": {"get": "others", "payload": place, "map": "mapName"},
            "followed": self._event(resource, held, "pool"),
            "unfollowed": self._event(resource, held, "pool"),
        }
        if drawing.chance(0.4) and '"own"' not in str(self._root["collections"]).replace("'", '"'):
            found["own"] = {"key": "session.sync.ownKey", "map": "session.sync.ownMap"}
        return found

    def _resource(self, owner: str, kind: str, depth: int) -> str:
        drawing = self._drawing
        name = drawing.names.of_class()
        key = drawing.member(name)
        integer = kind == "list"
        properties: Json = {
            key: {"type": "integer" if integer else "string", "source": "key", "doc": drawing.doc(),
                  **({} if integer else {"identity": True})},
        }  # fmt: skip
        if integer:
            properties[drawing.member(name)] = {"type": "string", "identity": True, "doc": drawing.doc()}
        resource: Json = {
            "resource": name,
            "doc": drawing.doc(),
            "section": name,
            "owner": owner,
            "key": {"name": key, "type": "integer" if integer else "string"},
            "mirror": {"payload": drawing.names.of_class(), "kind": _KINDS[kind], "doc": drawing.doc()},
            "properties": properties,
            "methods": {},
        }
        drawing.resources[name] = resource
        facets = kind == "pool"
        for number in range(drawing.rng.randint(1, 4)):
            item = drawing.carried(name, number, drawing.records)
            if facets:
                item["wire"] = f"{drawing.rng.choice(('front', 'back-1'))}.{item.get('wire', f'field{number}')}"
            properties[drawing.member(name)] = item
        if kind == "membership":
            resource["membership"] = {"payload": drawing.names.of_class(), "doc": drawing.doc()}
            properties[drawing.member(name)] = {
                "type": "string", "source": "membership", "wire": "the_status", "default": "gone", "doc": drawing.doc(),
            }  # fmt: skip
            for number in range(drawing.rng.randint(0, 2)):
                properties[drawing.member(name)] = drawing.carried(name, number, source="membership")
        self._more_properties(resource, kind)
        self._reasons(resource)
        if depth and kind in ("membership", "map") and drawing.chance(0.4):
            for number, below in enumerate(drawing.rng.sample(("map", "list"), drawing.rng.randint(1, 2))):
                self._collection(resource, below, number, depth=depth - 1)
        return name

    def _more_properties(self, resource: Json, kind: str) -> None:
        """Properties that are no fields of a payload."""
        drawing = self._drawing
        name = str(resource["resource"])
        properties = cast("dict[str, Json]", resource["properties"])
        key = next(iter(properties))
        if drawing.chance(0.3):
            properties[drawing.member(name)] = {"type": str(resource["owner"]), "source": "owner", "doc": drawing.doc()}
        if kind == "pool" and drawing.chance(0.4):
            properties[drawing.member(name)] = {"type": "boolean", "source": "followed", "doc": drawing.doc()}
        if kind != "list" and drawing.chance(0.3):
            derived: Json = {"property": key, "suffix": drawing.text(".x", "{y}", '"', "\\d")}
            properties[drawing.member(name)] = {"type": "string", "derived": derived, "doc": drawing.doc()}
        texts = [name for name, item in properties.items() if item["type"] == "string" and "derived" not in item]
        if texts and drawing.chance(0.2):
            derived = {"property": drawing.rng.choice(texts), "equals": drawing.text("plain", 'q"', "\\")}
            properties[drawing.member(name)] = {"type": "boolean", "derived": derived, "doc": drawing.doc()}
        nullable = [name for name, item in properties.items() if str(item["type"]).endswith("?")]
        if nullable and drawing.chance(0.15):
            properties[drawing.rng.choice(nullable)]["none-when"] = {drawing.rng.choice(texts or [key]): "plain"}
        if drawing.session and drawing.chance(0.2):
            shown = [f"session.{name}" for name in drawing.session if name not in ("links", "sync")]
            path = drawing.rng.choice(shown or ["session.sync.capacity"])
            kind_of = "integer" if "." in path[8:] else str(cast("Json", drawing.session[path[8:]])["type"])
            properties[drawing.member(name)] = {"type": kind_of, "source": path, "doc": drawing.doc()}

    def _reasons(self, resource: Json) -> None:
        drawing = self._drawing
        name = str(resource["resource"])
        properties = cast("dict[str, Json]", resource["properties"])
        carried = [
            key
            for key, item in properties.items()
            if item.get("source", "mirror") in ("mirror", "membership") and "derived" not in item
            and not item.get("identity")
        ]  # fmt: skip
        telling = [key for key in carried if drawing.chance(0.6)]
        telling = [key for key in telling if str(properties[key]["type"]).removesuffix("?") not in drawing.records]
        if not telling:
            return
        shared = drawing.chance(0.2)
        for key in telling:
            properties[key]["reason"] = telling[0] if shared else key
        drawing.reasons[f"{name}UpdateReason"] = {"doc": drawing.doc()}
        payload = drawing.names.of_class()
        drawing.payloads[payload] = {
            "doc": drawing.doc(),
            "fields": {
                "subject": {"type": name, "doc": drawing.doc()},
                "updateReasons": {"type": f"list[{name}UpdateReason]", "doc": drawing.doc()},
            },
        }
        event = self._event(resource, payload, "reasons")
        if drawing.chance(0.5):
            owner = drawing.resources[str(resource["owner"])]
            repeated = drawing.names.of_member(drawing.reserved.setdefault(f"{owner['resource']}.on", {"connect"}))
            bubbles = {str(owner["resource"]): repeated}
            cast("Json", cast("Json", resource["events"])[event])["bubbles"] = bubbles
            if owner is self._root or drawing.risky():
                self._tell_others(resource, event)
        if drawing.chance(0.2):
            self._event(resource, name, drawing.rng.choice(telling))

"""Draws the constructs that a schema has once in a while."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from compiler.properties.drawing import Drawing, Json
from compiler.properties.drawing_delegations import DelegationDrawing

__all__ = ["RareDrawing"]

_SIGNALS = {
    "session.state": "string",
    "session.initialized": None,
    "session.phase": "string",
    "session.token-about-to-expire": "number",
    "session.token-expired": None,
}
_PROBLEMS = ("session.problem", "session.init-failed", "session.retrying")


class RareDrawing:
    """Adds to a schema that is drawn otherwise."""

    def __init__(self, drawing: Drawing, root: Json) -> None:
        self._drawing = drawing
        self._root = root

    def add(self) -> None:
        """Add some of everything."""
        drawing = self._drawing
        for share, draw in (
            (0.3, self._options),
            (0.3, self._signals),
            (0.3, self._hook),
            (0.3, self._cached),
            (0.4, self._delegation),
            (0.3, self._picked),
            (0.4, self._conditions),
            (0.3, self._fields_of_mirrors),
            (0.3, self._passing),
            (0.3, self._search),
            (0.4, self._selection),
            (0.3, self._view),
            (0.2, self._left_to_do),
            (0.2, self._deprecations),
        ):
            if drawing.chance(share):
                draw()

    def _method(self, resource: Json, method: Json) -> str:
        name = self._drawing.member(str(resource["resource"]))
        cast("Json", resource["methods"])[name] = method
        return name

    def _event(self, holder: Json, raised_by: str, payload: str | None) -> str:
        drawing = self._drawing
        name = drawing.names.of_member(drawing.reserved.setdefault(f"{holder['resource']}.on", {"connect"}))
        events = cast("Json", holder.setdefault("events", {}))
        events[name] = {"doc": drawing.doc(), "raised-by": raised_by, **({"payload": payload} if payload else {})}
        return name

    def _others(self) -> list[Json]:
        return [item for item in self._drawing.resources.values() if item is not self._root]

    def _items(self) -> list[tuple[str, Json]]:
        """Maps of the root with what they hold."""
        found: list[tuple[str, Json]] = []
        for name, item in cast("dict[str, Json]", self._root["collections"]).items():
            if "map" in item:
                found.append((name, self._drawing.resources[str(item["of"])]))
        return found

    def _options(self) -> None:
        """Settings of the root, with every kind of default."""
        drawing = self._drawing
        name = drawing.names.of_class()
        taken = {"token", "tokenprovider", "options", "environment", "region", "proxy", "baseurl"}
        fields: Json = {}
        for _ in range(drawing.rng.randint(1, 4)):
            kind = drawing.type(drawing.inputs, tagged=False)
            if any(value in kind for value in drawing.received):
                kind = "map[list[integer]]"
            item = drawing.field(kind, default=0.6, wire=False)
            if "default" not in item and not kind.endswith("?"):
                item["type"] = f"{kind}?"
                item.pop("literals", None)
            fields[drawing.names.of_member(taken)] = item
        drawing.options[name] = {"doc": drawing.doc(), "fields": fields}
        chosen: Json = {"type": name}
        self._root["options"] = chosen
        if drawing.chance(0.5):
            key = drawing.names.of_member(taken)
            fields[key] = {"type": "integer?", "doc": drawing.doc()}
            chosen["overrides"] = {key: "session.sync.capacity"}
        if drawing.chance(0.4):
            fields["theRegion"] = {"type": "string?", "doc": drawing.doc()}
            chosen["region"] = "theRegion"

    def _signals(self) -> None:
        drawing = self._drawing
        for signal, payload in _SIGNALS.items():
            while drawing.chance(0.4):
                self._event(self._root, signal, None if drawing.chance(0.3) else payload)
        if drawing.chance(0.4):
            name = drawing.names.of_class()
            kinds = ("boolean", "string", "integer?", "integer?")
            fields = {f"part{at}": {"type": kind, "doc": drawing.doc()} for at, kind in enumerate(kinds)}
            drawing.payloads[name] = {"doc": drawing.doc(), "fields": fields}
            for signal in drawing.rng.sample(_PROBLEMS, drawing.rng.randint(1, 3)):
                self._event(self._root, signal, name)
        if drawing.chance(0.3):
            self._retrying()

    def _retrying(self) -> None:
        """A union that says when another attempt follows."""
        drawing = self._drawing
        name = drawing.names.of_class()
        phases = ("unknown", "disconnecting", "disconnected", "connecting", "connected", "denied", "error", "retrying")
        drawing.types[name] = {"doc": drawing.doc(), "members": {phase: drawing.doc() for phase in phases}}
        self._event(self._root, "session.phase", name)
        properties = cast("Json", self._root["properties"])
        properties[drawing.member(str(self._root["resource"]))] = {
            "type": name, "source": "session", "doc": drawing.doc(),
        }  # fmt: skip

    def _hook(self) -> None:
        """A handwritten method that raises an event whose payload holds anything."""
        drawing = self._drawing
        payload = drawing.names.of_class()
        drawing.payloads[payload] = {
            "doc": drawing.doc(),
            "fields": drawing.fields(3, [*drawing.received, *drawing.records], wire=False),
        }
        method: Json = {"doc": drawing.doc(), "hook": "by_hand", "returns": "none"}
        holder = drawing.rng.choice([self._root, *(item for item in self._others() if self._kind(item) != "record")])
        name = self._method(holder, method)
        method["causes"] = [self._event(holder, name, payload)]
        drawing.hooks.append(
            "async def by_hand(context: HookContext, target: object) -> None:\n"
            '    """Do it."""\n    del context, target\n'
        )

    def _left_to_do(self) -> None:
        """What is still to be found out: nothing answers the method, nothing raises the event."""
        drawing = self._drawing
        holder = drawing.rng.choice([self._root, *self._others()])
        drawing.product["todo"] = drawing.profile["todo"] = holder["todo"] = drawing.doc()
        results: list[object] = ["none", "self", {"type": "integer"}, {"type": "list[string]?"}]
        results += [{"type": f"{kind}[{name}]"} for name in drawing.records[:1] for kind in ("Paginator", "list")]
        method: Json = {"doc": drawing.doc(), "todo": drawing.doc(), "returns": drawing.rng.choice(results)}
        if drawing.chance(0.5):
            method["params"] = {"given": {"type": "json", "default": None, "doc": drawing.doc()}}
        self._method(holder, method)
        if holder is self._root or self._kind(holder) != "record":
            self._event(holder, "todo", drawing.rng.choice([None, "string", "json"]))

    @staticmethod
    def _kind(resource: Json) -> object:
        return cast("Json", resource["mirror"]).get("kind", "item")

    def _cached(self) -> None:
        drawing = self._drawing
        whole = [*drawing.received, *drawing.told, *drawing.records]
        if not whole:
            return
        kind = drawing.rng.choice(whole)
        drawing.caches["kept"] = {
            "doc": drawing.doc(),
            "holds": f"{kind}?",
            "capacity": drawing.rng.choice((3, "session.sync.capacity")),
            **({"seconds": 60} if drawing.chance(0.5) else {}),
        }
        params = {"number": {"type": drawing.rng.choice(("string", "integer")), "doc": drawing.doc()}}
        request = {
            "get": "others",
            "path": ["$number"],
            "cache": {"in": "kept", "key": "$number"},
            "on-error": [{"status": 404, "code": 50530, "value": None}, {"status": 409, "value": None}],
        }
        returns = {"type": f"{kind}?"}
        self._method(self._root, {"doc": drawing.doc(), "params": params, "request": request, "returns": returns})
        request = {"put": "others", "path": ["$number"], "body": {"n": "$number"}}
        forgets = {"kept": "$number"}
        params = {"number": {**params["number"]}}
        self._method(
            self._root,
            {"doc": drawing.doc(), "params": params, "request": request, "forgets": forgets, "returns": "none"},
        )

    def _delegation(self) -> None:
        DelegationDrawing(self._drawing, self._root).add()

    def _texts(self, resource: Json) -> list[str]:
        properties = cast("dict[str, Json]", resource["properties"])
        return [name for name, item in properties.items() if item["type"] == "string" and "none-when" not in item]

    def _picked(self) -> None:
        """A parameter that is an object or its key."""
        drawing = self._drawing
        for resource in self._others():
            texts = self._texts(resource)
            if texts:
                kind = f"string | {resource['resource']}"
                pick = {str(resource["resource"]): texts[0]}
                params = {"target": {"type": kind, "pick": pick, "doc": drawing.doc()}}
                request = {"post": "others", "path": ["$target"], "body": {"it": "$target"}}
                self._method(
                    self._root, {"doc": drawing.doc(), "params": params, "request": request, "returns": "none"}
                )
                return

    def _conditions(self) -> None:
        drawing = self._drawing
        for resource in self._others():
            texts = self._texts(resource)
            if not texts or not drawing.chance(0.6):
                continue
            key = drawing.rng.choice(("skip-when", "only-when"))
            params = {"wanted": {"type": "string", "doc": drawing.doc()}}
            method: Json = {
                "doc": drawing.doc(),
                "params": params,
                key: {texts[-1]: "$wanted"},
                "request": {"delete": "others"},
                "returns": "self",
            }
            self._method(resource, method)
            requires = [{"property": texts[-1], "equals": "never so", "message": drawing.doc()}]
            method = {
                "doc": drawing.doc(), "requires": requires, "request": {"delete": "others"}, "returns": "none",
            }  # fmt: skip
            self._method(resource, method)

    def _fields_of_mirrors(self) -> None:
        """Fields that are no properties, and properties that fall back on them."""
        drawing = self._drawing
        for resource in self._others():
            mirror = cast("Json", resource["mirror"])
            if drawing.chance(0.5):
                mirror.setdefault("fields", {})
                fields = cast("Json", mirror["fields"])
                dot = "back." if self._kind(resource) == "facets" else ""
                fields["wasThere"] = {"type": "boolean", "default": False, "wire": f"{dot}was", "doc": drawing.doc()}
                kind = drawing.type(drawing.received, nullable=1.0)
                fields["otherWord"] = {"type": kind, "wire": f"{dot}other", "doc": drawing.doc()}
                name = drawing.member(str(resource["resource"]))
                cast("Json", resource["properties"])[name] = {
                    "type": kind, "wire": f"{dot}usual", "fallback": "otherWord", "doc": drawing.doc(),
                }  # fmt: skip

    def _view(self) -> None:
        """A value that shows some fields of the session together, and some that are what they always are."""
        drawing = self._drawing
        known = {f"session.{name}": cast("Json", item) for name, item in drawing.session.items()}
        paths = [path for path in known if path not in ("session.links", "session.sync")]
        paths = drawing.rng.sample(paths, drawing.rng.randint(0, len(paths)))
        kinds = {path: str(known[path]["type"]) for path in paths} | {"session.sync.capacity": "integer"}
        value, taken = drawing.names.of_class(), set[str]()
        fields: Json = {}
        view: Json = {}
        for path, kind in kinds.items():
            name = drawing.names.of_member(taken)
            mark = "?" if not kind.endswith("?") and drawing.chance(0.3) else ""
            fields[name] = {"type": f"{kind}{mark}", "doc": drawing.doc()}
            view[name] = path
        if drawing.risky():
            view.popitem()
        fields[drawing.names.of_member(taken)] = {"type": "list[string]", "default": ["a"], "doc": drawing.doc()}
        fields[drawing.names.of_member(taken)] = {"type": "datetime?", "doc": drawing.doc()}
        drawing.values[value] = {"doc": drawing.doc(), "fields": fields}
        for holder in drawing.rng.sample([self._root, *self._others()], 1):
            name = drawing.member(str(holder["resource"]))
            item: Json = {"type": value, "source": "view", "view": view, "doc": drawing.doc()}
            cast("Json", holder["properties"])[name] = item

    def _passing(self) -> None:
        """A property that is true for a while after a notification."""
        drawing = self._drawing
        for number, (collection, held) in enumerate(self._items()):
            texts = self._texts(held)
            if not texts:
                continue
            name = drawing.member(str(held["resource"]))
            payload = drawing.names.of_class()
            drawing.wire[payload] = {
                "doc": drawing.doc(),
                "fields": {
                    "whichOne": {"type": "string", "wire": "which", "doc": drawing.doc()},
                    "howLong": {"type": "number", "default": 3, "doc": drawing.doc()},
                },
            }
            started = self._event(held, name, str(held["resource"]))
            ended = self._event(held, name, str(held["resource"]))
            cast("Json", held["properties"])[name] = {
                "type": "boolean",
                "source": "transient",
                "transient": {"started": started, "ended": ended},
                "doc": drawing.doc(),
            }
            message = f"fleet.{number}.happened"
            drawing.messages.append(message)
            notifications = cast("Json", self._root.setdefault("notifications", {}))
            notifications[message] = {
                "doc": drawing.doc(),
                "payload": payload,
                "collection": collection,
                "where": drawing.whom(texts[0], texts[-1]),
                "property": name,
                "seconds": "howLong",
            }

    def _search(self) -> None:
        drawing = self._drawing
        for collection, held in self._items():
            texts = self._texts(held)
            if texts:
                absent = drawing.chance(0.5)
                call: Json = {"name": collection, "operation": "find", "where": {texts[-1]: "$wanted"}}
                if absent:
                    call["absent"] = None
                if drawing.chance(0.3):
                    call["where"] = {texts[-1]: ["$wanted", drawing.text("nothing of the kind", 'no "thing"')]}
                self._method(
                    self._root,
                    {
                        "doc": drawing.doc(),
                        "params": {"wanted": {"type": "string", "doc": drawing.doc()}},
                        "collection": call,
                        "returns": {"type": f"{held['resource']}{'?' if absent else ''}"},
                    },
                )

    def _selection(self) -> None:
        """Picks from a list that an object has: of values or records, by one value or by several."""
        drawing = self._drawing
        kinds = {name: drawing.values[name]["fields"] for name in drawing.received}
        kinds |= {name: drawing.resources[name]["properties"] for name in drawing.records}
        for holder in self._others():
            if not kinds or not drawing.chance(0.6):
                continue
            held = drawing.rng.choice(list(kinds))
            members = cast("dict[str, Json]", kinds[held])
            usable = [
                name for name, item in members.items()
                if str(item["type"]).removesuffix("?") in ("string", "integer", "boolean", *drawing.types)
                and "literals" not in item
            ]  # fmt: skip
            if not usable:
                continue
            source = drawing.member(str(holder["resource"]))
            listed = f"list[{held}]{'?' if drawing.chance(0.5) else ''}"
            shown: Json = {"type": listed, "wire": "tank.listed", "doc": drawing.doc()}
            if self._kind(holder) != "facets":
                shown["wire"] = "listed"
            if not listed.endswith("?"):
                shown["default"] = []
            cast("Json", holder["properties"])[source] = shown
            if not listed.endswith("?") and drawing.chance(0.7):
                self._picked_by_texts(holder, source, members, usable)
            name = drawing.rng.choice(usable)
            kind = str(members[name]["type"])
            several = drawing.chance(0.5)
            params: Json = {"wanted": {"type": f"list[{kind}]" if several else kind, "doc": drawing.doc()}}
            where: Json = {name: "$wanted"}
            if not several and drawing.chance(0.5):
                where = {name: ["$wanted", "$other"]}
                params["other"] = {"type": kind, "doc": drawing.doc()}
            first = drawing.chance(0.5)
            select: Json = {"from": source, "where": where}
            if first:
                select["first"] = True
            returns = {"type": f"{held}?" if first else listed}
            self._method(holder, {"doc": drawing.doc(), "params": params, "select": select, "returns": returns})

    def _picked_by_texts(self, holder: Json, source: str, members: dict[str, Json], usable: list[str]) -> None:
        """A property that is what fits of a list."""
        drawing = self._drawing
        where: Json = {}
        for name in usable:
            kind = str(members[name]["type"]).removesuffix("?")
            if kind == "string":
                texts = ["plain", "x y", drawing.text("7", 'quote " and \\ {x}')]
            elif kind in drawing.types:
                texts = list(cast("Json", drawing.types[kind]["members"]))
            else:
                continue
            if not where or drawing.chance(0.3):
                some = drawing.rng.sample(texts, drawing.rng.randint(1, min(2, len(texts))))
                where[name] = some if drawing.chance(0.5) else some[0]
        if where:
            item = {"type": cast("dict[str, Json]", holder["properties"])[source]["type"], "doc": drawing.doc()}
            name = drawing.member(str(holder["resource"]))
            cast("Json", holder["properties"])[name] = {**item, "derived": {"property": source, "where": where}}

    def _deprecations(self) -> None:
        drawing = self._drawing
        written = json.dumps(drawing.resources)
        for resource in drawing.resources.values():
            shown = {str(item.get("property")) for item in cast("dict[str, Json]", resource["methods"]).values()}
            for section in ("properties", "methods", "events"):
                for name, item in cast("dict[str, Json]", resource.get(section, {})).items():
                    elsewhere = written.replace(f'"{name}": {{', "").replace(f'"reason": "{name}"', "")
                    used = f'.{name}"' in written or f'"{name}"' in elsewhere
                    free = not item.get("identity") and name not in shown and "property" not in item
                    free = free and (section == "events" or not used or drawing.risky())
                    if free and drawing.chance(0.2):
                        item["deprecated"] = drawing.deprecation()

"""Draws what a product may use besides requests: files, push notifications, throttled calls, pairs and hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from compiler.properties.drawing import Drawing, Json

__all__ = ["ServiceDrawing"]


class ServiceDrawing:
    """Adds to a schema that is drawn otherwise.

    Args:
        drawing: The schema.
        root: Its root.
    """

    def __init__(self, drawing: Drawing, root: Json) -> None:
        self._drawing = drawing
        self._root = root

    def add(self) -> None:
        """Add some of everything."""
        drawing = self._drawing
        for share, draw in (
            (0.25, self._files),
            (0.2, self._push),
            (0.3, self._throttled),
            (0.3, self._raised),
            (0.25, self._pair),
            (0.25, self._pair_of_collection),
            (0.25, self._adopted),
            (0.25, self._sorted),
            (0.2, self._static),
            (0.2, self._token),
            (0.4, self._released),
            (0.3, self._settling),
            (0.15, self._refusals),
        ):
            if drawing.chance(share):
                draw()

    def _method(self, resource: Json, method: Json) -> str:
        name = self._drawing.member(str(resource["resource"]))
        cast("Json", resource["methods"])[name] = method
        return name

    def _kind(self, resource: Json) -> object:
        return "root" if resource is self._root else cast("Json", resource["mirror"]).get("kind", "item")

    def _some(self, *kinds: str) -> Json | None:
        """A resource of one of the kinds; now and then any."""
        drawing = self._drawing
        found = [item for item in drawing.resources.values() if self._kind(item) in kinds or drawing.risky()]
        return drawing.rng.choice(found) if found else None

    def _wire(self, fields: Json) -> str:
        name = self._drawing.names.of_class()
        self._drawing.wire[name] = {"doc": self._drawing.doc(), "fields": fields}
        return name

    def _field(self, kind: str, **more: object) -> Json:
        return {"type": kind, "doc": self._drawing.doc(), **more}

    def _of_type(self, *kinds: str) -> str:
        """One of some types, mostly the first; any at all now and then."""
        drawing = self._drawing
        if drawing.risky(0.12):
            return drawing.type(drawing.inputs, tagged=False)
        return kinds[0] if drawing.chance(0.7) else drawing.rng.choice(kinds)

    # -- files

    def _files(self) -> None:
        drawing = self._drawing
        drawing.profile["media"] = "files"
        drawing.link_fields["files"] = self._field(drawing.rng.choice(("string", "string?")))
        holder = self._some("root", "item", "document", "facets")
        if holder is not None and drawing.chance(0.8):
            self._upload(holder)
        if drawing.chance(0.6):
            self._addresses()
        for key in ("temporary-url", "download"):
            holder = self._some("item", "document", "facets", "record")
            if holder is None or drawing.chance(0.4):
                continue
            params: Json = {}
            if key == "download":
                params["where"] = self._field(
                    self._of_type("Path", "Path", "string", *(["Path?"] if drawing.risky() else []))
                )
                params["toldOf"] = told = self._field(self._of_type("Progress?", "Progress"))
                if told["type"] == "Progress?":
                    told["default"] = None
                params["again"] = self._field(self._of_type("boolean"), default=False)
            returns = self._of_type("string?") if key == "temporary-url" else self._of_type("integer")
            self._method(holder, {
                "doc": drawing.doc(), "media": key, "params": params, "returns": {"type": returns},
            })  # fmt: skip

    def _addresses(self) -> None:
        """Where several files are, by their identifiers, by those of objects, or by those that an object has."""
        drawing = self._drawing
        if drawing.chance(0.5):
            drawing.profile["media-sets"] = "fileSets"
            drawing.link_fields["fileSets"] = self._field(drawing.rng.choice(("string", "string?")))
        returns = {"type": self._of_type("map[string]")}
        holder = self._some("root", "item", "document", "facets", "record")
        if holder is not None:
            params = {"theFiles": self._field(self._of_type("list[string]", "list[string]"))}
            asked: Json = {"of": "$theFiles"}
            self._method(holder, {"doc": drawing.doc(), "params": params, "addresses": asked, "returns": {**returns}})
        holder = self._some("item", "document", "facets", "record")
        if holder is not None:
            properties = cast("dict[str, Json]", holder["properties"])
            identity = next((name for name, item in properties.items() if item.get("identity")), "ident")
            params = {"those": self._field(f"list[{holder['resource']}]")}
            asked = {"of": "$those", "by": identity}
            if drawing.risky(0.12):
                del asked["by"]
            self._method(holder, {"doc": drawing.doc(), "params": params, "addresses": asked, "returns": {**returns}})
        holder = self._some("item", "document", "facets", "record")
        if holder is not None and self._kind(holder) != "root":
            kind = "facets" if self._kind(holder) == "facets" else ""
            name = drawing.member(str(holder["resource"]))
            wire = "tank.theFiles" if kind else "theFiles"
            cast("Json", holder["properties"])[name] = self._field("list[string]?", wire=wire)
            self._method(holder, {"doc": drawing.doc(), "addresses": {"of": f"self.{name}"}, "returns": {**returns}})

    def _upload(self, holder: Json) -> None:
        drawing = self._drawing
        options = self._file_options()
        stored = self._wire({"ident": self._field(self._of_type("string"), wire="the-id")})
        answered: Json = {"payload": stored, "sid": "ident"}
        if drawing.chance(0.3):
            below = self._wire({"where": self._field(stored, wire="the place")})
            answered = {"payload": below, "sid": "where.ident"}
        answer = self._wire({"place": self._field("integer", default=3)})
        param = drawing.rng.choice(("text", "body", "context", "what"))
        params: Json = {}
        body: Json = {}
        if drawing.chance(0.6):
            kind = self._of_type(f"string? | {options}", f"string? | {options}?")
            params[param] = self._field(kind, default=None)
            body["said"] = f"${param}"
            body['the "file"' if drawing.hostile else "the file"] = {
                "value": f"${param}", "upload": {**answered, **self._category()},
            }  # fmt: skip
        if not body or drawing.chance(0.5):
            self._other_files(options, answered, params, body)
        if drawing.chance(0.5):
            params["more"] = self._field("json", default={})
            body["more-of-it"] = {"value": "$more", "encode": "json-string"}
        if drawing.chance(0.3):
            params["number"] = self._field("integer?", default=None)
            body["number"] = {"value": "$number", "when-none": "omit"}
        verb = "post" if not drawing.risky(0.12) else drawing.rng.choice(("put", "get", "delete"))
        request: Json = {verb: "others", "body": body}
        if drawing.chance(0.3):
            known = [
                name for name, item in cast("dict[str, Json]", holder["properties"]).items() if item["type"] == "string"
            ]
            request["path"] = ["a b/c", *(f"self.{name}" for name in known[:1])]
        if drawing.chance(0.3):
            spoken = param in params and drawing.risky(0.5)
            request["query"] = {"q-1": f"${param}" if spoken else "session.sync.ownKey"}
        returns: object = drawing.rng.choice(("none", "self"))
        if holder is self._root and returns == "self":
            returns = "none"
        if drawing.chance(0.6):
            request["payload"] = answer
            returns = {"type": "integer", "field": "place"}
        self._method(holder, {"doc": drawing.doc(), "params": params, "request": request, "returns": returns})

    def _file_options(self) -> str:
        """Options that describe a file."""
        drawing = self._drawing
        options = drawing.names.of_class()
        fields: Json = {"theFile": self._field(self._of_type("MediaSource"))}
        for name, kind in (("contentType", "string?"), ("filename", "string?"), ("progress", "Progress?")):
            if drawing.chance(0.7):
                fields[name] = self._field(self._of_type(kind))
        if drawing.risky(0.12):
            fields[drawing.names.of_member({*fields})] = drawing.field("string?", wire=False)
        drawing.options[options] = {"doc": drawing.doc(), "fields": fields}
        return options

    def _category(self) -> Json:
        drawing = self._drawing
        return {"category": drawing.text("body", "a b&c", 'qu"ote')} if drawing.chance(0.5) else {}

    def _other_files(self, options: str, answered: Json, params: Json, body: Json) -> None:
        """Files that are no text: one, several in a list, or several of several kinds in one list."""
        drawing = self._drawing
        rng = drawing.rng
        together: list[object] = []
        for name in rng.sample(("picture", "annexes", "record", "file"), rng.randint(1, 3)):
            maps = ("map[MediaSource]", f"map[{options}]")
            kind = rng.choice(("MediaSource", options, "list[MediaSource]", f"list[{options}]", *maps))
            if drawing.risky(0.1):
                kind = f"list[{options}?]"
            optional = drawing.chance(0.5)
            params[name] = item = self._field(f"{kind}?" if optional else kind)
            if optional and drawing.chance(0.7):
                item["default"] = None
            elif kind.startswith("list") and drawing.chance(0.4):
                item["default"] = []
            if drawing.chance(0.6):
                keyed = kind in maps and drawing.chance(0.6)
                key: Json = {"key": rng.choice(("contentType", "filename"))} if keyed else {}
                several = {"value": f"${name}", **key, **self._category()}
                together.append(several if keyed or drawing.chance(0.6) else f"${name}")
                continue
            source: Json = {"value": f"${name}", "upload": {**answered, **self._category()}}
            if optional and drawing.chance(0.6):
                source["when-none"] = "omit" if "[" in kind or drawing.chance(0.6) else "no file"
            body[f"only {name}"] = source
        if together:
            source = {"files": together, "upload": {**answered, **self._category()}}
            if drawing.chance(0.4):
                source["when-none"] = "omit"
            body["together"] = source

    # -- push notifications

    def _push(self) -> None:
        drawing = self._drawing
        drawing.profile["push"] = {"versions": {"fcm": "3", "apn": "4"}, "message-types": ["fleet.pushed"]}
        union = drawing.names.of_class()
        drawing.types[union] = {
            "doc": drawing.doc(),
            "members": {word: drawing.doc() for word in ("fcm", "apn", "gcm")},
        }
        for key in ("set", "unset", "remove"):
            params: Json = {"way": self._field(union, allow=["fcm", "apn"])}
            if drawing.risky(0.12):
                params["way"] = self._field(self._of_type("string"))
            if key != "unset":
                params["device"] = self._field(self._of_type("string", "string"), secret=True)
            holder = self._root if not drawing.risky() else drawing.rng.choice(list(drawing.resources.values()))
            self._method(holder, {"doc": drawing.doc(), "params": params, "push": key, "returns": "none"})
        if drawing.chance(0.7):
            self._received_push()

    def _received_push(self) -> None:
        """Methods that read what was received, of which a value shows some parts, and tell of it."""
        drawing = self._drawing
        about = drawing.names.of_class()
        drawing.values[about] = {
            "doc": drawing.doc(),
            "fields": {"which": self._field("string?", wire="which_one"), "far": self._field("number", default=2)},
        }
        parts: Json = {
            "title": self._field("string?"),
            "text": self._field("string", wire="body", default="none"),
            "sound": self._field("string?"),
            "number": self._field("integer?", wire="badge", minimum=0),
            "action": self._field(self._of_type("string?")),
            "sort": self._field("string", wire="type"),
            "data": self._field(drawing.rng.choice((about, f"{about}?", "map[json]", "json"))),
        }
        shown = drawing.rng.sample(sorted(parts), drawing.rng.randint(1, len(parts)))
        value = drawing.names.of_class()
        drawing.values[value] = {"doc": drawing.doc(), "fields": {name: parts[name] for name in shown}}
        params: Json = {"received": self._field(self._of_type("map[json]", "map[json]"))}
        self._method(self._root, {
            "doc": drawing.doc(), "params": {**params}, "push": "parse", "static": True, "returns": {"type": value},
        })  # fmt: skip
        method: Json = {"doc": drawing.doc(), "params": {**params}, "push": "announce", "returns": "none"}
        name = self._method(self._root, method)
        events = cast("Json", self._root.setdefault("events", {}))
        taken = drawing.reserved.setdefault(f"{self._root['resource']}.on", {"connect"})
        told = [drawing.names.of_member(taken) for _ in range(drawing.rng.randint(1, 2))]
        method["causes"] = told
        for event in told:
            events[event] = {"doc": drawing.doc(), "payload": value, "raised-by": name}

    # -- requests

    def _throttled(self) -> None:
        drawing = self._drawing
        holder = self._some("item", "document", "facets")
        if holder is None:
            return
        kind = self._of_type("number", "integer")
        answer = self._wire({"theNext": self._field(kind, wire="next-in", default=4, minimum=0, maximum=100)})
        if not kind.startswith(("number", "integer")):
            del drawing.wire[answer]
            return
        request: Json = {"post": "others", "payload": answer, "throttle": {"seconds": 2.5, "field": "theNext"}}
        method: Json = {"doc": drawing.doc(), "request": request, "returns": "none"}
        if drawing.chance(0.5):
            cast("Json", request["throttle"])["renewable"] = True
        if drawing.chance(0.5):
            method["params"] = {"why": self._field("string")}
            request["body"] = {"why": "$why"}
        self._method(holder, method)

    def _raised(self) -> None:
        """A parameter that is raised to a property, and numbers that are only read within bounds."""
        drawing = self._drawing
        holder = self._some("item", "document")
        if holder is None:
            return
        kind = drawing.rng.choice(("integer", "number"))
        name = drawing.member(str(holder["resource"]))
        cast("Json", holder["properties"])[name] = {
            "type": self._of_type(f"{kind}?"), "wire": "raised", "minimum": -10, "maximum": 10**6, "doc": drawing.doc(),
        }  # fmt: skip
        params = {"least": self._field(self._of_type(kind), **{"at-least": name})}
        request = {"put": "others", "body": {"least": "$least"}}
        self._method(holder, {"doc": drawing.doc(), "params": params, "request": request, "returns": "none"})

    def _pair(self) -> None:
        """A look-up and a creation, and both in one."""
        drawing = self._drawing
        whole = [*drawing.received, *drawing.told, *drawing.records]
        holder = self._some("root", "item", "document", "record")
        if not whole or holder is None:
            return
        returns = {"type": drawing.rng.choice(whole)}
        key = self._field("string", check="non-empty")
        get = self._method(holder, {
            "doc": drawing.doc(), "params": {"name": key}, "request": {"get": "others", "path": ["$name"]},
            "returns": returns,
        })  # fmt: skip
        kind = drawing.type(nullable=0.6, tagged=False)
        if any(name in kind for name in (*drawing.received, *drawing.records)):
            kind = "integer?"
        size: Json = {"type": kind, "doc": drawing.doc()}
        if kind.endswith("?"):
            size["default"] = None
        params: Json = {"name": {**key}, "size": {**size}}
        body: Json = {"name": "$name", "size": "$size"}
        passed: Json = {"name": {**key}, "size": {**size}}
        spread = drawing.rng.choice(drawing.inputs) if drawing.inputs and drawing.chance(0.5) else ""
        fields = cast("dict[str, Json]", drawing.values[spread]["fields"]) if spread else {}
        if spread and not {"name", "size", "how"} & {field.lower() for field in fields}:
            params["how"] = {"type": f"{spread}?", "default": None, "spread": True, "doc": drawing.doc()}
            for field, item in fields.items():
                body[f"how {field}"] = f"$how.{field}"
                needed = "default" not in item and not str(item["type"]).endswith("?")
                if needed or drawing.chance(0.5):
                    passed[field] = {name: word for name, word in item.items() if name in ("type", "doc", "literals")}
        create = self._method(holder, {
            "doc": drawing.doc(), "params": params, "returns": {**returns},
            "request": {"post": "others", "body": body},
        })  # fmt: skip
        if drawing.chance(0.3):
            passed = dict(reversed(passed.items()))
        pair = {"get": get, "create": create}
        self._method(holder, {"doc": drawing.doc(), "params": passed, "get-or-create": pair, "returns": {**returns}})

    def _pair_of_collection(self) -> None:
        """A look-up in a collection, and a creation that the collection takes in."""
        drawing = self._drawing
        methods = cast("dict[str, Json]", self._root["methods"])
        for name, item in self._collections("membership"):
            called = {"name": name, "operation": "get", "key": "$theKey"}
            get = next(key for key, method in methods.items() if method.get("collection") == called)
            key = self._field("string", check="non-empty")
            returns = {"type": item["of"]}
            create = self._method(self._root, {
                "doc": drawing.doc(), "params": {"theKey": key}, "returns": {**returns, "adopt": name},
                "request": {"post": "others", "body": {"key": "$theKey"}},
            })  # fmt: skip
            pair = {"get": get, "create": create}
            self._method(self._root, {
                "doc": drawing.doc(), "params": {"theKey": {**key}}, "get-or-create": pair, "returns": {**returns},
            })  # fmt: skip

    def _collections(self, *kinds: str) -> list[tuple[str, Json]]:
        collections = cast("dict[str, Json]", self._root["collections"])
        return [(name, item) for name, item in collections.items() if any(kind in item for kind in kinds)]

    def _adopted(self) -> None:
        drawing = self._drawing
        for name, item in self._collections("membership", *(["map"] if drawing.risky(0.12) else [])):
            request = {"post": "others", "body": {"a": 1}}
            returns = {"type": item["of"], "adopt": name}
            self._method(self._root, {"doc": drawing.doc(), "request": request, "returns": returns})

    def _refusals(self) -> None:
        """Refusals that are answers."""
        drawing = self._drawing
        kind = drawing.type(nullable=0.5, tagged=False)
        if not drawing.has_literal(kind) or ((value := drawing.literal(kind)) is None and not kind.endswith("?")):
            return
        answer = self._wire({"theOne": self._field(kind)})
        holder = drawing.rng.choice(list(drawing.resources.values()))
        request = {"get": "others", "payload": answer, "on-error": [{"status": 404, "value": value}]}
        returns = {"type": kind, "field": "theOne"}
        self._method(holder, {"doc": drawing.doc(), "request": request, "returns": returns})

    # -- what the session and the collections do

    def _token(self) -> None:
        drawing = self._drawing
        params = {
            drawing.rng.choice(("token", "secret", "services")): self._field(self._of_type("string"), secret=True)
        }
        returns = drawing.rng.choice(("self", "none"))
        self._method(
            self._root, {"doc": drawing.doc(), "params": params, "session": "update_token", "returns": returns}
        )

    def _released(self) -> None:
        drawing = self._drawing
        holder = self._some("facets")
        if holder is not None:
            self._method(holder, {"doc": drawing.doc(), "pool": "release", "returns": "none"})

    def _settling(self) -> None:
        """A request that returns when the service has confirmed it."""
        drawing = self._drawing
        for _, item in self._collections("membership"):
            held = drawing.resources[str(item["of"])]
            invites = "invited" in cast("Json", item["membership"]) or drawing.risky()
            method: Json = {
                "doc": drawing.doc(), "request": {"delete": "others"}, "returns": drawing.rng.choice(("self", "none")),
                "settles": drawing.rng.choice(("joined", "out", *(["invited", "invited"] if invites else []))),
            }  # fmt: skip
            if drawing.chance(0.5):
                cast("Json", method["request"])["on-error"] = [{"status": 409, "code": 50404}, {"status": 404}]
            self._method(held, method)

    # -- hooks

    def _sorted(self) -> None:
        drawing = self._drawing
        found = self._collections("membership", "map", "pool")
        if not found or not drawing.inputs:
            return
        name, item = drawing.rng.choice(found)
        params = {"how": self._field(f"{drawing.rng.choice(drawing.inputs)}?", default=None, spread=True)}
        self._method(self._root, {
            "doc": drawing.doc(), "params": params, "collection": {"name": name, "operation": "all"},
            "then": "in_order", "returns": {"type": f"list[{item['of']}]"},
        })  # fmt: skip
        drawing.hooks.append(
            "def in_order(context: HookContext, found: list[_T], chosen: object) -> list[_T]:\n"
            '    """Sort."""\n    del context, chosen\n    return list(reversed(found))\n'
        )

    def _static(self) -> None:
        drawing = self._drawing
        params = {"given": self._field("map[json]"), "number": self._field("integer", default=3)}
        holder = drawing.rng.choice(list(drawing.resources.values()))
        self._method(holder, {
            "doc": drawing.doc(), "params": params, "static": True, "hook": "by_itself", "returns": {"type": "integer"},
        })  # fmt: skip
        drawing.hooks.append(
            'def by_itself(given: JsonObject, number: int) -> int:\n    """Count."""\n    return len(given) + number\n'
        )

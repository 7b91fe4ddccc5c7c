"""Draws methods: what they take, what they send, and what they make of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from compiler.properties.drawing import Drawing, Json

__all__ = ["MethodDrawing"]

_PATH_TYPES = ("string", "string", "integer", "datetime", "duration", "number", "boolean")
_REFUSED_IN_PATHS = ("string?", "json", "list[string]", "map[integer]", "integer?", "list[integer]?")


class MethodDrawing:
    """Draws the methods of one schema's resources."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing

    def reading(self, owner: Json, collection: str, held: str, kind: str) -> None:
        """Draw the methods that give what a collection holds."""
        drawing = self._drawing
        methods = cast("Json", owner["methods"])
        name = str(owner["resource"])
        if kind != "pool" or drawing.chance(0.5):
            if kind == "list":
                methods[drawing.member(name)] = {
                    "doc": drawing.doc(),
                    "params": {
                        "size": {"type": "integer", "check": "positive", "default": 20, "doc": drawing.doc()},
                        "anchor": {"type": "integer?", "default": None, "doc": drawing.doc()},
                        "direction": {
                            "type": "string",
                            "literals": ["backwards", "forward"],
                            "default": "forward",
                            "doc": drawing.doc(),
                        },
                    },
                    "collection": {
                        "name": collection,
                        "operation": "page",
                        "size": "$size",
                        "anchor": "$anchor",
                        "direction": drawing.rng.choice(("$direction", "$direction")),
                    },
                    "returns": {"type": f"Paginator[{held}]"},
                }
            else:
                methods[drawing.member(name)] = {
                    "doc": drawing.doc(),
                    "collection": {"name": collection, "operation": "all"},
                    "returns": {"type": f"list[{held}]"},
                }
        if kind in ("pool", "membership", "map"):
            methods[drawing.member(name)] = {
                "doc": drawing.doc(),
                "params": {"theKey": {"type": "string", "check": "non-empty", "doc": drawing.doc()}},
                "collection": {"name": collection, "operation": "get", "key": "$theKey"},
                "returns": {"type": held},
                "errors": ["NotFoundError"],
            }

    def add(self, name: str, resource: Json) -> None:
        """Draw the other methods of a resource."""
        drawing = self._drawing
        methods = cast("dict[str, Json]", resource["methods"])
        properties = cast("dict[str, Json]", resource["properties"])
        key = next((key for key, item in properties.items() if item.get("source") == "key"), "")
        known = [f"self.{key}"] if key and resource.get("key") == {"name": key, "type": "string"} else []
        if known and drawing.chance(0.6):
            resource["links"] = {"selfLink": {"base": "things", "path": [*known, "a/b"]}}
        if drawing.chance(0.2):
            drawing.link_fields["patterned"] = {"type": "string", "doc": drawing.doc()}
            filled: Json = {"template": "patterned", "fill": [*(known or ["x y"]), drawing.text("a/b", "%s", "100 %")]}
            cast("Json", resource.setdefault("links", {}))["filledLink"] = filled
            if drawing.chance(0.5):
                filled["path"] = ["More", *known]
        if drawing.chance(0.15):
            below: Json = {"host": drawing.rng.choice(("api", "registrar")), "path": ["Below ü", *known]}
            cast("Json", resource.setdefault("links", {}))["hostLink"] = below
        for _ in range(drawing.rng.randint(0, 3)):
            methods[drawing.member(name)] = self._request(name, resource)
        shown = [
            key
            for key, item in properties.items()
            if item.get("source", "mirror") in ("mirror", "membership", "key") and "none-when" not in item
        ]
        if shown and drawing.chance(0.3):
            shown_key = drawing.rng.choice(shown)
            methods[drawing.member(name)] = {
                "doc": drawing.doc(),
                "property": shown_key,
                "returns": {"type": properties[shown_key]["type"]},
            }
        for link in cast("Json", resource.get("links", {})):
            if f'"{link}"' not in str(methods).replace("'", '"'):
                methods[drawing.member(name)] = {
                    "doc": drawing.doc(), "request": {"delete": link}, "returns": "none",
                }  # fmt: skip

    def _request(self, name: str, resource: Json) -> Json:
        drawing = self._drawing
        rng = drawing.rng
        verb = rng.choice(("get", "post", "put", "delete"))
        links = [*cast("Json", resource.get("links", {})), *drawing.links]
        request: Json = {verb: rng.choice(links)}
        params: Json = {}
        taken: set[str] = set()
        path = [self._segment(resource, params, taken) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
        if path:
            request["path"] = path
        if rng.random() < (0.6 if verb == "get" else 0.15):
            request["query"] = {
                drawing.text(f"q{number}", f"Q-{number}", f'q"{number}', f"q.{number}"):
                self._scalar(resource, params, taken) for number in range(rng.randint(1, 3))
            }  # fmt: skip
        if verb == "post" and drawing.chance(0.2):
            request["form"] = {
                f"F{number}": self._scalar(resource, params, taken) for number in range(rng.randint(1, 2))
            }
        elif verb in ("post", "put") and drawing.chance(0.85):
            request["body"] = self._body(resource, params, taken)
        if verb != "get" and drawing.chance(0.15) and ("form" not in request or drawing.risky()):
            request["once"] = self._key(params, taken)
        method: Json = {"doc": drawing.doc(), "params": params, "request": request}
        method["returns"] = self._returns(name, verb, request)
        if not params:
            del method["params"]
        return method

    def _key(self, params: Json, taken: set[str]) -> str:
        """Declare a parameter that is the caller's key of a change."""
        drawing = self._drawing
        name = drawing.names.of_member(taken)
        item: Json = {"type": "string", "doc": drawing.doc()}
        if drawing.chance(0.6):
            item = {**item, "type": "string?", "default": None}
        if drawing.chance(0.6):
            item["keyword-only"] = True
        if drawing.risky():
            item["check"] = "non-empty"
        params[name] = item
        return f"${name}"

    def _parameter(self, params: Json, taken: set[str], kind: str, *, default: float = 0.35) -> str:
        """Declare a parameter and return how it is spoken of."""
        drawing = self._drawing
        name = drawing.names.of_member(taken)
        item: Json = {"type": kind, "doc": drawing.doc()}
        if drawing.chance(default) and (drawing.has_literal(kind) or drawing.risky()):
            item["default"] = drawing.literal(kind)
            if item["default"] is None and not kind.endswith("?"):
                del item["default"]
        elif kind == "string" and drawing.chance(0.2):
            item["check"] = "non-empty"
        elif kind == "string" and drawing.chance(0.2):
            item["literals"] = ["one", "two"] if drawing.tame else ["one", 't"wo', "th\\ree"]
        elif kind.startswith("integer") and drawing.chance(0.3):
            item["check"] = drawing.rng.choice(("positive", "non-negative"))
        if drawing.chance(0.1):
            item["name"] = drawing.names.of_member(taken)
        params[name] = item
        return f"${name}"

    def _known(self, resource: Json, kinds: tuple[str, ...]) -> list[str]:
        """References to properties of certain types."""
        properties = cast("dict[str, Json]", resource["properties"])
        found = [f"self.{name}" for name, item in properties.items() if item["type"] in kinds]
        session = cast("dict[str, Json]", self._drawing.session)
        found += [f"session.{name}" for name, item in session.items() if item["type"] in kinds]
        if "string" in kinds:
            found.append("session.sync.ownKey")
        owner = self._drawing.resources.get(str(resource.get("owner")), {})
        if cast("Json", resource.get("mirror", {})).get("kind") == "item":
            of_owner = cast("dict[str, Json]", owner["properties"])
            found += [f"owner.{name}" for name, item in of_owner.items() if item["type"] in kinds]
        return found

    def _segment(self, resource: Json, params: Json, taken: set[str]) -> str:
        drawing = self._drawing
        fate = drawing.rng.random()
        kinds = (*_PATH_TYPES, *(_REFUSED_IN_PATHS if drawing.risky(0.15) else ()))
        if fate < 0.3:
            return drawing.text("Things", "a b/c", "x?y", "ü", "{z}", 'q"\\')
        if fate < 0.6 and (known := self._known(resource, kinds)):
            return drawing.rng.choice(known)
        unions = list(drawing.types)
        return self._parameter(params, taken, drawing.rng.choice((*kinds, *unions)), default=0.1)

    def _scalar(self, resource: Json, params: Json, taken: set[str]) -> str:
        """What a query or a form may say."""
        drawing = self._drawing
        kinds = (*_PATH_TYPES, "string?", "integer?", "datetime?", "boolean?", "duration?")
        kinds = (*kinds, *(("json", "list[string]", "map[integer]?") if drawing.risky(0.15) else ()))
        fate = drawing.rng.random()
        if fate < 0.15:
            return drawing.text("text", "a b&c=d", 'q"{x}')
        if fate < 0.4 and (known := self._known(resource, kinds)):
            return drawing.rng.choice(known)
        unions = [name + mark for name in drawing.types for mark in ("", "?")]
        return self._parameter(params, taken, drawing.rng.choice((*kinds, *unions)))

    def _body(self, resource: Json, params: Json, taken: set[str]) -> Json:
        drawing = self._drawing
        body: Json = {}
        spread = drawing.rng.choice(drawing.built) if drawing.built and drawing.chance(0.4) else ""
        if spread:
            fields = cast("dict[str, Json]", (drawing.values.get(spread) or drawing.options[spread])["fields"])
            free = {name: item for name, item in fields.items() if name.lower() not in taken}
            if len(free) == len(fields):
                params["options"] = {
                    "type": f"{spread}?", "default": None, "spread": True, "doc": drawing.doc(),
                }  # fmt: skip
                taken |= {"options", *(name.lower() for name in fields)}
                for number, (name, item) in enumerate(fields.items()):
                    if spread in str(item["type"]) or item["type"] == "MediaSource?":
                        continue  # what is never sent
                    source: Json = {"value": f"$options.{name}"}
                    self._sourced(source, str(item["type"]))
                    body[f"o{number}"] = source
        for number in range(drawing.rng.randint(0 if body else 1, 3)):
            key = drawing.text(f"b{number}", f"B-{number}", f'b"{number}', f"b.{number}")
            fate = drawing.rng.random()
            if fate < 0.15:
                body[key] = drawing.rng.choice((3, "text", True, 1.5, {"value": [1, "x"]}, {"value": {"a": None}}))
                continue
            if fate < 0.35 and (known := self._known(resource, ("string", "integer?", "datetime?", "json"))):
                body[key] = drawing.rng.choice(known)
                continue
            if drawing.pairs and drawing.chance(0.15):
                item = drawing.paired()
                pairs: Json = {"value": self._parameter(params, taken, str(item["type"])), "encode": item["codec"]}
                body[key] = {**pairs, "when-none": "omit"}
                continue
            kind = drawing.type(drawing.inputs, tagged=False)
            if any(name in kind for name in drawing.received if name not in drawing.inputs):
                kind = "list[string]"
            source = {"value": self._parameter(params, taken, kind)}
            self._sourced(source, kind)
            body[key] = source
        if drawing.chance(0.25):
            body[drawing.text("whole", 'the "whole"')] = self._object(resource, params, taken)
        return body

    def _object(self, resource: Json, params: Json, taken: set[str], depth: int = 2) -> Json:
        """An object inside a body; one that may be left out has no field that is always there."""
        drawing = self._drawing
        found: Json = {}
        spare = drawing.chance(0.4)
        for number in range(drawing.rng.randint(1, 3)):
            name = drawing.text(f"f{number}", f'f"{number}', f"f.{number}")
            if depth and drawing.chance(0.2):
                found[name] = inner = self._object(resource, params, taken, depth - 1)
                spare = spare and "when-none" in inner
                continue
            if not spare and drawing.chance(0.3):
                found[name] = drawing.rng.choice((3, "text", "session.sync.ownKey"))
                continue
            kind = drawing.rng.choice(("string", "integer", "datetime", "json", "list[string]"))
            source: Json = {"value": self._parameter(params, taken, f"{kind}?" if spare else kind)}
            if spare:
                source["when-none"] = "omit"
            found[name] = source
        whole: Json = {"object": found, **({"encode": "json-string"} if drawing.chance(0.3) else {})}
        if spare or drawing.risky():
            whole["when-none"] = "omit"
        return whole

    def _sourced(self, source: Json, kind: str) -> None:
        drawing = self._drawing
        if kind.startswith(("json", "list", "map")) and drawing.chance(0.4):
            source["encode"] = "json-string"
        elif kind == "boolean" and drawing.chance(0.4):
            source["choose"] = {True: drawing.text("yes", 'y"es'), False: drawing.text("no", "n\\o")}
        elif kind.endswith("?") and drawing.chance(0.4):
            source["when-none"] = "omit"
        elif kind == "string?" and drawing.chance(0.3):
            source["when-none"] = drawing.text("nothing", 'nothing "at all"')

    def _returns(self, name: str, verb: str, request: Json) -> object:
        drawing = self._drawing
        rng = drawing.rng
        fate = rng.random()
        if fate < 0.2 and name != "Desk":
            return "self"
        if fate < 0.45 or (verb == "delete" and fate < 0.8):
            return "none"
        whole = [*drawing.received, *drawing.told, *drawing.records]
        if verb == "get" and whole and fate < 0.6 and "form" not in request:
            request["pages"] = {
                "items": drawing.text("items", 'the "items"'),
                "token": "pageToken",
                "next": "n-ext",
                "prev": "prev",
                **({"meta": "paging"} if drawing.chance(0.5) else {}),
            }
            if at_once := drawing.chance(0.4):
                cast("Json", request["pages"])["all"] = True
            return {"type": f"{'list' if at_once else 'Paginator'}[{rng.choice(whole)}]"}
        if drawing.tagged and fate < 0.65:
            kind, union = rng.choice([*drawing.tagged.items()])
            tags = [*cast("Json", union["members"]), "unheard of"]
            tag: Json = {} if kind in drawing.told and drawing.chance(0.5) else {"tag": rng.choice(tags)}
            return {"type": kind, **tag}
        if whole and fate < 0.75:
            return {"type": rng.choice(whole)}
        payload = drawing.names.of_class()
        drawing.wire[payload] = {
            "doc": drawing.doc(),
            "fields": drawing.fields(2, [*drawing.received, *drawing.records]),
        }
        fields = cast("dict[str, Json]", drawing.wire[payload]["fields"])
        field = rng.choice(list(fields))
        request["payload"] = payload
        return {"type": fields[field]["type"], "field": field, "doc": drawing.doc()}

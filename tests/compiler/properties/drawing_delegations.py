"""Draws methods that are answered by other methods."""

from __future__ import annotations

from typing import cast

from compiler.properties.drawing import Drawing, Json

__all__ = ["DelegationDrawing"]


class DelegationDrawing:
    """Adds methods that others answer.

    Args:
        drawing: The schema so far.
        root: Its root.
    """

    def __init__(self, drawing: Drawing, root: Json) -> None:
        self._drawing = drawing
        self._root = root

    def add(self) -> None:
        """Add some of each kind."""
        for draw in (self._single, self._several, self._last):
            if self._drawing.chance(0.7):
                draw()

    def _method(self, resource: Json, method: Json) -> str:
        name = self._drawing.member(str(resource["resource"]))
        cast("Json", resource["methods"])[name] = {"doc": self._drawing.doc(), **method}
        return name

    def _others(self) -> list[Json]:
        return [item for item in self._drawing.resources.values() if item is not self._root]

    def _texts(self, resource: Json) -> list[str]:
        properties = cast("dict[str, Json]", resource["properties"])
        return [
            name for name, item in properties.items()
            if item["type"] == "string" and "none-when" not in item and "deprecated" not in item
        ]  # fmt: skip

    def _single(self) -> None:
        """A method that is the root's, with its arguments in another order."""
        drawing = self._drawing
        params = {
            "first": {"type": "string?", "default": None, "doc": drawing.doc()},
            "second": {"type": "string", "default": "x", "doc": drawing.doc()},
        }
        request = {"post": "others", "body": {"a": "$first", "b": "$second"}}
        returns = "self" if drawing.chance(0.5) else "none"
        name = self._method(self._root, {"params": params, "request": request, "returns": returns})
        for resource in (*self._others(), self._root):
            given: Json = {}
            texts = self._texts(resource)
            if texts:
                given["second"] = f"self.{texts[0]}"
                if drawing.chance(0.5):
                    given["first"] = f"self.{texts[-1]}"
            own = resource is self._root
            to = drawing.rng.choice(("client", "self")) if own else "self" if drawing.risky() else "client"
            delegate = {"to": to, "method": name, "with": given}
            self._method(resource, {"delegate": delegate, "returns": returns if to == "self" else "none"})

    def _several(self) -> None:
        """Look-ups of which the first that finds something answers."""
        drawing = self._drawing
        for collection, item in cast("dict[str, Json]", self._root["collections"]).items():
            held = drawing.resources[str(item["of"])]
            texts = self._texts(held)
            if "map" not in item or not texts:
                continue
            looking_up: list[str] = []
            for absent in (True, False):
                call: Json = {"name": collection, "operation": "find", "where": {texts[0]: "$wanted"}}
                kind = str(held["resource"])
                if absent:
                    call["absent"], kind = None, f"{kind}?"
                params = {"wanted": {"type": "string", "doc": drawing.doc()}}
                looking_up.append(
                    self._method(self._root, {"params": params, "collection": call, "returns": {"type": kind}})
                )
            for resource in self._others():
                shown = [
                    name for name, one in cast("dict[str, Json]", resource["properties"]).items()
                    if one["type"] in ("string", "string?")
                ]  # fmt: skip
                if not shown or drawing.chance(0.4):
                    continue
                tried = [f"self.{drawing.rng.choice(shown)}", drawing.text("nobody", "nobody at 'all'")]
                delegates = [
                    {"to": "client", "method": drawing.rng.choice(looking_up), "with": {"wanted": given}}
                    for given in (*tried, f"self.{drawing.rng.choice(shown)}")
                ]
                drawing.rng.shuffle(delegates)
                returns = f"{held['resource']}{'?' if drawing.chance(0.5) else ''}"
                self._method(
                    resource, {"delegate": delegates[drawing.rng.randint(0, 1) :], "returns": {"type": returns}}
                )

    def _last(self) -> None:
        """A method that is given what the last entry of a list says."""
        drawing = self._drawing
        lists = [
            (name, drawing.resources[str(item["of"])])
            for name, item in cast("dict[str, Json]", self._root["collections"]).items()
            if "list" in item
        ]
        for name, held in lists:
            params: Json = {
                "number": {"type": drawing.rng.choice(("integer", "integer?", "number")), "doc": drawing.doc()},
                "what": {"type": "json", "default": "usual", "doc": drawing.doc()},
            }
            returns: object = drawing.rng.choice(("none", "self", {"type": "integer"}, {"type": "integer?"}))
            request: Json = {"post": "others", "body": {"n": "$number", "m": "$what"}}
            if isinstance(returns, dict):
                payload = drawing.names.of_class()
                drawing.wire[payload] = {
                    "doc": drawing.doc(),
                    "fields": {"howMany": {"type": "integer", "default": 0, "doc": drawing.doc()}},
                }
                request["payload"] = payload
                returns = {**cast("Json", returns), "field": "howMany"}
            called = self._method(self._root, {"params": params, "request": request, "returns": returns})
            key = str(cast("Json", held["key"])["name"])
            given = {"number": f"last.{key}"}
            if drawing.chance(0.5) and (texts := self._texts(held)):
                given["what"] = f"last.{texts[-1]}"
            delegate: Json = {
                "to": drawing.rng.choice(("self", "client")),
                "method": called,
                "with": given,
                "last": name,
            }
            answer: object = returns
            if isinstance(returns, dict):
                kind = str(cast("Json", returns)["type"])
                answer = {"type": kind}
                if not kind.endswith("?") or drawing.chance(0.5):
                    delegate["empty"] = -1
            if returns == "self" and delegate["to"] == "client":
                answer = "none"
            self._method(self._root, {"delegate": delegate, "returns": answer})

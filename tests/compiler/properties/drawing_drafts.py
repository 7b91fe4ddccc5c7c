"""Draws drafts of methods that send requests: what is put together step by step, and what is built of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from compiler.properties.drawing import Drawing, Json

__all__ = ["DraftDrawing"]

_CHECKED = ("check", "literals", "allow")


class DraftDrawing:
    """Adds to a schema that is drawn otherwise.

    Args:
        drawing: The schema.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing

    def all(self) -> None:
        """Draw drafts for some of the methods."""
        drawing = self._drawing
        for owner in list(drawing.resources.values()):
            for name, method in list(cast("dict[str, Json]", owner["methods"]).items()):
                params = cast("dict[str, Json]", method.get("params", {}))
                odd = any(not {"pick", "at-least", "deprecated"}.isdisjoint(item) for item in params.values())
                pages = "Paginator" in str(method["returns"])
                if "request" not in method or not params or not drawing.chance(0.12):
                    continue
                if drawing.risky(0.02) or not (odd or pages or "deprecated" in method):
                    self._drafts(owner, name, method, params)

    def _drafts(self, owner: Json, name: str, method: Json, params: dict[str, Json]) -> None:
        drawing = self._drawing
        self._limits(params)
        builder, built = drawing.names.of_class(), drawing.names.of_class()
        result = method["returns"]
        if result == "self":
            result = {"type": owner["resource"]}
        elif isinstance(result, dict):
            result = {"type": cast("Json", result)["type"]}
        resources = [self._draft(draft, owner, name) for draft in (builder, built)]
        for at, (argument, item) in enumerate(params.items()):
            self._argument(resources, argument, item, params, late=at > 0 and drawing.chance(0.2))
        steps = cast("Json", resources[0]["methods"])
        if not steps:
            for draft in (builder, built):
                del drawing.resources[draft]
            return
        steps[drawing.member(builder)] = {"doc": drawing.doc(), "builds": built, "returns": {"type": built}}
        for draft, resource in zip((builder, built), resources, strict=True):
            if draft == built or drawing.chance(0.5):
                cast("Json", resource["methods"])[drawing.member(draft)] = {
                    "doc": drawing.doc(), "sends": True, "returns": result,
                }  # fmt: skip
        cast("Json", owner["methods"])[drawing.member(str(owner["resource"]))] = {
            "doc": drawing.doc(), "begins": builder, "returns": {"type": builder},
        }  # fmt: skip

    def _draft(self, name: str, owner: Json, method: str) -> Json:
        drawing = self._drawing
        made: Json = {
            "resource": name,
            "doc": drawing.doc(),
            "section": name,
            "owner": owner["resource"],
            "draft": {"of": method},
            "properties": {},
            "methods": {},
        }
        drawing.resources[name] = made
        return made

    def _limits(self, params: dict[str, Json]) -> None:
        for item in params.values():
            kind = str(item["type"])
            if (kind.startswith(("list[", "map[")) or self._drawing.risky(0.02)) and self._drawing.chance(0.4):
                item["max-entries"] = "session.sync.capacity"
            if (kind.startswith("map[") or self._drawing.risky(0.02)) and self._drawing.chance(0.3):
                item["allowed-keys"] = "session.sync.keys"

    def _argument(self, drafts: list[Json], argument: str, item: Json, params: dict[str, Json], *, late: bool) -> None:
        """Draw what sets one argument, and what shows it."""
        drawing = self._drawing
        kind = str(item["type"])
        needed = "default" not in item and not kind.endswith("?") and kind != "json"
        if "spread" in item and drawing.chance(0.7):
            value = kind.removesuffix("?")
            fields = cast("dict[str, Json]", (drawing.values.get(value) or drawing.options[value])["fields"])
            for name, field in fields.items():
                has_to_be = "default" not in field and not str(field["type"]).endswith("?")
                if has_to_be or drawing.chance(0.6):
                    self._step(drafts[0], f"{argument}.{name}", str(field["type"]), field, late=False)
                    self._shown(drafts, f"{argument}.{name}", str(field["type"]), nullable=True, needed=False)
            if not needed:
                return
        elif not needed and drawing.chance(0.2) and "spread" not in item:
            return
        self._step(drafts[0], argument, kind, item, late=late)
        self._shown(drafts, argument, kind, nullable=kind.endswith("?"), needed=needed)

    def _step(self, draft: Json, argument: str, kind: str, item: Json, *, late: bool) -> None:
        drawing = self._drawing
        methods = cast("dict[str, Json]", draft["methods"])
        plain = kind.removesuffix("?")
        checked = {key: item[key] for key in _CHECKED if key in item}
        if late and methods:  # one step that does several things
            method = methods[drawing.rng.choice(list(methods))]
        else:
            method = methods[drawing.member(str(draft["resource"]))] = {
                "doc": drawing.doc(), "params": {}, "step": {}, "returns": "self",
            }  # fmt: skip
        params = cast("Json", method["params"])
        taken = {name.lower() for name in params}

        def given(kind: str, **more: object) -> str:
            name = drawing.names.of_member(taken)
            params[name] = {"type": kind, "doc": drawing.doc(), **more}
            return f"${name}"

        step = cast("dict[str, Json]", method["step"])
        if plain.startswith("list[") and drawing.chance(0.6):
            step.setdefault("add", {})[argument] = given(plain[5:-1])
        elif plain.startswith("map[") and drawing.chance(0.6):
            entry = {"key": given("string", check="non-empty"), "value": given(plain[4:-1])}
            step.setdefault("put", {})[argument] = entry
        else:
            step.setdefault("set", {})[argument] = given(kind if drawing.chance(0.7) else plain, **checked)

    def _shown(self, drafts: list[Json], argument: str, kind: str, *, nullable: bool, needed: bool) -> None:
        drawing = self._drawing
        for missing, draft in zip((needed, False), drafts, strict=True):
            if drawing.chance(0.6) and "|" not in kind:
                plain = kind.removesuffix("?")
                shown = f"{plain}?" if (nullable or missing) and plain != "json" else plain
                cast("Json", draft["properties"])[drawing.member(str(draft["resource"]))] = {
                    "type": shown, "source": f"${argument}", "doc": drawing.doc(),
                }  # fmt: skip

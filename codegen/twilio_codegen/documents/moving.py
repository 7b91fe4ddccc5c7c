"""Writes the table by which programs for another product are rewritten, in Python names throughout."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import JsonValue

from twilio_codegen.comparing.api import Api, ApiMethod, ApiPart
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.language import Move, Moved, Schema
from twilio_codegen.language.moving import MovePart, successors
from twilio_codegen.python.naming import snake_case
from twilio_codegen.templates.package import exports

from .public_schema import Json

__all__ = ["MoveTable", "moving_document"]

_NAME = re.compile(r"\b[A-Za-z_]\w*\b(?![\w\"'])")
_EVENT_CLASSES = ("Events", "EventName", "Emitter")
"""Ends of the names of what `events` has for each class with events."""


class MoveTable:
    """What becomes of each name, with the Python names of both products.

    Args:
        old: The product that programs move from.
        new: The product that they move to.
        move: How.
    """

    def __init__(self, old: Schema, new: Schema, move: Move) -> None:
        self.move = move
        self.parts: Mapping[str, MovePart] = {part.key: part for part in successors(old, new, move)}
        self.old: Api = api_of_schema(old)
        self.new: Api = api_of_schema(new)
        self._old = old
        self._new = new
        self.names = {part.key: part.to for part in self.parts.values() if part.kind == "name"}

    def entry(self, key: str, to: str | None, note: str = "") -> Json:
        """Return what becomes of one name, as the document has it."""
        part = self.parts.get(key)
        said = part.entry if part is not None else None
        told = said.note if said is not None and said.note else note
        return {
            "to": to,
            **({"why": self.why(key)} if to is None else {}),
            **({"note": told} if told and to is not None else {}),
        }

    def why(self, key: str) -> str:
        """Return why there is nothing in the place of a name."""
        part = self.parts.get(key)
        said = part.entry if part is not None else None
        if said is not None and said.gone is not None:
            return said.gone
        owner = key.partition("(")[0] if "(" in key else key.partition(".")[0]
        return self.why(owner) if owner != key else ""

    def renamed(self, annotation: str) -> str:
        """Return an annotation of the old product in names of the new one."""
        return _NAME.sub(lambda match: self.names.get(match[0]) or match[0], annotation)

    def retyped(self, old: ApiPart, new: ApiPart) -> str:
        """Return what is different about the type; empty if nothing is."""
        before, after = self.renamed(old.annotation) or "None", new.annotation or "None"
        return "" if before == after else f"It is `{after}` now, instead of `{before}`."

    def identifier(self, part: ApiPart | None) -> str | None:
        """Return the Python name of something, if there is such a thing."""
        return None if part is None else part.identifier.removeprefix("on.")

    def exported(self) -> Json:
        """Return what becomes of each name that the package offers."""
        found: Json = {}
        others = exports(self._new)
        for name in exports(self._old):
            if name in self.names:
                found[name] = self.entry(name, self.names[name])
            elif name in others:
                found[name] = {"to": name}
        for name, item in self._old.resources.items():
            to = self.names.get(name)
            for end in _EVENT_CLASSES if item.events and to is not None else ():
                found[f"{name}{end}"] = {"to": f"{to}{end}"}
        return found

    def modules(self) -> Json:
        """Return what becomes of each submodule."""
        modules = sorted({*exports(self._old).values(), "blocking"})
        kept = {*exports(self._new).values(), "blocking"}
        found: Json = {name: {"to": name} for name in modules if name in kept}
        for name in self._old.resources:
            to = self.names.get(name)
            entry = self.entry(name, None if to is None else snake_case(to))
            found[snake_case(name)] = {**entry, "note": ""} if to is not None else entry
        return found


def moving_document(old: Schema, new: Schema, move: Move, about: str) -> Json:
    """Write the document.

    Args:
        old: The product that programs move from.
        new: The product that they move to.
        move: How.
        about: Header of the file.
    """
    table = MoveTable(old, new, move)
    classes: Json = {name: _class(table, name) for name in sorted(table.old.classes) if name in table.names}
    for name, other in table.old.events.items():
        if name in classes and other in table.names:
            classes[other] = classes[name]
    return {
        "about": about,
        "old": {"title": old.product.title, "package": old.product.package},
        "new": {"title": new.product.title, "package": new.product.package},
        "modules": dict(sorted(table.modules().items())),
        "names": dict(sorted(table.exported().items())),
        "classes": classes,
        "unions": {name: _union(table, name) for name in sorted(table.old.unions)},
    }


def _class(table: MoveTable, name: str) -> Json:
    described = table.old.classes[name]
    after = table.new.classes.get(table.names.get(name) or "")
    members: Json = {}
    events: Json = {}
    for member, field in described.fields.items():
        key = f"{name}.{member}"
        to = table.parts[key].to
        other = after.fields.get(to) if after is not None and to is not None else None
        note = "" if other is None else table.retyped(field, other)
        members[field.identifier] = {
            "kind": "property",
            "type": field.annotation,
            **table.entry(key, table.identifier(other), note),
            **_said_of_property(field.identifier, table.parts[key].entry),
        }
    for member, method in described.methods.items():
        key = f"{name}.{member}"
        to = table.parts[key].to
        other_method = after.methods.get(to) if after is not None and to is not None else None
        members[method.identifier] = _method(table, key, method, other_method)
    for member, event in described.events.items():
        key = f"{name}.{member}"
        to = table.parts[key].to
        other_event = after.events.get(to) if after is not None and to is not None else None
        note = "" if other_event is None else table.retyped(event, other_event)
        events[member] = {
            "name": table.identifier(event),
            "documented": to,
            "payload": event.annotation or None,
            **table.entry(key, table.identifier(other_event), note),
        }
    return {"members": members, "events": events}


def _said_of_property(name: str, said: Moved | None) -> Json:
    found: Json = {}
    if said is not None and said.guarded is not None:
        guarded = said.guarded
        found["guarded"] = {"value": guarded.value, "there": guarded.there, "absent": guarded.absent}
    if said is not None and said.drop_when:
        found["params"] = [{"name": name, "type": "None", "to": None, "drop_when": list(said.drop_when)}]
    return found


def _method(table: MoveTable, key: str, method: ApiMethod, other: ApiMethod | None) -> Json:
    said = table.parts[key].entry
    params: list[JsonValue] = []
    kept = other.keywords if other is not None else method.keywords
    lost: list[JsonValue] = [name for name in sorted(method.keywords) if (table.names.get(name) or name) not in kept]
    for name, param in method.params.items():
        inner = f"{key}({name})"
        part = table.parts[inner]
        found = other.params.get(part.to) if other is not None and part.to is not None else None
        drops = part.entry.drop_when if part.entry is not None else ()
        params.append(
            {
                "name": param.identifier,
                "type": param.annotation,
                **table.entry(inner, None if found is None else found.identifier),
                **({"drop_when": list(drops)} if drops else {}),
            }
        )
    return {
        "kind": "method",
        "type": method.annotation,
        "is_async": not method.static,
        **({"pages": True} if method.annotation.startswith("Paginator[") else {}),
        **({"params": params} if params else {}),
        **({"keywords": [*sorted(method.keywords)]} if method.keywords else {}),
        **({"lost_keywords": lost} if lost else {}),
        **table.entry(
            key, None if other is None else other.identifier, "" if other is None else table.retyped(method, other)
        ),
        **(
            {
                "writing": [
                    {"when": dict(item.when), "awaited": item.awaited, "blocking": item.blocking} for item in said.write
                ]
            }
            if said is not None and said.write
            else {}
        ),
    }


def _union(table: MoveTable, name: str) -> Json:
    members: Json = {}
    for word in table.old.unions[name].members:
        key = f"{name}.{word}"
        members[word] = table.entry(key, table.parts[key].to)
    new: Json = {
        key.removeprefix(f"{name}."): like for key, like in table.move.new.items() if key.startswith(f"{name}.")
    }
    to = table.new.unions.get(table.names.get(name) or "")
    known = {part.to for part in table.parts.values() if part.key.startswith(f"{name}.")}
    rest: Json = {
        word: None for word in (to.members if to is not None else ()) if word not in known and word not in new
    }
    return {"members": members, **({"new": {**new, **rest}} if new or rest else {})}

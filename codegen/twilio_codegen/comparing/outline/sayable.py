"""Writes documented types in the short notation of schemas, as far as that can say them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from twilio_codegen.comparing.api import KINDS, Api
from twilio_codegen.comparing.types import NULL, ApiType

from .roles import RESOURCES, Roles

Place = Literal["field", "option", "payload", "property", "parameter", "result"]

_SCALARS = frozenset({"string", "number", "boolean", "datetime", "json"})
_FILES = frozenset({"bytes", "Blob", "File", "ArrayBuffer", "Uint8Array", "ReadableStream"})
_DEEPEST = 20
"""How many aliases are followed."""


class Said(NamedTuple):
    """A type as a schema writes it.

    Attributes:
        text: The type without a question mark.
        nullable: Whether null is declared to be possible.
        literals: The strings that are possible, where it is a string with a closed set.
    """

    text: str
    nullable: bool = False
    literals: tuple[str, ...] = ()


class Sayable:
    """Writes types of one API.

    Args:
        api: The API.
        roles: What everything in it becomes.
    """

    def __init__(self, api: Api, roles: Roles) -> None:
        self._roles = roles
        self.unions = {name: item for name, item in {**api.hidden, **api.unions}.items() if item.known and item.members}
        self._unknown = api.unions.keys() - self.unions.keys()

    def say(self, kind: ApiType, place: Place) -> Said | None:
        """Write a type; None if it cannot be said in a place."""
        return self._say(kind, place, 0)

    def _say(self, kind: ApiType, place: Place, depth: int) -> Said | None:
        if depth > _DEEPEST:
            return None
        rest, nullable = kind.without_null(), NULL in kind.parts and kind != NULL
        if all(part.name == "literal" for part in rest.parts):
            literals = tuple(part.text for part in rest.parts)
            return Said("string", nullable, literals if place not in ("property", "result") else ())
        if rest.name == "choice":
            return self._choice(rest, nullable, place, depth)
        if rest.name in ("list", "map"):
            inner = self._say(rest.args[0], place, depth + 1) if rest.args else None
            if inner is None or "|" in inner.text or inner.text.startswith("Paginator"):
                return None
            # What a list holds is not null only because it is somewhere else.
            return Said(f"{rest.name}[{inner.text}]", nullable)
        if self._roles.of.get(rest.name) == "pages" and place == "result" and len(rest.args) == 1:
            inner = self._say(rest.args[0], "result", depth + 1)
            return Said(f"Paginator[{inner.text}]") if inner is not None and "|" not in inner.text else None
        name = self._named(rest, place, depth)
        return None if name is None else Said(name.text, nullable or name.nullable, name.literals)

    def _named(self, kind: ApiType, place: Place, depth: int) -> Said | None:
        name = kind.name
        if name in _SCALARS:
            return Said(name)
        if name in self.unions and not kind.args:
            return Said(self.unions[name].python)
        if name in self._unknown:
            return Said("string")
        if name in _FILES and place in ("option", "parameter"):
            return Said("MediaSource")
        if name in ("object", "tuple") and place != "option":
            return Said("json")
        role = self._roles.of.get(name)
        if role == "alias":
            return self._say(self._roles.classes[name].fields[KINDS].type, place, depth + 1)
        fits = {
            "value": True,
            "tagged": place != "parameter",
            "options": place == "parameter",
            "record": place in ("payload", "property", "parameter", "result"),
        }.get(role or "", role in RESOURCES and place in ("payload", "parameter", "result"))
        return Said(self._roles.classes[name].python) if fits else None

    def _choice(self, kind: ApiType, nullable: bool, place: Place, depth: int) -> Said | None:
        parts = [self._say(part, place, depth + 1) for part in kind.parts]
        known = list(dict.fromkeys(part.text for part in parts if part is not None))
        if "MediaSource" in known:
            return Said("MediaSource", nullable)
        called = {item.python for item in self.unions.values()}
        if known and all(text == "string" or text in called for text in known) and None not in parts:
            return Said("string", nullable)
        if place == "parameter" and known:
            # What a browser alone has, such as forms, is left out.
            return Said(" | ".join(known), nullable)
        if None not in parts and all(text in _SCALARS for text in known):
            return Said("json", nullable)
        return None

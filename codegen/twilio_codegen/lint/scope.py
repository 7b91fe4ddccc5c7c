"""What every check shares: the names of the schema, which of them are used, and the problems found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import JsonValue

from twilio_codegen.diagnostics import Diagnostic, suggestion
from twilio_codegen.gaps import NO_GAPS, Gaps
from twilio_codegen.ir import Method, Resource, Schema, ValueField
from twilio_codegen.positions import Position
from twilio_codegen.python_types import NATIVES
from twilio_codegen.type_expressions import SCALARS, TypeExpression

__all__ = ["DATA", "Kind", "Scope"]

Kind = Literal[
    "scalar",
    "union",
    "value",
    "tagged union",
    "wire type",
    "payload",
    "options",
    "native",
    "resource",
    "list",
    "map",
    "Paginator",
    "choice",
]

DATA: frozenset[Kind] = frozenset({"scalar", "union", "value", "tagged union", "list", "map"})
"""Kinds of types that plain data is made of."""

_MOST_COMPARISONS = 5_000
"""How many names are compared in search of what was meant: each takes some microseconds, and there may be millions."""


class Scope:
    """A schema under examination.

    Attributes:
        schema: The schema.
        gaps: What it lacks because it could not be read.
        kinds: What each name that can be used as a type stands for.
        used: Names that something refers to, and `Resource.link` for links.
        hooks: The method that each hook belongs to.
        problems: What was found so far.
    """

    def __init__(self, schema: Schema, gaps: Gaps = NO_GAPS) -> None:
        self.schema = schema
        self.gaps = gaps
        self.kinds: dict[str, Kind] = dict.fromkeys(SCALARS, "scalar")
        self.kinds |= dict.fromkeys(schema.types, "union")
        self.kinds |= dict.fromkeys(schema.values, "value")
        self.kinds |= dict.fromkeys(schema.tagged, "tagged union")
        self.kinds |= dict.fromkeys(schema.wire, "wire type")
        self.kinds |= dict.fromkeys(schema.payloads, "payload")
        self.kinds |= dict.fromkeys(schema.options, "options")
        self.kinds |= dict.fromkeys(NATIVES, "native")
        self.kinds |= dict.fromkeys(schema.resources, "resource")
        self.kinds |= {"list": "list", "map": "map", "Paginator": "Paginator"}
        self.used: set[str] = set()
        self.hooks: dict[str, str] = {}
        self.problems: list[Diagnostic] = []
        self._comparisons = 0

    def report(self, pos: Position, code: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Diagnostic(pos, code, message))

    def hint(self, name: str, valid: Iterable[str]) -> str:
        """What to end a message about an unknown name with; nothing after very many of them."""
        names = list(valid)
        self._comparisons += len(names)
        return suggestion(name, names) if self._comparisons <= _MOST_COMPARISONS else ""

    def known(self, pos: Position, what: str, name: str, valid: Iterable[str]) -> bool:
        """Tell whether a name is one of the valid ones, and note it if it is not, nor can be in a gap of the schema.

        Args:
            pos: Where the name stands.
            what: What it names, such as ``event``; also names the problem.
            name: The name.
            valid: Names that exist.
        """
        names = list(valid)
        if name in names:
            return True
        if self.gaps.may_hold(name):
            return False
        self.report(pos, f"unknown-{what.replace(' ', '-')}", f"unknown {what} '{name}'{self.hint(name, names)}")
        return False

    def lost(self, name: str) -> bool:
        """Tell whether a type may exist but could not be read."""
        return name not in self.kinds and self.gaps.may_hold(name)

    def check_type(self, expression: TypeExpression, pos: Position, allowed: Iterable[Kind]) -> bool:
        """Check that a type exists and may be used where it is.

        Args:
            expression: The type.
            pos: Where it stands.
            allowed: Kinds of types that are possible there.

        Returns:
            Whether it is in order.
        """
        kinds = frozenset(allowed)
        if expression.choices:
            if "choice" not in kinds:
                self.report(pos, "wrong-type", f"a choice such as '{expression}' cannot be used here")
                return False
            results = [self.check_type(part, pos, kinds) for part in expression.choices]
            return all(results)
        usable = [name for name, kind in self.kinds.items() if kind in kinds]
        kind = self.kinds.get(expression.name)
        if kind is None:
            return self.known(pos, "type", expression.name, usable)
        self.used.add(expression.name)
        if kind not in kinds:
            possible = ", ".join(sorted(kinds))
            self.report(pos, "wrong-type", f"'{expression.name}' is a {kind}; possible here: {possible}")
            return False
        holds = kind in ("list", "map", "Paginator")
        if holds and expression.argument is None:
            self.report(pos, "wrong-type", f"'{expression.name}' must say what it holds: {expression.name}[string]")
            return False
        if not holds and expression.argument is not None:
            self.report(pos, "wrong-type", f"'{expression.name}' holds nothing; remove [{expression.argument}]")
            return False
        return expression.argument is None or self.check_type(expression.argument, pos, kinds)

    def check_literal(
        self, value: JsonValue, expression: TypeExpression, literals: Iterable[str], pos: Position, what: str
    ) -> None:
        """Check that a value written in the schema fits the type it is for."""
        words = list(literals) or self.members(expression)
        if value is None:
            kinds = (expression, *expression.choices)
            fits = any(kind.nullable or kind.name == "json" for kind in kinds)
        elif words:
            fits = value in words
        else:
            fits = _fits(value, expression.name)
        if not fits:
            shown = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            hint = self.hint(str(value), words) if words else ""
            self.report(pos, "wrong-value", f"the {what} '{shown}' is no {expression}{hint}")

    def members(self, expression: TypeExpression) -> list[str]:
        """The strings of a documented union; none for other types."""
        union = self.schema.types.get(expression.name)
        return list(union.members) if union is not None else []

    def fields_of(self, expression: TypeExpression) -> Mapping[str, ValueField]:
        """The fields of a value, a wire type or options; none for other types."""
        name = expression.name
        schema = self.schema
        value = schema.values.get(name) or schema.wire.get(name) or schema.options.get(name)
        return value.fields if value is not None else {}

    def check_session_path(self, path: str, pos: Position) -> None:
        """Check a path below ``session.`` against the first answer of a session."""
        if self.gaps.product:
            return
        if path.startswith("session."):
            payload = self.schema.product.profile.bootstrap.payload
            self.check_path(path.removeprefix("session."), payload, pos, "field of the session")
        else:
            self.report(pos, "wrong-value", f"'{path}' must be a path below session.")

    def check_path(self, path: str, payload: str, pos: Position, what: str = "field") -> None:
        """Check a path below an answer of the service."""
        expression = TypeExpression(payload)
        for part in path.split("."):
            if self.lost(expression.name):
                return
            fields = self.fields_of(expression)
            if not self.known(pos, what, part, fields):
                return
            expression = fields[part].type

    def check_wire(self, name: str, pos: Position) -> bool:
        """Check the name of a wire type."""
        self.used.add(name)
        return self.known(pos, "wire type", name, self.schema.wire)

    def check_passing(self, resource: Resource, name: str, pos: Position) -> None:
        """Check the name of a property that is true for a while."""
        passing = [key for key, item in resource.properties.items() if item.transient is not None]
        self.known(pos, "passing property", name, passing)

    def _session_links(self) -> list[str] | None:
        """Names of the URLs that a session starts with; None if those cannot be read."""
        payload = self.schema.product.profile.bootstrap.payload
        links = self.fields_of(TypeExpression(payload)).get("links")
        if self.gaps.product or self.lost(payload) or (links is None and self.gaps.may_hold("links")):
            return None
        if links is None:
            return []
        return None if self.lost(links.type.name) else list(self.fields_of(links.type))

    def check_link(self, name: str, resource: Resource | None, pos: Position) -> None:
        """Check the name of a link: one of the resource, if one is given, or one that the session starts with."""
        own: Iterable[str] = ()
        if resource is not None:
            own = resource.links
            self.used.add(f"{resource.resource}.{name}")
        if (of_session := self._session_links()) is not None:
            self.known(pos, "link", name, [*own, *of_session])

    def check_expression(self, text: str, resource: Resource, method: Method | None, pos: Position) -> None:
        """Check a reference such as ``$name``, ``self.sid``, ``owner.sid`` or ``session.identity``.

        Any other text stands for itself.
        """
        head, _, rest = text.partition(".")
        if text.startswith("$"):
            self._check_parameter(head.removeprefix("$"), rest, method, pos)
        elif head == "self" and rest:
            self.known(pos, "property", rest, resource.properties)
        elif head == "owner" and rest:
            owner = self.schema.resources.get(resource.owner or "")
            self.known(pos, "property", rest, owner.properties if owner is not None else ())
        elif head == "session" and rest:
            self.check_session_path(text, pos)

    def _check_parameter(self, name: str, rest: str, method: Method | None, pos: Position) -> None:
        params = method.params if method is not None else {}
        if self.known(pos, "parameter", name, params) and rest:
            self.known(pos, "field", rest, self.fields_of(params[name].type))


def _fits(value: JsonValue, type_name: str) -> bool:
    match type_name:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "list":
            return isinstance(value, list)
        case "map":
            return isinstance(value, dict)
        case "datetime" | "duration":
            return False
        case _:
            return True

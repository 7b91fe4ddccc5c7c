"""What every check shares: the names of the schema, which of them are used, and the problems found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import JsonValue

from twilio_codegen.language import Method, Parameter, Property, Resource, Schema, ValueField
from twilio_codegen.language.type_expressions import SCALARS, TypeExpression
from twilio_codegen.python.types import NATIVES
from twilio_codegen.reading.diagnostics import Diagnostic, suggestion
from twilio_codegen.reading.positions import Position

__all__ = ["DATA", "Kind", "Scope", "check_comparable", "is_reference"]

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

_CLASSES: Mapping[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float)}
_MOST_COMPARISONS = 5_000
"""How many names are compared in search of what was meant: each takes some microseconds, and there may be millions."""


class Scope:
    """A schema under examination.

    Attributes:
        kinds: What each name that can be used as a type stands for.
        root: The resource that a session starts with, if one is named.
        used: Names that something refers to, and `Resource.link` for links.
        hooks: The method that each hook belongs to.
        problems: What was found so far.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        sections: dict[Kind, Iterable[str]] = {
            **{"scalar": SCALARS, "union": schema.types, "value": schema.values, "tagged union": schema.tagged},
            **{"wire type": schema.wire, "payload": schema.payloads, "options": schema.options},
            **{"native": NATIVES, "resource": schema.resources},
            **{"list": ("list",), "map": ("map",), "Paginator": ("Paginator",)},
        }
        self.kinds: dict[str, Kind] = {name: kind for kind, names in sections.items() for name in names}
        self.root = next((resource for resource in schema.resources.values() if resource.root), None)
        self.used: set[str] = set()
        self.hooks: dict[str, str] = {}
        self.problems: list[Diagnostic] = []
        self._comparisons = 0

    def report(self, pos: Position, code: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Diagnostic(pos, code, message))

    def wrong_value(self, pos: Position, message: str) -> None:
        """Note something that cannot be written where it is."""
        self.report(pos, "wrong-value", message)

    def wrong_type(self, pos: Position, message: str) -> None:
        """Note a type that does not fit."""
        self.report(pos, "wrong-type", message)

    def hint(self, name: str, valid: Iterable[str]) -> str:
        """What to end a message about an unknown name with; nothing after very many of them."""
        names = list(valid)
        self._comparisons += len(names)
        return suggestion(name, names) if self._comparisons <= _MOST_COMPARISONS else ""

    def known(self, pos: Position, what: str, name: str, valid: Iterable[str]) -> bool:
        """Tell whether a name is one of the valid ones, and note it if it is not; `what` also names the problem."""
        names = list(valid)
        if name in names:
            return True
        self.report(pos, f"unknown-{what.replace(' ', '-')}", f"unknown {what} '{name}'{self.hint(name, names)}")
        return False

    def check_type(self, expression: TypeExpression, pos: Position, allowed: Iterable[Kind]) -> bool:
        """Tell whether a type exists and may be used where it is, and note it if not."""
        kinds = frozenset(allowed)
        if expression.choices:
            if "choice" not in kinds:
                self.wrong_type(pos, f"a choice such as '{expression}' cannot be used here")
                return False
            return not [part for part in expression.choices if not self.check_type(part, pos, kinds)]
        usable = [name for name, kind in self.kinds.items() if kind in kinds]
        kind = self.kinds.get(expression.name)
        if kind is None:
            return self.known(pos, "type", expression.name, usable)
        self.used.add(expression.name)
        if kind not in kinds:
            possible = ", ".join(sorted(kinds))
            self.wrong_type(pos, f"'{expression.name}' is a {kind}; possible here: {possible}")
            return False
        holds = kind in ("list", "map", "Paginator")
        if holds and expression.argument is None:
            self.wrong_type(pos, f"'{expression.name}' must say what it holds: {expression.name}[string]")
            return False
        if not holds and expression.argument is not None:
            self.wrong_type(pos, f"'{expression.name}' holds nothing; remove [{expression.argument}]")
            return False
        return expression.argument is None or self.check_type(expression.argument, pos, kinds)

    def check_literal(
        self, value: JsonValue, expression: TypeExpression, literals: Iterable[str], pos: Position, what: str
    ) -> None:
        """Check that a value written in the schema fits the type it is for."""
        words = list(literals) or self.closed_members(expression)
        if not expression.names() <= self.kinds.keys() or self._fits(value, expression, words):
            return
        shown = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        hint = self.hint(str(value), words) if words and isinstance(value, str) else ""
        self.wrong_value(pos, f"the {what} '{shown}' is no {expression}{hint}")

    def check_property_value(
        self, properties: Mapping[str, Property], name: str, value: JsonValue, key: Position, pos: Position
    ) -> None:
        """Check the name of a property, which stands at ``key``, and a value that it is said to have."""
        if self.known(key, "property", name, properties):
            self.check_literal(value, properties[name].type, (), pos, "value")

    def _fits(self, value: JsonValue, expression: TypeExpression, words: Iterable[str] = ()) -> bool:
        """Whether a value written in the schema is one of a type; nothing but null is written for an object."""
        if expression.choices:
            return any(self._fits(value, choice, self.closed_members(choice)) for choice in expression.choices)
        if value is None:
            return expression.nullable or expression.name == "json"
        if words:
            return isinstance(value, str) and value in words
        argument = expression.argument
        if argument is not None and isinstance(value, list) and expression.name == "list":
            return all(self._fits(item, argument, self.closed_members(argument)) for item in value)
        if argument is not None and isinstance(value, dict) and expression.name == "map":
            return all(self._fits(item, argument, self.closed_members(argument)) for item in value.values())
        is_open = expression.name in self.schema.types and not self.closed_members(expression)
        return expression.name == "json" or _is_scalar(value, "string" if is_open else expression.name)

    def closed_members(self, expression: TypeExpression) -> list[str]:
        """The only strings that a type allows; none if it allows others, or is no union."""
        union = self.schema.types.get(expression.name)
        return list(union.members) if union is not None and not union.open else []

    def members(self, expression: TypeExpression) -> list[str]:
        """The strings of a documented union; none for other types."""
        union = self.schema.types.get(expression.name)
        return list(union.members) if union is not None else []

    def fields_of(self, expression: TypeExpression) -> Mapping[str, ValueField]:
        """The fields of a value, a wire type or options; none for other types."""
        sections = (self.schema.values, self.schema.wire, self.schema.options)
        none: Mapping[str, ValueField] = {}
        return next((found.fields for section in sections if (found := section.get(expression.name))), none)

    def check_session_path(
        self, path: str, pos: Position, *wanted: str, nullable: bool = True
    ) -> TypeExpression | None:
        """Check a path below ``session.`` as `check_path` does one below the first answer of a session."""
        if path.startswith("session."):
            payload = self.schema.product.profile.bootstrap.payload
            what = "field of the session"
            below = path.removeprefix("session.")
            kind = self.check_path(below, payload, pos, *wanted, what=what, nullable=nullable)
            if kind is not None and self.schema.holds_records(kind):
                self.wrong_type(pos, f"'{below}' holds records, which methods return and sessions do not keep")
            return kind
        self.wrong_value(pos, f"'{path}' must be a path below session.")
        return None

    def check_path(
        self, path: str, payload: str, pos: Position, *wanted: str, what: str = "field", nullable: bool = True
    ) -> TypeExpression | None:
        """Check a path below an answer of the service.

        Args:
            path: Names of fields, joined by dots.
            payload: Wire type of the answer.
            pos: Where the path stands.
            wanted: Names of the types that are of use there; any if there are none.
            what: What each part of the path names.
            nullable: Whether null is of use, too.

        Returns:
            The type of what it leads to; None if that is not known.
        """
        expression = TypeExpression(payload)
        for number, part in enumerate(path.split(".")):
            if number and expression.nullable:
                before = ".".join(path.split(".")[:number])
                self.wrong_type(pos, f"'{before}' may be null, and then there is no '{part}' below it")
                return None
            fields = self.fields_of(expression)
            if not self.known(pos, what, part, fields):
                return None
            expression = fields[part].type
        if (wanted and expression.name not in wanted) or (expression.nullable and not nullable):
            needed = " or ".join(wanted) + ("" if nullable else ", and never null")
            self.wrong_type(pos, f"'{path}' is {expression}; needed here is {needed.removeprefix(', and ')}")
        return expression

    def check_wire(self, name: str, pos: Position) -> bool:
        """Check the name of a wire type."""
        self.used.add(name)
        return self.known(pos, "wire type", name, self.schema.wire)

    def check_passing(self, resource: Resource, name: str, pos: Position) -> None:
        """Check the name of a property that is true for a while."""
        passing = [key for key, item in resource.properties.items() if item.transient is not None]
        self.known(pos, "passing property", name, passing)

    def _session_links(self) -> Mapping[str, ValueField]:
        """The URLs that a session starts with, by name."""
        payload = self.schema.product.profile.bootstrap.payload
        links = self.fields_of(TypeExpression(payload)).get("links")
        if links is None:
            return {}
        if links.type.nullable:
            where = self.schema.wire[payload].key_at("fields", "links")
            self.wrong_type(where, "the links that a session starts with cannot be null; remove the '?'")
        return self.fields_of(links.type)

    def check_link(self, name: str, resource: Resource | None, pos: Position, *, nullable: bool = False) -> None:
        """Check the name of a link: one of the resource, if one is given, or one that the session starts with."""
        own = resource.links if resource is not None else {}
        if resource is not None:
            self.used.add(f"{resource.resource}.{name}")
        of_session = self._session_links()
        if not self.known(pos, "link", name, [*own, *of_session]):
            return
        if name not in own and str(of_session[name].type) not in ("string", "string?" if nullable else "string"):
            message = f"a link is a string that is never null; the session's '{name}' is {of_session[name].type}"
            self.wrong_type(pos, message)

    def check_expression(
        self, text: str, resource: Resource, method: Method | None, pos: Position
    ) -> TypeExpression | None:
        """Check a reference such as ``$name``, ``self.sid``, ``owner.sid`` or ``session.identity``.

        Any other text stands for itself.

        Returns:
            The type of what it stands for; None for a text that stands for itself, and if it is not known.
        """
        head, _, rest = text.partition(".")
        if text.startswith("$"):
            return self._check_parameter(head.removeprefix("$"), rest, method, pos)
        if head in ("self", "owner") and rest:
            holder = resource if head == "self" else self.schema.resources.get(resource.owner or "")
            properties = holder.properties if holder is not None else {}
            return properties[rest].type if self.known(pos, "property", rest, properties) else None
        return self.check_session_path(text, pos) if head == "session" and rest else None

    def _check_parameter(self, name: str, rest: str, method: Method | None, pos: Position) -> TypeExpression | None:
        params = method.params if method is not None else {}
        if not self.known(pos, "parameter", name, params):
            return None
        parameter = params[name]
        if not rest:
            # What is picked of a resource is a text, and so is the choice.
            return TypeExpression("string") if parameter.pick else parameter.type
        fields = self.fields_of(parameter.type)
        if not self.known(pos, "field", rest, fields):
            return None
        if not parameter.spread:
            self.wrong_value(pos, f"only a parameter with 'spread' has fields, and ${name} is none")
        return fields[rest].type


def _is_scalar(value: JsonValue, type_name: str) -> bool:
    if isinstance(value, bool):
        return type_name == "boolean"
    return isinstance(value, _CLASSES.get(type_name, ()))


_REFERENCES = ("$", "self.", "owner.", "session.")
_NUMBERS = frozenset({"integer", "number"})


def is_reference(text: str) -> bool:
    """Whether a text stands for something else than itself."""
    return text.startswith(_REFERENCES)


def check_comparable(
    scope: Scope, given: TypeExpression | None, wanted: TypeExpression, pos: Position, what: str
) -> None:
    """Check that a value of a type, None if it is not known, can equal something that is called ``what``."""
    if given is None or not (given.names() | wanted.names()) <= scope.kinds.keys():
        return
    if given.choices or wanted.choices or not _may_be_the_same(scope, given, wanted):
        scope.wrong_type(pos, f"'{what}' is {wanted} and never equals {given}")


def _may_be_the_same(scope: Scope, one: TypeExpression, other: TypeExpression) -> bool:
    if str(one).removesuffix("?") == str(other).removesuffix("?"):
        return scope.kinds[one.name] in ("scalar", "union", "list", "map", "value", "tagged union", "resource")
    names = frozenset({one.name, other.name})
    return names == _NUMBERS or (len(names - {"string"}) == 1 and bool(names - {"string"} <= scope.schema.types.keys()))


def check_raised(scope: Scope, resource: Resource, item: Parameter, name: str) -> None:
    """Check a number that is raised to a property."""
    kind = resource.properties[item.at_least or ""].type
    if str(item.type) not in _NUMBERS:
        message = f"only a number that is never null is raised to something, and '{name}' is {item.type}"
        scope.wrong_type(item.at("at-least"), message)
    elif kind.name not in (item.type.name, "integer"):
        scope.wrong_type(item.at("at-least"), f"'{item.at_least}' is {kind}, and '{name}' is {item.type}")

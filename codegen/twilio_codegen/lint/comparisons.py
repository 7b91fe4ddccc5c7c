"""Values that are compared with each other: whether they can ever be the same."""

from __future__ import annotations

from twilio_codegen.language import Parameter, Resource
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import Scope

__all__ = ["check_comparable", "check_raised", "is_reference"]

_REFERENCES = ("$", "self.", "owner.", "session.")
_NUMBERS = frozenset({"integer", "number"})


def is_reference(text: str) -> bool:
    """Whether a text stands for something else than itself."""
    return text.startswith(_REFERENCES)


def check_comparable(
    scope: Scope, given: TypeExpression | None, wanted: TypeExpression, pos: Position, what: str
) -> None:
    """Check that a value can equal another one.

    Args:
        scope: What is known.
        given: Type of the value; None if it is not known, and then nothing is said.
        wanted: Type of what it is compared with.
        pos: Where the value stands.
        what: Name of what it is compared with.
    """
    if given is None or not (given.names() | wanted.names()) <= scope.kinds.keys():
        return
    if given.choices or wanted.choices or not _may_be_the_same(scope, given, wanted):
        scope.report(pos, "wrong-type", f"'{what}' is {wanted} and never equals {given}")


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
        scope.report(item.at("at-least"), "wrong-type", message)
    elif kind.name not in (item.type.name, "integer"):
        message = f"'{item.at_least}' is {kind}, and '{name}' is {item.type}"
        scope.report(item.at("at-least"), "wrong-type", message)

"""Types of the schema as Python annotations and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from pydantic import JsonValue

from .ir import Schema, ValueField
from .source_text import literal
from .type_expressions import TypeExpression, widened

__all__ = ["NATIVES", "PythonTypes", "or_none"]

_SCALARS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "datetime": "datetime",
    "duration": "timedelta",
    "json": "JsonValue",
}

_PLAINLY_COMPARED = frozenset({"string", "integer", "number", "boolean", "datetime", "duration"})
"""Types whose values Python compares as JSON does, since each holds values of one kind only."""

NATIVES = {"MediaSource": "MediaSource", "Path": "str | Path", "Progress": "Progress"}
"""Types of Python and of the runtime that only parameters and options may have."""


def or_none(annotation: str, kind: TypeExpression) -> str:
    """The annotation of a type, with None as well."""
    return annotation if kind.nullable or kind.name == "json" else f"{annotation} | None"


class PythonTypes:
    """Turns the types of one schema into Python source."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def annotation(self, type_: TypeExpression, *, literals: Iterable[str] = (), received: bool = False) -> str:
        """The annotation of a type.

        Args:
            type_: The type.
            literals: The strings allowed, if the type is a string with a closed set.
            received: Whether lists are handed out as tuples.
        """
        if type_.choices:
            parts = [self.annotation(choice) for choice in type_.choices]
            nullable = any(part.endswith(" | None") for part in parts)
            return " | ".join([*(part.removesuffix(" | None") for part in parts), *(["None"] if nullable else [])])
        if literals:
            text = f"Literal[{', '.join(map(literal, literals))}]"
        elif type_.name == "list":
            inner = self.annotation(cast(TypeExpression, type_.argument), received=received)
            text = f"tuple[{inner}, ...]" if received else f"list[{inner}]"
        elif type_.name == "map":
            text = f"dict[str, {self.annotation(cast(TypeExpression, type_.argument))}]"
        elif type_.argument is not None:
            text = f"{type_.name}[{self.annotation(type_.argument)}]"
        else:
            text = _SCALARS.get(type_.name) or NATIVES.get(type_.name, type_.name)
        return f"{text} | None" if type_.nullable and type_.name != "json" else text

    def field_annotation(self, field: ValueField, *, received: bool = False) -> str:
        """The annotation of a field."""
        return self.annotation(field.type, literals=field.literals, received=received)

    def compare(self, type_: TypeExpression, left: str, right: str, *, equal: bool) -> str:
        """A condition on two values of a type, which are compared as JSON tells values apart.

        Args:
            type_: The type of both.
            left: Expression of the one.
            right: Expression of the other.
            equal: Whether they have to be the same, or have to differ.
        """
        if type_.name in _PLAINLY_COMPARED or type_.name in self._schema.types:
            return f"{left} {'==' if equal else '!='} {right}"
        return f"{'' if equal else 'not '}same_json({left}, {right})"

    def is_changeable(self, type_: TypeExpression) -> bool:
        """Whether a received value of a type is, or may hold, a list or a dict that its reader can change.

        Args:
            type_: The type.
        """
        return self._is_changeable(type_, frozenset())

    def _is_changeable(self, type_: TypeExpression, outer: frozenset[str]) -> bool:
        if type_.choices:
            return any(self._is_changeable(choice, outer) for choice in type_.choices)
        if type_.argument is not None or type_.name == "json":
            return True
        if type_.name in self._schema.tagged:
            return True  # its kinds are not looked into: a copy that was not needed does no harm
        value = self._schema.values.get(type_.name)
        if value is None or type_.name in outer:
            return False
        return any(self._is_changeable(field.type, outer | {type_.name}) for field in value.fields.values())

    def literal(self, value: JsonValue, kind: TypeExpression | None = None) -> str:
        """Python source of a JSON value.

        Args:
            value: The value.
            kind: Its type, where it has one: a `number` is written as a float.
        """
        return literal(value if kind is None else widened(value, kind))

"""Types of the schema as Python annotations and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import JsonValue

from twilio_codegen.language import Schema, ValueField
from twilio_codegen.language.type_expressions import TypeExpression, widened

from .code import Code, call, code
from .source_text import literal

__all__ = ["NATIVES", "Annotation", "PythonTypes", "or_none"]

_SCALARS = {
    **{"string": "str", "integer": "int", "number": "float", "boolean": "bool"},
    **{"datetime": "datetime", "duration": "timedelta", "json": "JsonValue"},
}

_PLAINLY_COMPARED = frozenset({"string", "integer", "number", "boolean", "datetime", "duration"})
"""Types whose values Python compares as JSON does, since each holds values of one kind only."""

_BUILT_IN = dict.fromkeys(("string", "integer", "number", "boolean"), frozenset[str]())
_MENTIONS = {**_BUILT_IN, "Path": frozenset({"Path"})}
"""Names that have to be imported for a type, where these are others than its annotation."""

NATIVES = {"MediaSource": "MediaSource", "Path": "str | Path", "Progress": "Progress"}
"""Types of Python and of the runtime that only parameters and options may have."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """The annotation of a type. Nothing of it is needed when the program runs.

    Attributes:
        bare: Its source, without ``None``.
        mentions: Names in it that are not built in.
        nullable: Whether ``None`` is an alternative.
    """

    bare: str
    mentions: frozenset[str] = frozenset()
    nullable: bool = False

    @property
    def text(self) -> str:
        """Its source."""
        return f"{self.bare} | None" if self.nullable else self.bare

    def __str__(self) -> str:
        raise TypeError(f"let a template write {self!r} instead")

    def required(self) -> Annotation:
        """The annotation without None."""
        return replace(self, nullable=False)

    def inside(self, generic: str) -> Annotation:
        """The annotation of a generic class that holds this one."""
        return Annotation(f"{generic}[{self.text}]", self.mentions | {generic})


def or_none(annotation: Annotation, kind: TypeExpression) -> Annotation:
    """The annotation of a type, with None as well; JSON is None already."""
    return annotation if kind.name == "json" else replace(annotation, nullable=True)


class PythonTypes:
    """Turns the types of one schema into Python source."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def annotation(self, type_: TypeExpression, *, literals: Iterable[str] = (), received: bool = False) -> Annotation:
        """The annotation of a type: ``literals`` are the strings of a closed set; received lists are tuples."""
        if type_.choices:
            parts = [self.annotation(choice) for choice in type_.choices]
            mentions = frozenset[str]().union(*(part.mentions for part in parts))
            bare = " | ".join(part.bare for part in parts)
            return Annotation(bare, mentions, nullable=any(part.nullable for part in parts))
        made = self._bare(type_, literals, received=received)
        return replace(made, nullable=True) if type_.nullable and type_.name != "json" else made

    def _bare(self, type_: TypeExpression, literals: Iterable[str], *, received: bool) -> Annotation:
        if literals:
            return Annotation(f"Literal[{', '.join(map(literal, literals))}]", frozenset({"Literal"}))
        if type_.argument is None:
            bare = _SCALARS.get(type_.name) or NATIVES.get(type_.name, type_.name)
            return Annotation(bare, _MENTIONS.get(type_.name, frozenset({bare})))
        if type_.name != "list":
            inner = self.annotation(type_.argument)
            if type_.name == "map":
                return Annotation(f"dict[str, {inner.text}]", inner.mentions)
            return inner.inside(type_.name)
        inner = self.annotation(type_.argument, received=received)
        return Annotation(f"tuple[{inner.text}, ...]" if received else f"list[{inner.text}]", inner.mentions)

    def field_annotation(self, field: ValueField, *, received: bool = False) -> Annotation:
        """The annotation of a field."""
        return self.annotation(field.type, literals=field.literals, received=received)

    def compare(self, type_: TypeExpression, left: Code, right: Code, *, equal: bool) -> Code:
        """A condition: that two values of a type are the same, or differ, as JSON tells values apart."""
        if type_.name in _PLAINLY_COMPARED or type_.name in self._schema.types:
            return code("{} == {}" if equal else "{} != {}", left, right)
        same = call("same_model" if type_.name in self._schema.values else "same_json", left, right)
        return same if equal else code("not {}", same)

    def is_changeable(self, type_: TypeExpression, outer: frozenset[str] = frozenset()) -> bool:
        """Whether a received value of a type, inside others, is or may hold a list or dict that its reader changes."""
        if type_.choices:
            return any(self.is_changeable(choice, outer) for choice in type_.choices)
        if type_.argument is not None or type_.name == "json":
            return True
        if type_.name in self._schema.tagged:
            return True  # its kinds are not looked into: a copy that was not needed does no harm
        value = self._schema.values.get(type_.name)
        if value is None or type_.name in outer:
            return False
        return any(self.is_changeable(field.type, outer | {type_.name}) for field in value.fields.values())

    def literal(self, value: JsonValue, kind: TypeExpression | None = None) -> str:
        """Python source of a JSON value; one of the type `number` is written as a float."""
        return literal(value if kind is None else widened(value, kind))

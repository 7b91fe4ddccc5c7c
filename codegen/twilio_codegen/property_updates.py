"""How a property takes over what was sent, as Python statements."""

from __future__ import annotations

from dataclasses import dataclass

from .ir import Property, Schema
from .naming import python_name
from .python_types import PythonTypes
from .reserved_names import private_name
from .source_text import literal
from .type_expressions import TypeExpression

__all__ = ["PropertyUpdate", "initial_value", "update_of"]


@dataclass(frozen=True, slots=True)
class PropertyUpdate:
    """How a property takes over what was sent.

    Attributes:
        lines: The statements.
        checks_presence: Whether they depend on ``given``, the fields that were sent at all.
    """

    lines: tuple[str, ...] = ()
    checks_presence: bool = False


def initial_value(item: Property, types: PythonTypes) -> str:
    """Expression for the value of a property before anything is known."""
    if item.default is None and not item.type.nullable and item.type.name == "string":
        return '""'
    return types.literal(item.default, item.type)


def update_of(
    schema: Schema, documented: str, item: Property, types: PythonTypes, *, once: bool = False
) -> PropertyUpdate:
    """Statements that compare the incoming value with the present one and take it over.

    Args:
        schema: The schema.
        documented: Documented name of the property.
        item: The property: a field of the payload, which is called ``item``.
        types: Types of the schema as Python.
        once: Whether there is nothing to compare with, for the object never changes.
    """
    update = _Update(schema, python_name(documented), item, types)
    lines = update.statements(once=once)
    return PropertyUpdate(tuple(lines), update.checks_presence)


class _Update:
    def __init__(self, schema: Schema, name: str, item: Property, types: PythonTypes) -> None:
        self._schema = schema
        self._name = name
        self._item = item
        self._types = types
        self._attribute = f"self.{private_name(name)}"
        self._nullable = item.type.nullable or item.type.name == "json"
        self._incoming = f"item.{name}"
        self.checks_presence = False
        self._fields = [name, *([python_name(item.fallback)] if item.fallback is not None else [])]

    def statements(self, *, once: bool) -> list[str]:
        item, new = self._item, f"new_{self._name}"
        before: list[str] = []
        if item.fallback is not None:
            self._incoming = f"sent_{self._name}"
            first, second = (f"item.{name}" for name in self._fields)
            before = [f"{self._incoming} = {first} if {first} is not None else {second}"]
        guard, may_be_none = self._guard()
        value = self._value(may_be_none=may_be_none)
        if item.when == "always":
            present = f"{self._incoming} is not None" if not self._nullable else self._is_given()
            value = f"{value} if {present} else {initial_value(item, self._types)}"
        if once:
            taking = f"{self._attribute} = {value}"
            return [*before, f"if {guard}:", f"    {taking}"] if guard else [*before, taking]
        raising = [f"reasons.append({literal(item.reason)})"] if item.reason is not None else []
        if guard and value == self._incoming:
            return [
                *before,
                f"if {guard} and {self._differs(value)}:",
                *(f"    {line}" for line in (f"{self._attribute} = {value}", *raising)),
            ]
        annotation = f": {self._types.annotation(item.type)}" if self._needs_annotation(may_be_none) else ""
        lines = [
            f"{new}{annotation} = {value}",
            f"if {self._differs(new)}:",
            *(f"    {line}" for line in (f"{self._attribute} = {new}", *raising)),
        ]
        return [*before, f"if {guard}:", *(f"    {line}" for line in lines)] if guard else [*before, *lines]

    def _guard(self) -> tuple[str, bool]:
        """The condition on which a value counts, empty if it always does; and whether None is one of them."""
        item = self._item
        if item.when == "always":
            return "", self._nullable
        if item.when in ("non-null", "truthy") and item.codec is not None:
            # the text "null" is a value, and is decoded by now: not the same as nothing in place of a text
            return f"{self._is_given()} and {self._incoming} is not UNSENT", False
        if item.when == "truthy":
            return self._incoming, False
        if item.when == "non-null" or not self._nullable:
            return f"{self._incoming} is not None", False
        return self._is_given(), True

    def _is_given(self) -> str:
        self.checks_presence = True
        given = [f'"{name}" in given' for name in self._fields]
        return given[0] if len(given) == 1 else f"({' or '.join(given)})"

    def _value(self, *, may_be_none: bool) -> str:
        """Expression for the value that counts."""
        kind = self._item.type
        if self._item.merge == "partial":
            return f"merge_partial({self._attribute}, {self._incoming})"
        value = self._converted(kind, self._incoming, 0)
        converted = value != self._incoming
        return f"{value} if {self._incoming} is not None else None" if may_be_none and converted else value

    def _converted(self, kind: TypeExpression, value: str, depth: int) -> str:
        """Expression for a value of the payload as the property shows it; not for None."""
        if kind.name in self._schema.types and not depth:
            return f'cast("{kind.name}", known_member("{kind.name}", {value}, get_args({kind.name})))'
        if kind.name in self._schema.resources:
            return f"{kind.name}(self._context, {value})"
        if kind.argument is None or not kind.names() & self._schema.resources.keys():
            return value
        part = f"part{depth or ''}"
        inner = self._converted(kind.argument, part, depth + 1)
        if kind.argument.nullable:
            inner = f"{inner} if {part} is not None else None"
        if kind.name == "list":
            return f"[{inner} for {part} in {value}]"
        return f"{{key{depth or ''}: {inner} for key{depth or ''}, {part} in {value}.items()}}"

    def _needs_annotation(self, may_be_none: bool) -> bool:
        """Whether type checkers would take the value for something else than the property."""
        kind, item = self._item.type, self._item
        if item.when == "always" and (kind.name in self._schema.types or isinstance(item.default, list | dict)):
            return kind.name != "json" or bool(item.default)
        return may_be_none and kind.argument is not None and bool(kind.names() & self._schema.resources.keys())

    def _differs(self, value: str) -> str:
        if self._item.type.names() & self._schema.resources.keys():
            return f"not shows_the_same({value}, {self._attribute})"
        return self._types.compare(self._item.type, value, self._attribute, equal=False)

"""How a property takes over what was sent."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_codegen.language import Property, Resource, Schema
from twilio_codegen.language.type_expressions import TypeExpression

from .code import Code, call, code, imported, joined, operand
from .naming import python_name, snake_case
from .reserved_names import private_name
from .types import Annotation, PythonTypes

__all__ = ["Packing", "PropertyUpdate", "initial_value", "packing_of", "update_of", "with_records"]

_GIVEN = imported("given")
"""The fields of the payload that were sent at all: a variable of the function."""


@dataclass(frozen=True, slots=True)
class PropertyUpdate:
    """How a property takes over what was sent: a field of the payload, which is called ``item``.

    Attributes:
        incoming: What was sent.
        fallback: What ``incoming``, then a variable, stands for if there are two fields; None if there is one.
        guard: Condition on which it counts; None if it always does.
        new: What the property becomes.
        stored: What the object holds from then on: the same, or what takes less memory.
        variable: Variable that holds the value while it is compared; empty if that takes none.
        annotation: Annotation of this variable, if type checkers need one.
        differs: Whether the property changes.
        assigned: What the property is from the start, where it never changes.
    """

    incoming: Code
    fallback: Code | None
    guard: Code | None
    new: Code
    stored: Code
    variable: str
    annotation: Annotation | None
    differs: Code
    assigned: Code

    @property
    def checks_presence(self) -> bool:
        """Whether comparing and taking the value over needs ``given``."""
        parts = (self.guard, self.new, self.stored)
        return any(part is not None and _GIVEN.mentions <= part.mentions for part in parts)

    @property
    def assigns_presence(self) -> bool:
        """Whether assigning the value from the start needs ``given``."""
        return _GIVEN.mentions <= self.assigned.mentions


def initial_value(item: Property, types: PythonTypes) -> str:
    """Expression for the value of a property before anything is known."""
    if item.default is None and not item.type.nullable and item.type.name == "string":
        return '""'
    return types.literal(item.default, item.type)


@dataclass(frozen=True, slots=True)
class Packing:
    """How an object holds a property in less memory than what it shows takes.

    Attributes:
        pack: Function of the runtime that makes what is held.
        unpack: Function of the runtime that makes what is shown.
        type: Annotation of what is held.
        why: Why it is done, for the generated code.
    """

    pack: str
    unpack: str
    type: str
    why: str


_AS_JSON = Packing(
    "packed_json",
    "unpacked_json",
    "bytes",
    "as JSON: there may be thousands of these objects, and a dict takes four times the memory",
)
_AS_NUMBER = Packing(
    "packed_sid",
    "unpacked_sid",
    "int | str",
    "as a number: there may be thousands of these objects, and no two share this text, which takes twice the memory",
)


def packing_of(resource: Resource, item: Property) -> Packing | None:
    """How an object of which a client holds thousands packs a property; None if it holds what it shows."""
    if resource.kind != "item":
        return None
    if item.type.name == "json":
        return _AS_JSON
    is_sid = item.identity and item.source == "mirror" and item.type.name == "string" and not item.type.nullable
    return _AS_NUMBER if is_sid else None


def update_of(
    schema: Schema, resource: Resource, documented: str, item: Property, types: PythonTypes
) -> PropertyUpdate:
    """How a property takes over what was sent."""
    return _Update(schema, resource, documented, item, types).view()


def _is_repeated(resource: Resource, documented: str) -> bool:
    """Whether many objects share a text: that by which a method of theirs finds another object."""
    return resource.kind == "item" and any(
        f"self.{documented}" in delegation.arguments.values()
        for method in resource.methods.values()
        for delegation in method.delegate or ()
    )


def with_records(
    schema: Schema, kind: TypeExpression, value: Code, context: str = "self._context", depth: int = 0
) -> Code:
    """A value of a payload, which is not None, with objects in place of what describes records.

    Args:
        schema: Where names are looked up.
        kind: Type of the value.
        value: The value.
        context: What objects are made with.
        depth: In how many others it is.
    """
    if kind.name in schema.resources:
        return call(kind.name, context, value)
    if not schema.holds_records(kind):
        return value
    if kind.argument is None:
        return call(f"assemble_{snake_case(kind.name)}", context, value)
    part, key = f"part{depth or ''}", f"key{depth or ''}"
    inner = with_records(schema, kind.argument, Code(part), context, depth + 1)
    if kind.argument.nullable:
        inner = code("{} if {} is not None else None", inner, part)
    if kind.name == "list":
        return code("[{} for {} in {}]", inner, part, value)
    return code("{{{}: {} for {}, {} in {}.items()}}", key, inner, key, part, value)


class _Update:
    def __init__(self, schema: Schema, resource: Resource, documented: str, item: Property, types: PythonTypes) -> None:
        name = python_name(documented)
        self._schema = schema
        self._packing = packing_of(resource, item)
        self._repeated = _is_repeated(resource, documented)
        self._name = name
        self._item = item
        self._types = types
        self._attribute = Code(f"self.{private_name(name)}")
        self._held = call(self._packing.unpack, self._attribute) if self._packing is not None else self._attribute
        self._initial = Code(initial_value(item, types))
        self._nullable = item.type.nullable or item.type.name == "json"
        self._fields = [name, *([python_name(item.fallback)] if item.fallback is not None else [])]
        self._incoming = Code(f"item.{name}" if item.fallback is None else f"sent_{name}")

    def view(self) -> PropertyUpdate:
        item = self._item
        fallback = None
        if item.fallback is not None:
            first, second = (f"item.{name}" for name in self._fields)
            fallback = code("{} if {} is not None else {}", first, first, second)
        guard, may_be_none = self._guard()
        assigning, guard = guard, self._complete(guard, may_be_none=may_be_none)
        value = self._value(self._held, may_be_none=may_be_none)
        assigned = value if assigning is None else self._assigned(assigning, may_be_none=may_be_none)
        if item.when == "always":
            present = self._is_given() if self._nullable else code("{} is not None", self._incoming)
            start = self._value(self._initial, may_be_none=may_be_none)  # there is nothing yet to lay it over
            value, assigned = (code("{} if {} else {}", new, present, self._initial) for new in (value, start))
        # A member of a union is passed on as it was sent: it is compared first, and looked up only when it is another.
        as_sent = value is self._incoming or self._is_closed_union(item.type)
        variable = "" if guard is not None and as_sent else f"new_{self._name}"
        return PropertyUpdate(
            incoming=self._incoming,
            fallback=fallback,
            guard=guard,
            new=value,
            stored=self._stored(Code(variable) if variable else value),
            variable=variable,
            annotation=self._types.annotation(item.type) if self._needs_annotation(may_be_none) else None,
            differs=self._differs(Code(variable) if variable else self._incoming),
            assigned=assigned,
        )

    def _stored(self, value: Code) -> Code:
        if self._packing is not None:
            return call(self._packing.pack, value)
        return call("shared_text", value) if self._repeated else value

    def _guard(self) -> tuple[Code | None, bool]:
        """The condition on which a value counts, if there is one; and whether None is such a value."""
        item = self._item
        if item.when == "always":
            return None, self._nullable
        if item.when in ("non-null", "truthy") and item.codec == "json-string":
            # the text "null" is a value, and is decoded by now: not the same as nothing in place of a text
            return code("{} and {} is not {}", self._is_given(), self._incoming, imported("UNSENT")), False
        if item.when == "truthy":
            return self._incoming, False
        if item.when == "non-null" or not self._nullable:
            return code("{} is not None", self._incoming), False
        return self._is_given(), True

    def _complete(self, guard: Code | None, *, may_be_none: bool) -> Code | None:
        """The condition with what an update needs besides: that some fields of the value hold something."""
        needed = self._item.update_needs
        if guard is None or not needed:
            return guard
        present = [code("{} is not None", self._incoming)] if may_be_none else []
        fields = [code("{}.{}", self._incoming, python_name(name)) for name in needed]
        return code("{} and (first or ({}))", guard, joined([*present, *fields], " and "))

    def _is_given(self) -> Code:
        given = [code('"{}" in {}', name, _GIVEN) for name in self._fields]
        return given[0] if len(given) == 1 else code("({})", joined(given, " or "))

    def _assigned(self, guard: Code, *, may_be_none: bool) -> Code:
        value = self._value(self._initial, may_be_none=may_be_none)
        if may_be_none and self._item.default is None and self._item.merge != "partial":
            return value  # a field that was not sent is None, too
        return code("{} if {} else {}", operand(value), guard, self._initial)

    def _value(self, present: Code, *, may_be_none: bool) -> Code:
        """The value that counts, given the one before and whether it can be None."""
        kind, incoming = self._item.type, self._incoming
        if self._item.merge == "partial":
            return call("merge_partial", present, incoming)
        value = self._converted(kind, incoming)
        if may_be_none and value is not incoming:
            return code("{} if {} is not None else None", value, incoming, is_conditional=True)
        return value

    def _converted(self, kind: TypeExpression, value: Code) -> Code:
        """A value of the payload, which is not None, as the property shows it."""
        name = kind.name
        if self._is_closed_union(kind):
            known = call("known_member", f'"{name}"', value, call("get_args", imported(name)))
            return call("cast", f'"{name}"', known)
        return with_records(self._schema, kind, value)

    def _is_closed_union(self, kind: TypeExpression) -> bool:
        return kind.name in self._schema.types and not self._schema.types[kind.name].open

    def _needs_annotation(self, may_be_none: bool) -> bool:
        """Whether type checkers would take the value for something else than the property."""
        kind, item = self._item.type, self._item
        if item.when == "always" and (kind.name in self._schema.types or isinstance(item.default, list | dict)):
            return kind.name != "json" or bool(item.default)
        return may_be_none and kind.argument is not None and self._schema.holds_records(kind)

    def _differs(self, value: Code) -> Code:
        if self._schema.holds_records(self._item.type):
            return code("not {}", call("shows_the_same", value, self._attribute))
        return self._types.compare(self._item.type, value, self._held, equal=False)

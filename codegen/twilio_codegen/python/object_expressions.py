"""Objects and what they hold, as Python expressions: references, URLs, and whom a notification concerns."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from twilio_codegen.language import (
    Link,
    Notification,
    Resource,
    Schema,
)
from twilio_codegen.language.methods import Wanted
from twilio_codegen.language.type_expressions import TypeExpression

from .code import Code, call, code, joined
from .naming import attribute_path, python_name, snake_case
from .reserved_names import private_name
from .source_text import literal
from .types import PythonTypes

__all__ = ["ObjectExpressions", "concerned", "kind_of_path", "owner_expression", "picked"]


def kind_of_path(schema: Schema, path: str) -> TypeExpression:
    """Type of what a path below ``session.`` leads to."""
    return _kind_below(schema, schema.product.profile.bootstrap.payload, path.removeprefix("session."))


def _kind_below(schema: Schema, payload: str, path: str) -> TypeExpression:
    """Type of what a path below an answer leads to."""
    kind = TypeExpression(payload)
    for part in path.split("."):
        holder = schema.wire.get(kind.name) or schema.values[kind.name]
        kind = holder.fields[part].type
    return kind


def owner_expression(resource: Resource) -> Code:
    """The object that a resource belongs to. Only items and drafts know theirs; the others belong to the client."""
    if resource.draft is not None:
        return Code("self._owner")
    if resource.mirror is not None and resource.mirror.kind == "item":
        return Code(f"self.{private_name(snake_case(resource.owner or ''))}")
    return Code("self._context.client")


def picked(source: str, where: Mapping[str, Wanted]) -> Code:
    """What fits of another property of the object, which is a list; the wanted values are texts."""
    conditions = [_is_text(Code(f"item.{python_name(name)}"), wanted) for name, wanted in where.items()]
    return code("[item for item in self.{} if {}]", python_name(source), joined(conditions, " and "))


def _is_text(value: Code, wanted: Wanted) -> Code:
    """The condition that a value is a text, or one of several."""
    if isinstance(wanted, str):
        return code("{} == {}", value, literal(wanted))
    return code("{} in ({})", value, joined([*map(literal, wanted), *([""] if len(wanted) == 1 else [])]))


def concerned(schema: Schema, held: Resource, notification: Notification, one: str, payload: str) -> Code:
    """The condition that a notification concerns an object.

    Args:
        schema: The schema.
        held: What the object is.
        notification: The notification.
        one: Variable that holds the object.
        payload: Variable that holds the payload.
    """
    alternatives: list[Code] = []
    for alternative in notification.where:
        conditions: list[Code] = []
        for name, counterpart in alternative.items():
            value = Code(f"{one}.{python_name(name)}")
            if counterpart.equals is not None:
                conditions.append(_is_text(value, counterpart.equals))
                continue
            assert counterpart.field is not None  # the one or the other
            given = Code(f"{payload}.{attribute_path(counterpart.field)}")
            # Null on both sides would make one of what has nothing in common.
            if (
                held.properties[name].type.nullable
                and _kind_below(schema, notification.payload, counterpart.field).nullable
            ):
                conditions.append(code("{} is not None", given))
            conditions.append(code("{} == {}", value, given))
        met = joined(conditions, " and ")
        alternatives.append(code("({})", met) if len(conditions) > 1 and len(notification.where) > 1 else met)
    return joined(alternatives, " or ")


class ObjectExpressions:
    """Writes the expressions that every method of an object can have."""

    def __init__(self, schema: Schema, resource: Resource, types: PythonTypes) -> None:
        self._schema = schema
        self._resource = resource
        self._types = types

    def link_of_object(self, link: Link) -> Code:
        """The URL of a link of the object."""
        if link.host is not None:
            start = Code(f"self._context.services.endpoints.{link.host}")
        elif link.template is not None:
            template = self._session_link(link.template)
            start = call("fill_template", template, literal(link.template), *map(self._text, link.fill))
        else:
            start = self._session_link(link.base or "")
        return self._joined(start, link.path)

    def expression(self, value: JsonValue) -> Code:
        """A reference, or a value that stands for itself."""
        if isinstance(value, str) and value.startswith(("self.", "session.", "owner.")):
            return self._path_value(value)
        return Code(self._types.literal(value))

    def _session_link(self, name: str) -> Code:
        return Code(f"self._context.configuration.links.{python_name(name)}")

    def _joined(self, base: Code, path: tuple[str, ...]) -> Code:
        return call("join_path", base, *map(self._text, path)) if path else base

    def _text(self, value: str) -> Code:
        """A value that is never null as text."""
        expression = self.expression(value)
        return expression if self._is_written_as_it_is(self._kind(value)) else call("as_text", expression)

    def _is_written_as_it_is(self, kind: TypeExpression | None) -> bool:
        """Whether values of a type are text in Python, too; None stands for a text of the schema."""
        return kind is None or kind.name == "string" or kind.name in self._schema.types

    def _kind(self, value: JsonValue) -> TypeExpression | None:
        """Type of what a reference stands for; None for what stands for itself."""
        head, _, rest = value.partition(".") if isinstance(value, str) else ("", "", "")
        if head == "self" and rest:
            return self._resource.properties[rest].type
        if head == "owner" and rest:
            return self._schema.resources[self._resource.owner or ""].properties[rest].type
        if head != "session" or not rest:
            return None
        return kind_of_path(self._schema, str(value))

    def _path_value(self, value: str) -> Code:
        head, _, rest = value.partition(".")
        names = ".".join(python_name(part) for part in rest.split("."))
        if head == "session":
            return Code(f"self._context.configuration.{names}")
        if head == "owner" and self._resource.owner is not None:
            return code("{}.{}", owner_expression(self._resource), names)
        return Code(f"self.{names}")

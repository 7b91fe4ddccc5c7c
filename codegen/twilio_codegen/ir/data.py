"""Plain data: unions, values, and what handlers receive."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool

from .node import Codec, Json, Node, Type

__all__ = ["Options", "Payload", "Union", "ValueField", "ValueType"]


class Union(Node):
    """A documented set of strings. Open: other values pass through at run time with one warning."""

    doc: str
    members: dict[str, str] = Field(description="Each documented string with its meaning.", min_length=1)
    unused: str | None = Field(default=None, description="Why nothing else in the schema speaks of it.")
    never_raised: dict[str, str] = Field(
        default_factory=dict, alias="never-raised", description="Update reasons that no property raises, each with why."
    )


class ValueField(Node):
    """One field of a value, of an answer or of an event's payload."""

    type: Type
    doc: str
    wire: str | None = Field(default=None, description="Name on the wire where it differs from the documented one.")
    literals: tuple[str, ...] = Field(default=(), description="The documented strings, for a field without a union.")
    default: Json = None
    codec: Codec | None = None


class ValueType(Node):
    """A plain value without identity."""

    doc: str
    fields: dict[str, ValueField]
    documented: Literal["interface", "alias", "class"] = Field(
        default="interface", description="As what the official documentation presents it."
    )
    input: StrictBool = Field(default=False, description="Passed in by users rather than received.")


class Payload(Node):
    """What a handler receives when it is more than one object."""

    doc: str
    fields: dict[str, ValueField]
    documented_as: str | None = Field(default=None, alias="documented-as")


class Options(Node):
    """A set of options that users build; its fields may hold anything of Python's."""

    doc: str
    fields: dict[str, ValueField]

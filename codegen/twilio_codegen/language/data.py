"""Plain data: unions, values, and what handlers receive."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from .node import Codec, Json, Node, Type


class Union(Node):
    """A documented set of strings. Another one passes through at run time, with a warning unless the union is open."""

    doc: str = Field(description="What it says.")
    members: dict[str, str] = Field(
        default_factory=dict,
        description=(
            "Each documented string with its meaning. Update reasons that are called like the property that raises "
            "them follow from it."
        ),
        min_length=1,
    )
    open: StrictBool = Field(default=False, description="Other strings are documented to be possible, too.")
    unused: str | None = Field(default=None, description="Why nothing else in the schema speaks of it.")
    never_raised: dict[str, str] = Field(
        default_factory=dict, description="Update reasons that no property raises, each with why."
    )


class ValueField(Node):
    """One field of a value, of an answer or of an event's payload."""

    type: Type = Field(description="Type of the field.")
    doc: str = Field(description="What it says.")
    wire: str | None = Field(default=None, description="Name on the wire where it differs from the documented one.")
    literals: tuple[str, ...] = Field(default=(), description="The documented strings, for a field without a union.")
    default: Json = Field(default=None, description="Value if it is left out or was not sent.")
    codec: Codec | None = Field(default=None, description="How it is encoded inside the payload.")
    minimum: int | None = Field(
        default=None, description="Smallest number that makes sense; a smaller one counts as absent."
    )
    maximum: int | None = Field(
        default=None, description="Largest number that makes sense; a larger one counts as absent."
    )


class ValueType(Node):
    """A plain value without identity."""

    doc: str = Field(description="What it says.")
    fields: dict[str, ValueField] = Field(description="The fields by documented name.")
    documented: Literal["interface", "alias", "class"] = Field(
        default="interface", description="As what the official documentation presents it."
    )
    input: StrictBool = Field(default=False, description="Passed in by users rather than received.")
    unused: str | None = Field(
        default=None, description="Why nothing else in the schema speaks of it; not for answers."
    )


class Payload(Node):
    """What a handler receives when it is more than one object."""

    doc: str = Field(description="What it tells.")
    fields: dict[str, ValueField] = Field(description="The fields by documented name.")
    documented_as: str | None = Field(default=None, description="Second, documented name of the class.")


class Options(Node):
    """A set of options that users build; its fields may hold anything of Python's."""

    doc: str = Field(description="What they are for.")
    fields: dict[str, ValueField] = Field(description="The fields by documented name.")


class TaggedUnion(Node):
    """Values of several kinds that travel in one place: a field of each says which kind it is."""

    doc: str = Field(description="What it stands for.")
    tag: str = Field(description="The field on the wire that tells them apart. Each kind gets it by itself.")
    members: dict[str, str] = Field(description="The value that each tag stands for.", min_length=1)
    other: str = Field(description="Class made for everything else, which keeps the tag and the `data` as sent.")


class Cache(Node):
    """Answers that are kept for a client by key, those asked for last."""

    doc: str = Field(description="What is kept, and why.")
    holds: Type = Field(description="Type of the answers.")
    capacity: Json = Field(description="Most answers kept: a number, or a path below `session.` to one.")
    seconds: float | None = Field(
        default=None, description="How long an answer is good for; without it, as long as it is kept."
    )

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        number = isinstance(self.capacity, int) and not isinstance(self.capacity, bool) and self.capacity > 0
        if not number and not isinstance(self.capacity, str):
            raise ValueError("needs a positive number as 'capacity', or a path below session. to one")
        return self

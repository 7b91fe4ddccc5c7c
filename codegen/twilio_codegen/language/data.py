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
        default=None,
        description=(
            "Smallest number that makes sense; a smaller one counts as absent, or is refused in options. There, a "
            "duration may have one, too, in seconds."
        ),
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
    copies: dict[str, str] = Field(
        default_factory=dict[str, str],
        description="Methods that copy the value with a change: the field that each changes, by documented name.",
    )
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


class TaggedMember(Node):
    """A kind of a tagged union."""

    value: str = Field(description="The value that the tag stands for; its name alone may stand for all of this.")
    wire: str | None = Field(default=None, description="The tag on the wire, where it is not the documented word.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return {"value": data} if isinstance(data, str) else data


class OtherKind(Node):
    """What is made of everything that is none of the kinds of a tagged union."""

    name: str = Field(description="Class that is made; its name alone may stand for all of this.")
    doc: str | None = Field(default=None, description="What it says.")
    documented: Literal["interface", "alias", "class"] = Field(
        default="interface", description="As what the official documentation presents it."
    )
    word: str | None = Field(default=None, description="What its tag is always; without it, the tag as it was sent.")
    raw: str | None = Field(
        default=None,
        description="Field with the JSON text of what was sent, instead of `data`, which holds it as JSON.",
    )
    fields: dict[str, ValueField] = Field(
        default_factory=dict[str, ValueField], description="Further fields, which may all be missing on the wire."
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return {"name": data} if isinstance(data, str) else data


class TaggedUnion(Node):
    """Values of several kinds that travel in one place: a tag says which kind each is."""

    doc: str = Field(description="What it stands for.")
    tag: str = Field(description="The field that tells them apart. Each kind gets it by itself.")
    tag_from: Literal["field", "key"] = Field(
        default="field",
        alias="from",
        description="Where the tag is on the wire: the `field` itself, or the `key` under which the object stands.",
    )
    members: dict[str, TaggedMember] = Field(description="The kind that each tag stands for.", min_length=1)
    raw: str | None = Field(
        default=None, description="Field of every kind, the other one included, with the JSON text of what was sent."
    )
    other: OtherKind = Field(description="What is made of everything else; it keeps the tag and what was sent.")

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every value that is a member, each once."""
        return tuple(dict.fromkeys(member.value for member in self.members.values()))

    @property
    def wire_tags(self) -> dict[str, str]:
        """The documented word of each tag on the wire."""
        return {member.wire if member.wire is not None else word: word for word, member in self.members.items()}

    @property
    def other_raw(self) -> str | None:
        """The field of the class for everything else with the text of what was sent; without one it has `data`."""
        return self.other.raw if self.other.raw is not None else self.raw

    def words_of(self, value: str) -> tuple[str, ...]:
        """The documented tags that a value stands for; none if it is no member."""
        return tuple(word for word, member in self.members.items() if member.value == value)


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

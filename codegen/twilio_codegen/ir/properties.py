"""Properties of resources, and the data that they show."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from .data import ValueField
from .node import Codec, Json, Node, Type

__all__ = ["Derived", "Membership", "Mirror", "Property", "Transient"]


class Derived(Node):
    """A property that follows from another one: whether it equals something, or it with more text around."""

    property: str
    equals: str | None = None
    suffix: str | None = Field(default=None, description="Text that follows the other property.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.equals is None) == (self.suffix is None):
            raise ValueError("needs exactly one of equals and suffix")
        return self


class Transient(Node):
    """A property that is true for a while after a notification."""

    started: str = Field(description="Event at each notification.")
    ended: str = Field(description="Event when the time has passed, or something else ended it.")


class Property(Node):
    """A property of a resource: where it comes from, how it is decoded and which update reason it raises."""

    type: Type
    doc: str
    source: str = Field(
        default="mirror",
        description=(
            "`mirror`, `membership`, `key`, `owner`, `version`, `followed`, `transient`, `own` (with `collection`), "
            "`session`, or a path below `session.`."
        ),
    )
    wire: str | None = Field(default=None, description="Field of the mirror's payload.")
    when: Literal["present", "non-null", "truthy", "always"] = Field(
        default="present", description="Which incoming values count; `always`: an absent one means the default."
    )
    merge: Literal["replace", "partial"] = "replace"
    codec: Codec | None = None
    default: Json = None
    reason: str | None = Field(default=None, description="Member of the resource's update-reason union.")
    identity: StrictBool = Field(default=False, description="Compared and hashed by; shown in the repr.")
    none_when: dict[str, str] | None = Field(default=None, alias="none-when")
    fallback: str | None = Field(default=None, description="Field of the payload that is read if the first is absent.")
    collection: str | None = Field(default=None, description="The pool whose own object this is.")
    transient: Transient | None = None
    derived: Derived | None = None


class Mirror(Node):
    """The Sync data a resource shows."""

    payload: str = Field(description="Name of the wire model made for it.")
    doc: str
    kind: Literal["item", "document", "facets", "record"] = Field(
        default="item",
        description=(
            "`item` of the owner's collection, a Sync `document` of its own, `facets`: the keys of a Sync map of its "
            "own, or a `record` read once from an answer."
        ),
    )
    fields: dict[str, ValueField] = Field(default_factory=dict, description="Read as well, but no properties.")


class Membership(Node):
    """The part of a resource that differs per user, carried by the entries of a membership collection."""

    payload: str
    doc: str

"""Properties of resources, and the data that they show."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from .data import ValueField
from .deprecation import Deprecation
from .methods import Wanted
from .node import Codec, Json, Node, Type, require_one


class Derived(Node):
    """A property that follows from another one: whether it equals something, its text changed, or a part of it."""

    property: str = Field(description="The property that it follows from.")
    equals: str | None = Field(default=None, description="True if the other property has this value.")
    suffix: str | None = Field(default=None, description="Text that follows the other property.")
    same_as: str | None = Field(
        default=None, description="True if the other property equals this path below `session.`."
    )
    safe_name: str | None = Field(
        default=None,
        description=(
            "The other property is a file's name that somebody else chose: this is one that is safe in a folder. "
            "The property named here stands in if nothing is left of it."
        ),
    )

    where: dict[str, Wanted] | None = Field(
        default=None,
        description=(
            "The other property is a list: this is what fits of it, in order. Text by property of what is in the list; "
            "of several texts, one is enough."
        ),
        min_length=1,
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        require_one(self, "equals", "suffix", "same-as", "safe-name", "where")
        return self


class Transient(Node):
    """A property that is true for a while after a notification."""

    started: str = Field(description="Event at each notification.")
    ended: str = Field(description="Event when the time has passed, or something else ended it.")


class Property(Node):
    """A property of a resource: where it comes from, how it is decoded and which update reason it raises."""

    type: Type = Field(description="Type of the property.")
    doc: str = Field(description="What it says.")
    source: str = Field(
        default="mirror",
        description=(
            "`mirror`, `membership`, `key`, `owner`, `version`, `followed`, `transient`, `own` (with `collection`), "
            "`constant` (with `default`), `view` (with `view`), `session`, a path below `session.`, or `$` before an "
            "argument that a draft holds."
        ),
    )
    wire: str | None = Field(default=None, description="Field of the mirror's payload.")
    when: Literal["present", "non-null", "truthy", "always"] = Field(
        default="present", description="Which incoming values count; `always`: an absent one means the default."
    )
    merge: Literal["replace", "partial"] = Field(
        default="replace", description="`partial`: only the fields that were sent replace those of the value before."
    )
    update_needs: tuple[str, ...] = Field(
        default=(),
        description=(
            "Fields of the value that must hold something, so neither null nor zero, false or empty, for an update to "
            "count; what the object begins with is taken as it is."
        ),
    )
    codec: Codec | None = Field(default=None, description="How it is encoded inside the payload.")
    minimum: int | None = Field(
        default=None, description="Smallest number that makes sense; a smaller one counts as absent."
    )
    maximum: int | None = Field(
        default=None, description="Largest number that makes sense; a larger one counts as absent."
    )
    default: Json = Field(default=None, description="Value until another one is known; the value, of a constant.")
    reason: str | None = Field(default=None, description="Member of the resource's update-reason union.")
    identity: StrictBool = Field(default=False, description="Compared and hashed by; shown in the repr.")
    shown: StrictBool = Field(default=False, description="Shown in the repr as well, unless it is None.")
    none_when: dict[str, str] | None = Field(
        default=None, description="Value by other property: then this one is None."
    )
    fallback: str | None = Field(default=None, description="Field of the payload that is read if the first is absent.")
    view: dict[str, str] = Field(
        default_factory=dict, description="Path below `session.` by field of the value that shows them together."
    )
    collection: str | None = Field(default=None, description="The pool whose own object this is.")
    transient: Transient | None = Field(default=None, description="The events of a property that is true for a while.")
    derived: Derived | None = Field(default=None, description="The property follows from another one.")
    deprecated: Deprecation | None = Field(default=None, description="That it should not be used any more.")


class Mirror(Node):
    """The Sync data a resource shows."""

    payload: str = Field(description="Name of the wire model made for it.")
    doc: str = Field(description="What the data is.")
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

    payload: str = Field(description="Name of the wire model made for it.")
    doc: str = Field(description="What the entries say.")

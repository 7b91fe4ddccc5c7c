"""Classes with identity, properties, events and methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self, cast

from pydantic import BeforeValidator, Field, StrictBool, model_validator

from .collections import Collection
from .data import ValueField
from .deprecation import Deprecation
from .drafts import Draft
from .methods import Method, Wanted
from .node import Node, Type, require_one
from .properties import Membership, Mirror, Property

Cause = Literal["reasons", "membership", "pool", "below", "session", "collection", "method", "property", "unknown"]
"""What raises an event; `below` is an event of something that is held."""

RAISING: Mapping[str, Cause] = {"reasons": "reasons", "membership": "membership", "pool": "pool"}
"""Words that say what raises an event; a part of the resource that is called so is never meant."""


class Link(Node):
    """A URL made of one known to the session, or of a host, and path segments, each percent-encoded whole."""

    base: str | None = Field(default=None, description="Field of `session.links` with the URL.")
    template: str | None = Field(
        default=None, description="Field of `session.links` with a URL in which `%s` stands for what is filled in."
    )
    host: Literal["api", "sync", "registrar"] | None = Field(
        default=None, description="The host, of those of the profile, below which the path leads."
    )
    fill: tuple[str, ...] = Field(
        default=(), description="What takes the places in the template, in order: text, `self.…` or `owner.…`."
    )
    path: tuple[str, ...] = Field(default=(), description="Further segments: text, `self.…` or `owner.…`.")

    @property
    def of_session(self) -> tuple[str, str] | None:
        """The key and the name of the link that the session starts with; None for one below a host."""
        if self.base is not None:
            return "base", self.base
        return ("template", self.template) if self.template is not None else None

    @model_validator(mode="after")
    def _one_start(self) -> Self:
        require_one(self, "base", "template", "host")
        return self


class Bubbling(Node):
    """How an owner repeats an event of something that it holds; the name alone may stand for it."""

    event: str = Field(description="What the event is called there.")
    doc: str | None = Field(
        default=None, description="When it happens, from where the owner stands; without it, what is said one below."
    )
    deprecated: Deprecation | None = Field(
        default=None, description="That it should not be used there, nor further up; the event itself may be."
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return {"event": data} if isinstance(data, str) else data


class Event(Node):
    """An event of a resource, and the events of its owners that repeat it."""

    doc: str = Field(description="When it happens.")
    payload: Type | None = Field(default=None, description="What handlers receive; none: they take no argument.")
    raised_by: str = Field(
        description=(
            "`reasons`; a property, whose change or passing it tells; `membership`; `pool`; a collection; a method "
            "with a hook; `session.<signal>`; or `todo`, as long as it is not known, of which `lint` tells."
        )
    )
    bubbles: dict[str, Bubbling] = Field(
        default_factory=dict, description="Its name at each owner that repeats it, from the nearest on."
    )
    cloud_event: str | None = Field(
        default=None,
        description="Type of the CloudEvent that tells of it, which no other event has; "
        "`<package>.<event_name>` by default.",
    )
    deprecated: Deprecation | None = Field(default=None, description="That it should not be used any more.")

    @property
    def repeats(self) -> str | None:
        """The event, as `Resource.event`, that this one repeats for an owner; None if it happens here."""
        head, dot, _ = self.raised_by.partition(".")
        return self.raised_by if dot and head != "session" else None


class Counterpart(Node):
    """What a property equals: a field of the payload, whose name alone may stand for it, or texts."""

    field: str | None = Field(default=None, description="Field of the payload; null equals nothing.")
    equals: Wanted | None = Field(
        default=None, description="Text that stands for itself, or a list of texts of which one is enough."
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return {"field": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        require_one(self, "field", "equals")
        return self


def _listed(data: object) -> object:
    return [cast("object", data)] if isinstance(data, dict) else data


Conditions = dict[str, Counterpart]
"""What each of some properties equals."""
_Some = Annotated[Conditions, Field(min_length=1)]


class Notification(Node):
    """A notification that starts a passing state of the resources of a collection that it fits."""

    doc: str = Field(description="What it tells.")
    payload: str = Field(description="Wire type of its payload.")
    key: str | None = Field(
        default=None,
        description="Field of the payload with the key of the resource that is notified; none for the root.",
    )
    collection: str = Field(description="Collection of the resource with the objects concerned.")
    where: Annotated[
        tuple[Conditions, ...],
        BeforeValidator(_listed, json_schema_input_type=_Some | Annotated[tuple[_Some, ...], Field(min_length=1)]),
    ] = Field(
        description="What each property of an object concerned equals, or a list of such sets of which one is enough.",
    )
    property: str = Field(description="Property of those objects that is true for a while.")
    seconds: str = Field(description="Field of the payload with how long it lasts, in seconds.")

    def conditions(self) -> Iterator[tuple[tuple[str | int, ...], str, Counterpart]]:
        """Every condition: the path to it, the property, and what that equals."""
        for at, conditions in enumerate(self.where):
            for name, counterpart in conditions.items():
                yield ("where", at, name), name, counterpart


class RootOptions(Node):
    """Options of the root: settings that users may choose instead of the service's."""

    type: str = Field(description="The options.")
    region: str | None = Field(default=None, description="Their field that names the region.")
    overrides: dict[str, str] = Field(
        default_factory=dict, description="Path below `session.` that a field stands in for."
    )


class ResourceKey(Node):
    """The key under which a resource stands in its collection."""

    name: str = Field(description="The property with the key.")
    type: Type = Field(description="Its type.")


class OwnerPart(Node):
    """What the owner of a resource has because of it, as if it stood in the owner's own file."""

    fields: dict[str, ValueField] = Field(default_factory=dict, description="Further fields of the owner's mirror.")
    properties: dict[str, Property] = Field(default_factory=dict, description="Properties of the owner.")
    links: dict[str, Link] = Field(default_factory=dict, description="Links of the owner.")
    collections: dict[str, Collection] = Field(default_factory=dict, description="Collections of the owner.")
    events: dict[str, Event] = Field(default_factory=dict, description="Events of the owner.")
    notifications: dict[str, Notification] = Field(default_factory=dict, description="Notifications of the owner.")
    methods: dict[str, Method] = Field(default_factory=dict, description="Methods of the owner.")


class Resource(Node):
    """A class with identity, properties, events and methods."""

    resource: str = Field(description="Name of the class.")
    doc: str = Field(description="What it is.")
    section: str = Field(description="Where the official documentation describes it.")
    root: StrictBool = Field(default=False, description="The object a session starts with.")
    owner: str | None = Field(default=None, description="The resource that holds it, and to which its events bubble.")
    options: RootOptions | None = Field(default=None, description="Settings that users may choose; for the root.")
    key: ResourceKey | None = Field(default=None, description="Under which key its collection holds it.")
    mirror: Mirror | None = Field(default=None, description="The data that it shows.")
    membership: Membership | None = Field(default=None, description="The part that differs for each user.")
    draft: Draft | None = Field(
        default=None,
        description="It shows nothing of the service: it holds the arguments of a method until it is called.",
    )
    properties: dict[str, Property] = Field(default_factory=dict, description="Properties by documented name.")
    links: dict[str, Link] = Field(default_factory=dict, description="URLs of the REST service by name.")
    collections: dict[str, Collection] = Field(default_factory=dict, description="What belongs to it, by name.")
    events: dict[str, Event] = Field(default_factory=dict, description="Events by documented name.")
    notifications: dict[str, Notification] = Field(
        default_factory=dict, description="Notifications about it, by message type."
    )
    methods: dict[str, Method] = Field(default_factory=dict, description="Methods by documented name.")
    owner_gets: OwnerPart | None = Field(default=None, description="What the owner has because of it.")
    todo: str | None = Field(default=None, description="What is still to be found out or decided; `lint` tells of it.")

    @property
    def kind(self) -> str:
        """What it is: `root`, `draft`, or the kind of its mirror; `nothing` if that is not said."""
        if self.root:
            return "root"
        if self.draft is not None:
            return "draft"
        return self.mirror.kind if self.mirror is not None else "nothing"

    def cause_of(self, name: str) -> Cause:
        """What raises an event: one thing, even where several are called so.

        A collection and a method may share a name; it is the one that names the event. A property raises events if it
        has an update reason or is true for a while.
        """
        event = self.events[name]
        source = event.raised_by
        if event.repeats is not None:
            return "below"
        if source.startswith("session."):
            return "session"
        if source in RAISING:
            return RAISING[source]
        collection, method = self.collections.get(source), self.methods.get(source)
        if collection is not None and (method is None or name in collection.announced):
            return "collection"
        if method is not None:
            return "method"
        item = self.properties.get(source)
        return "property" if item is not None and (item.reason or item.transient is not None) else "unknown"

    def tells_others(self, name: str) -> bool:
        """Whether an event tells of something at the service, rather than of this client or of a passing state."""
        cause = self.cause_of(name)
        if cause == "property":
            return bool(self.properties[self.events[name].raised_by].reason)
        return cause in ("reasons", "membership", "collection")

    def repeated_as(self, event: Event) -> str | None:
        """What the owner calls an event of this resource; None if it does not repeat it."""
        level = event.bubbles.get(self.owner or "")
        return level.event if level is not None else None

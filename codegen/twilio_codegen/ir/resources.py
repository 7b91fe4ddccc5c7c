"""Classes with identity, properties, events and methods."""

from __future__ import annotations

from pydantic import Field, StrictBool

from .collections import Collection
from .methods import Method
from .node import Node, Type
from .properties import Membership, Mirror, Property

__all__ = ["Event", "Link", "Notification", "Resource", "ResourceKey", "RootOptions"]


class Link(Node):
    """A URL made of a base known to the session and path segments, each percent-encoded whole."""

    base: str
    path: tuple[str, ...] = ()


class Event(Node):
    """An event of a resource."""

    doc: str
    payload: Type | None = Field(default=None, description="What handlers receive; none: they take no argument.")
    bubbles: str | None = Field(default=None, description="Event of the owner that repeats this one.")
    raised_by: str = Field(
        alias="raised-by",
        description="`reasons`, `membership`, a collection, `<Resource>.<event>`, or `session.<signal>`.",
    )


class Notification(Node):
    """A notification that starts a passing state of one resource of a collection."""

    doc: str
    payload: str
    key: str = Field(description="Field of the payload with the key of the resource that is notified.")
    collection: str
    where: dict[str, str] = Field(description="Property of the wanted resource by field of the payload.")
    property: str
    seconds: str = Field(description="Field of the payload with how long it lasts, in seconds.")


class RootOptions(Node):
    """Options of the root: settings that users may choose instead of the service's."""

    type: str = Field(description="The options.")
    region: str | None = Field(default=None, description="Their field that names the region.")
    overrides: dict[str, str] = Field(
        default_factory=dict, description="Path below `session.` that a field stands in for."
    )


class ResourceKey(Node):
    """The key under which a resource stands in its collection."""

    name: str
    type: Type


class Resource(Node):
    """A class with identity, properties, events and methods."""

    resource: str
    doc: str
    section: str = Field(description="Where the official documentation describes it.")
    root: StrictBool = Field(default=False, description="The object a session starts with.")
    owner: str | None = None
    options: RootOptions | None = None
    key: ResourceKey | None = None
    mirror: Mirror | None = None
    membership: Membership | None = None
    properties: dict[str, Property] = Field(default_factory=dict)
    links: dict[str, Link] = Field(default_factory=dict)
    collections: dict[str, Collection] = Field(default_factory=dict)
    events: dict[str, Event] = Field(default_factory=dict)
    notifications: dict[str, Notification] = Field(default_factory=dict)
    methods: dict[str, Method] = Field(default_factory=dict)

"""The schema as typed, validated objects: what every emitter reads.

Each object that stands for a mapping of a schema file is a `Node` and knows where it was written. The field
descriptions below are the definition of the schema language; `docs/schema.md` explains it with examples.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    StrictBool,
    model_validator,
)
from pydantic import JsonValue as Json

from .positions import UNKNOWN, Located, Position, locate
from .type_expressions import TypeExpression

__all__ = [
    "Bootstrap",
    "Collection",
    "CollectionCall",
    "Event",
    "Link",
    "Membership",
    "MembershipSource",
    "Method",
    "Mirror",
    "Node",
    "Parameter",
    "Payload",
    "Product",
    "Profile",
    "Property",
    "Request",
    "Resource",
    "Returns",
    "Schema",
    "Union",
    "ValueField",
    "ValueSource",
    "ValueType",
]


class Node(BaseModel):
    """Something written as a mapping in a schema file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)

    _written: object = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_what_was_written(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        node = handler(data)
        if isinstance(data, Located):
            node._written = data
        return node

    @property
    def pos(self) -> Position:
        """Where the node stands; `UNKNOWN` if it was not read from a file."""
        return self._written.pos if isinstance(self._written, Located) else UNKNOWN

    def at(self, *path: str | int | bool) -> Position:
        """Where the value stands to which keys, as they are written, and indices lead; else the last one found."""
        return locate(self._written, path)

    def key_at(self, *path: str | int | bool) -> Position:
        """Where the last key of the path stands."""
        return locate(self._written, path, key=True)


def _type(text: object) -> object:
    return TypeExpression.parse(text) if isinstance(text, str) else text


Type = Annotated[TypeExpression, BeforeValidator(_type)]
Codec = Literal["json-string"]


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
    alias: StrictBool = Field(default=False, description="Documented as a type alias, not as an interface.")
    input: StrictBool = Field(default=False, description="Passed in by users rather than received.")


class Payload(Node):
    """What a handler receives when it is more than one object."""

    doc: str
    fields: dict[str, ValueField]
    documented_as: str | None = Field(default=None, alias="documented-as")


class Derived(Node):
    """A property that follows from another one."""

    property: str
    equals: str


class Property(Node):
    """A property of a resource: where it comes from, how it is decoded and which update reason it raises."""

    type: Type
    doc: str
    source: str = Field(
        default="mirror",
        description="`mirror`, `membership`, `key`, `session`, `version`, or a path below `session.`.",
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
    derived: Derived | None = None


class Mirror(Node):
    """The Sync data a resource shows."""

    payload: str = Field(description="Name of the wire model made for it.")
    doc: str
    document: StrictBool = Field(default=False, description="A Sync document of its own, not an item of a collection.")
    fields: dict[str, ValueField] = Field(default_factory=dict, description="Read as well, but no properties.")


class Membership(Node):
    """The part of a resource that differs per user, carried by the entries of a membership collection."""

    payload: str
    doc: str


class Link(Node):
    """A URL made of a base known to the session and path segments, each percent-encoded whole."""

    base: str
    path: tuple[str, ...] = ()


class Pages(Node):
    """How to read a REST list to its end."""

    get: str
    items: str
    key: str
    next: str
    token: str


class Lookup(Node):
    """How to ask the REST service for one entry."""

    get: str
    key: str


class StatusNames(Node):
    """Which members of the status union stand for which kind of membership."""

    joined: str
    invited: str
    out: str


class MembershipSource(Node):
    """A collection fed by a Sync map, a REST list and single look-ups."""

    map: str
    document: str
    document_suffix: str = Field(alias="document-suffix")
    pages: Pages
    lookup: Lookup
    rename: dict[str, str] = Field(default_factory=dict)
    status: StatusNames
    forget_when_out: dict[str, str] = Field(default_factory=dict, alias="forget-when-out")
    added: str
    joined: str
    invited: str
    left: str
    removed: str


class Collection(Node):
    """Resources that belong to another one, from a Sync map, a Sync list or the user's memberships."""

    of: str
    doc: str
    map: str | None = Field(default=None, description="Field of the owner's mirror that names the Sync map.")
    list: str | None = Field(default=None, description="Field of the owner's mirror that names the Sync list.")
    membership: MembershipSource | None = None
    added: str | None = None
    removed: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(source is not None for source in (self.map, self.list, self.membership)) != 1:
            raise ValueError("needs exactly one of map, list and membership")
        return self


class Event(Node):
    """An event of a resource."""

    doc: str
    payload: Type | None = Field(default=None, description="What handlers receive; none: they take no argument.")
    bubbles: str | None = Field(default=None, description="Event of the owner that repeats this one.")
    raised_by: str = Field(
        alias="raised-by",
        description="`reasons`, `membership`, a collection, `<Resource>.<event>`, or `session.<signal>`.",
    )


class Parameter(Node):
    """A parameter of a method."""

    type: Type
    doc: str
    name: str | None = Field(default=None, description="Python name where snake case of the documented one is not it.")
    check: Literal["non-empty", "non-negative", "positive"] | None = None
    literals: tuple[str, ...] = ()
    default: Json = None
    pick: dict[str, str] = Field(default_factory=dict, description="Property that stands for a resource given.")
    spread: StrictBool = Field(default=False, description="Accept the fields of the value as keywords, too.")
    secret: StrictBool = Field(default=False, description="Never shown in a message.")
    at_least: str | None = Field(default=None, alias="at-least", description="Property it is raised to.")

    @property
    def optional(self) -> bool:
        """Whether callers may leave it out."""
        return "default" in self.model_fields_set


class ValueSource(Node):
    """Where a field of a request body comes from."""

    value: Json = Field(description="`$parameter`, `$parameter.field`, `self.x`, `session.x`, or a literal.")
    encode: Codec | None = None
    when_none: str | None = Field(default=None, alias="when-none", description="`omit`, or the text to send instead.")
    choose: dict[StrictBool, str] = Field(default_factory=dict[bool, str])

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return cast("object", data) if isinstance(data, dict) else {"value": data}


class Request(Node):
    """A REST call: verb, link, further path segments, body and the shape of the answer."""

    get: str | None = None
    post: str | None = None
    put: str | None = None
    delete: str | None = None
    path: tuple[str, ...] = ()
    body: dict[str, ValueSource] | None = None
    payload: str | None = Field(default=None, description="Wire type of the answer, where it is read.")

    @property
    def verb(self) -> str:
        """HTTP verb in upper case."""
        return next(verb.upper() for verb in ("get", "post", "put", "delete") if getattr(self, verb) is not None)

    @property
    def link(self) -> str:
        """Name of the link that is called."""
        return next(link for link in (self.get, self.post, self.put, self.delete) if link is not None)

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        if sum(link is not None for link in (self.get, self.post, self.put, self.delete)) != 1:
            raise ValueError("needs exactly one of get, post, put and delete")
        return self


class CollectionCall(Node):
    """A method answered by a collection of the resource."""

    name: str
    operation: Literal["all", "get", "find", "page"]
    key: str | None = None
    where: dict[str, str] = Field(default_factory=dict)
    size: str | None = None
    anchor: str | None = None
    direction: str | None = None


class Returns(Node):
    """What a method returns: `self`, `none`, or a typed value."""

    kind: Literal["self", "none", "value"] = "value"
    type: Type | None = None
    doc: str | None = None
    field: str | None = Field(default=None, description="Field of the answer.")
    adopt: str | None = Field(default=None, description="Collection that takes the answer in and returns the object.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return {"kind": str(data)} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if (self.kind == "value") != (self.type is not None):
            raise ValueError("needs a type, or is one of the words self and none")
        return self


class Method(Node):
    """A method of a resource. Exactly one of request, collection, property, session and hook answers it."""

    doc: str
    params: dict[str, Parameter] = Field(default_factory=dict)
    request: Request | None = None
    collection: CollectionCall | None = None
    property: str | None = None
    session: Literal["close", "update_token"] | None = None
    hook: str | None = None
    only_when: dict[str, str] = Field(default_factory=dict, alias="only-when")
    skip_when: dict[str, str] = Field(default_factory=dict, alias="skip-when")
    settles: Literal["joined", "invited", "out"] | None = Field(
        default=None, description="Return only when the service has confirmed this kind of membership."
    )
    returns: Returns
    causes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        answers = (self.request, self.collection, self.property, self.session, self.hook)
        if sum(answer is not None for answer in answers) != 1:
            raise ValueError("needs exactly one of request, collection, property, session and hook")
        return self


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
    key: ResourceKey | None = None
    mirror: Mirror | None = None
    membership: Membership | None = None
    properties: dict[str, Property] = Field(default_factory=dict)
    links: dict[str, Link] = Field(default_factory=dict)
    collections: dict[str, Collection] = Field(default_factory=dict)
    events: dict[str, Event] = Field(default_factory=dict)
    methods: dict[str, Method] = Field(default_factory=dict)


class Bootstrap(Node):
    """The first request of a session."""

    path: str
    payload: str


class Profile(Node):
    """What a session needs to know about the product."""

    grant: str
    token_grants: tuple[str, ...] = Field(alias="token-grants")
    default_region: str = Field(alias="default-region")
    hosts: dict[Literal["socket", "api", "sync", "registrar"], str]
    bootstrap: Bootstrap
    metadata: dict[str, str]
    message_types: tuple[str, ...] = Field(alias="message-types")


class Product(Node):
    """The product as a whole."""

    product: str
    package: str
    title: str
    models_version: str = Field(alias="models-version")
    doc: str
    profile: Profile


class Schema(Node):
    """Everything that a schema folder says."""

    product: Product
    types: dict[str, Union]
    values: dict[str, ValueType]
    wire: dict[str, ValueType]
    payloads: dict[str, Payload]
    resources: dict[str, Resource]

    @property
    def root(self) -> Resource:
        """The resource that a session starts with."""
        return next(resource for resource in self.resources.values() if resource.root)

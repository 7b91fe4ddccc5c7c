"""Methods of resources, and what answers them."""

from __future__ import annotations

from typing import Literal, Self, cast

from pydantic import Field, StrictBool, model_validator

from .node import Codec, Json, Node, Type

__all__ = [
    "CollectionCall",
    "Delegation",
    "Method",
    "Parameter",
    "Request",
    "Requirement",
    "RestPages",
    "Returns",
    "Throttled",
    "Upload",
    "ValueSource",
]


class Parameter(Node):
    """A parameter of a method."""

    type: Type
    doc: str
    name: str | None = Field(default=None, description="Python name where snake case of the documented one is not it.")
    check: Literal["non-empty", "non-negative", "positive"] | None = None
    literals: tuple[str, ...] = ()
    default: Json = None
    pick: dict[str, str] = Field(default_factory=dict, description="Property that stands for a resource given.")
    allow: tuple[str, ...] = Field(default=(), description="The members of the union that this method takes.")
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


class RestPages(Node):
    """How the answer of a request is a page of a longer list."""

    items: str = Field(description="Field of the answer that holds the items.")
    token: str = Field(description="Query parameter that names a page.")
    next: str = Field(description="Field of the answer's `meta` that names the next page.")
    prev: str = Field(description="Field of the answer's `meta` that names the previous page.")


class Throttled(Node):
    """A request that is not repeated too soon."""

    seconds: float = Field(description="Least time between two, until the service has said otherwise.")
    field: str = Field(description="Field of the answer with the time that the service wants, in seconds.")


class Delegation(Node):
    """A method that is another object's method."""

    to: str = Field(description="`client` or `owner`.")
    method: str
    arguments: dict[str, str] = Field(default_factory=dict, alias="with")


class Upload(Node):
    """A file that is stored before the request, which then names it."""

    param: str = Field(description="Parameter that may be the options.")
    options: str = Field(description="Options that describe the file; their fields are keywords, too.")
    source: str = Field(description="Field of the options with the file.")
    payload: str = Field(description="Wire type of the store's answer.")
    sid: str = Field(description="Field of that answer which is sent.")
    sent_as: str = Field(alias="sent-as", description="Field of the request's body that names the file.")
    instead_of: str = Field(alias="instead-of", description="Field of the request's body that is left out then.")


class Requirement(Node):
    """A property that must be as stated, or the method refuses."""

    property: str
    equals: str | StrictBool
    message: str


class Request(Node):
    """A REST call: verb, link, further path segments, body and the shape of the answer."""

    get: str | None = None
    post: str | None = None
    put: str | None = None
    delete: str | None = None
    path: tuple[str, ...] = ()
    query: dict[str, str] = Field(default_factory=dict)
    form: dict[str, str] | None = Field(default=None, description="Fields of a form that is sent instead of JSON.")
    pages: RestPages | None = None
    throttle: Throttled | None = None
    upload: Upload | None = None
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
    """A method of a resource, answered by exactly one of the things that `_one_answer` lists."""

    doc: str
    params: dict[str, Parameter] = Field(default_factory=dict)
    request: Request | None = None
    collection: CollectionCall | None = None
    property: str | None = None
    session: Literal["close", "update_token"] | None = None
    pool: Literal["release"] | None = None
    push: Literal["set", "unset"] | None = None
    media: Literal["temporary-url", "download"] | None = None
    delegate: Delegation | None = None
    hook: str | None = None
    then: str | None = Field(default=None, description="Hook that the answer goes through.")
    static: StrictBool = False
    requires: tuple[Requirement, ...] = ()
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
        names = ("request", "collection", "property", "session", "pool", "push", "media", "delegate", "hook")
        if sum(getattr(self, name) is not None for name in names) != 1:
            raise ValueError(f"needs exactly one of {', '.join(names[:-1])} and {names[-1]}")
        return self

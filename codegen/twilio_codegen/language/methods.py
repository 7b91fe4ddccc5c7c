"""Methods of resources, and what answers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, Self, cast

from pydantic import Field, StrictBool, model_validator

from .delegation import Delegations, GetOrCreate
from .deprecation import Deprecation
from .drafts import Step
from .node import Codec, Json, Node, Type, require_one


class Parameter(Node):
    """A parameter of a method."""

    type: Type = Field(description="What is accepted.")
    doc: str = Field(description="What it means.")
    name: str | None = Field(default=None, description="Python name where snake case of the documented one is not it.")
    check: Literal["non-empty", "non-negative", "positive"] | None = Field(
        default=None, description="Which values are refused at once."
    )
    literals: tuple[str, ...] = Field(default=(), description="The strings allowed, where there is no union for them.")
    default: Json = Field(default=None, description="Value if it is left out; without this key it must be given.")
    pick: dict[str, str] = Field(default_factory=dict, description="Property that stands for a resource given.")
    allow: tuple[str, ...] = Field(default=(), description="The members of the union that this method takes.")
    spread: StrictBool = Field(
        default=False, description="Accept the fields of the value, or of the options, as keywords, too."
    )
    secret: StrictBool = Field(default=False, description="Never shown in a message.")
    keyword_only: StrictBool = Field(default=False, description="Has to be passed by name.")
    at_least: str | None = Field(default=None, description="Property it is raised to.")
    max_entries: str | None = Field(
        default=None, description="Path below `session.` to the most entries that a list or map may have."
    )
    allowed_keys: str | None = Field(
        default=None, description="Path below `session.` to the list of the only keys that a map may have."
    )
    deprecated: Deprecation | None = Field(default=None, description="That it should not be used any more.")

    @property
    def optional(self) -> bool:
        """Whether callers may leave it out."""
        return "default" in self.model_fields_set


class Upload(Node):
    """What becomes of a file in a request: it is stored first, and the request says what the store calls it."""

    payload: str = Field(description="Wire type of the store's answer.")
    sid: str = Field(description="Field of that answer which is sent; a path with dots leads further down.")
    category: str | None = Field(
        default=None, description="What the file is, in the word of the store; `media` by default."
    )


class Files(Node):
    """Some of the files that a field of a request body names; the reference alone may stand for it."""

    value: str = Field(description="`$parameter`: a file, a list of files, or a map of them.")
    category: str | None = Field(default=None, description="What these are; without it, as the upload says.")
    key: Literal["contentType", "filename"] | None = Field(
        default=None,
        description="What the keys of a map are of a file that does not say it: `contentType` or `filename`.",
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return {"value": data} if isinstance(data, str) else data


class ValueSource(Node):
    """Where a field of a request body comes from."""

    value: Json = Field(
        default=None, description="`$parameter`, `$parameter.field`, `self.x`, `session.x`, or a literal."
    )
    files: tuple[Files, ...] = Field(
        default=(), description="Instead of a value: several files, one after the other, in a list. Needs `upload`."
    )
    fields: dict[str, ValueSource] | None = Field(
        default=None,
        alias="object",
        description="Instead of a value: an object, with what stands in each of its fields.",
    )
    encode: Codec | None = Field(default=None, description="How the value is encoded.")
    upload: Upload | None = Field(
        default=None, description="The value is a file, or files in a list or map: they are stored, and named here."
    )
    when_none: str | None = Field(default=None, description="`omit`, or the text to send instead.")
    choose: dict[StrictBool, str] = Field(
        default_factory=dict[bool, str], description="What is sent for true, and what for false."
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        return cast("object", data) if isinstance(data, dict) else {"value": data}

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if ("value" in self.model_fields_set) + bool(self.files) + (self.fields is not None) != 1:
            raise ValueError("needs exactly one of value, files and object")
        return self

    @property
    def uploaded(self) -> tuple[Files, ...]:
        """The files that are stored for it, and of which category they are."""
        if self.upload is None:
            return ()
        category = self.upload.category
        if not self.files:
            return (Files.model_validate({"value": str(self.value), "category": category}),)
        return tuple(
            item if item.category is not None else item.model_copy(update={"category": category}) for item in self.files
        )


def sources_in(body: Mapping[str, ValueSource], *path: str) -> Iterator[tuple[tuple[str, ...], ValueSource]]:
    """Everything that a body is made of, inside its objects as well, each with the keys that lead to it."""
    for name, source in body.items():
        if source.fields is None:
            yield (*path, name), source
        else:
            yield from sources_in(source.fields, *path, name, "object")


class RestPages(Node):
    """How the answer of a request is a page of a longer list."""

    items: str = Field(description="Field of the answer that holds the items.")
    token: str = Field(description="Query parameter that names a page.")
    next: str = Field(description="Field of the answer's `meta` that names the next page.")
    prev: str = Field(description="Field of the answer's `meta` that names the previous page.")
    meta: str = Field(default="meta", description="Field of the answer that holds those two.")
    all: StrictBool = Field(default=False, description="Read all pages at once: a list is returned.")


class CachedRead(Node):
    """A reading that is answered from a cache where it can be."""

    name: str = Field(alias="in", description="The cache.")
    key: str = Field(description="What the answer is kept under: a reference such as `$name` or `self.sid`.")


class ErrorValue(Node):
    """A refusal that is an answer."""

    status: int = Field(description="HTTP status.")
    code: int | None = Field(default=None, description="Error code of the service; any, if it is not given.")
    value: Json = Field(default=None, description="What the method returns then.")


class Throttled(Node):
    """A request that is not repeated too soon."""

    seconds: float = Field(description="Least time between two, until the service has said otherwise.")
    field: str = Field(description="Field of the answer with the time that the service wants, in seconds.")
    renewable: StrictBool = Field(
        default=False, description="The call can be made to last as long as a block, in which it is repeated in time."
    )


class FileAddresses(Node):
    """The temporary addresses of several files, asked for at once."""

    of: str = Field(description="Identifiers of the files, or objects that have one: a reference to a list.")
    by: str | None = Field(default=None, description="Property of those objects that is the identifier.")


class Requirement(Node):
    """A property that must be as stated, or the method refuses."""

    property: str = Field(description="The property.")
    equals: str | StrictBool = Field(description="The value it must have.")
    message: str = Field(description="What the error says otherwise.")


class Request(Node):
    """A REST call: verb, link, further path segments, body and the shape of the answer."""

    get: str | None = Field(default=None, description="Link that is read.")
    post: str | None = Field(default=None, description="Link that is posted to.")
    put: str | None = Field(default=None, description="Link that is put to.")
    delete: str | None = Field(default=None, description="Link that is deleted.")
    path: tuple[str, ...] = Field(
        default=(), description="Further segments of the URL, each encoded whole: text or references."
    )
    query: dict[str, str] = Field(default_factory=dict, description="Value by query parameter.")
    form: dict[str, str] | None = Field(default=None, description="Fields of a form that is sent instead of JSON.")
    pages: RestPages | None = Field(default=None, description="The answer is a page of records.")
    throttle: Throttled | None = Field(default=None, description="Calls that come too soon send nothing.")
    body: dict[str, ValueSource] | None = Field(default=None, description="Value by field of the JSON body.")
    payload: str | None = Field(default=None, description="Wire type of the answer, where it is read.")
    cache: CachedRead | None = Field(default=None, description="The answer is kept, and found again.")
    once: str | None = Field(
        default=None, description="`$parameter`: the caller's key, by which the service knows a repetition."
    )
    on_error: tuple[ErrorValue, ...] = Field(default=(), description="Refusals that are answers.")

    @property
    def verb(self) -> str:
        """HTTP verb in upper case."""
        return next(verb.upper() for verb in ("get", "post", "put", "delete") if getattr(self, verb) is not None)

    @property
    def link(self) -> str:
        """Name of the link that is called."""
        return next(link for link in (self.get, self.post, self.put, self.delete) if link is not None)

    @property
    def sources(self) -> dict[tuple[str, ...], ValueSource]:
        """Everything that the body is made of, inside its objects as well, by the keys that lead to it from here."""
        return dict(sources_in(self.body or {}, "body"))

    @property
    def uploads(self) -> dict[str, ValueSource]:
        """The fields of the body that name files, which are stored first."""
        return {name: source for name, source in (self.body or {}).items() if source.upload is not None}

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        require_one(self, "get", "post", "put", "delete")
        return self


Wanted = str | tuple[str, ...]
"""What a property has to be: a reference or a literal, or a list of those of which one is enough."""


class Selection(Node):
    """A method that picks from a list that the object has, without asking anybody."""

    source: str = Field(alias="from", description="Property of the object: a list of records or values.")
    where: dict[str, Wanted] = Field(
        description=(
            "Wanted value by property of what is in the list. One of several is enough: of a list of values, or of a "
            "parameter that is a list."
        )
    )
    first: StrictBool = Field(default=False, description="Return the first that fits, or null, instead of all.")


class CollectionCall(Node):
    """A method answered by a collection of the resource."""

    name: str = Field(description="The collection.")
    operation: Literal["all", "get", "find", "page"] = Field(
        description="`all` entries, `get` one by key, `find` the first that matches, or a `page`."
    )
    key: str | None = Field(default=None, description="For `get`: the key.")
    where: dict[str, Wanted] = Field(
        default_factory=dict,
        description="For `find`: wanted value by property of the entry, or a list of values of which one is enough.",
    )
    absent: Json = Field(
        default="error",
        description="For `get` and `find`: `null` is the result if there is none, instead of the error.",
    )
    size: str | None = Field(default=None, description="For `page`: most entries.")
    anchor: str | None = Field(default=None, description="For `page`: where it starts.")
    direction: str | None = Field(default=None, description="For `page` of a list: `backwards` or `forward`.")


class Returns(Node):
    """What a method returns: `self`, `none`, or a typed value."""

    kind: Literal["self", "none", "value"] = Field(
        default="value", description="`self`, `none` or `value`; the first two are written as one word."
    )
    type: Type | None = Field(default=None, description="Type of the value.")
    doc: str | None = Field(default=None, description="What the value says.")
    field: str | None = Field(default=None, description="Field of the answer.")
    tag: str | None = Field(
        default=None,
        description="Tag of an answer that is one of several kinds and does not say which: `$parameter`, `self.x`.",
    )
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

    doc: str = Field(description="What it does.")
    params: dict[str, Parameter] = Field(default_factory=dict, description="Its parameters by documented name.")
    request: Request | None = Field(default=None, description="Answered by a REST call.")
    collection: CollectionCall | None = Field(default=None, description="Answered by a collection of the resource.")
    property: str | None = Field(default=None, description="Answered by a property.")
    select: Selection | None = Field(
        default=None, description="Answered from a list that the object has, at once: the method is no coroutine."
    )
    session: Literal["close", "update_token"] | None = Field(
        default=None, description="Answered by the session itself."
    )
    pool: Literal["release"] | None = Field(default=None, description="Answered by the pool that holds the object.")
    push: Literal["set", "unset", "remove", "parse", "announce"] | None = Field(
        default=None, description="Answered by the registrar of push notifications, or by what was received of one."
    )
    media: Literal["temporary-url", "download"] | None = Field(default=None, description="Answered by the media store.")
    addresses: FileAddresses | None = Field(
        default=None, description="Answered by the media store: where the contents of several files are for a while."
    )
    delegate: Delegations | None = Field(
        default=None, description="Answered by another method, or by the first of several that finds something."
    )
    get_or_create: GetOrCreate | None = Field(
        default=None, description="Answered by a look-up, and by a creation where that fails."
    )
    begins: str | None = Field(default=None, description="Answered, at once, by a new draft of this kind.")
    step: Step | None = Field(
        default=None, description="Changes, at once, what the draft holds: what is set, added or put."
    )
    builds: str | None = Field(
        default=None, description="Answered, at once, by a draft of this kind that holds what this one holds now."
    )
    sends: Literal[True] | None = Field(default=None, description="Calls the method with what the draft holds.")
    hook: str | None = Field(default=None, description="Answered by this function of the hook module.")
    todo: str | None = Field(
        default=None,
        description="Answered by nothing yet: what is to be found out or decided. It refuses, and `lint` tells of it.",
    )
    then: str | None = Field(default=None, description="Hook that the answer goes through.")
    static: StrictBool = Field(default=False, description="Needs no object, and is no coroutine.")
    requires: tuple[Requirement, ...] = Field(default=(), description="Conditions without which it refuses.")
    only_when: dict[str, str] = Field(default_factory=dict, description="Value by property: otherwise nothing is sent.")
    skip_when: dict[str, str] = Field(default_factory=dict, description="Value by property: then nothing is sent.")
    forgets: dict[str, str] = Field(
        default_factory=dict, description="Key by cache: what is read anew once the request has ended."
    )
    settles: Literal["joined", "invited", "out"] | None = Field(
        default=None, description="Return only when the service has confirmed this kind of membership."
    )
    returns: Returns = Field(description="What it returns.")
    causes: tuple[str, ...] = Field(default=(), description="Events that follow, as `event` or `Resource.event`.")
    errors: tuple[str, ...] = Field(
        default=(), description="Exceptions worth naming, besides those that every request may raise."
    )
    deprecated: Deprecation | None = Field(default=None, description="That it should not be used any more.")

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        runtime = ("session", "pool", "push", "media", "addresses")
        drafts = ("begins", "step", "builds", "sends")
        others = ("delegate", "get-or-create", *drafts, "hook", "todo")
        require_one(self, "request", "collection", "property", "select", *runtime, *others)
        return self

    def waits(self) -> bool:
        """Whether it has to be awaited, or gone over with `async for`."""
        at_once = (self.select, self.begins, self.step, self.builds)
        return not self.static and all(answer is None for answer in at_once)

    def can_be_renewed(self) -> bool:
        """Whether the call can be made to last as long as a block."""
        throttle = self.request.throttle if self.request is not None else None
        return throttle is not None and throttle.renewable

    def gives_pages(self) -> bool:
        """Whether the result is a page of a longer list, which is fetched when it is awaited or gone over."""
        return self.returns.type is not None and self.returns.type.name == "Paginator" and not self.static

"""The product as a whole, and everything that a schema folder says."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple, Self

from pydantic import Field

from .data import Cache, Options, Payload, TaggedUnion, Union, ValueField, ValueType
from .methods import Method
from .node import PAIRED, Node
from .properties import Property
from .resources import Resource
from .type_expressions import TypeExpression


class Bootstrap(Node):
    """The first request of a session."""

    path: str = Field(description="Path of the request, below the `api` host.")
    payload: str = Field(description="Wire type of the answer, which `session.…` paths start from.")


class Push(Node):
    """How devices are registered for push notifications."""

    versions: dict[str, str] = Field(description="Version of the registrar's protocol for each push service.")
    message_types: tuple[str, ...] = Field(description="Types of notifications that a device registers for.")


class Profile(Node):
    """What a session needs to know about the product."""

    grant: str = Field(description="Grant named in every tunnelled request.")
    token_grants: tuple[str, ...] = Field(description="Grants of a token, one of which it must have.")
    default_region: str = Field(description="Region if users name none.")
    hosts: dict[Literal["socket", "api", "sync", "registrar"], str] = Field(
        description="URL by service; `{region}` stands for the region."
    )
    bootstrap: Bootstrap = Field(description="The first request.")
    cache_interval: str | None = Field(
        default=None, description="Path below `session.` to how long answers may be used again."
    )
    metadata: dict[str, str] = Field(description="Further fields of the metadata with which a session begins.")
    message_types: tuple[str, ...] = Field(description="Types of messages that the connection delivers.")
    media: str | None = Field(default=None, description="Link of the store of files, among those of the session.")
    media_sets: str | None = Field(
        default=None,
        description="Link where several files are asked for at once; beside the store without it, or if it is null.",
    )
    push: Push | None = Field(default=None, description="Registrations for push notifications.")
    todo: str | None = Field(default=None, description="What is still to be found out or decided; `lint` tells of it.")


class Product(Node):
    """The product as a whole."""

    product: str = Field(description="Name of the schema folder.")
    package: str = Field(description="Import name of the generated package.")
    title: str = Field(description="Name of the product, for people.")
    models_version: str = Field(description="What the schema describes, with its version.")
    doc: str = Field(description="What the package is; its docstring.")
    profile: Profile = Field(description="What a session needs to know.")
    todo: str | None = Field(default=None, description="What is still to be found out or decided; `lint` tells of it.")


class TextOrFile(NamedTuple):
    """A parameter that is a text or the options of a file, of which a request sends the one that is given.

    Attributes:
        param: The parameter.
        options: The options; their fields are keywords, too.
        source: Their field with the file.
        file_field: Field of the body that names the file.
        text_field: Field of the body with the text.
    """

    param: str
    options: str
    source: str
    file_field: str
    text_field: str


class Schema(Node):
    """Everything that a schema folder says."""

    product: Product = Field(description="The product as a whole.")
    types: dict[str, Union] = Field(description="Unions by name.")
    values: dict[str, ValueType] = Field(description="Values by name.")
    wire: dict[str, ValueType] = Field(description="Wire types by name: answers that are read field by field.")
    payloads: dict[str, Payload] = Field(description="Payloads of events by name.")
    options: dict[str, Options] = Field(default_factory=dict, description="Options by name.")
    tagged: dict[str, TaggedUnion] = Field(default_factory=dict, description="Tagged unions by name.")
    caches: dict[str, Cache] = Field(default_factory=dict, description="Caches by name.")
    resources: dict[str, Resource] = Field(description="Resources by name, one a file.")

    def __copy__(self) -> Self:
        copy = super().__copy__()
        vars(copy).pop("composites", None)  # which follows from values that may become others
        return copy

    @property
    def root(self) -> Resource:
        """The resource that a session starts with."""
        return next(resource for resource in self.resources.values() if resource.root)

    @property
    def durable(self) -> tuple[Resource, str] | None:
        """The resource and the name of its collection that is consumed across restarts; None if there is none."""
        found = (
            (resource, name)
            for resource in self.resources.values()
            for name, collection in resource.collections.items()
            if collection.durable is not None
        )
        return next(found, None)

    @property
    def built(self) -> dict[str, ValueType | Options]:
        """What users build, by name: values with `input`, and options."""
        return {**{name: value for name, value in self.values.items() if value.input}, **self.options}

    def tagged_with(self, value: str) -> TaggedUnion | None:
        """The tagged union that a value belongs to; None if there is none."""
        return next((union for union in self.tagged.values() if value in union.kinds), None)

    @property
    def plain_values(self) -> set[str]:
        """Names of the values that hold no records."""
        return self.values.keys() - self.composites.keys()

    @cached_property
    def composites(self) -> dict[str, ValueType]:
        """Values that hold records, themselves or in other values, by name."""
        return {
            name: value
            for name, value in self.values.items()
            if name not in self.resources and self.holds_records(TypeExpression(name))
        }

    def holds_records(self, kind: TypeExpression, inside: frozenset[str] = frozenset()) -> bool:
        """Whether values of a type are records, or hold some.

        Args:
            kind: The type.
            inside: Values that it is a part of.
        """
        return any(
            name in self.resources
            or any(
                self.holds_records(field.type, inside | {name})
                for field in (self.values[name].fields.values() if name in self.values and name not in inside else ())
            )
            for name in kind.names()
        )

    @property
    def paired(self) -> set[tuple[str, str]]:
        """Values of which lists travel as objects anywhere, each with the codec."""
        carried: list[ValueField | Property] = []
        for value in (*self.values.values(), *self.wire.values()):
            carried += value.fields.values()
        for union in self.tagged.values():
            carried += union.other.fields.values()
        for resource in self.resources.values():
            carried += resource.properties.values()
            carried += resource.mirror.fields.values() if resource.mirror is not None else ()
        return {
            (item.type.argument.name, item.codec)
            for item in carried
            if item.codec is not None and item.codec in PAIRED and item.type.argument is not None
        }

    def parameters_taken(self, method: Method) -> set[str]:
        """Documented names of what can be passed to a method by keyword: its parameters, and what they spread."""
        built = self.built
        names = [item.type.name for item in method.params.values() if item.spread]
        spread = [built[name] for name in names if name in built]  # elsewhere reported if users do not build it
        return {*method.params, *(name for value in spread for name in value.fields)}

    def drafted(self, resource: Resource) -> Method | None:
        """The method whose arguments a draft holds; None for other resources."""
        owner = self.resources.get(resource.owner or "")
        return owner.methods.get(resource.draft.of) if owner is not None and resource.draft is not None else None

    def arguments_held(self, resource: Resource) -> tuple[str, ...]:
        """What drafts of one method hold: the arguments that any step of them changes, and those that must be given."""
        method = self.drafted(resource)
        if method is None:
            return ()
        alike = [item for item in self.resources.values() if self.drafted(item) is method]
        steps = [made.step for item in alike for made in item.methods.values() if made.step is not None]
        changed = {name for step in steps for name in step.changed}
        possible: list[str] = []
        for name, parameter in method.params.items():
            value = self.built.get(parameter.type.name) if parameter.spread else None
            possible += [name, *(f"{name}.{field}" for field in (value.fields if value is not None else ()))]
        needed = {name for name, parameter in method.params.items() if not parameter.optional}
        return tuple(name for name in possible if name in changed | needed)

    def kind_of_argument(self, method: Method, argument: str) -> TypeExpression | None:
        """Type of an argument that a draft may hold; None if the method has no such argument."""
        name, _, field = argument.partition(".")
        parameter = method.params.get(name)
        if parameter is None or not field:
            return parameter.type if parameter is not None else None
        value = self.built.get(parameter.type.name) if parameter.spread else None
        return value.fields[field].type if value is not None and field in value.fields else None

    def file_of(self, options: str) -> str | None:
        """The field of options that is a file; None if there is none."""
        known = self.options.get(options)
        fields = known.fields if known is not None else {}
        return next((name for name, field in fields.items() if field.type.name == "MediaSource"), None)

    def text_or_file(self, method: Method) -> TextOrFile | None:
        """The parameter of a method that is a text or the options of a file; None if it has none."""
        body = (method.request.body if method.request is not None else None) or {}
        for file, source in body.items():
            name = str(source.value).removeprefix("$")
            parameter = method.params.get(name) if source.upload is not None else None
            choices = parameter.type.choices if parameter is not None else ()
            options = next((choice.name for choice in choices if self.file_of(choice.name) is not None), "")
            text = next(
                (key for key, other in body.items() if other.upload is None and other.value == source.value), ""
            )
            if options and text:
                return TextOrFile(name, options, self.file_of(options) or "", file, text)
        return None

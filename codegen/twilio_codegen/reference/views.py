"""Prepares what the pages of the reference show for the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twilio_codegen.comparing.api import ApiClass, ApiField
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.language import Resource, Schema
from twilio_codegen.python.method_views import MethodView, ParameterView, view_methods
from twilio_codegen.python.naming import python_name, snake_case
from twilio_codegen.python.types import PythonTypes
from twilio_codegen.templates.markdown import code, inline

from .index import PENDING_PAGE, Index, cell
from .side_by_side import Comparison

_WIDTH = 88
_PAGES = (
    f"a [PendingPage][{PENDING_PAGE}]. Await it for the page, or use `async for` on it for the items of this page and"
    " of all that follow."
)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A row of a table: a property, a field or an event.

    Attributes:
        anchor: What links lead to.
        python: Python form.
        type: Its type, in Markdown.
        doc: Its description.
        documented: Documented name.
    """

    anchor: str
    python: str
    type: str
    doc: str
    documented: str


@dataclass(frozen=True, slots=True)
class UnionEntry:
    """An alias of strings: its name, what it says, each member with its meaning, and why it is not documented."""

    name: str
    doc: str
    members: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A plain object.

    Attributes:
        name: Its name.
        page: Where it is described.
        doc: What it is.
        notes: What else there is to say.
        fields: Its fields.
        left_out: Documented fields that it does not have, each with why.
    """

    name: str
    page: str
    doc: str
    notes: tuple[str, ...]
    fields: tuple[MemberRow, ...]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MethodEntry:
    """A method: its signature, and each part of its description in Markdown."""

    anchor: str
    name: str
    signature: str
    doc: str
    params: tuple[tuple[str, str], ...]
    returns: str
    errors: tuple[str, ...]
    causes: tuple[str, ...]
    documented: str
    added: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """A class with identity."""

    name: str
    page: str
    module: str
    doc: str
    root: bool
    variable: str
    properties: tuple[MemberRow, ...]
    methods: tuple[MethodEntry, ...]
    events: tuple[MemberRow, ...]
    left_out: Mapping[str, str]


class ReferenceViews:
    """Describes everything that a schema declares."""

    def __init__(self, schema: Schema, index: Index, comparison: Comparison) -> None:
        self._schema = schema
        self._api = api_of_schema(schema)
        self._index = index
        self._comparison = comparison
        self._types = PythonTypes(schema)

    def unions(self) -> list[UnionEntry]:
        """Return the aliases of strings."""
        found = [
            UnionEntry(
                name,
                inline(item.doc),
                {
                    code(f'"{member}"'): cell(
                        inline(meaning)
                        + (f" Never raised: {inline(never)}" if (never := item.never_raised.get(member)) else "")
                    )
                    for member, meaning in item.members.items()
                },
                self._comparison.reason_of(name),
            )
            for name, item in sorted(self._schema.types.items())
        ]
        found += [
            UnionEntry(
                name,
                f"{inline(item.doc)} Which kind a value is, its `{item.tag}` tells;"
                f" any other kind is a `{item.other}`.",
                {code(f'"{tag}"'): self._index.linked(kind) for tag, kind in item.members.items()},
                "",
            )
            for name, item in sorted(self._schema.tagged.items())
        ]
        return found

    def aliased_shapes(self) -> list[Shape]:
        """Return the aliases of objects."""
        return self._shapes("alias", "value")

    def plain_classes(self) -> list[Shape]:
        """Return the classes without identity."""
        return self._shapes("class", "value")

    def interfaces(self) -> list[Shape]:
        """Return the interfaces, sorted."""
        documented = [
            self._shape(self._api.classes[name], known, self._api.classes[name].python)
            for name, known in self._api.events.items()
        ]
        found = [*self._shapes("interface", "value"), *self._shapes("interface", "options"), *documented]
        return sorted(found, key=lambda shape: shape.name)

    def payloads(self) -> list[Shape]:
        """Return what handlers receive, beyond what is documented as an interface."""
        return [shape for shape in self._shapes("interface", "payload") if shape.name not in self._api.events]

    def resources(self) -> list[ResourcePage]:
        """Return the classes with identity."""
        return [self._resource(item) for _, item in sorted(self._schema.resources.items())]

    def _shapes(self, documented: str, kind: str) -> list[Shape]:
        found = [item for _, item in sorted(self._api.classes.items())]
        return [self._shape(item, item.python) for item in found if (item.documented, item.kind) == (documented, kind)]

    def _shape(self, item: ApiClass, name: str, python: str = "") -> Shape:
        notes = ("You build it.",) if item.written else ()
        if python:
            notes = (f"Its name in Python is `{python}`; the documented one works, too.",)
        rows = tuple(
            self._row(name, key, field, f"{name}.{key}", self._defaulted(field)) for key, field in item.fields.items()
        )
        page = {"alias": "type-aliases.md", "interface": "interfaces.md"}.get(item.documented, f"{snake_case(name)}.md")
        if item.kind == "payload" and not python:
            page = "payloads.md"
        return Shape(name, page, inline(item.doc), notes, rows, self._comparison.left_out(name))

    def _row(self, owner: str, name: str, field: ApiField, anchor: str, more: list[str]) -> MemberRow:
        doc = " ".join([inline(field.doc), *more, *self._comparison.notes(owner, name, "property")])
        return MemberRow(anchor, field.identifier, self._index.linked(field.annotation), cell(doc), name)

    def _defaulted(self, item: ApiField) -> list[str]:
        return [] if item.default is None else [f"Default: {code(self._types.literal(item.default))}."]

    def _resource(self, resource: Resource) -> ResourcePage:
        name = resource.resource
        described = self._api.classes[name]
        properties = tuple(
            self._row(name, key, item, key, self._changes(item.reason)) for key, item in described.fields.items()
        )
        events = tuple(
            MemberRow(
                f"event-{key}",
                item.identifier,
                self._index.linked(item.annotation) if item.annotation else "nothing",
                cell(" ".join([inline(item.doc), *self._repeated(resource, item.bubbles)])),
                key,
            )
            for key, item in described.events.items()
        )
        views = view_methods(self._schema, resource, self._types, inherited=True)
        return ResourcePage(
            name=name,
            page=f"{snake_case(name)}.md",
            module=f"{self._schema.product.package}.{snake_case(name)}",
            doc=inline(resource.doc),
            root=resource.root,
            variable=snake_case(name),
            properties=properties,
            methods=tuple(self._method(resource, view) for view in views),
            events=events,
            left_out=self._comparison.left_out(name),
        )

    def _changes(self, reason: str | None) -> list[str]:
        return [] if reason is None else [f"A change is announced as {code(reason)}."]

    def _repeated(self, resource: Resource, name: str | None) -> list[str]:
        if name is None or resource.owner is None:
            return []
        return [f"Repeated by {self._event(resource.owner, name)}."]

    def _event(self, owner: str, event: str) -> str:
        page = f"{snake_case(owner)}.md"
        return f"[`{snake_case(owner)}.on.{python_name(event)}`]({page}#event-{event})"

    def _method(self, resource: Resource, view: MethodView) -> MethodEntry:
        spec = resource.methods[view.documented]
        owners = [(cause.rpartition(".")[0] or resource.resource, cause.rpartition(".")[2]) for cause in spec.causes]
        errors = [*view.errors, *(("RequestError", "DisconnectedError") if view.requests else ())]
        return MethodEntry(
            anchor=view.documented,
            name=view.name,
            signature=_signature(view),
            doc=inline(view.doc + (f"\n\n{view.deprecated}." if view.deprecated else "")),
            params=tuple((param.name, cell(inline(param.doc))) for param in view.params),
            returns=" ".join([inline(view.returns_doc), *([_PAGES] if view.pages else [])]).strip(),
            errors=tuple(self._index.error(error) for error in errors),
            causes=tuple(self._event(owner, event) for owner, event in owners),
            documented=view.documented,
            added=view.added,
            notes=tuple(self._comparison.notes(resource.resource, view.documented, "method")),
        )


def _signature(view: MethodView) -> str:
    plain = [_declaration(param) for param in view.params if not param.keyword_only]
    keywords = [_declaration(param) for param in view.params if param.keyword_only]
    params = [*plain, *(["*", *keywords] if keywords else [])]
    start, end = "def" if view.static or view.pages else "async def", f"-> {view.declared.text}"
    line = f"{start} {view.name}({', '.join(params)}) {end}"
    if len(line) <= _WIDTH:
        return line
    inside = "".join(f"    {param},\n" for param in params)
    return f"{start} {view.name}(\n{inside}) {end}"


def _declaration(param: ParameterView) -> str:
    return f"{param.name}: {param.annotation.text}{f' = {param.default}' if param.default else ''}"

"""Prepares what the pages of the reference show for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twilio_codegen.ir import Resource, Schema, ValueField
from twilio_codegen.markdown import code, inline
from twilio_codegen.method_views import MethodView, ParameterView, view_methods
from twilio_codegen.naming import python_name, snake_case
from twilio_codegen.python_types import PythonTypes

from .index import PENDING_PAGE, Index, cell
from .side_by_side import Comparison

__all__ = ["MemberRow", "MethodEntry", "ReferenceViews", "ResourcePage", "Shape", "UnionEntry"]

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
    """Describes everything that a schema declares.

    Args:
        schema: The schema.
        index: Where each name is described.
        comparison: What differs from the official declarations, and why.
    """

    def __init__(self, schema: Schema, index: Index, comparison: Comparison) -> None:
        self._schema = schema
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
        return [self._value(name) for name, item in sorted(self._schema.values.items()) if item.documented == "alias"]

    def plain_classes(self) -> list[Shape]:
        """Return the classes without identity."""
        return [self._value(name) for name, item in sorted(self._schema.values.items()) if item.documented == "class"]

    def interfaces(self) -> list[Shape]:
        """Return the interfaces, sorted."""
        found = [self._value(name) for name, item in self._schema.values.items() if item.documented == "interface"]
        found += [
            self._shape(name, "interfaces.md", item.doc, item.fields, ("You build it.",))
            for name, item in self._schema.options.items()
        ]
        found += list(self._payloads(documented=True))
        return sorted(found, key=lambda shape: shape.name)

    def payloads(self) -> list[Shape]:
        """Return what handlers receive, beyond what is documented as an interface."""
        return list(self._payloads(documented=False))

    def resources(self) -> list[ResourcePage]:
        """Return the classes with identity."""
        return [self._resource(item) for _, item in sorted(self._schema.resources.items())]

    def _payloads(self, *, documented: bool) -> Iterator[Shape]:
        for name, item in sorted(self._schema.payloads.items()):
            if bool(item.documented_as) is documented:
                known = item.documented_as or name
                notes = (f"Its name in Python is `{name}`; the documented one works, too.",) if documented else ()
                page = "interfaces.md" if documented else "payloads.md"
                yield self._shape(known, page, item.doc, item.fields, notes, received=True)

    def _value(self, name: str) -> Shape:
        item = self._schema.values[name]
        page = {"alias": "type-aliases.md", "interface": "interfaces.md"}.get(item.documented, f"{snake_case(name)}.md")
        return self._shape(name, page, item.doc, item.fields, ("You build it.",) if item.input else ())

    def _shape(
        self,
        name: str,
        page: str,
        doc: str,
        fields: Mapping[str, ValueField],
        notes: tuple[str, ...],
        *,
        received: bool = False,
    ) -> Shape:
        rows = tuple(
            MemberRow(
                f"{name}.{key}",
                python_name(key),
                self._index.linked(self._types.field_annotation(item, received=received).text),
                cell(
                    " ".join([inline(item.doc), *self._defaulted(item), *self._comparison.notes(name, key, "property")])
                ),
                key,
            )
            for key, item in fields.items()
        )
        return Shape(name, page, inline(doc), notes, rows, self._comparison.left_out(name))

    def _defaulted(self, item: ValueField) -> list[str]:
        return [] if item.default is None else [f"Default: {code(self._types.literal(item.default))}."]

    def _resource(self, resource: Resource) -> ResourcePage:
        name = resource.resource
        properties = tuple(
            MemberRow(
                key,
                python_name(key),
                self._index.linked(self._types.annotation(item.type).text),
                cell(
                    " ".join(
                        [inline(item.doc), *self._changes(item.reason), *self._comparison.notes(name, key, "property")]
                    )
                ),
                key,
            )
            for key, item in resource.properties.items()
        )
        events = tuple(
            MemberRow(
                f"event-{key}",
                f"on.{python_name(key)}",
                self._index.linked(self._types.annotation(item.payload).text) if item.payload else "nothing",
                cell(" ".join([inline(item.doc), *self._repeated(resource, resource.repeated_as(item))])),
                key,
            )
            for key, item in resource.events.items()
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

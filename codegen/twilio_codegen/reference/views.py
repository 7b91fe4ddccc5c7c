"""Prepares what the pages of the reference show for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twilio_codegen.comparing.api import ApiClass, ApiEvent, ApiField
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.language import Resource, Schema
from twilio_codegen.python.method_views import MethodView, ParameterView, view_methods
from twilio_codegen.python.naming import python_name, snake_case
from twilio_codegen.python.types import PythonTypes
from twilio_codegen.templates.markdown import code, inline

from .index import PENDING_PAGE, RENEWABLE, Index, cell
from .side_by_side import Comparison

_WIDTH = 88
_PAGES = (
    f"a [PendingPage][{PENDING_PAGE}]. Await it for the page, or use `async for` on it for the items of this page and"
    " of all that follow."
)
_RENEWABLE = (
    f"a [Renewable][{RENEWABLE}]. Await it to make the call once, or use `async with` on it to make the call at once"
    " and again in time until the block ends."
)


@dataclass(frozen=True, slots=True)
class Union:
    """An alias of strings: its name, what it says, each member with its meaning, and why it is not documented."""

    name: str
    doc: str
    members: Mapping[str, str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A plain object.

    Attributes:
        name: Its documented name.
        page: Where it is described.
        described: What it is.
        python: Its name in Python, where that is another one.
    """

    name: str
    page: str
    described: ApiClass
    python: str = ""


class ReferenceViews:
    """Describes in Markdown, for the templates, everything that a schema declares."""

    def __init__(self, schema: Schema, index: Index, comparison: Comparison) -> None:
        self._schema = schema
        self._api = api_of_schema(schema)
        self._index = index
        self._comparison = comparison
        self._types = PythonTypes(schema)

    def unions(self) -> Iterator[Union]:
        """Yield the aliases of strings."""
        for name, item in sorted(self._schema.types.items()):
            never = {member: f" Never raised: {inline(why)}" for member, why in item.never_raised.items()}
            members = {
                code(f'"{member}"'): cell(inline(meaning) + never.get(member, ""))
                for member, meaning in item.members.items()
            }
            more = " Any other string is possible, too." if item.open else ""
            yield Union(name, inline(item.doc + more), members, self._comparison.reason_of(name))
        for name, tagged in sorted(self._schema.tagged.items()):
            doc = (
                f"{inline(tagged.doc)} Which kind a value is, its `{tagged.tag}` tells;"
                f" any other kind is a {self._index.linked(tagged.other.name)}."
            )
            kinds = {code(f'"{tag}"'): self._index.linked(kind.value) for tag, kind in tagged.members.items()}
            yield Union(name, doc, kinds)

    def aliased_shapes(self) -> list[Shape]:
        """Return the aliases of objects."""
        return self._shapes("alias", "value", "type-aliases.md")

    def plain_classes(self) -> list[Shape]:
        """Return the classes without identity."""
        return self._shapes("class", "value")

    def interfaces(self) -> list[Shape]:
        """Return the interfaces, sorted."""
        page, classes = "interfaces.md", self._api.classes
        documented = [
            Shape(known, page, classes[name], classes[name].python) for name, known in self._api.events.items()
        ]
        found = [*self._shapes("interface", "value", page), *self._shapes("interface", "options", page), *documented]
        return sorted(found, key=lambda shape: shape.name)

    def payloads(self) -> list[Shape]:
        """Return what handlers receive, beyond what is documented as an interface."""
        found = self._shapes("interface", "payload", "payloads.md")
        return [shape for shape in found if shape.name not in self._api.events]

    def _shapes(self, documented: str, kind: str, page: str = "") -> list[Shape]:
        found = [item for _, item in sorted(self._api.classes.items())]
        return [
            Shape(item.python, page or f"{snake_case(item.python)}.md", item)
            for item in found
            if (item.documented, item.kind) == (documented, kind)
        ]

    def described(self, resource: Resource) -> ApiClass:
        """Return a resource as the API has it."""
        return self._api.classes[resource.resource]

    def methods(self, resource: Resource) -> list[MethodView]:
        """Return the methods of a resource."""
        return list(view_methods(self._schema, resource, self._types, inherited=True))

    def field(self, owner: str, name: str, field: ApiField, *, defaulted: bool) -> str:
        """Describe a property of a resource, or a field of a plain object, whose default is told."""
        more = [] if field.reason is None else [f"A change is announced as {code(field.reason)}."]
        if defaulted and field.default is not None:
            more = [f"Default: {code(self._types.literal(field.default))}."]
        return cell(" ".join([inline(field.doc), *more, *self._comparison.notes(owner, name, "property")]))

    def event(self, resource: Resource, event: ApiEvent) -> str:
        """Describe an event."""
        doc = inline(event.doc)
        if event.bubbles is not None and resource.owner is not None:
            doc += f" Repeated by {self.event_link(resource.owner, event.bubbles)}."
        return cell(doc)

    def event_link(self, owner: str, event: str) -> str:
        """Write an event as a link to where it is described."""
        return f"[`{snake_case(owner)}.on.{python_name(event)}`]({snake_case(owner)}.md#on.{python_name(event)})"

    def causes(self, resource: Resource, view: MethodView) -> list[str]:
        """Return the events that a method causes, as links."""
        causes = [cause.rpartition(".") for cause in resource.methods[view.documented].causes]
        return [self.event_link(owner or resource.resource, event) for owner, _, event in causes]

    def errors(self, view: MethodView) -> list[str]:
        """Return the exceptions that a method raises, with their meanings."""
        names = (*view.errors, *(("RequestError", "DisconnectedError") if view.requests else ()))
        return [self._index.error(name) for name in names]

    def method_doc(self, view: MethodView) -> str:
        """Describe a method."""
        return inline(view.doc + (f"\n\n{view.deprecated}." if view.deprecated else ""))

    def returned(self, view: MethodView) -> str:
        """Describe the result of a method; empty if it has none."""
        kind = _PAGES if view.pages else _RENEWABLE if view.renewable else ""
        return " ".join([inline(view.returns_doc), kind]).strip()

    def summary(self, view: MethodView) -> str:
        """Describe a method in its first paragraph."""
        return self.method_doc(view).partition("\n\n")[0]

    def signature(self, view: MethodView, *, blocking: bool = False) -> str:
        """Write the signature of a method, on several lines if it is long.

        Args:
            view: The method.
            blocking: Whether it is the one of the blocking client, which waits and returns pages themselves.
        """
        plain = [_declaration(param) for param in view.params if not param.keyword_only]
        keywords = [_declaration(param) for param in view.params if param.keyword_only]
        params = [*plain, *(["*", *keywords] if keywords else [])]
        start = "async def" if view.waits and not blocking else "def"
        end = f"-> {(view.returns if blocking else view.declared).text}"
        line = f"{start} {view.name}({', '.join(params)}) {end}"
        if len(line) <= _WIDTH:
            return line
        inside = "".join(f"    {param},\n" for param in params)
        return f"{start} {view.name}(\n{inside}) {end}"


def _declaration(param: ParameterView) -> str:
    return f"{param.name}: {param.annotation.text}{f' = {param.default}' if param.default else ''}"

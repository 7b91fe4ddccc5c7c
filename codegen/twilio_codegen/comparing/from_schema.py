"""Reads the API that a schema declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import JsonValue

from twilio_codegen.language import (
    Deprecation,
    Event,
    Method,
    Node,
    Options,
    Parameter,
    Payload,
    Property,
    Resource,
    Schema,
    TaggedUnion,
    ValueField,
    ValueType,
)
from twilio_codegen.language.type_expressions import TypeExpression, widened
from twilio_codegen.models.json_schema import OTHER_DOC, RAW_DOC
from twilio_codegen.python.naming import python_name
from twilio_codegen.python.types import PythonTypes
from twilio_codegen.reading.positions import Position, plain

from .api import KINDS, UNSAID, Api, ApiClass, ApiEvent, ApiField, ApiMethod, ApiParameter, ApiUnion, Plain, uses
from .types import NOTHING, NULL, ApiType, literals, union

_ITEMS = ApiType("list", (ApiType("T"),))
_PRODUCT_TEXTS = frozenset({"doc", "models-version", "package", "title"})
_Wanted = Callable[[ValueField], bool]

_PUBLIC_KEYS = frozenset(
    {
        *("allow", "allowed-keys", "bubbles", "causes", "check", "copies", "default", "deprecated", "doc"),
        *("documented", "documented-as", "errors", "event", "events", "fields", "input", "literals"),
        "keyword-only",
        *("max-entries", "members", "methods", "name", "never-raised", "owner-gets", "params", "payload"),
        *("properties", "reason", "requires", "returns", "spread", "static", "type", "unused"),
    }
)
"""Keys of declarations with an effect that users see; every other key is about the wire."""


def api_of_schema(schema: Schema, title: str = "") -> Api:
    """Read the API that a schema declares.

    Args:
        schema: The schema.
        title: How messages should name it; the title of the product by default.
    """
    reader = _Reader(schema)
    classes = {name: reader.resource(item) for name, item in schema.resources.items()}
    for name, value in schema.values.items():
        fields = {**reader.tag(name), **reader.fields(name, value.fields, wanted=_has_no_default)}
        described = _described(name, value, "value", value.documented, fields)
        classes[name] = replace(described, wire=_wire(value), written=value.input, methods=reader.copies(name, value))
    for name, options in schema.options.items():
        fields = reader.fields(name, options.fields, wanted=_has_no_default)
        described = _described(name, options, "options", "interface", fields)
        classes[name] = replace(described, written=True, ordered=True)
    for name, payload in schema.payloads.items():
        fields = reader.fields(name, payload.fields, wanted=lambda item: False, received=True)
        classes[name] = replace(_described(name, payload, "payload", "interface", fields), ordered=True)
    for name, tagged in schema.tagged.items():
        kinds = union(ApiType(kind) for kind in (*tagged.kinds, tagged.other.name))
        sent = {"tag": tagged.tag, "from": tagged.tag_from, "members": tagged.wire_tags}
        entry = ApiField(name, at=tagged.pos, type=kinds, wire=sent)
        classes[name] = _described(name, tagged, "alias", "alias", {KINDS: entry})
        classes[tagged.other.name] = reader.other_kind(name, tagged)
    received, passed = uses(classes.values())
    unions = {
        name: ApiUnion(
            name,
            item.doc,
            item.pos,
            members=dict(item.members),
            received=name in received or name not in passed,
            open=item.open,
        )
        for name, item in schema.types.items()
    }
    product = {key: value for key, value in schema.product.written.items() if key not in _PRODUCT_TEXTS}
    wire: dict[str, object] = {"product": plain(product)}
    for section, nodes in (("wire", schema.wire), ("caches", schema.caches)):
        wire |= {f"{section} {name}": _without_docs(plain(node.written)) for name, node in nodes.items()}
    classes["RestPaginator"] = _paginator()
    documented = {name: item.documented_as for name, item in schema.payloads.items() if item.documented_as is not None}
    product_title, package = schema.product.title, schema.product.package
    return Api(title or product_title, "schema", classes, unions, wire=wire, package=package, events=documented)


def _paginator() -> ApiClass:
    """Return the class of pages, which is the runtime's and needs no declaration."""
    own = "RestPaginator"
    kinds = {"hasNextPage": ApiType("boolean"), "hasPrevPage": ApiType("boolean"), "items": _ITEMS}
    pages = ApiType(own, (ApiType("T"),))
    return ApiClass(
        own,
        fields={name: ApiField(f"{own}.{python_name(name)}", type=kind) for name, kind in kinds.items()},
        methods={name: ApiMethod(f"{own}.{python_name(name)}", type=pages) for name in ("nextPage", "prevPage")},
    )


def from_expression(kind: TypeExpression, strings: Iterable[str] = ()) -> ApiType:
    """Read a type of a schema.

    Args:
        kind: The type.
        strings: The strings that are possible, where it is a string with a closed set.
    """
    if kind.choices:
        return union(from_expression(part) for part in kind.choices)
    members = tuple(strings)
    result = literals(members) if members else ApiType(kind.name)
    if kind.argument is not None:
        result = ApiType(kind.name, (from_expression(kind.argument),))
    return union((result, NULL)) if kind.nullable else result


def _described(
    name: str,
    node: Resource | ValueType | Options | Payload | TaggedUnion,
    kind: Literal["resource", "value", "options", "payload", "alias"],
    documented: Literal["class", "interface", "alias"],
    fields: Mapping[str, ApiField],
) -> ApiClass:
    return ApiClass(name, node.doc, node.pos, kind=kind, documented=documented, fields=fields)


class _Reader:
    """Reads the parts of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._types = PythonTypes(schema)

    def resource(self, resource: Resource) -> ApiClass:
        own = resource.resource
        fields = {name: self._property(own, name, item) for name, item in resource.properties.items()}
        return replace(
            _described(own, resource, "resource", "class", fields),
            wire=_wire(resource),
            methods={name: self._method(resource, name, item) for name, item in resource.methods.items()},
            events={name: self._event(resource, name, item) for name, item in resource.events.items()},
        )

    def _property(self, owner: str, name: str, item: Property) -> ApiField:
        return ApiField(
            *_details(f"{owner}.{python_name(name)}", item),
            type=from_expression(item.type),
            annotation=self._types.annotation(item.type).text,
            notice=_notice(item.deprecated),
            default=widened(item.default, item.type),
            reason=item.reason,
        )

    def fields(
        self, owner: str, fields: Mapping[str, ValueField], *, wanted: _Wanted, received: bool = False
    ) -> dict[str, ApiField]:
        return {
            name: ApiField(
                f"{owner}.{python_name(name)}",
                item.doc,
                item.pos,
                wire=_wire(item),
                type=from_expression(item.type, item.literals),
                annotation=self._types.field_annotation(item, received=received).text,
                required=wanted(item),
                default=widened(item.default, item.type),
            )
            for name, item in fields.items()
        }

    def tag(self, value: str) -> dict[str, ApiField]:
        """The fields that a value has from the tagged union it belongs to."""
        tagged = self._schema.tagged_with(value)
        if tagged is None:
            return {}
        words = ValueField(type=TypeExpression("string"), doc=_TAG, literals=tagged.words_of(value))
        return self.fields(value, {tagged.tag: words, **_raw(tagged.raw)}, wanted=lambda item: True)

    def copies(self, owner: str, value: ValueType) -> dict[str, ApiMethod]:
        """The methods that copy a value with a change."""
        found: dict[str, ApiMethod] = {}
        for name, changed in value.copies.items():
            field, python = value.fields[changed], f"{owner}.{python_name(name)}"
            parameter = ApiParameter(
                f"{python}({python_name(changed)})",
                field.doc,
                type=from_expression(field.type, field.literals),
                annotation=self._types.field_annotation(field).text,
            )
            doc = f"Copy it with another `{python_name(changed)}`."
            found[name] = ApiMethod(
                python, doc, value.pos, type=ApiType(owner), annotation=owner, params={changed: parameter}, plain=True
            )
        return found

    def other_kind(self, name: str, tagged: TaggedUnion) -> ApiClass:
        """Read the class that is made of everything which is no known kind of a tagged union."""
        other = tagged.other
        tag = ValueField(type=TypeExpression("string", nullable=True), doc=_TAG)
        if other.word is not None:
            tag = ValueField(type=TypeExpression("string"), doc=_TAG, literals=(other.word,))
        data = ValueField(type=TypeExpression("map", TypeExpression("json")), doc="All of it.")
        kept = _raw(tagged.other_raw) or {"data": data}
        fields = self.fields(
            other.name, {tagged.tag: tag, **other.fields, **kept}, wanted=lambda item: not item.type.nullable
        )
        doc = other.doc or OTHER_DOC.format(name=name)
        return ApiClass(other.name, doc, tagged.at("other"), kind="value", documented=other.documented, fields=fields)

    def _event(self, resource: Resource, name: str, item: Event) -> ApiEvent:
        return ApiEvent(
            *_details(f"{resource.resource}.on.{python_name(name)}", item),
            type=NOTHING if item.payload is None else from_expression(item.payload),
            annotation="" if item.payload is None else self._types.annotation(item.payload).text,
            notice=_notice(item.deprecated),
            bubbles=resource.repeated_as(item),
        )

    def _method(self, resource: Resource, name: str, item: Method) -> ApiMethod:
        returned = ApiType(resource.resource) if item.returns.kind == "self" else NOTHING
        annotation = resource.resource if item.returns.kind == "self" else "None"
        if item.returns.type is not None:
            returned = from_expression(item.returns.type)
            annotation = self._types.annotation(item.returns.type).text
        python = f"{resource.resource}.{python_name(name)}"
        # As in the signature: those that may be left out come last.
        params = sorted(item.params.items(), key=lambda entry: entry[1].optional)
        keywords = {str(param.type).removesuffix("?") for param in item.params.values() if param.spread}
        if (either := self._schema.text_or_file(item)) is not None:
            keywords.add(either.options)
        returned_wire = {
            f"returns {key}": value for key, value in item.returns.written.items() if key not in ("type", "doc")
        }
        return ApiMethod(
            *_details(python, item, returned_wire),
            type=returned,
            annotation=annotation,
            notice=_notice(item.deprecated),
            params={key: self._parameter(python, key, param) for key, param in params},
            static=item.static,
            plain=not item.waits(),
            keywords=frozenset(keywords),
            requires=frozenset(f"{need.property} {need.equals}" for need in item.requires),
            effects=frozenset((*item.errors, *(f"causes {event}" for event in item.causes))),
        )

    def _parameter(self, method: str, name: str, item: Parameter) -> ApiParameter:
        checks = ("positive", "non-negative") if item.check == "positive" else (item.check,) if item.check else ()
        limits = (("max-entries", item.max_entries), ("allowed-keys", item.allowed_keys))
        if item.keyword_only:
            checks = (*checks, "passed by name")
        return ApiParameter(
            *_details(f"{method}({python_name(item.name or name)})", item),
            type=from_expression(item.type, item.literals or item.allow),
            annotation=self._types.annotation(item.type, literals=item.literals).text,
            notice=_notice(item.deprecated),
            optional=item.optional,
            default=widened(item.default, item.type) if item.optional else UNSAID,
            checks=frozenset((*checks, *(f"{key} {path}" for key, path in limits if path is not None))),
            narrowed_from=from_expression(item.type) if item.allow else None,
        )


def _details(
    python: str, node: Property | Event | Method | Parameter, more_wire: Plain | None = None
) -> tuple[str, str, Position, bool, Plain]:
    """Return the first arguments of every element of an API."""
    return python, node.doc, node.pos, node.deprecated is not None, {**_wire(node), **(more_wire or {})}


_TAG = "What kind of object it is."


def _raw(name: str | None) -> dict[str, ValueField]:
    """The field, if there is one, with the text of what was sent."""
    return {name: ValueField(type=TypeExpression("string"), doc=RAW_DOC)} if name is not None else {}


def _has_no_default(item: ValueField) -> bool:
    return not ("default" in item.written or item.type.nullable)


def _notice(item: Deprecation | None) -> str:
    return item.notice if item is not None else ""


def _wire(node: Node) -> dict[str, object]:
    """Return the part of a declaration that users do not see."""
    return {str(key): _without_docs(plain(value)) for key, value in node.written.items() if key not in _PUBLIC_KEYS}


def _without_docs(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _without_docs(item) for key, item in value.items() if key != "doc"}
    return value

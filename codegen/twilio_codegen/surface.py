"""The public surface of an API, in one form whether it comes from official declarations or from a schema.

Types are compared by meaning, so both sides are written alike. These decisions hold everywhere and need no entry in
the ledger of deviations:

* null and undefined are not compared: the declarations leave them out where the service sends them;
* ``number`` stands for whole numbers and others alike;
* ``any`` and ``Object`` mean any JSON value;
* a promise of something is that thing, for methods here are asynchronous anyway;
* a static property and one of the object with the same name are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from .ir import Json, Method, Parameter, Resource, Schema, ValueField
from .type_expressions import TypeExpression

__all__ = ["ClassSurface", "MethodSurface", "Surface", "documented_surface", "schema_surface"]

Type = str


@dataclass(frozen=True, slots=True)
class MethodSurface:
    """A method: its parameters by name, each with its type and whether it may be left out, and its result."""

    params: Mapping[str, tuple[Type, bool]]
    returns: Type


@dataclass(frozen=True, slots=True)
class ClassSurface:
    """A class or an interface."""

    properties: Mapping[str, Type] = field(default_factory=dict[str, Type])
    methods: Mapping[str, MethodSurface] = field(default_factory=dict[str, MethodSurface])
    events: Mapping[str, Type] = field(default_factory=dict[str, Type])


@dataclass(frozen=True, slots=True)
class Surface:
    """Everything public.

    Attributes:
        classes: Classes, interfaces, and aliases of objects, by name.
        unions: Members of each alias of strings.
        unexported: The same for aliases that are used but not exported: nobody need have them.
    """

    classes: Mapping[str, ClassSurface]
    unions: Mapping[str, tuple[str, ...]]
    unexported: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


# -- official declarations

_OBJECT = re.compile(r"(\w+)\??: ([^;]+);")
_TOP_LEVEL_BAR = re.compile(r"\|(?![^<]*>)")
_SYNONYMS = {
    "any": "json",
    "Object": "json",
    "Date": "datetime",
    "Buffer": "bytes",
    "void": "none",
    "TwilsockConnectionState": "ConnectionState",
}


def documented_surface(facts: Mapping[str, Json]) -> Surface:
    """Read the facts that were extracted from the official declarations.

    Args:
        facts: ``classes``, ``interfaces`` and ``aliases`` by name, as in the ``documented`` folder of a schema.
    """
    classes = {
        name: ClassSurface(
            properties={
                key.removeprefix("static "): _typescript(_text(item, "type"))
                for key, item in _entries(entry, "properties")
            },
            methods={key: _documented_method(item) for key, item in _entries(entry, "methods")},
            events={key: _typescript(str(payload)) for key, payload in _entries(entry, "events")},
        )
        for section in ("classes", "interfaces", "aliases")
        for name, entry in _entries(facts, section)
        if "literals" not in _object(entry)
    }
    return Surface(classes, _documented_unions(facts), _documented_unions(_object(facts.get("referenced"))))


def _documented_unions(facts: Mapping[str, Json]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(str(member) for member in cast("list[Json]", _object(entry)["literals"]))
        for name, entry in _entries(facts, "aliases")
        if "literals" in _object(entry)
    }


def _object(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _entries(value: Mapping[str, Json] | Json, key: str) -> Iterable[tuple[str, Json]]:
    return _object(_object(cast(Json, value)).get(key, {})).items()


def _text(value: Json, key: str) -> str:
    return str(_object(value).get(key, ""))


def _documented_method(item: Json) -> MethodSurface:
    params = cast("list[Json]", _object(item).get("params", []))
    return MethodSurface(
        {_text(p, "name"): (_typescript(_text(p, "type")), bool(_object(p).get("optional"))) for p in params},
        _typescript(_text(item, "returns")),
    )


def _typescript(text: str) -> Type:
    text = text.strip()
    if text.startswith("{"):
        return _fields({name: _typescript(kind) for name, kind in _OBJECT.findall(text)})
    parts = [part.strip() for part in _TOP_LEVEL_BAR.split(text)]
    if len(parts) > 1:
        return _choice(_typescript(part) for part in parts if part not in ("null", "undefined"))
    if text.endswith("[]"):
        return f"list[{_typescript(text[:-2])}]"
    if match := re.fullmatch(r"(\w+)<(.+)>", text):
        inner = _typescript(match[2])
        return inner if match[1] == "Promise" else f"{'list' if match[1] == 'Array' else match[1]}[{inner}]"
    return _SYNONYMS.get(text, text)


def _choice(parts: Iterable[Type]) -> Type:
    return " | ".join(sorted(set(parts)))


def _fields(fields: Mapping[str, Type]) -> Type:
    return "{" + ", ".join(f"{name}: {kind}" for name, kind in sorted(fields.items())) + "}"


# -- schemas

_PAGINATOR = ClassSurface(
    properties={"hasNextPage": "boolean", "hasPrevPage": "boolean", "items": "list[T]"},
    methods={name: MethodSurface({}, "RestPaginator[T]") for name in ("nextPage", "prevPage")},
)
"""Pages are the runtime's and need no declaration."""


def schema_surface(schema: Schema) -> Surface:
    """Read a schema."""
    classes = {name: _resource_surface(schema, resource) for name, resource in schema.resources.items()}
    for section in (schema.values, schema.options):
        for name, value in section.items():
            classes[name] = ClassSurface({key: _field_type(schema, item) for key, item in value.fields.items()})
    for payload in schema.payloads.values():
        if payload.documented_as is not None:
            fields = {key: _field_type(schema, item) for key, item in payload.fields.items()}
            classes[payload.documented_as] = ClassSurface(fields)
    classes["RestPaginator"] = _PAGINATOR
    return Surface(classes, {name: tuple(union.members) for name, union in schema.types.items()})


def _resource_surface(schema: Schema, resource: Resource) -> ClassSurface:
    return ClassSurface(
        properties={name: _type(schema, item.type) for name, item in resource.properties.items()},
        methods={name: _method_surface(schema, resource, item) for name, item in resource.methods.items()},
        events={
            name: "none" if event.payload is None else _type(schema, event.payload, expand=True)
            for name, event in resource.events.items()
        },
    )


def _method_surface(schema: Schema, resource: Resource, method: Method) -> MethodSurface:
    returned = method.returns
    if returned.type is not None:
        kind = _type(schema, returned.type)
    else:
        kind = resource.resource if returned.kind == "self" else "none"
    return MethodSurface(
        {name: (_parameter_type(schema, item), item.optional) for name, item in method.params.items()}, kind
    )


def _parameter_type(schema: Schema, item: Parameter) -> Type:
    return _literals(item.literals) if item.literals else _type(schema, item.type)


def _field_type(schema: Schema, item: ValueField) -> Type:
    return _literals(item.literals) if item.literals else _type(schema, item.type)


def _literals(members: Iterable[str]) -> Type:
    return _choice(f'"{member}"' for member in members)


def _type(schema: Schema, kind: TypeExpression, *, expand: bool = False) -> Type:
    if kind.choices:
        return _choice(_type(schema, part) for part in kind.choices)
    payload = schema.payloads.get(kind.name) if expand else None
    if payload is not None:
        return _fields({name: _field_type(schema, item) for name, item in payload.fields.items()})
    if kind.name == "map":
        return "json"
    if kind.argument is not None:
        return f"{kind.name}[{_type(schema, kind.argument)}]"
    return "number" if kind.name == "integer" else kind.name

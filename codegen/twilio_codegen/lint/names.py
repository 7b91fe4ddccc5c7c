"""Names that Python, pydantic or the generated classes need for themselves, and names given twice."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable

from pydantic import BaseModel

from twilio_codegen.ir import Resource, ValueField
from twilio_codegen.naming import class_name, python_name, snake_case
from twilio_codegen.positions import Position

from .scope import Scope

__all__ = ["check_names"]

_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_DOCUMENTED = re.compile(r"[a-z][A-Za-z0-9]*(_[a-z0-9]+)*\Z")
_ANNOTATIONS = frozenset({"bool", "dict", "float", "int", "list", "object", "property", "str", "tuple"})
"""Built-ins that the body of a generated class uses: an attribute of that name would be found instead."""
_HUB = frozenset({"on", "once", "off"})
"""Attributes that every resource with events has."""
_CONTEXT = frozenset({"client", "configuration", "rest", "services", "sync"})
"""What all objects of a client share anyway."""
_SIGNAL = frozenset({"connect", "disconnect", "expect", "once", "wait"})


def check_names(scope: Scope) -> None:
    """Check the names of everything that becomes a class, an attribute or a parameter."""
    _check_classes(scope)
    schema = scope.schema
    for values in (schema.values, schema.wire, schema.payloads, schema.options):
        for value in values.values():
            _check_model_fields(scope, value.fields, [value.key_at("fields", name) for name in value.fields])
    for resource in schema.resources.values():
        _check_resource(scope, resource)


def _check_classes(scope: Scope) -> None:
    schema = scope.schema
    seen: dict[str, Position] = {}
    for section, names in (
        ("types", schema.types),
        ("values", schema.values),
        ("tagged", schema.tagged),
        ("wire", schema.wire),
        ("payloads", schema.payloads),
        ("options", schema.options),
        ("resources", schema.resources),
    ):
        for name, node in names.items():
            pos = node.at("resource") if isinstance(node, Resource) else schema.key_at(section, name)
            _check_class(scope, name, pos, seen)
    for union in schema.tagged.values():
        _check_class(scope, union.other, union.at("other"), seen)
        _check_model_field(scope, union.tag, union.at("tag"))
    for name in schema.caches:
        pos = schema.key_at("caches", name)
        if _attribute(scope, name, pos) and python_name(name) in _CONTEXT:
            scope.report(pos, "reserved-name", f"'{name}' is the name of something else that all objects share")
    for payload in schema.payloads.values():
        if payload.documented_as is not None:
            _check_class(scope, payload.documented_as, payload.at("documented-as"), seen)
    for resource in schema.resources.values():
        for part in (resource.mirror, resource.membership):
            if part is not None:
                _check_class(scope, part.payload, part.at("payload"), seen)


def _check_class(scope: Scope, name: str, pos: Position, seen: dict[str, Position]) -> None:
    if _CLASS.match(name) is None:
        scope.report(pos, "bad-name", f"'{name}' is no class name; write {class_name(name) or 'one such as Channel'}")
    elif hasattr(builtins, name) or name in ("BaseModel", "Literal", "WireModel"):
        scope.report(pos, "reserved-name", f"a class '{name}' would hide Python's own; call it {name}Event or the like")
    first = seen.setdefault(name, pos)
    if first is not pos:
        scope.report(pos, "duplicate-name", f"the class '{name}' is already defined at {first.file}:{first.line}")


def _check_model_fields(scope: Scope, fields: dict[str, ValueField], places: list[Position]) -> None:
    _check_unique(scope, zip(fields, places, strict=True), "field")
    for name, pos in zip(fields, places, strict=True):
        _check_model_field(scope, name, pos)


def _check_model_field(scope: Scope, name: str, pos: Position) -> None:
    if _attribute(scope, name, pos) and hasattr(BaseModel, python_name(name)):
        scope.report(pos, "reserved-name", f"the field '{name}' would hide an attribute of every pydantic model")


def _check_resource(scope: Scope, resource: Resource) -> None:
    attributes = [
        *((name, resource.key_at("properties", name)) for name in resource.properties),
        *((name, resource.key_at("methods", name)) for name in resource.methods),
    ]
    _check_unique(scope, attributes, "property or method")
    for name, pos in attributes:
        if _attribute(scope, name, pos) and python_name(name) in _HUB:
            scope.report(pos, "reserved-name", f"'{name}' is the name that events are listened to by")
    for name, item in resource.properties.items():
        if item.source in ("mirror", "membership") and item.derived is None:
            _check_model_field(scope, name, resource.key_at("properties", name))
    if resource.mirror is not None:
        for name in resource.mirror.fields:
            _check_model_field(scope, name, resource.mirror.key_at("fields", name))
    events = [(name, resource.key_at("events", name)) for name in resource.events]
    _check_unique(scope, events, "event")
    for name, pos in events:
        if _attribute(scope, name, pos) and python_name(name) in _SIGNAL:
            scope.report(pos, "reserved-name", f"the event '{name}' has the name of something that every event can do")
    for name, pos in ((name, resource.key_at("collections", name)) for name in resource.collections):
        _attribute(scope, name, pos)
    for method in resource.methods.values():
        parameters = [(item.name or name, method.key_at("params", name)) for name, item in method.params.items()]
        _check_unique(scope, parameters, "parameter")
        for name, pos in parameters:
            _attribute(scope, name, pos)
            if snake_case(name) in ("self", "cls"):
                scope.report(pos, "reserved-name", f"a parameter cannot be called '{name}'")


def _attribute(scope: Scope, name: str, pos: Position) -> bool:
    """Check a name that becomes an attribute."""
    python = python_name(name)
    if _DOCUMENTED.match(name) is None:
        scope.report(pos, "bad-name", f"'{name}' is no documented name; write one such as dateCreated")
    elif python != snake_case(name):
        scope.report(pos, "reserved-name", f"'{name}' is a Python keyword")
    elif python in _ANNOTATIONS:
        scope.report(pos, "reserved-name", f"'{name}' would hide Python's own {python} where types are written")
    else:
        return True
    return False


def _check_unique(scope: Scope, names: Iterable[tuple[str, Position]], what: str) -> None:
    seen: dict[str, tuple[str, Position]] = {}
    for name, pos in names:
        first, place = seen.setdefault(python_name(name), (name, pos))
        if place is not pos:
            message = (
                f"the {what} '{name}' is called {python_name(name)} in Python, as is '{first}' on line {place.line}"
            )
            scope.report(pos, "duplicate-name", message)

"""Builds the elements of an API from what declarations say of them, with types as TypeScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from twilio_codegen.comparing.api import (
    KINDS,
    Api,
    ApiClass,
    ApiEvent,
    ApiField,
    ApiMethod,
    ApiParameter,
    ApiUnion,
    Holder,
    reached,
    uses,
)
from twilio_codegen.comparing.shapes import without_shapes
from twilio_codegen.comparing.types import NULL, union
from twilio_codegen.python.naming import class_name, python_name
from twilio_codegen.reading.positions import Position

from .typescript import read_type

Section = Literal["class", "interface", "alias"]

_SECTIONS: tuple[Section, ...] = ("class", "interface", "alias")


def declared_class(name: str, documented: Section, at: Position | None = None) -> ApiClass:
    """Build a class without members."""
    kind: Literal["resource", "value"] = "resource" if documented == "class" else "value"
    return ApiClass(class_name(name), at=at, kind=kind, documented=documented)


def declared_alias(name: str, source: str, at: Position | None = None) -> ApiClass:
    """Build the alias of a type."""
    field = ApiField(class_name(name), at=at, type=read_type(source), source=source, required=True)
    return ApiClass(class_name(name), at=at, kind="alias", documented="alias", fields={KINDS: field})


def declared_field(
    python: str, source: str, holder: Holder, *, optional: bool, at: Position | None = None, deprecated: bool = False
) -> ApiField:
    """Build a property of an object; one that may be left out includes null."""
    kind = union((read_type(source), NULL)) if optional else read_type(source)
    return ApiField(
        python, at=at, deprecated=deprecated, type=kind, source=source, required=not optional, held_by=(holder,)
    )


def declared_fields(found: Iterable[tuple[str, ApiField]]) -> dict[str, ApiField]:
    """Put properties together; one that both the class and its objects have is one."""
    fields: dict[str, ApiField] = {}
    for name, field in found:
        known = fields.setdefault(name, field)
        fields[name] = replace(known, held_by=tuple(dict.fromkeys((*known.held_by, *field.held_by))))
    return fields


def declared_parameter(
    method: str, name: str, source: str, *, optional: bool, at: Position | None = None
) -> ApiParameter:
    """Build a parameter of a method."""
    python = f"{method}({python_name(name)})"
    return ApiParameter(python, at=at, type=read_type(source), source=source, optional=optional)


def declared_method(
    python: str,
    source: str,
    params: Mapping[str, ApiParameter],
    *,
    static: bool,
    at: Position | None = None,
    deprecated: bool = False,
) -> ApiMethod:
    """Build a method, whose result has the given type."""
    kind = read_type(source)
    return ApiMethod(python, at=at, deprecated=deprecated, type=kind, source=source, params=params, static=static)


def declared_event(owner: str, name: str, source: str, at: Position | None = None) -> ApiEvent:
    """Build an event."""
    return ApiEvent(f"{owner}.on.{python_name(name)}", at=at, type=read_type(source), source=source)


def declared_api(
    name: str,
    version: str,
    classes: Mapping[str, ApiClass],
    unions: Mapping[str, ApiUnion],
    hidden: Mapping[str, ApiUnion],
    shapes: Mapping[str, ApiClass],
) -> Api:
    """Put declarations together, sorted, and find out what users build and what they receive."""
    whole = without_shapes(Api(name, "declarations", classes, unions, shapes=shapes)).classes
    received, passed = reached(whole)
    ordered = sorted(classes.items(), key=lambda item: (_SECTIONS.index(item[1].documented), item[0]))
    classes = {key: replace(item, written=key in passed and key not in received) for key, item in ordered}
    received, passed = uses(whole.values())
    unions = {key: replace(item, received=key in received or key not in passed) for key, item in sorted(unions.items())}
    return Api(
        name,
        "declarations",
        classes,
        unions,
        version=version,
        hidden=dict(sorted(hidden.items())),
        shapes=dict(sorted(shapes.items())),
    )

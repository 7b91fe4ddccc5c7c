"""Builds the elements of an API from what declarations say of them, with types as TypeScript."""

from __future__ import annotations

from collections.abc import Mapping
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
)
from twilio_codegen.comparing.types import NULL, union
from twilio_codegen.comparing.usage import reached, uses
from twilio_codegen.python.naming import class_name, python_name
from twilio_codegen.reading.positions import Position

from .typescript import read_type

__all__ = [
    "Section",
    "declared_alias",
    "declared_api",
    "declared_class",
    "declared_event",
    "declared_field",
    "declared_method",
    "declared_parameter",
]

Section = Literal["class", "interface", "alias"]

_SECTIONS: tuple[Section, ...] = ("class", "interface", "alias")


def declared_class(name: str, documented: Section, at: Position | None = None) -> ApiClass:
    """Build a class without members."""
    kind: Literal["resource", "value"] = "resource" if documented == "class" else "value"
    return ApiClass(class_name(name), at=at, kind=kind, documented=documented)


def declared_alias(name: str, source: str, at: Position | None = None) -> ApiClass:
    """Build the alias of a type."""
    field = ApiField(class_name(name), at=at, type=read_type(source), source=source, required=True)
    return replace(declared_class(name, "alias", at), kind="alias", fields={KINDS: field})


def declared_field(
    owner: str, name: str, source: str, *, optional: bool, at: Position | None = None, deprecated: bool = False
) -> ApiField:
    """Build a property of an object; one that may be left out includes null."""
    kind = read_type(source)
    return ApiField(
        f"{owner}.{python_name(name)}",
        at=at,
        deprecated=deprecated,
        type=union((kind, NULL)) if optional else kind,
        source=source,
        required=not optional,
    )


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
    """Build a method."""
    return ApiMethod(
        python, at=at, deprecated=deprecated, type=read_type(source), source=source, params=params, static=static
    )


def declared_event(owner: str, name: str, source: str, at: Position | None = None) -> ApiEvent:
    """Build an event."""
    return ApiEvent(f"{owner}.on.{python_name(name)}", at=at, type=read_type(source), source=source)


def declared_api(
    name: str,
    version: str,
    classes: Mapping[str, ApiClass],
    unions: Mapping[str, ApiUnion],
    hidden: Mapping[str, ApiUnion],
) -> Api:
    """Put declarations together, sorted, and find out what users build and what they receive.

    Args:
        name: Name of the package.
        version: Its version; empty if unknown.
        classes: Classes, interfaces and aliases of types.
        unions: Aliases of strings.
        hidden: Aliases of strings that are mentioned without being exported.
    """
    received, passed = reached(classes)
    ordered = sorted(classes.items(), key=lambda item: (_SECTIONS.index(item[1].documented), item[0]))
    classes = {key: replace(item, written=key in passed and key not in received) for key, item in ordered}
    received, passed = uses(classes.values())
    return Api(
        name,
        "declarations",
        classes,
        {key: replace(item, received=key in received or key not in passed) for key, item in sorted(unions.items())},
        version=version,
        hidden=dict(sorted(hidden.items())),
    )

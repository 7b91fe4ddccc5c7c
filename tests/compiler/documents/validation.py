"""Validation by JSON Schema, with types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, cast

from jsonschema import Draft7Validator
from pydantic import JsonValue

__all__ = ["problems"]


class _Error(Protocol):
    path: Iterable[object]
    message: str


class _Validator(Protocol):
    def iter_errors(self, instance: object) -> Iterable[_Error]: ...


def problems(schema: Mapping[str, JsonValue], value: object) -> list[str]:
    """Returns what is wrong with a value by a schema of draft 7, formats included."""
    validator = cast("_Validator", Draft7Validator(dict(schema), format_checker=Draft7Validator.FORMAT_CHECKER))
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(value)]

"""Writes code that uses everything of a generated package, with every type spelt out: what a thorough user has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.language import Method, Resource, Schema
from twilio_codegen.python.naming import python_name, snake_case
from twilio_codegen.python.types import PythonTypes

__all__ = ["consumer"]


def consumer(schema: Schema) -> str:
    """Returns a module that passes strict type checks with the package of a schema.

    It reads every property, calls every method with its arguments by position and by name, connects a handler to every
    event in both ways, builds every value that users build, and distinguishes all strings of every union that users
    receive.
    """
    package = schema.product.package
    lines = [
        "from __future__ import annotations",
        "from collections.abc import Callable",
        "from datetime import datetime, timedelta",
        "from pathlib import Path",
        "from typing import Literal, assert_never",
        "from twilio_realtime.json import JsonValue",
        "from twilio_realtime.files.media_sources import MediaSource, Progress",
        f"from {package} import Paginator",
    ]
    names = (*schema.types, *schema.values, *schema.options, *schema.payloads, *schema.resources)
    lines += [f"from {package} import {name}" for name in names]
    writer = _Writer(schema)
    return "\n".join([*lines, *writer.unions(), *writer.values(), *writer.resources()]) + "\n"


class _Writer:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._types = PythonTypes(schema)
        self._api = api_of_schema(schema, "old")

    def unions(self) -> Iterator[str]:
        for name, union in self._api.unions.items():
            if not union.received:
                continue
            yield f"def distinguish_{snake_case(name)}(value: {name}) -> int:"
            yield "    match value:"
            for number, member in enumerate(union.members):
                yield f"        case {json.dumps(member)}:"
                yield f"            return {number}"
            yield "        case _:"
            yield "            assert_never(value)"

    def values(self) -> Iterator[str]:
        for name, value in self._schema.values.items():
            fields = {key: self._types.field_annotation(item).text for key, item in value.fields.items()}
            if value.input:
                yield from self._built(name, fields)
            else:
                received = {
                    key: self._types.field_annotation(item, received=True).text for key, item in value.fields.items()
                }
                yield from self._read(name, received)
        for name, options in self._schema.options.items():
            yield from self._built(
                name, {key: self._types.field_annotation(item).text for key, item in options.fields.items()}
            )
        for name, payload in self._schema.payloads.items():
            fields = {
                key: self._types.field_annotation(item, received=True).text for key, item in payload.fields.items()
            }
            yield from self._read(name, fields)
            bound = ", ".join(f"part{number}" for number in range(len(fields)))
            yield f"def take_apart_{snake_case(name)}(value: {name}) -> None:"
            yield "    match value:"
            yield f"        case {name}({bound}):"
            for number, annotation in enumerate(fields.values()):
                yield f"            kept{number}: {annotation} = part{number}"
                yield f"            print(kept{number})"

    def _built(self, name: str, fields: dict[str, str]) -> Iterator[str]:
        params = ", ".join(f"{python_name(key)}: {annotation}" for key, annotation in fields.items())
        given = ", ".join(f"{python_name(key)}={python_name(key)}" for key in fields)
        yield f"def build_{snake_case(name)}({params}) -> {name}:"
        yield f"    return {name}({given})"

    def _read(self, name: str, fields: dict[str, str]) -> Iterator[str]:
        yield f"def read_{snake_case(name)}(value: {name}) -> None:"
        for key, annotation in fields.items():
            python = python_name(key)
            yield f"    {python}: {annotation} = value.{python}"
            yield f"    print({python})"
        if not fields:
            yield "    print(value)"

    def resources(self) -> Iterator[str]:
        for name, resource in self._schema.resources.items():
            fields = {key: self._types.annotation(item.type).text for key, item in resource.properties.items()}
            yield from self._read(name, fields)
            yield from self._compared(resource)
            for key, method in resource.methods.items():
                yield from self._called(resource, key, method)
            yield from self._heard(resource)

    def _compared(self, resource: Resource) -> Iterator[str]:
        for key, item in resource.properties.items():
            union = self._schema.types.get(item.type.name)
            if union is None:
                continue
            python = python_name(key)
            yield f"def compare_{snake_case(resource.resource)}_{python}(value: {resource.resource}) -> bool:"
            tests = [f"value.{python} == {json.dumps(member)}" for member in union.members]
            yield f"    return {' or '.join(tests)}"

    def _called(self, resource: Resource, name: str, method: Method) -> Iterator[str]:
        ordered = sorted(method.params.items(), key=lambda entry: entry[1].optional)
        params = [
            (
                python_name(item.name or key),
                self._types.annotation(item.type, literals=item.literals).text,
                item,
            )
            for key, item in ordered
        ]
        returned = resource.resource if method.returns.kind == "self" else "None"
        if method.returns.type is not None:
            returned = self._types.annotation(method.returns.type).text
        python = python_name(name)
        declared = ", ".join([f"value: {resource.resource}", *(f"{key}: {kind}" for key, kind, _ in params)])
        yield f"async def call_{snake_case(resource.resource)}_{python}({declared}) -> None:"
        passed = [(key if not item.keyword_only else f"{key}={key}", item) for key, _, item in params]
        passed.sort(key=lambda entry: entry[1].keyword_only)
        required = [text for text, item in passed if not item.optional]
        everything = [text for text, _ in passed]
        calls: Sequence[Sequence[str]] = (required, everything, [f"{key}={key}" for key, _, _ in params])
        for number, arguments in enumerate(calls):
            call = f"value.{python}({', '.join(arguments)})"
            call = call if method.static else f"await {call}"
            if returned == "None":
                yield f"    {call}"
            else:
                yield f"    result{number}: {returned} = {call}"
                yield f"    print(result{number})"

    def _heard(self, resource: Resource) -> Iterator[str]:
        for name, event in resource.events.items():
            owner, python = snake_case(resource.resource), python_name(name)
            payload = "" if event.payload is None else self._types.annotation(event.payload, received=True).text
            handler = f"Callable[[{payload}], None]"
            yield f"def hear_{owner}_{python}(value: {resource.resource}, handler: {handler}) -> None:"
            yield f"    value.on.{python}.connect(handler)"
            yield f"    value.on({json.dumps(name)}, handler)"

"""Programs made of the expected types: one that checkers must accept, and others in which each line is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from twilio_codegen.python.naming import snake_case

__all__ = ["Expectations", "ExpectedResource", "TypedConsumer", "load_expectations"]

_IMPORTS = """\
# Pages and connections are looked at here without being awaited.
# mypy: disable-error-code="unused-awaitable"
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, assert_never, assert_type

from twilio_chat import *


class Unexpected:
    \"\"\"What nothing is.\"\"\"


async def fresh_token() -> str:
    return "token"
"""


class ExpectedResource(BaseModel):
    """What the objects of a class offer.

    Attributes:
        properties: Type by Python name.
        methods: Calls by documented name, each with its type.
        events: Attribute of the hub and payload by documented name.
    """

    model_config = ConfigDict(extra="forbid")
    properties: dict[str, str]
    methods: dict[str, list[str]]
    events: dict[str, str]

    def event(self, name: str) -> tuple[str, str | None]:
        """Attribute and payload of an event; None if it has no payload."""
        attribute, _, payload = self.events[name].partition(" -> ")
        return attribute, None if payload == "nothing" else payload


class Expectations(BaseModel):
    """Everything that type checkers must find."""

    model_config = ConfigDict(extra="forbid")
    unions: dict[str, list[str]]
    values: dict[str, dict[str, str]]
    resources: dict[str, ExpectedResource]
    expressions: list[str]


def load_expectations(path: Path) -> Expectations:
    """Read the file of expectations."""
    yaml = YAML(typ="safe")
    data = cast("object", yaml.load(path.read_text(encoding="utf-8")))  # pyright: ignore[reportUnknownMemberType]
    return Expectations.model_validate(data)


class TypedConsumer:
    """A module that asserts each expected type.

    Args:
        expected: The types.
        broken: What is wrong in it. ``types``: each type is another one. ``unions``: of each union, the last member is
            forgotten.

    Attributes:
        text: The module.
        asserting: Numbers of the lines that assert something, from 1.
    """

    def __init__(self, expected: Expectations, broken: Literal["nothing", "types", "unions"] = "nothing") -> None:
        self._expected = expected
        self._broken = broken
        self._lines = _IMPORTS.splitlines()
        self.asserting: list[int] = []
        everything = ", ".join(f"{snake_case(name)}: {name}" for name in (*expected.values, *expected.resources))
        if broken != "types":
            for name, members in expected.unions.items():
                self._add(self._told_apart(name, members))
        if broken != "unions":
            for name, fields in expected.values.items():
                self._add(self._read(name, fields))
            for name, resource in expected.resources.items():
                self._add(self._read(name, resource.properties))
                self._add(self._called(name, resource, everything))
                self._add(self._heard(name, resource))
            self._add([f"async def expressions({everything}) -> None:", *map(self._asserted, expected.expressions)])
        self.text = "\n".join(self._lines) + "\n"

    def _add(self, lines: list[str] | Iterator[str]) -> None:
        self._lines += ["", ""]
        for line in lines:
            self._lines.append(line)
            if any(mark in line for mark in ("assert_type(", "assert_never(", ", handler)")):
                self.asserting.append(len(self._lines))

    def _type(self, written: str) -> str:
        return "Unexpected" if self._broken == "types" else written

    def _asserted(self, expression: str) -> str:
        value, arrow, kind = expression.rpartition(" -> ")
        assert arrow, f"{expression!r} lacks its type"
        return f"    assert_type({value}, {self._type(kind)})"

    def _told_apart(self, name: str, members: list[str]) -> Iterator[str]:
        shown = members[:-1] if self._broken == "unions" else members
        yield f"def tell_apart_{snake_case(name)}(value: {name}) -> int:"
        yield "    match value:"
        for number, member in enumerate(shown):
            yield f'        case "{member}":'
            yield f"            return {number}"
        yield "        case _:"
        yield "            assert_never(value)"

    def _read(self, name: str, fields: dict[str, str]) -> Iterator[str]:
        it = snake_case(name)
        yield f"def read_{it}({it}: {name}) -> None:"
        for field, kind in fields.items():
            yield f"    assert_type({it}.{field}, {self._type(kind)})"

    def _called(self, name: str, resource: ExpectedResource, everything: str) -> Iterator[str]:
        it = snake_case(name)
        yield f"async def call_{it}({everything}) -> None:"
        for calls in resource.methods.values():
            for call in calls:
                waiting, rest = ("await ", call[6:]) if call.startswith("await ") else ("", call)
                yield self._asserted(f"{waiting}{it}.{rest}")

    def _heard(self, name: str, resource: ExpectedResource) -> Iterator[str]:
        it = snake_case(name)
        for event in resource.events:
            attribute, payload = resource.event(event)
            signal = f"{it}.on.{attribute}"
            yield f"async def hear_{it}_{attribute}({it}: {name}) -> None:"
            if payload is None:
                yield f"    assert_type({signal}, {self._type('BareSignal')})"
                yield f"    assert_type(await {signal}.wait(), {self._type('None')})"
                yield f"    assert_type({signal}.connect(lambda: None), {self._type('Subscription[None]')})"
                yield f"    {it}.on({event!r}, lambda: None)"
                continue
            kind = self._type(payload)
            yield f"    assert_type({signal}, {self._type(f'Signal[{payload}]')})"
            yield f"    {signal}.connect(lambda heard: assert_type(heard, {kind}))"
            yield f"    {signal}.once(lambda heard: assert_type(heard, {kind}))"
            yield f"    assert_type({signal}.connect(print), {self._type(f'Subscription[{payload}]')})"
            # By name it takes a function with a written type: mypy looks at lambdas before it has chosen an overload.
            yield f"    def handler(heard: {kind}) -> None: ..."
            yield f"    {it}.on({event!r}, handler)"
            yield f"    {it}.once({event!r}, handler)"
            yield f"    assert_type(await {signal}.wait(where=lambda heard: bool(heard)), {kind})"
            yield f"    async with {signal}.expect() as pending:"
            yield "        pass"
            yield f"    assert_type(pending.value, {kind})"
            yield f"    async with {signal}.stream() as stream:"
            yield "        async for each in stream:"
            yield f"            assert_type(each, {kind})"
            yield f"    async for each in {signal}:"
            yield f"        assert_type(each, {kind})"

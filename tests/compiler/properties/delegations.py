"""Methods that are answered by other methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from compiler.properties.expected import NOTHING, Expected, Seen
from compiler.properties.service import SchemaService
from compiler.properties.ways import Way
from twilio_codegen.language import Delegation, Method, Resource, Schema
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import NotFoundError

__all__ = ["Delegations"]


class Delegations:
    """Calls methods that others answer.

    Args:
        schema: The schema.
        service: What is asked in the end.
        expected: What objects must be like.
        way: How the client is used.
    """

    def __init__(self, schema: Schema, service: SchemaService, expected: Expected, way: Way) -> None:
        self._schema = schema
        self._service = service
        self._expected = expected
        self._way = way

    async def call(
        self, what: str, resource: Resource, method: Method, actual: object, seen: Seen | None, everything: list[Seen]
    ) -> None:
        """Call a method, and compare what it asks and what it returns."""
        name = what.partition(".")[2]
        function = cast("Callable[..., object]", getattr(actual, python_name(name)))
        assert method.delegate is not None
        first, *others = method.delegate
        if others:
            await self._several(what, resource, method, actual, seen, everything, function)
        elif first.to == "client" or resource.root:
            await self._single(what, resource, first, actual, seen, everything, function)

    async def _single(
        self,
        what: str,
        resource: Resource,
        delegate: Delegation,
        actual: object,
        seen: Seen | None,
        everything: list[Seen],
        function: Callable[..., object],
    ) -> None:
        called = self._schema.root.methods[delegate.method]
        if called.request is None or called.request.body is None:
            return
        given: dict[str, object] = {name: item.default for name, item in called.params.items()}
        last = self._last(resource, delegate.last, everything) if delegate.last is not None else None
        for name, text in delegate.arguments.items():
            if delegate.last is None or not text.startswith("last."):
                given[name] = self._expected.reference(resource, actual, seen, text)[1]
            elif last is None:
                return
            else:
                given[name] = self._expected.of_property(last.thing.resource, text.removeprefix("last."), last)
        self._service.asked.clear()
        self._service.answer = {}
        result = await self._way.call(function)
        sent = {name: given[str(source.value)[1:]] for name, source in called.request.body.items()}
        assert [asked.body for asked in self._service.asked] == [sent], f"{what} sent {self._service.asked}, not {sent}"
        method = resource.methods[what.partition(".")[2]]
        wanted = {"self": actual, "none": None, "value": 0}[method.returns.kind]
        assert result == wanted, f"{what} returns {result!r}, not {wanted!r}"

    def _last(self, resource: Resource, collection: str, everything: list[Seen]) -> Seen | None:
        """The last entry of a list; None if it is not known."""
        found = self._held(f"{resource.resource}.{collection}", everything)
        return max(found, key=lambda item: cast("int", item.thing.key)) if found else None

    def _held(self, collection: str, everything: list[Seen]) -> list[Seen] | None:
        """What a collection of the root holds; None if that is not known of all of it."""
        things = self._service.things[collection]
        found = [item for item in everything if any(item.thing is thing for thing in things)]
        return found if len(found) == len(things) else None

    async def _several(
        self,
        what: str,
        resource: Resource,
        method: Method,
        actual: object,
        seen: Seen | None,
        everything: list[Seen],
        function: Callable[..., object],
    ) -> None:
        """Call a method that returns the first that is found."""
        possible: list[object] = []
        for delegate in method.delegate or ():
            ((_, text),) = delegate.arguments.items()
            wanted: object = text
            if text.startswith("self."):
                wanted = self._expected.reference(resource, actual, seen, text)[1]
            looking_up = self._schema.root.methods[delegate.method].collection
            assert looking_up is not None
            held = self._held(f"{self._schema.root.resource}.{looking_up.name}", everything)
            (name,) = looking_up.where
            if held is None:
                return
            shown = [self._expected.of_property(item.thing.resource, name, item) for item in held]
            if any(value is NOTHING for value in shown):
                return
            possible = [item.actual for item, value in zip(held, shown, strict=True) if value == wanted is not None]
            if possible:
                break
        assert method.returns.type is not None
        if possible:
            found = await self._way.call(function)
            assert any(found is one for one in possible), f"{what} finds {found!r}, not {possible}"
        elif method.returns.type.nullable:
            assert await self._way.call(function) is None, f"{what} finds something"
        else:
            with pytest.raises(NotFoundError, match="finds nothing"):
                await self._way.call(function)

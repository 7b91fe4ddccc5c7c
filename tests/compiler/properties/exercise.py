"""Uses a generated package as an application would, against a service in memory, and compares everything."""

from __future__ import annotations

import importlib
import json
import random
import warnings
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import cast

from compiler.properties.drafts import Drafts
from compiler.properties.expected import NOTHING, Expected, Seen, compare
from compiler.properties.files import Files
from compiler.properties.happenings import Happenings
from compiler.properties.hearing import Hearing, Told, Update
from compiler.properties.model import Model
from compiler.properties.pairs import Pairs
from compiler.properties.received_push import ReceivedPush
from compiler.properties.registrations import Registrations
from compiler.properties.requesting import Requests
from compiler.properties.service import SchemaService, Thing
from compiler.properties.values import Values
from compiler.properties.ways import Blocking, Direct, Way
from twilio_codegen.language import Resource, Schema
from twilio_codegen.python.naming import python_name
from twilio_realtime.json import JsonObject

__all__ = ["exercise"]

BLOCKING_EVERY = 3
"""One schema of so many is used without asyncio, too."""


async def exercise(schema: Schema, package: ModuleType, seed: int) -> None:
    """Start a client, read every property, change what is mirrored, and call every plain request.

    Every third time, all of it is done a second time, without asyncio.

    Raises:
        AssertionError: Something is not as the schema says.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what is deprecated works all the same
        ways: list[tuple[type[Direct | Blocking], ModuleType]] = [(Direct, package)]
        if seed % BLOCKING_EVERY == 0:
            ways.append((Blocking, importlib.import_module(f"{package.__name__}.blocking")))
        for way, classes in ways:
            values = Values(schema, random.Random(seed))
            service = SchemaService(schema, values)
            await _Exercise(schema, package, service, values, way(service)).run(classes)


class _Exercise:
    def __init__(self, schema: Schema, package: ModuleType, service: SchemaService, values: Values, way: Way) -> None:
        self._schema = schema
        self._package = package
        self._service = service
        self._values = values
        self._way = way
        self._rng = values.rng
        self._expected = Expected(schema, service, values, way)

    async def run(self, classes: ModuleType) -> None:
        root = self._schema.root
        async with self._way.client(classes, root.resource) as client:
            await self._way.soon()
            self._service.starting = False
            self._check(root, client, None, "at the start")
            seen = await self._objects(root, client, None)
            hearing = Hearing(self._schema, self._expected, client)
            for item in seen:
                await self._changes(item, hearing)
            common = (self._service, self._values, self._expected)
            happenings = Happenings(self._schema, *common, hearing, self._way)
            requests = Requests(self._schema, self._package, *common, self._way)
            files = Files(self._schema, self._package, *common, requests, self._way)
            pairs = Pairs(self._schema, self._service, self._expected, requests, self._way)
            drafts = Drafts(self._schema, self._package, self._values, requests)
            for resource, actual, known in _each(root, client, seen):
                await requests.each(resource, actual, known)
                await files.each(resource, actual, known)
                await pairs.each(resource, actual, known)
                await drafts.each(resource, actual, known)
                await happenings.calls(resource, actual, known, seen)
                await happenings.notifications(resource, seen, known)
                await happenings.entries(resource, actual, known)
            await Registrations(self._schema, self._service, self._way).all(client)
            await ReceivedPush(self._schema, self._way).all(client)
            await happenings.memberships(client, seen)
            await happenings.releases(client, seen)

    # -- objects

    async def _objects(self, owner: Resource, actual: object, above: Seen | None) -> list[Seen]:
        """Everything that collections hold, at any depth."""
        found: list[Seen] = []
        for name in owner.collections:
            things = self._service.things[f"{owner.resource}.{name}"]
            things = [thing for thing in things if thing.owner is (above.thing if above is not None else None)]
            for thing in things:
                held = await self._object(owner, actual, name, thing)
                if held is None:
                    continue
                model = Model(self._values, thing.resource)
                model.take("mirror", thing.mirror)
                model.take("membership", thing.membership)
                seen = Seen(thing, held, model)
                self._expected.known[id(thing)] = seen
                self._check(thing.resource, held, seen, "at first")
                found += [seen, *await self._objects(thing.resource, held, seen)]
        return found

    async def _object(self, owner: Resource, actual: object, collection: str, thing: Thing) -> object:
        """The Python object of a thing, by the method of the schema that gives it; None without one."""
        spec = owner.collections[collection]
        for name, method in owner.methods.items():
            call = method.collection
            if call is None or call.name != collection or call.operation == "find" or method.then is not None:
                continue
            ask = cast("Callable[..., object]", getattr(actual, python_name(name)))
            if call.operation == "get":
                if spec.pool is not None:
                    lookup = spec.pool.lookup
                    field = self._schema.wire[lookup.payload].fields[lookup.map]
                    self._service.locating = {field.wire or lookup.map: thing.name}
                try:
                    return await self._way.call(ask, thing.key)
                finally:
                    self._service.locating = None
            result = await self._way.call(ask)
            items = getattr(result, "items", result)
            for item in cast("list[object]", items):
                if self._key_of(thing.resource, item) == thing.key:
                    return item
            if spec.pool is None:
                raise AssertionError(f"{owner.resource}.{name} does not give {thing.key!r}")
        return None

    @staticmethod
    def _key_of(resource: Resource, actual: object) -> object:
        assert resource.key is not None
        return getattr(actual, python_name(resource.key.name))

    def _check(self, resource: Resource, actual: object, seen: Seen | None, when: str) -> None:
        for name in resource.properties:
            expected = self._expected.of_property(resource, name, seen)
            if expected is NOTHING:
                continue
            got = self._values.normal(getattr(actual, python_name(name)))
            compare(f"{resource.resource}.{name} {when}", got, expected)

    # -- changes

    async def _changes(self, seen: Seen, hearing: Hearing) -> None:
        """Let the data of an object change, heard by its owners alone, and then by handlers of its own."""
        resource = seen.thing.resource
        telling = [
            name
            for name, item in resource.events.items()
            if item.raised_by == "reasons" or self._reason(resource, item.raised_by) is not None
        ]
        for itself in (False, True, True):
            hearing.listen(resource, seen.actual, seen, telling, itself=itself)
            sent = self._next(seen)
            await self._way.act(partial(self._service.change, seen.thing, sent))
            reasons = seen.model.take("mirror", seen.thing.mirror)
            await self._way.soon()
            self._check(resource, seen.actual, seen, f"after {json.dumps(sent)}")
            told: list[Told] = []
            # What tells of all changes comes before what tells of one.
            for event in sorted(telling, key=lambda name: resource.events[name].raised_by != "reasons"):
                raised_by = resource.events[event].raised_by
                value: object = seen.actual
                if raised_by == "reasons":
                    value = Update(seen.actual, tuple(sorted(reasons)))
                if reasons and (raised_by == "reasons" or self._reason(resource, raised_by) in reasons):
                    told += hearing.expected(resource, seen, event, value, itself=itself)
            in_order = resource.mirror is None or resource.mirror.kind != "facets"  # each facet tells for itself
            hearing.told(told, f"{resource.resource} {seen.thing.key} after {json.dumps(sent)}", in_order=in_order)

    @staticmethod
    def _reason(resource: Resource, name: str) -> str | None:
        """The update reason of a property; None for what is none, and for what is called like another cause."""
        item = resource.properties.get(name) if name not in ("reasons", "membership", "pool") else None
        return item.reason if item is not None else None

    def _next(self, seen: Seen) -> JsonObject:
        """The next data of a thing: some of it as before, some not there."""
        new = self._values.payload(seen.thing.resource, "mirror", share=0.7)
        before = seen.thing.mirror
        return {
            name: before[name] if name in before and self._rng.random() < 0.3 else value for name, value in new.items()
        }


def _each(root: Resource, client: object, seen: list[Seen]) -> list[tuple[Resource, object, Seen | None]]:
    """What each object is, the object, and what is known about it."""
    return [(root, client, None), *((item.thing.resource, item.actual, item) for item in seen)]

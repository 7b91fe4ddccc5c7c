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
from urllib.parse import unquote

from compiler.properties.calls import Call
from compiler.properties.expected import NOTHING, Expected, Seen
from compiler.properties.happenings import Happenings
from compiler.properties.model import Model
from compiler.properties.service import SchemaService, Thing, link_path
from compiler.properties.values import Plain, Values, in_bounds, same
from compiler.properties.ways import Blocking, Direct, Way
from twilio_codegen.language import Method, Request, Resource, Schema
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import ArgumentError, StateError
from twilio_realtime.json import JsonObject, JsonValue

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
        async with self._way.client(classes, self._schema.root.resource) as client:
            await self._way.soon()
            self._service.starting = False
            self._check(self._schema.root, client, None, "at the start")
            seen = await self._objects(self._schema.root, client, None)
            for item in seen:
                await self._changes(item)
            happenings = Happenings(self._schema, self._service, self._values, self._expected, self._way)
            for resource, actual, known in _each(self._schema.root, client, seen):
                await self._requests(resource, actual, known)
                await happenings.calls(resource, actual, known, seen)
                await happenings.notifications(resource, seen, known)
            await happenings.memberships(client, seen)

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
                self._expected.models[id(thing)] = model
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
            self._compare(f"{resource.resource}.{name} {when}", got, expected)

    @staticmethod
    def _compare(what: str, got: Plain, expected: Plain) -> None:
        if not Expected.agree(got, expected):
            raise AssertionError(f"{what} is {json.dumps(got)}, and should be {json.dumps(expected)}")

    # -- changes

    async def _changes(self, seen: Seen) -> None:
        resource = seen.thing.resource
        event = next((name for name, item in resource.events.items() if item.raised_by == "reasons"), None)
        heard: list[list[str]] = []
        if event is not None:
            hub = getattr(seen.actual, "on")  # noqa: B009 - the class is not known here
            signal = getattr(hub, python_name(event))

            def note(update: object) -> None:
                heard.append(list(cast("tuple[str, ...]", getattr(update, "update_reasons"))))  # noqa: B009

            signal.connect(note)
        for _ in range(3):
            sent = self._next(seen)
            await self._way.act(partial(self._service.change, seen.thing, sent))
            reasons = seen.model.take("mirror", seen.thing.mirror)
            await self._way.soon()
            self._check(resource, seen.actual, seen, f"after {json.dumps(sent)}")
            if event is not None and self._way.hears:
                told = sorted(reason for update in heard for reason in update)
                self._compare(f"update reasons of {resource.resource}", told, sorted(reasons))
            heard.clear()

    def _next(self, seen: Seen) -> JsonObject:
        """The next data of a thing: some of it as before, some not there."""
        new = self._values.payload(seen.thing.resource, "mirror", share=0.7)
        before = seen.thing.mirror
        return {
            name: before[name] if name in before and self._rng.random() < 0.3 else value for name, value in new.items()
        }

    # -- requests

    async def _requests(self, resource: Resource, actual: object, seen: Seen | None) -> None:
        for name, method in resource.methods.items():
            if method.settles is not None:
                continue  # memberships change at the end
            if method.request is not None and method.request.throttle is not None:
                await self._throttled(resource, name, actual, seen)
            elif method.request is not None:
                for _ in range(2):
                    await self._way.soon(20)
                    await self._request(resource, name, actual, seen)
            elif method.property is not None:
                got = self._values.normal(await self._way.call(getattr(actual, python_name(name))))
                expected = self._expected.of_property(resource, method.property, seen)
                self._compare(f"{resource.resource}.{name}()", got, expected)

    def _call(self, resource: Resource, method: Method, actual: object, seen: Seen | None) -> Call:
        def reference(text: str) -> tuple[TypeExpression, Plain]:
            return self._expected.reference(resource, actual, seen, text)

        return Call(self._values, self._package, method, reference)

    async def _throttled(self, resource: Resource, name: str, actual: object, seen: Seen | None) -> None:
        """Call something twice, so that the second call comes too soon, and once more in time."""
        method = resource.methods[name]
        request = method.request
        assert request is not None
        assert request.throttle is not None
        assert request.payload is not None
        field = self._schema.wire[request.payload].fields[request.throttle.field]
        call = Call(
            self._values, self._package, method, lambda text: self._expected.reference(resource, actual, seen, text)
        )
        function = cast("Callable[..., object]", getattr(actual, python_name(name)))
        self._service.answer = {field.wire or request.throttle.field: 10}
        await self._way.soon(20)
        sent: list[int] = []
        for seconds in (0, 9, 2):
            await self._way.soon(seconds)
            self._service.asked.clear()
            await self._way.call(function, **call.keywords)
            sent.append(len(self._service.asked))
        assert sent == [1, 0, 1], f"{resource.resource}.{name} is throttled to {sent}"

    async def _request(self, resource: Resource, name: str, actual: object, seen: Seen | None) -> None:
        method = resource.methods[name]
        request = method.request
        assert request is not None
        call = Call(
            self._values, self._package, method, lambda text: self._expected.reference(resource, actual, seen, text)
        )
        what = f"{resource.resource}.{name}({call.keywords})"
        self._service.asked.clear()
        self._service.answer = answer = self._answer_of(method, request)
        function = cast("Callable[..., object]", getattr(actual, python_name(name)))
        if self._refuses(resource, method, seen):
            try:
                await self._way.call(function, **call.keywords)
            except StateError:
                return
            raise AssertionError(f"{what} does what its conditions forbid")
        if not self._sends(resource, method, actual, seen, call):
            assert (await self._way.call(function, **call.keywords)) is (
                actual if method.returns.kind == "self" else None
            )
            assert not self._service.asked, f"{what} sent something in vain"
            return
        segments = self._segments(resource, request, seen, call)
        if "" in segments[1:]:
            try:
                await self._way.call(function, **call.keywords)
            except ArgumentError:
                return
            raise AssertionError(f"{what} is sent with an empty part in its path: {segments}")
        result = await self._way.call(function, **call.keywords)
        if request.cache is not None and not self._service.asked:
            return  # what was read before is still good
        assert len(self._service.asked) == 1, f"{what} sent {self._service.asked}"
        asked = self._service.asked[0]
        self._compare(f"the verb of {what}", asked.method, request.verb)
        self._compare(f"the path of {what}", list(asked.segments), segments)
        query = {key: call.text(value) for key, value in request.query.items()}
        # What a tunnelled request says of its query is encoded as in a URL.
        sent_query = {unquote(key): unquote(str(value)) for key, value in asked.query.items()}
        self._compare(
            f"the query of {what}", sent_query, {key: text for key, text in query.items() if text is not None}
        )
        if request.form is not None:
            form = {key: call.text(value) for key, value in request.form.items()}
            expected: Plain = {key: text for key, text in form.items() if text is not None}
        else:
            expected = call.body(request.body)
        self._compare(f"the body of {what}", asked.body, expected)
        self._result(what, actual, method, request, result, answer)

    def _refuses(self, resource: Resource, method: Method, seen: Seen | None) -> bool:
        """Whether a condition of a method is not met."""
        return any(self._expected.of_property(resource, item.property, seen) != item.equals for item in method.requires)

    def _sends(self, resource: Resource, method: Method, actual: object, seen: Seen | None, call: Call) -> bool:
        """Whether there is anything to do for a method."""

        def holds(name: str, wanted: str) -> bool:
            return same(self._expected.reference(resource, actual, seen, f"self.{name}")[1], call.value(wanted))

        return all(holds(*item) for item in method.only_when.items()) and not any(
            holds(*item) for item in method.skip_when.items()
        )

    def _segments(self, resource: Resource, request: Request, seen: Seen | None, call: Call) -> list[str]:
        link = resource.links.get(request.link)
        base, path = (link.base, link.path) if link is not None else (request.link, ())
        return [*link_path(base).split("/"), *(str(call.text(part)) for part in (*path, *request.path))]

    def _answer_of(self, method: Method, request: Request) -> JsonObject:
        kind = method.returns.type
        if request.pages is not None and kind is not None and kind.argument is not None:
            items = [self._values.wire(kind.argument) for _ in range(2)]
            return {
                request.pages.items: items,
                request.pages.meta: {request.pages.next: None, request.pages.prev: None},
            }
        if method.returns.adopt is not None:
            thing = self._service.things[f"{self._schema.root.resource}.{method.returns.adopt}"][0]
            return {**self._service.listed(thing), "the_key": thing.key}
        if request.payload is not None:
            return self._values.fields(self._schema.wire[request.payload].fields)
        if kind is not None:
            return cast("JsonObject", self._values.wire(TypeExpression(kind.name)))
        return {}

    def _result(
        self, what: str, actual: object, method: Method, request: Request, result: object, answer: JsonObject
    ) -> None:
        returns = method.returns
        if returns.kind == "self":
            assert result is actual, f"{what} does not return the object itself"
            return
        if returns.adopt is not None:
            assert type(result).__name__ == returns.type.name if returns.type is not None else False
            return
        got = self._values.normal(getattr(result, "items", result) if request.pages is not None else result)
        expected: Plain = None
        if request.pages is not None and returns.type is not None and returns.type.argument is not None:
            sent = cast("list[JsonValue]", answer[request.pages.items])
            expected = [self._values.plain(returns.type.argument, item) for item in sent]
        elif returns.field is not None and request.payload is not None:
            field = self._schema.wire[request.payload].fields[returns.field]
            wire = field.wire or returns.field
            is_good = wire in answer and in_bounds(field, answer[wire])
            value = answer[wire] if is_good else field.default
            expected = self._values.plain(field.type, value, text=field.codec is not None and is_good)
        elif returns.type is not None:
            expected = self._values.plain(TypeExpression(returns.type.name), answer)
        self._compare(f"the result of {what}", got, expected)


def _each(root: Resource, client: object, seen: list[Seen]) -> list[tuple[Resource, object, Seen | None]]:
    """What each object is, the object, and what is known about it."""
    return [(root, client, None), *((item.thing.resource, item.actual, item) for item in seen)]

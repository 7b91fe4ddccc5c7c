"""Calls methods that send requests, and compares what arrives and what they return."""

from __future__ import annotations

from collections.abc import Callable, Sized
from functools import partial
from types import ModuleType
from typing import cast
from urllib.parse import unquote

from compiler.properties.calls import Call
from compiler.properties.expected import Expected, Seen, compare
from compiler.properties.service import SchemaService, link_path
from compiler.properties.values import Plain, Values, in_bounds, same
from compiler.properties.ways import Way
from support.fleet_service import Asked
from twilio_codegen.language import Method, Request, Resource, Schema
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import ArgumentError, StateError
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.requests.rest import mutation_id

__all__ = ["Requests"]


class Requests:
    """Calls what sends requests.

    Args:
        schema: The schema.
        package: What was generated.
        service: What the requests arrive at.
        values: Draws arguments and answers.
        expected: What objects must be like.
        way: How the client is used.
    """

    def __init__(
        self,
        schema: Schema,
        package: ModuleType,
        service: SchemaService,
        values: Values,
        expected: Expected,
        way: Way,
    ) -> None:
        self._schema = schema
        self._package = package
        self._service = service
        self._values = values
        self._expected = expected
        self._way = way

    async def each(self, resource: Resource, actual: object, seen: Seen | None) -> None:
        """Call every method of an object that sends a request or returns a property."""
        for name, method in resource.methods.items():
            if method.settles is not None:
                continue  # memberships change at the end
            if method.request is not None and method.request.uploads:
                continue  # files are stored beside the connection
            if method.request is not None and method.request.throttle is not None:
                await self._throttled(resource, name, actual, seen)
            elif method.request is not None:
                for _ in range(2):
                    await self._request(resource, name, actual, seen)
            elif method.property is not None:
                got = self._values.normal(await self._way.call(getattr(actual, python_name(name))))
                expected = self._expected.of_property(resource, method.property, seen)
                compare(f"{resource.resource}.{name}()", got, expected)

    def call(self, resource: Resource, method: Method, actual: object, seen: Seen | None) -> Call:
        """Arguments for a method."""

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
        call = self.call(resource, method, actual, seen)
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
        call = self.call(resource, method, actual, seen)
        function = partial(cast("Callable[..., object]", getattr(actual, python_name(name))), **call.keywords)
        await self.perform(resource, name, actual, seen, call, function)

    def exceeds(self, method: Method, call: Call) -> bool:
        """Whether arguments hold more than the session allows."""
        for name, parameter in method.params.items():
            given = call.given(name)
            if given is None:
                continue
            if parameter.max_entries is not None:
                most = cast("int", self._expected.session(parameter.max_entries))
                if len(cast("Sized", given)) > most:
                    return True
            if parameter.allowed_keys is not None:
                allowed = cast("list[str]", self._expected.session(parameter.allowed_keys))
                if not {*cast("dict[str, object]", given)} <= {*allowed}:
                    return True
        return False

    async def _fails(self, function: Callable[..., object], kind: type[Exception], otherwise: str) -> None:
        try:
            await self._way.call(function)
        except kind:
            return
        raise AssertionError(otherwise)

    async def perform(
        self,
        resource: Resource,
        name: str,
        actual: object,
        seen: Seen | None,
        call: Call,
        function: Callable[..., object],
    ) -> None:
        """Let a function make the request of a method, and compare what arrives and what it returns.

        Args:
            resource: What has the method.
            name: The method.
            actual: The object.
            seen: What is known about it.
            call: The arguments.
            function: What calls the method with them.
        """
        method = resource.methods[name]
        request = method.request
        assert request is not None
        what = f"{resource.resource}.{name}({call.shown})"
        await self._way.soon(20)  # reads that come sooner are answered from what is known
        self._service.asked.clear()
        self._service.answer = answer = self.answer_of(method, request)
        if request.once is not None and call.given(request.once[1:]) == "":  # a draft may hold anything
            await self._fails(function, ArgumentError, f"{what} is recognised by an empty key")
            return
        if self._refuses(resource, method, seen):
            await self._fails(function, StateError, f"{what} does what its conditions forbid")
            return
        if self.exceeds(method, call):
            await self._fails(function, ArgumentError, f"{what} holds more than the session allows")
            return
        if not self._sends(resource, method, actual, seen, call):
            assert (await self._way.call(function)) is (actual if method.returns.kind == "self" else None)
            assert not self._service.asked, f"{what} sent something in vain"
            return
        segments = self.segments(resource, request, call)
        if "" in segments[1:]:
            await self._fails(function, ArgumentError, f"{what} is sent with an empty part in its path: {segments}")
            return
        at_once = request.pages is not None and request.pages.all
        if at_once:
            answer = self._two_pages(method, request)
        result = await self._way.call(function)
        if request.cache is not None and not self._service.asked:
            return  # what was read before is still good
        assert len(self._service.asked) == 1 + at_once, f"{what} sent {self._service.asked}"
        if request.pages is not None and at_once:
            last = self._service.asked[1]
            assert last.query.pop(request.pages.token, None) == "page%202", f"{what} goes on with {last}"
            assert last == self._service.asked[0], f"{what} goes on elsewhere: {self._service.asked}"
        self.compare_sent(what, self._service.asked[0], request, segments, call)
        self.result(what, actual, method, result, answer)

    def _two_pages(self, method: Method, request: Request) -> JsonObject:
        """Let the service answer with two pages, and give what they hold together."""
        pages = request.pages
        assert pages is not None
        first, last = self.answer_of(method, request), self.answer_of(method, request)
        first[pages.meta] = {pages.next: "page 2", pages.prev: None}
        self._service.answers_in_turn, self._service.answer = [first], last
        sent = (cast("list[JsonValue]", page[pages.items]) for page in (first, last))
        return {pages.items: [item for items in sent for item in items]}

    @staticmethod
    def compare_sent(what: str, asked: Asked, request: Request, segments: list[str], call: Call) -> None:
        """Compare what has arrived with what a method must send."""
        compare(f"the verb of {what}", asked.method, request.verb)
        key = call.given(request.once.removeprefix("$")) if request.once is not None else None
        if key is not None:
            made = mutation_id(asked.method, f"https://{asked.host}{asked.encoded_path}", str(key))
            compare(f"the identifier of {what}", asked.mutation_id, made)
        compare(f"the path of {what}", list(asked.segments), segments)
        query = {key: call.text(value) for key, value in request.query.items()}
        # What a tunnelled request says of its query is encoded as in a URL.
        sent_query = {unquote(key): unquote(str(value)) for key, value in asked.query.items()}
        compare(f"the query of {what}", sent_query, {key: text for key, text in query.items() if text is not None})
        if request.form is not None:
            form = {key: call.text(value) for key, value in request.form.items()}
            expected: Plain = {key: text for key, text in form.items() if text is not None}
        else:
            expected = call.body(request.body)
        compare(f"the body of {what}", asked.body, expected)

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

    @staticmethod
    def segments(resource: Resource, request: Request, call: Call) -> list[str]:
        """Parts of the path of a request."""
        link = resource.links.get(request.link)
        start, path = request.link, request.path
        filled: tuple[str, ...] = ()
        if link is not None:
            start, path, filled = (link.of_session or ("", ""))[1], (*link.path, *request.path), link.fill
        places = iter(filled)
        base = link_path(start).split("/") if start else [""]
        whole = [str(call.text(next(places))) if part == "%s" else part for part in base]
        return [*whole, *(str(call.text(part)) for part in path)]

    def answer_of(self, method: Method, request: Request) -> JsonObject:
        """An answer to the request of a method."""
        kind = method.returns.type
        if request.pages is not None and kind is not None and kind.argument is not None:
            items = [self._values.wire(kind.argument) for _ in range(2)]
            return {
                request.pages.items: items,
                request.pages.meta: {request.pages.next: None, request.pages.prev: None},
            }
        if method.returns.adopt is not None:
            thing = self._service.things[f"{self._schema.root.resource}.{method.returns.adopt}"][0]
            source = self._schema.root.collections[method.returns.adopt].membership
            assert source is not None
            names = (source.lookup.key, *source.lookup.other_keys)
            described = {name: value for name, value in self._service.listed(thing).items() if name not in names}
            return described | {self._values.rng.choice(names): thing.key}
        if request.payload is not None:
            return self._values.fields(self._schema.wire[request.payload].fields)
        if kind is not None:
            if method.returns.tag is not None:
                return self._values.tagged(self._schema.tagged[kind.name], known=method.returns.tag)
            return cast("JsonObject", self._values.wire(TypeExpression(kind.name)))
        return {}

    def result(self, what: str, actual: object, method: Method, result: object, answer: JsonObject) -> None:
        """Compare what a method of an object has returned with what it was answered."""
        request = method.request
        assert request is not None
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
            expected = self._values.plain(field.type, value, codec=field.codec if is_good else None)
        elif returns.type is not None and returns.tag is not None:
            expected = self._values.plain_tagged(self._schema.tagged[returns.type.name], answer, returns.tag)
        elif returns.type is not None:
            expected = self._values.plain(TypeExpression(returns.type.name), answer)
        compare(f"the result of {what}", got, expected)

"""Methods that look something up and create it where it is missing: found, created, and created by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from compiler.properties.calls import Call
from compiler.properties.expected import Expected, Seen, compare
from compiler.properties.requesting import Requests
from compiler.properties.service import SchemaService
from compiler.properties.ways import Way
from support.fleet_service import Refusal
from twilio_codegen.language import Collection, Method, Request, Resource, Schema
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import ConflictError, ForbiddenError, RequestError
from twilio_realtime.json import JsonObject

__all__ = ["Pairs"]

_ATTEMPTS = 3
"""How often it is tried to create what somebody else has created meanwhile, and nobody can see."""


class Pairs:
    """Calls what gets or creates something.

    Args:
        schema: The schema.
        service: What the requests arrive at.
        expected: What objects must be like.
        requests: Knows what requests must say.
        way: How the client is used.
    """

    def __init__(
        self, schema: Schema, service: SchemaService, expected: Expected, requests: Requests, way: Way
    ) -> None:
        self._schema = schema
        self._service = service
        self._expected = expected
        self._requests = requests
        self._way = way

    async def each(self, resource: Resource, actual: object, seen: Seen | None) -> None:
        """Call every method of an object that gets or creates something."""
        for name, method in resource.methods.items():
            pair = method.get_or_create
            if pair is None:
                continue
            get, create = resource.methods[pair.get], resource.methods[pair.create]
            if create.request is not None and get.request is not None:
                await self._both_ask(resource, name, actual, seen, get, create)
            elif create.request is not None and get.collection is not None and create.returns.adopt is not None:
                collection = resource.collections[get.collection.name]
                await self._in_collection(resource, name, actual, create, collection)

    async def _both_ask(
        self, resource: Resource, name: str, actual: object, seen: Seen | None, get: Method, create: Method
    ) -> None:
        """Let both methods be answered, in every order that ends."""
        assert get.request is not None
        assert create.request is not None
        method = resource.methods[name]
        found, made = (self._requests.answer_of(item, cast("Request", item.request)) for item in (get, create))
        missing, there, forbidden = Refusal(404, 50404), Refusal(409), Refusal(403)
        ends: list[tuple[list[JsonObject | Refusal], Method | type[RequestError]]] = [
            ([found], get),
            ([missing, made], create),
            ([missing, there, found], get),
            ([missing, there, missing, made], create),
            ([missing, there] * _ATTEMPTS, ConflictError),
            ([forbidden], ForbiddenError),
            ([missing, forbidden], ForbiddenError),
        ]
        for answers, end in ends:
            call = self._requests.call(resource, method, actual, seen)
            steps = [get if at % 2 == 0 else create for at in range(len(answers))]
            passed_on = [call.passed_on(self._schema, step) for step in (get, create)]
            calls = [found for found in passed_on if found is not None]
            if len(calls) < len(passed_on):
                continue
            calls = [calls[at % 2] for at in range(len(answers))]
            paths = [
                self._requests.segments(resource, cast("Request", step.request), passed)
                for step, passed in zip(steps, calls, strict=True)
            ]
            if any("" in path[1:] for path in paths):
                continue  # is refused, as it is by the method itself
            what = f"{resource.resource}.{name}({call.keywords}) answered {answers}"
            await self._way.soon(20)  # nothing that was read before counts
            self._service.asked.clear()
            self._service.answers_in_turn = [*answers]
            result = await self._outcome(getattr(actual, python_name(name)), call)
            if isinstance(end, Method):
                assert not isinstance(result, RequestError), f"{what} raises {result!r}"
                self._requests.result(what, actual, end, result, cast("JsonObject", answers[-1]))
            else:
                assert type(result) is end, f"{what} is {result!r}"
            assert len(self._service.asked) == len(answers), f"{what} sent {self._service.asked}"
            for asked, step, passed, path in zip(self._service.asked, steps, calls, paths, strict=True):
                self._requests.compare_sent(what, asked, cast("Request", step.request), path, passed)

    async def _outcome(self, function: Callable[..., object], call: Call) -> object:
        """The result, or the refusal that is raised instead."""
        try:
            return await self._way.call(function, **call.keywords)
        except RequestError as error:
            return error

    async def _in_collection(
        self, resource: Resource, name: str, actual: object, create: Method, collection: Collection
    ) -> None:
        """Get what a collection holds, and take in what was created."""
        method = resource.methods[name]
        thing = self._service.things[f"{resource.resource}.{create.returns.adopt}"][0]
        known = next(item.actual for item in self._expected.known.values() if item.thing is thing)
        call = self._requests.call(resource, method, actual, None)
        assert method.params.keys() >= {"theKey"}
        key = python_name(method.params["theKey"].name or "theKey")
        function = cast("Callable[..., object]", getattr(actual, python_name(name)))
        self._service.asked.clear()
        got = await self._way.call(function, **{**call.keywords, key: thing.key})
        assert got is known, f"{name} gives another object"
        assert not self._service.asked, f"{name} of what is known sent {self._service.asked}"
        assert create.request is not None
        self._service.answers_in_turn = [Refusal(404, 50404), self._requests.answer_of(create, create.request)]
        got = await self._way.call(function, **{**call.keywords, key: "not there"})
        assert got is known, f"{name} gives another object than the one created"
        verbs = [asked.method for asked in self._service.asked]
        compare(f"what {name} sends", verbs, ["GET", create.request.verb])
        assert collection.membership is not None

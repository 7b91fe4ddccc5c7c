"""Puts the arguments of methods together step by step, and compares what is built, and what is sent of it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import cast

import pytest

from compiler.properties.calls import Call
from compiler.properties.expected import Seen
from compiler.properties.requesting import Requests
from compiler.properties.values import Values
from twilio_codegen.language import Method, Resource, Schema
from twilio_codegen.language.type_expressions import widened
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import ArgumentError, StateError

__all__ = ["Drafts"]


class Drafts:
    """Uses what methods begin.

    Args:
        schema: The schema.
        package: What was generated.
        values: Draws arguments.
        requests: Sends what was put together.
    """

    def __init__(self, schema: Schema, package: ModuleType, values: Values, requests: Requests) -> None:
        self._schema = schema
        self._package = package
        self._values = values
        self._requests = requests

    async def each(self, resource: Resource, actual: object, seen: Seen | None) -> None:
        """Begin every draft of an object, change it at random, build it and send both."""
        for name, method in resource.methods.items():
            if method.begins is not None:
                builder = cast("Callable[[], object]", getattr(actual, python_name(name)))()
                await self._used(resource, actual, seen, self._schema.resources[method.begins], builder)

    async def _used(self, owner: Resource, actual: object, seen: Seen | None, draft: Resource, builder: object) -> None:
        drafted = self._schema.drafted(draft)
        assert drafted is not None
        held: dict[str, object] = {}
        steps = [name for name, method in draft.methods.items() if method.step is not None]
        chosen = self._values.rng.choices(steps, k=self._values.rng.randint(0, 4))
        await self._finished(owner, actual, seen, draft, builder, dict(held))
        for name in (*chosen, *steps):
            self._changed(draft, draft.methods[name], name, builder, held)
        before = dict(held)
        built = await self._finished(owner, actual, seen, draft, builder, before)
        for name in chosen:
            self._changed(draft, draft.methods[name], name, builder, held)
        for kind, made in built:  # later steps have changed nothing about it
            await self._sent(owner, actual, seen, kind, made, before)
        await self._sent(owner, actual, seen, draft, builder, held)

    def _changed(self, draft: Resource, method: Method, name: str, builder: object, held: dict[str, object]) -> None:
        """Make one step."""
        call, step = self._requests.call(draft, method, builder, None), method.step
        assert step is not None
        function = cast("Callable[..., object]", getattr(builder, python_name(name)))
        assert function(**call.keywords) is builder, f"{draft.resource}.{name} does not return the draft"
        for argument, reference in step.set.items():
            held[argument] = call.given(reference[1:])
        for argument, reference in step.add.items():
            held[argument] = [*cast("list[object]", self._now(draft, argument, held) or []), call.given(reference[1:])]
        for argument, entry in step.put.items():
            before = cast("dict[str, object]", self._now(draft, argument, held) or {})
            held[argument] = {**before, cast("str", call.given(entry.key[1:])): call.given(entry.value[1:])}

    def _now(self, draft: Resource, argument: str, held: dict[str, object]) -> object:
        """What a draft holds of an argument."""
        drafted = self._schema.drafted(draft)
        assert drafted is not None
        parameter = drafted.params.get(argument)
        return held.get(argument, widened(parameter.default, parameter.type) if parameter is not None else None)

    def _lacks(self, drafted: Method, held: dict[str, object]) -> bool:
        return any(
            not item.optional and not item.type.takes_none() and held.get(name) is None
            for name, item in drafted.params.items()
        )

    async def _finished(
        self,
        owner: Resource,
        actual: object,
        seen: Seen | None,
        draft: Resource,
        builder: object,
        held: dict[str, object],
    ) -> list[tuple[Resource, object]]:
        """Build what can be built, and compare what it and the draft show."""
        drafted = self._schema.drafted(draft)
        assert drafted is not None
        found: list[tuple[Resource, object]] = []
        for name, method in draft.methods.items():
            if method.builds is None:
                continue
            function = cast("Callable[[], object]", getattr(builder, python_name(name)))
            expected: type[Exception] | None = StateError if self._lacks(drafted, held) else None
            call = self._requests.call(owner, drafted, actual, seen)
            call.hold({key: self._now(draft, key, held) for key in drafted.params})
            if not expected and self._requests.exceeds(drafted, call):
                expected = ArgumentError
            if expected is None:
                found.append((self._schema.resources[method.builds], function()))
                continue
            with pytest.raises(expected):
                function()
        for kind, made in ((draft, builder), *found):
            for name, item in kind.properties.items():
                if item.source.startswith("$"):
                    shown, wanted = getattr(made, python_name(name)), self._now(draft, item.source[1:], held)
                    assert shown == wanted, f"{kind.resource}.{name} is {shown!r}, and should be {wanted!r}"
        return found

    async def _sent(
        self, owner: Resource, actual: object, seen: Seen | None, draft: Resource, made: object, held: dict[str, object]
    ) -> None:
        """Send what was put together."""
        drafted = self._schema.drafted(draft)
        assert drafted is not None
        request = drafted.request
        sending = next((name for name, method in draft.methods.items() if method.sends), None)
        if request is None or sending is None or request.uploads or request.throttle or drafted.settles:
            return
        function = cast("Callable[..., object]", getattr(made, python_name(sending)))
        call: Call = self._requests.call(owner, drafted, actual, seen)
        whole = self._whole(drafted, draft, held)
        if whole is None:
            return
        call.hold(whole)
        name = draft.draft.of if draft.draft is not None else ""
        await self._requests.perform(owner, name, actual, seen, call, function)

    def _whole(self, drafted: Method, draft: Resource, held: dict[str, object]) -> dict[str, object] | None:
        """The arguments of the method; None if a value lacks a field that has to be set."""
        found: dict[str, object] = {}
        for name, parameter in drafted.params.items():
            found[name] = self._now(draft, name, held)
            default = widened(parameter.default, parameter.type)
            if found[name] is None and isinstance(default, dict | list):
                found[name] = default  # None stands for it there, since a program could change the default itself
            if not parameter.spread:
                continue
            value = self._schema.built[parameter.type.name]
            known = found[name]
            fields = {key: held.get(f"{name}.{key}") for key in value.fields}
            given = {key: field for key, field in fields.items() if field is not None}
            if known is not None and not given:
                continue
            if known is not None or any(
                item.default is None and not item.type.nullable and key not in given
                for key, item in value.fields.items()
            ):
                return None
            make = cast("Callable[..., object]", getattr(self._package, parameter.type.name))
            found[name] = make(**{python_name(key): field for key, field in given.items()})
        return found

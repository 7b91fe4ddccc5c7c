"""What happens to objects besides changes of their data: notifications, memberships, and calls without a request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import cast

from compiler.properties.delegations import Delegations
from compiler.properties.expected import NOTHING, Expected, Seen, compare
from compiler.properties.hearing import Hearing, Told
from compiler.properties.service import SchemaService
from compiler.properties.values import Values
from compiler.properties.ways import Way
from twilio_codegen.language import (
    Collection,
    EndsTransient,
    MembershipSource,
    Method,
    Notification,
    Resource,
    Schema,
    Selection,
)
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import NotFoundError, StateError
from twilio_realtime.json import JsonObject

__all__ = ["Happenings"]


class Happenings:
    """Lets something happen to objects and looks at what becomes of it.

    Args:
        schema: The schema.
        service: Where it happens.
        values: Draws what is sent.
        expected: What objects must be like.
        hearing: Hears what is announced.
        way: How the client is used.
    """

    def __init__(
        self,
        schema: Schema,
        service: SchemaService,
        values: Values,
        expected: Expected,
        hearing: Hearing,
        way: Way,
    ) -> None:
        self._schema = schema
        self._service = service
        self._values = values
        self._expected = expected
        self._way = way
        self._hearing = hearing
        self._delegations = Delegations(schema, service, expected, way)

    # -- notifications

    async def notifications(self, resource: Resource, seen: list[Seen], owner: Seen | None) -> None:
        """Send every notification that an object may get."""
        for message, item in resource.notifications.items():
            property_name, wanted = next(
                (name, counterpart.field) for _, name, counterpart in item.conditions() if counterpart.field is not None
            )
            concerned = self._single(seen, f"{resource.resource}.{item.collection}", wanted=property_name, owner=owner)
            if concerned is None:
                continue
            thing, text = concerned
            fields = self._schema.wire[item.payload].fields
            payload: JsonObject = {
                fields[wanted].wire or wanted: text,
                fields[item.seconds].wire or item.seconds: 4,
            }
            if item.key is not None and owner is not None:
                payload[fields[item.key].wire or item.key] = owner.thing.key
            held = thing.thing.resource
            transient = held.properties[item.property].transient
            assert transient is not None
            what = f"{held.resource}.{item.property} after {message}"

            def present(held: object = thing.actual, name: str = python_name(item.property)) -> object:
                return getattr(held, name)

            self._hearing.listen(held, thing.actual, thing, (transient.started, transient.ended))
            await self._way.act(partial(self._service.notify, message, payload))
            await self._way.soon()
            assert present() is True, f"{what} is not true"
            self._hearing.told(self._hearing.expected(held, thing, transient.started, thing.actual), what)
            await self._way.soon(5)
            assert present() is False, f"{what} stays true"
            self._hearing.told(self._hearing.expected(held, thing, transient.ended, thing.actual), what)
            await self._others(f"{resource.resource}.{item.collection}", item, seen, owner, message)
            for name, collection in resource.collections.items():
                ends = collection.ends
                if (
                    ends is None
                    or owner is None
                    or ends.property != item.property
                    or item.collection != ends.collection
                ):
                    continue
                told = self._schema.resources[collection.of].properties[next(iter(ends.where.values()))]
                # Another one in the same map may take the place of the one that it ends something of.
                if name != item.collection and told.derived is None and told.source in ("mirror", "key"):
                    await self._way.act(partial(self._service.notify, message, payload))
                    await self._way.soon()
                    await self._ends(owner, name, collection, ends, text)
                    assert present() is False, f"{what} is not ended by what is added to {name}"

    async def _others(
        self, collection: str, item: Notification, seen: list[Seen], owner: Seen | None, message: str
    ) -> None:
        """Send a notification that names nobody: it concerns those whom the texts of the schema tell."""
        told = [
            (name, (counterpart.equals,) if isinstance(counterpart.equals, str) else counterpart.equals)
            for alternative in item.where
            for name, counterpart in alternative.items()
            if len(alternative) == 1 and counterpart.equals is not None
        ]
        fields = self._schema.wire[item.payload].fields
        payload: JsonObject = {fields[item.seconds].wire or item.seconds: 4}
        for _, _, counterpart in item.conditions():
            if counterpart.field is not None:
                payload[fields[counterpart.field].wire or counterpart.field] = "nobody at all"
        if item.key is not None and owner is not None:
            payload[fields[item.key].wire or item.key] = owner.thing.key
        await self._way.act(partial(self._service.notify, message, payload))
        await self._way.soon()
        for one in seen:
            if not any(one.thing is thing for thing in self._service.things[collection]):
                continue
            if one.thing.owner is not (owner.thing if owner is not None else None):
                continue
            is_what = [(self._expected.of_property(one.thing.resource, name, one), texts) for name, texts in told]
            fits = any(text in texts for text, texts in is_what)
            if all(text is not NOTHING for text, _ in is_what):
                what = f"{one.thing.resource.resource}.{item.property} after {message} to nobody"
                assert getattr(one.actual, python_name(item.property)) is fits, what
        await self._way.soon(5)

    def _single(self, seen: list[Seen], collection: str, *, wanted: str, owner: Seen | None) -> tuple[Seen, str] | None:
        """An object of a collection that a property tells from all others."""
        things = self._service.things[collection]
        found = [item for item in seen if any(item.thing is thing for thing in things)]
        found = [item for item in found if item.thing.owner is (owner.thing if owner is not None else None)]
        texts = [self._expected.of_property(item.thing.resource, wanted, item) for item in found]
        if len(found) < len([thing for thing in things if owner is None or thing.owner is owner.thing]):
            return None
        for item, text in zip(found, texts, strict=True):
            if isinstance(text, str) and texts.count(text) == 1:
                return item, text
        return None

    async def _ends(self, owner: Seen, name: str, collection: Collection, ends: EndsTransient, text: str) -> None:
        added = self._schema.resources[collection.of]
        told = added.properties[next(iter(ends.where.values()))]
        key: str | int = text if told.source == "key" else ("a new one" if collection.map is not None else 77)
        data = self._values.payload(added, "mirror")
        if told.source == "mirror":
            data[told.wire or next(iter(ends.where.values()))] = text
        await self._way.act(partial(self._service.put, owner.thing.below[name], key, data))
        await self._way.soon()

    # -- what comes and goes

    async def entries(self, resource: Resource, actual: object, seen: Seen | None) -> None:
        """Add something to every map and list of an object, and remove it."""
        for name, collection in resource.collections.items():
            path = collection.map or collection.list
            if path is None:
                continue
            held = self._schema.resources[collection.of]
            place = seen.thing.below[name] if seen is not None else f"at {path.rpartition('.')[2]}"
            key: str | int = "another" if collection.map is not None else 88
            events = [event for event in (collection.added, collection.removed) if event is not None]
            self._hearing.listen(resource, actual, seen, events)
            data = self._values.payload(held, "mirror")
            changes = (
                (collection.added, partial(self._service.put, place, key, data)),
                (collection.removed, partial(self._service.drop, place, key)),
            )
            for event, change in changes:
                await self._way.act(change)
                await self._way.soon()
                if event is None:
                    continue
                what = f"{resource.resource}.{event}"
                entry = self._hearing.latest()
                assert type(entry).__name__ == held.resource, f"{what} tells {entry!r}"
                assert held.key is not None
                assert getattr(entry, python_name(held.key.name)) == key, f"{what} tells {entry!r}"
                self._hearing.told(self._hearing.expected(resource, seen, event, entry), what)

    async def releases(self, client: object, seen: list[Seen]) -> None:
        """Cease to follow what is followed, and follow it again."""
        root = self._schema.root
        for name, collection in root.collections.items():
            pool = collection.pool
            held = self._schema.resources[collection.of]
            release = next((key for key, method in held.methods.items() if method.pool is not None), None)
            get = next(
                (
                    key
                    for key, method in root.methods.items()
                    if method.collection is not None
                    and method.collection.name == name
                    and method.collection.operation == "get"
                ),
                None,
            )
            if pool is None or release is None or get is None:
                continue
            thing = self._service.things[f"{root.resource}.{name}"][0]
            item = self._expected.known[id(thing)]
            what = f"{held.resource}.{release}"
            self._hearing.listen(held, item.actual, item, (pool.followed, pool.unfollowed))
            await self._way.call(getattr(item.actual, python_name(release)))
            await self._way.soon()
            self._hearing.told(self._hearing.expected(held, item, pool.unfollowed, item.actual), what)
            self._hearing.listen(held, item.actual, item, (pool.followed,), itself=False)
            field = self._schema.wire[pool.lookup.payload].fields[pool.lookup.map]
            self._service.locating = {field.wire or pool.lookup.map: thing.name}
            again = await self._way.call(getattr(client, python_name(get)), thing.key)
            self._service.locating = None
            await self._way.soon()
            self._hearing.told(self._hearing.expected(held, item, pool.followed, again, itself=False), f"{get} again")

    # -- calls without a request of their own

    async def calls(self, resource: Resource, actual: object, seen: Seen | None, everything: list[Seen]) -> None:
        """Call what needs no request of its own."""
        for name, method in resource.methods.items():
            function = cast("Callable[..., object]", getattr(actual, python_name(name)))
            what = f"{resource.resource}.{name}"
            if method.collection is not None and method.collection.operation == "find":
                await self._find(what, resource, method, function, everything)
            elif method.todo is not None:
                await self._refused(what, function)
            elif method.select is not None:
                self._select(what, method, method.select, actual, function)
            elif method.hook is not None and not method.static:
                assert await self._way.call(function) is None, f"{what} returns something"
            elif method.static and method.hook is not None:
                assert function({"a": 1}, 4) == 5, f"{what} does not call its hook"
            elif method.session == "update_token":
                assert await self._way.call(function, self._service.token()) in (None, actual)
            elif method.then is not None and method.collection is not None:
                await self._sorted(what, method, function, everything, resource)
            elif method.delegate is not None:
                await self._delegations.call(what, resource, method, actual, seen, everything)

    async def _refused(self, what: str, function: Callable[..., object]) -> None:
        """Call what nothing answers yet."""
        said = ""
        try:
            await self._way.call(function)
        except StateError as error:
            said = str(error)
        assert "still to be declared" in said, f"{what} answers, though nothing is said to"

    async def _find(
        self, what: str, resource: Resource, method: Method, function: Callable[..., object], seen: list[Seen]
    ) -> None:
        assert method.collection is not None
        wanted = next(iter(method.collection.where))
        concerned = self._single(seen, f"{resource.resource}.{method.collection.name}", wanted=wanted, owner=None)
        if concerned is not None:
            assert await self._way.call(function, concerned[1]) is concerned[0].actual, f"{what} finds something else"
        try:
            missing = await self._way.call(function, "no such thing at all")
        except NotFoundError:
            assert method.collection.absent == "error", f"{what} raises what should be null"
            return
        if missing is None and method.collection.absent is None:
            return
        raise AssertionError(f"{what} finds what is not there")

    def _select(
        self,
        what: str,
        method: Method,
        selection: Selection,
        actual: object,
        function: Callable[..., object],
    ) -> None:
        """Pick from a list what is there, and what is not."""
        listed = cast("list[object] | None", getattr(actual, python_name(selection.source)))
        ((name, _),) = selection.where.items()
        kind = method.params["wanted"].type
        plain = kind.argument or kind
        usual = {"string": "nowhere", "integer": 77, "boolean": True}
        union = self._schema.types.get(plain.name)
        missing = next(iter(union.members)) if union is not None else usual[plain.name]
        there = [getattr(item, python_name(name)) for item in listed or []]
        if union is not None and not union.open:
            there = [value for value in there if value in union.members]
        there = [value for value in there if value is not None or plain.nullable]
        for wanted in ([missing], [missing, *there], there[:1]):
            given = wanted or [missing]
            keywords: dict[str, object] = {"wanted": given if kind.name == "list" else given[-1]}
            if kind.name != "list":
                given = given[-1:]
            if "other" in method.params:
                keywords["other"] = missing
                given = [*given, missing]
            fitting = [item for item in listed or [] if getattr(item, python_name(name)) in given]
            expected: object = fitting if listed is not None else None
            if selection.first:
                expected = next(iter(fitting), None)
            got = self._values.normal(function(**keywords))
            compare(f"{what}({keywords})", got, self._values.normal(expected))

    async def _sorted(
        self, what: str, method: Method, function: Callable[..., object], seen: list[Seen], resource: Resource
    ) -> None:
        assert method.collection is not None
        kinds = [self._schema.built[item.type.name].fields.values() for item in method.params.values()]
        if any(not item.type.nullable and "default" not in item.model_fields_set for kind in kinds for item in kind):
            return
        found = cast("list[object]", await self._way.call(function))
        things = self._service.things[f"{resource.resource}.{method.collection.name}"]
        known = [item.actual for item in seen if any(item.thing is thing for thing in things)]
        assert all(item in found for item in known), f"{what} lacks something"

    # -- memberships

    async def memberships(self, client: object, seen: list[Seen]) -> None:
        """Let the user become and cease to be a member of everything that there are memberships of."""
        for name, collection in self._schema.root.collections.items():
            source = collection.membership
            if source is None:
                continue
            things = self._service.things[f"{self._schema.root.resource}.{name}"]
            for item in seen:
                if any(item.thing is thing for thing in things):
                    await self._member(client, item, source)

    async def _member(self, client: object, item: Seen, source: MembershipSource) -> None:
        told = source.status
        field = item.thing.resource.properties[told.property].wire or told.property
        events = {told.joined: source.joined, told.out: source.left}
        if told.invited is not None and source.invited is not None:
            events[told.invited] = source.invited
        root = self._schema.root
        self._hearing.listen(root, client, None, events.values())
        present = told.joined
        for status in (told.invited, told.joined, told.out, told.invited, told.out, told.joined):
            if status is None:
                continue
            data = self._values.payload(item.thing.resource, "membership", share=0.7) | {field: status}
            entry: JsonObject = {**data, source.document: item.thing.name}
            hidden = status == told.out and self._is_hidden(item, source, data)
            if hidden:
                return
            waiting = self._settling(item, status, told.joined, told.out) if status != present else None
            await self._way.act(
                partial(self._service.put, f"at {source.map.rpartition('.')[2]}", item.thing.key, entry)
            )
            item.thing.membership = data
            item.model.take("membership", data)
            await self._way.soon()
            if waiting is not None:
                await asyncio.wait_for(waiting, 60)
            what = f"{item.thing.resource.resource} {item.thing.key} that is {status}"
            heard: list[Told] = [(f"{root.resource}.{events[status]}", item.actual)] if status != present else []
            self._hearing.told(heard, what)
            present = status
            for name, shown in item.thing.resource.properties.items():
                expected = self._expected.of_property(item.thing.resource, name, item)
                if shown.source == "membership" and expected is not NOTHING:
                    got = self._values.normal(getattr(item.actual, python_name(name)))
                    assert self._expected.agree(got, expected), f"{name} of {what} is {got!r}, not {expected!r}"
        await self._gone(item, source)

    async def _gone(self, item: Seen, source: MembershipSource) -> None:
        """Let an object that the user is a member of be gone."""
        held = item.thing.resource
        self._hearing.listen(held, item.actual, item, (source.removed,))
        await self._way.act(partial(self._service.remove, item.thing))
        await self._way.soon()
        told = self._hearing.expected(held, item, source.removed, item.actual)
        self._hearing.told(told, f"{held.resource} {item.thing.key} that is gone")

    def _is_hidden(self, item: Seen, source: MembershipSource, data: JsonObject) -> bool:
        """Whether an object would be forgotten."""
        del data
        if source.forget_always:
            return True
        return bool(source.forget_when_out) and all(
            self._expected.of_property(item.thing.resource, name, item) == value
            or item.thing.resource.properties[name].source == "membership"
            for name, value in source.forget_when_out.items()
        )

    def _settling(self, item: Seen, status: str, joined: str, out: str) -> asyncio.Task[object] | None:
        """A call that waits for a membership; None if the object has no such method."""
        stage = "joined" if status == joined else "out" if status == out else "invited"
        for name, method in item.thing.resource.methods.items():
            if method.settles == stage and not method.requires:
                self._service.answer = {}
                function = cast("Callable[..., object]", getattr(item.actual, python_name(name)))
                return asyncio.get_running_loop().create_task(self._way.call(function))
        return None

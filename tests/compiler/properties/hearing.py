"""What is announced: by an object itself, and by its owners, which repeat it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, cast

from compiler.properties.expected import Expected, Seen
from twilio_codegen.language import Payload, Resource, Schema
from twilio_codegen.python.naming import python_name

__all__ = ["Hearing", "Told", "Update"]

Told = tuple[str, object]
"""An event, as `Resource.event`, with what handlers are given."""


class Update(NamedTuple):
    """What tells of an update: the object, and the reasons in order."""

    subject: object
    reasons: tuple[str, ...]


class Hearing:
    """Handlers of events, and what they are called with.

    Args:
        schema: The schema.
        expected: Knows what belongs to what.
        client: The client, to which everything belongs in the end.
    """

    def __init__(self, schema: Schema, expected: Expected, client: object) -> None:
        self._schema = schema
        self._expected = expected
        self._client = client
        self._heard: list[Told] = []
        self._listening: list[Callable[[], object]] = []

    def listen(
        self, resource: Resource, actual: object, seen: Seen | None, events: Iterable[str], *, itself: bool = True
    ) -> None:
        """Note what is announced from now on, in place of what was listened to before.

        Args:
            resource: What the object is.
            actual: The object.
            seen: What is known about it; None for the root.
            events: Its events.
            itself: Whether to listen at the object, too; else at its owners alone.
        """
        while self._listening:
            self._listening.pop()()
        self._heard.clear()
        for event in dict.fromkeys(events):
            if itself:
                self._connect(resource, actual, event)
            for owner, emitter, name in self._levels(resource, seen, event):
                self._connect(owner, emitter, name)

    def _connect(self, resource: Resource, actual: object, event: str) -> None:
        hub = getattr(actual, "on")  # noqa: B009 - the class is not known here
        signal = getattr(hub, python_name(event))
        told = f"{resource.resource}.{event}"

        payload = self._schema.payloads.get(str(resource.events[event].payload))

        def note(value: object) -> None:
            self._heard.append((told, value if payload is None else _update(payload, value)))

        signal.connect(note)
        self._listening.append(partial(signal.disconnect, note))

    def _levels(self, resource: Resource, seen: Seen | None, event: str) -> Iterator[tuple[Resource, object, str]]:
        """The owners that repeat an event, from the nearest on, and what it is called there."""
        bubbles = resource.events[event].bubbles
        while resource.owner in bubbles:
            level = bubbles[resource.owner]
            resource = self._schema.resources[resource.owner]
            seen = self._expected.owner_of(seen)
            yield resource, self._client if seen is None else seen.actual, level.event

    def expected(
        self, resource: Resource, seen: Seen | None, event: str, value: object, *, itself: bool = True
    ) -> list[Told]:
        """What one event must be heard as: by the object itself, and by its owners."""
        own: list[Told] = [(f"{resource.resource}.{event}", value)] if itself else []
        levels = self._levels(resource, seen, event)
        return [*own, *((f"{owner.resource}.{name}", value) for owner, _, name in levels)]

    def told(self, expected: list[Told], what: str, *, in_order: bool = True) -> None:
        """Compare what was announced since the last time, and forget it.

        Args:
            expected: What should have been announced.
            what: What it was announced after.
            in_order: Whether all of it has one order; else it comes in parts, of which only the sum counts.

        Raises:
            AssertionError: It is something else.
        """
        heard = [*self._heard]
        self._heard.clear()
        one, other = (heard, expected) if in_order else (_sum(heard), _sum(expected))
        same = len(one) == len(other) and all(map(_same, one, other))
        assert same, f"{what} is told by {heard}, and should be by {expected}"

    def latest(self) -> object:
        """What the last handler was given; None if none was called."""
        return self._heard[-1][1] if self._heard else None


def _update(payload: Payload, value: object) -> object:
    """An update as it can be compared; other values as they are."""
    names = {str(item.type).startswith("list["): python_name(name) for name, item in payload.fields.items()}
    if names.keys() != {True, False}:
        return value
    return Update(getattr(value, names[False]), tuple(sorted(cast("tuple[str, ...]", getattr(value, names[True])))))


def _same(one: Told, other: Told) -> bool:
    if isinstance(one[1], Update) and isinstance(other[1], Update):
        same = one[1].subject is other[1].subject and one[1].reasons == other[1].reasons
        return same and one[0] == other[0]
    return one[0] == other[0] and one[1] is other[1]


def _sum(told: list[Told]) -> list[Told]:
    """What was told by event, with all updates of one event as one."""
    found: dict[str, object] = {}
    for event, value in sorted(told, key=lambda item: item[0]):
        before = found.get(event)
        if isinstance(before, Update) and isinstance(value, Update):
            # Properties that share a reason may come in different parts, each of which tells it.
            value = Update(value.subject, tuple(sorted({*before.reasons, *value.reasons})))
        found[event] = value
    return [*found.items()]

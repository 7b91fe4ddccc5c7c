"""Events: what raises them, what their handlers receive, and how they bubble."""

from __future__ import annotations

import re
from collections.abc import Mapping

from twilio_codegen.language import RAISING, Event, Method, PoolSource, Property, Resource, ValueField
from twilio_codegen.language.expansion import owners_of, reasons_union
from twilio_codegen.reading.positions import Position

from .scope import DATA, Kind, Scope

__all__ = ["SESSION_SIGNALS", "check_events", "check_named"]

UNDECIDED = "todo"
"""What raises an event of which that is not known yet."""
_CLOUD_EVENT_TYPE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+")
_PAYLOADS: frozenset[Kind] = frozenset([*DATA, "payload", "resource"])


def check_events(scope: Scope, resource: Resource) -> None:
    """Check the events of a resource."""
    updates = ""
    for name, event in resource.events.items():
        if event.repeats is not None:
            if "raised-by" in event.written:
                _refuse_repetition(scope, resource, name, event, event.repeats)
            continue
        if event.payload is not None:
            scope.check_type(event.payload, event.at("payload"), _PAYLOADS)
        if event.bubbles:
            _check_bubbling(scope, resource, name, event)
        _check_raised(scope, resource, name, event)
        if event.cloud_event is not None:
            _check_cloud_event(scope, resource, name, event)
        if resource.cause_of(name) == "reasons":
            if updates:
                message = f"'reasons' raises '{updates}' already, and no second"
                scope.report(event.at("raised-by"), "never-emitted", message)
            updates = updates or name


def _check_bubbling(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    if resource.owner is None:
        scope.wrong_value(event.at("bubbles"), f"'{name}' bubbles, but {resource.resource} has no owner")
        return
    owners = {owner.resource: owner for owner in owners_of(scope.schema.resources, resource)}
    if not owners:
        return
    reached, below = True, f"{resource.resource}.{name}"
    for owner_name in event.bubbles:
        scope.known(event.key_at("bubbles", owner_name), "owner", owner_name, owners)
    for owner_name, owner in owners.items():
        level = event.bubbles.get(owner_name)
        if level is None:
            reached = False
            continue
        pos = event.key_at("bubbles", owner_name)
        if not reached:
            missing = next(found for found in owners if found not in event.bubbles)
            scope.wrong_value(pos, f"'{name}' reaches {owner_name} through {missing}; say what it is called there")
            return
        declared = owner.events[level.event]
        if declared.raised_by != below:
            message = f"{owner_name}.{level.event} is there already, raised by {declared.raised_by}; use another name"
            scope.report(pos, "duplicate-name", message)
        below = f"{owner_name}.{level.event}"


def _check_cloud_event(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    """Check that other programs can be told of an event: the root has it, it is of the service, and has a type."""
    if not _CLOUD_EVENT_TYPE.fullmatch(event.cloud_event or ""):
        message = f"'{event.cloud_event}' is no type of an event; write one such as com.example.thing.added"
        scope.report(event.at("cloud-event"), "bad-name", message)
    if resource.cause_of(name) != "unknown" and not resource.tells_others(name):
        message = f"'{name}' tells of the client or of a passing state, and other programs are not told; remove it"
        scope.wrong_value(event.key_at("cloud-event"), message)
    elif scope.root is not None and not resource.root and scope.root.resource not in event.bubbles:
        message = f"other programs are told what {scope.root.resource} is told, and '{name}' does not bubble there"
        scope.wrong_value(event.key_at("cloud-event"), message)
    first = next(
        f"{other.resource}.{key}"
        for other in scope.schema.resources.values()
        for key, item in other.events.items()
        if item.repeats is None and item.cloud_event == event.cloud_event
    )
    if first != f"{resource.resource}.{name}":
        message = f"'{event.cloud_event}' is the type of {first} already; programs could not tell the two apart"
        scope.report(event.at("cloud-event"), "duplicate-name", message)


def _refuse_repetition(scope: Scope, resource: Resource, name: str, event: Event, source: str) -> None:
    """Say where an event is to be declared that repeats another one."""
    message = f"'{source}' says itself where it bubbles: write 'bubbles: {{{resource.resource}: {name}}}' there instead"
    scope.report(event.at("raised-by"), "unknown-cause", message)


def check_named(scope: Scope, holder: Resource, name: str, cause: str, pos: Position) -> None:
    """Check an event that something names which hands its handlers the object itself.

    Args:
        scope: The schema.
        holder: Whose event it is, and what handlers receive.
        name: The event.
        cause: What raises an event of this kind, in the words of ``raised-by``.
        pos: Where the name stands.
    """
    if not scope.known(pos, "event", name, holder.events):
        return
    event = holder.events[name]
    # Of one that says that it is raised so, its own payload is reported.
    if event.raised_by != cause and str(event.payload) != holder.resource:
        kind = event.payload if event.payload is not None else "nothing"
        message = (
            f"{holder.resource}.{name} has the payload {kind}, and emitted is the {holder.resource} itself; "
            f"name an event with 'raised-by: {cause}'"
        )
        scope.report(pos, "payload-mismatch", message)


def _check_raised(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    """Check that what is said to raise an event does."""
    pos = event.at("raised-by")
    source = event.raised_by
    cause = resource.cause_of(name)
    if cause == "session":
        signal = source.removeprefix("session.")
        if scope.known(pos, "signal of the session", signal, SESSION_SIGNALS):
            if not resource.root and scope.root is not None:
                scope.report(pos, "never-emitted", f"a session tells its root alone, and {resource.resource} is not it")
            _check_signal_payload(scope, signal, name, event)
    elif cause == "reasons":
        if all(item.reason is None for item in resource.properties.values()):
            message = f"no property of {resource.resource} has a reason to raise '{name}'"
            scope.report(pos, "never-emitted", message + _not_meant(resource, source))
        elif reasons_union(resource.resource) in scope.schema.types:
            _check_update_payload(scope, resource, name, event)
    elif cause == "membership":
        if not any(
            item.of == resource.resource and item.membership is not None and item.membership.removed == name
            for other in scope.schema.resources.values()
            for item in other.collections.values()
        ):
            message = f"no membership collection names '{name}' as its removed event"
            scope.report(pos, "never-emitted", message + _not_meant(resource, source))
        else:
            _check_own_payload(scope, resource, name, event)
    elif cause == "pool":
        pools = _pools(scope, resource)
        if not any(name in (pool.followed, pool.unfollowed) for pool in pools):
            message = f"no pool names '{name}' among its events"
            scope.report(pos, "never-emitted", message + _not_meant(resource, source))
        else:
            _check_own_payload(scope, resource, name, event)
    elif cause == "collection":
        if name not in resource.collections[source].announced:
            scope.report(pos, "never-emitted", f"the collection '{source}' does not name '{name}' among its events")
    elif cause == "method":
        if name not in resource.methods[source].causes:
            scope.report(pos, "never-emitted", f"the method '{source}' does not name '{name}' among its causes")
        elif not _emits(resource.methods[source]):
            scope.report(pos, "never-emitted", f"the method '{source}' has no hook that could emit '{name}'")
    elif cause == "property":
        _check_property(scope, resource, name, event, resource.properties[source])
    elif source == UNDECIDED:
        scope.report(pos, "todo", f"todo: find out what raises '{name}', and say it with 'raised-by'")
    else:
        telling = [key for key, item in resource.properties.items() if item.transient is not None or item.reason]
        valid = [*RAISING, UNDECIDED, *resource.collections, *telling, *resource.methods]
        scope.report(pos, "unknown-cause", f"nothing called '{source}' raises events{scope.hint(source, valid)}")


def _not_meant(resource: Resource, word: str) -> str:
    """What to say of a part of the resource that is called like a word for what raises events."""
    parts = (("collection", resource.collections), ("property", resource.properties), ("method", resource.methods))
    part = next((part for part, names in parts if word in frozenset(names)), None)
    return f"; 'raised-by: {word}' never means the {part} '{word}', so rename that" if part is not None else ""


def _check_property(scope: Scope, resource: Resource, name: str, event: Event, item: Property) -> None:
    """Check an event that a property raises."""
    source, pos = event.raised_by, event.at("raised-by")
    if item.transient is not None and name not in (item.transient.started, item.transient.ended):
        scope.report(pos, "never-emitted", f"the property '{source}' does not name '{name}' among its events")
        return
    _check_own_payload(scope, resource, name, event)
    same = [key for key, other in resource.properties.items() if other.reason == item.reason and key != source]
    if item.transient is None and same:
        message = f"'{same[0]}' has the same reason as '{source}', and '{name}' would tell of both; give each its own"
        scope.wrong_value(pos, message)


def _emits(method: Method) -> bool:
    return method.hook is not None or method.then is not None or method.push == "announce"


def _pools(scope: Scope, resource: Resource) -> list[PoolSource]:
    return [
        item.pool
        for other in scope.schema.resources.values()
        for item in other.collections.values()
        if item.of == resource.resource and item.pool is not None
    ]


_PROBLEM = ("boolean", "string", "integer?", "integer?")
SESSION_SIGNALS: Mapping[str, tuple[str, ...]] = {
    "state": ("initialized", "failed"),
    "phase": ("unknown", "disconnecting", "disconnected", "connecting", "connected", "denied", "error"),
    "problem": _PROBLEM,
    "initialized": (),
    "init-failed": _PROBLEM,
    "retrying": _PROBLEM,
    "token-about-to-expire": ("number",),
    "token-expired": (),
}
"""What a session itself tells: strings that a union must have, types of a payload's fields, or the type."""


def _check_signal_payload(scope: Scope, signal: str, name: str, event: Event) -> None:
    wanted = SESSION_SIGNALS[signal]
    if event.payload is None:
        return  # who listens need not be told more than that it happened
    kind = str(event.payload)
    if wanted is _PROBLEM:
        fields = _fields(scope, event)
        if [_written(field) for field in fields.values()] != list(wanted):
            message = f"'{name}' needs a payload with the fields {', '.join(wanted)}, in this order; it has {kind}"
            scope.report(event.at("payload"), "payload-mismatch", message)
    elif signal in ("state", "phase"):
        union = scope.schema.types.get(kind)
        missing = [member for member in wanted if union is not None and member not in union.members]
        if kind != "string" and (union is None or missing):
            lacking = f"; {kind} lacks {', '.join(missing)}" if missing else f", not {kind}"
            message = f"'{name}' needs a string or a union of {', '.join(wanted)}{lacking}"
            scope.report(event.at("payload"), "payload-mismatch", message)
    elif kind != (wanted[0] if wanted else "nothing"):
        message = f"'{name}' has the payload {kind}; emitted is {wanted[0] if wanted else 'nothing'}"
        scope.report(event.at("payload"), "payload-mismatch", message)


def _check_update_payload(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    wanted = [resource.resource, f"list[{reasons_union(resource.resource)}]"]
    if [_written(field) for field in _fields(scope, event).values()] != wanted:
        message = f"'{name}' needs a payload with the fields {' and '.join(wanted)}, in this order"
        message += _not_meant(resource, "reasons")
        scope.report(event.at("payload"), "payload-mismatch", message)


def _check_own_payload(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    if str(event.payload) != resource.resource:
        kind = event.payload if event.payload is not None else "nothing"
        message = f"'{name}' has the payload {kind}; emitted is the {resource.resource} itself"
        scope.report(event.at("payload"), "payload-mismatch", message)


def _written(field: ValueField) -> str:
    """The type of a field of a payload, with the only texts that it may hold."""
    return f"{field.type}, one of {', '.join(field.literals)}" if field.literals else str(field.type)


def _fields(scope: Scope, event: Event) -> Mapping[str, ValueField]:
    payload = scope.schema.payloads.get(str(event.payload))
    return payload.fields if payload is not None else {}

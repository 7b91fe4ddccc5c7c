"""Events: what raises them, and how they bubble."""

from __future__ import annotations

from twilio_codegen.ir import Collection, Event, PoolSource, Resource

from .payloads import SESSION_SIGNALS, check_own_payload, check_signal_payload, check_update_payload
from .scope import DATA, Kind, Scope

__all__ = ["check_events"]

_PAYLOADS: frozenset[Kind] = frozenset([*DATA, "payload", "resource"])


def check_events(scope: Scope, resource: Resource) -> None:
    """Check the events of a resource."""
    told: dict[str, str] = {}
    for name, event in resource.events.items():
        if event.payload is not None:
            scope.check_type(event.payload, event.at("payload"), _PAYLOADS)
        if event.bubbles is not None:
            _check_bubbling(scope, resource, name, event, event.bubbles)
        _check_raised(scope, resource, name, event)
        source = event.raised_by
        if (source == "reasons" or source.startswith("session.")) and (first := told.setdefault(source, name)) != name:
            scope.report(event.at("raised-by"), "never-emitted", f"'{source}' raises '{first}' already, and no second")


def _check_bubbling(scope: Scope, resource: Resource, name: str, event: Event, target: str) -> None:
    pos = event.at("bubbles")
    owner = scope.schema.resources.get(resource.owner or "")
    if owner is None:
        if resource.owner is None:
            scope.report(pos, "wrong-value", f"'{name}' bubbles, but {resource.resource} has no owner")
        return
    if not scope.known(pos, "event", target, owner.events):
        return
    repeated = owner.events[target]
    source = f"{resource.resource}.{name}"
    if repeated.payload != event.payload:
        message = f"{owner.resource}.{target} has the payload {repeated.payload}, {source} has {event.payload}"
        scope.report(pos, "payload-mismatch", message)
    if repeated.raised_by != source:
        message = f"{owner.resource}.{target} must be 'raised-by: {source}', not {repeated.raised_by}"
        scope.report(pos, "never-emitted", message)


def _check_raised(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    """Check that what is said to raise an event does."""
    pos = event.at("raised-by")
    source = event.raised_by
    head, dot, rest = source.partition(".")
    if head == "session" and dot:
        if scope.known(pos, "signal of the session", rest, SESSION_SIGNALS):
            if not resource.root and any(other.root for other in scope.schema.resources.values()):
                scope.report(pos, "never-emitted", f"a session tells its root alone, and {resource.resource} is not it")
            check_signal_payload(scope, rest, name, event)
    elif dot:
        _check_repeated(scope, resource, name, event)
    elif source == "reasons":
        if all(item.reason is None for item in resource.properties.values()):
            scope.report(pos, "never-emitted", f"no property of {resource.resource} has a reason to raise '{name}'")
        elif f"{resource.resource}UpdateReason" in scope.schema.types:
            check_update_payload(scope, resource, name, event)
    elif source == "membership":
        if not any(
            item.of == resource.resource and item.membership is not None and item.membership.removed == name
            for other in scope.schema.resources.values()
            for item in other.collections.values()
        ):
            scope.report(pos, "never-emitted", f"no membership collection names '{name}' as its removed event")
        else:
            check_own_payload(scope, resource, name, event)
    elif source == "pool":
        pools = _pools(scope, resource)
        if not any(name in (pool.followed, pool.unfollowed) for pool in pools):
            scope.report(pos, "never-emitted", f"no pool names '{name}' among its events")
        else:
            check_own_payload(scope, resource, name, event)
    elif source in resource.collections:
        if name not in _collection_events(resource.collections[source]):
            scope.report(pos, "never-emitted", f"the collection '{source}' does not name '{name}' among its events")
    elif source in resource.methods:
        if name not in resource.methods[source].causes:
            scope.report(pos, "never-emitted", f"the method '{source}' does not name '{name}' among its causes")
        elif resource.methods[source].hook is None and resource.methods[source].then is None:
            scope.report(pos, "never-emitted", f"the method '{source}' has no hook that could emit '{name}'")
    elif (item := resource.properties.get(source)) is not None and (item.reason or item.transient is not None):
        if item.transient is not None and name not in (item.transient.started, item.transient.ended):
            scope.report(pos, "never-emitted", f"the property '{source}' does not name '{name}' among its events")
        else:
            check_own_payload(scope, resource, name, event)
    else:
        telling = [key for key, item in resource.properties.items() if item.transient is not None or item.reason]
        valid = ["reasons", "membership", "pool", *resource.collections, *telling, *resource.methods]
        scope.report(pos, "unknown-cause", f"nothing called '{source}' raises events{scope.hint(source, valid)}")


def _check_repeated(scope: Scope, resource: Resource, name: str, event: Event) -> None:
    pos = event.at("raised-by")
    child_name, _, child_event = event.raised_by.partition(".")
    if not scope.known(pos, "resource", child_name, scope.schema.resources):
        return
    child = scope.schema.resources[child_name]
    if not scope.known(pos, "event", child_event, child.events):
        return
    if child.owner != resource.resource or child.events[child_event].bubbles != name:
        scope.report(pos, "never-emitted", f"{event.raised_by} does not bubble to {resource.resource}.{name}")


def _pools(scope: Scope, resource: Resource) -> list[PoolSource]:
    """The pools that hold a resource."""
    return [
        item.pool
        for other in scope.schema.resources.values()
        for item in other.collections.values()
        if item.of == resource.resource and item.pool is not None
    ]


def _collection_events(collection: Collection) -> set[str]:
    found = {collection.added, collection.removed}
    if collection.membership is not None:
        source = collection.membership
        found |= {source.added, source.joined, source.invited, source.left}
    return {name for name in found if name is not None}

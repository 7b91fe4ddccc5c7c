"""Resources as Python: their properties, events, collections and methods, ready for the templates."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pydantic_core import to_json

from twilio_codegen.language import Collection, Event, Notification, Property, Resource, Schema
from twilio_codegen.language.expansion import reasons_union
from twilio_codegen.language.removals import notice_of

from .code import Code, call, code
from .drafts import HeldView, held_by
from .method_views import MethodView, view_methods
from .naming import attribute_path, python_name, session_path, snake_case
from .object_expressions import ObjectExpressions, concerned, owner_expression, picked
from .property_updates import Packing, PropertyUpdate, initial_value, packing_of, update_of
from .reserved_names import (
    link_attribute,
    local_name,
    owner_functions,
    owner_functions_of,
    parameter_names,
    private_name,
)
from .session_signals import SessionSignalView, phase_expression, view_session_signals
from .source_text import formatted
from .types import Annotation, PythonTypes

__all__ = [
    "CacheView",
    "CollectionView",
    "EventView",
    "LinkView",
    "NotificationView",
    "PropertyView",
    "ResourceView",
    "TransientView",
    "seen_property",
    "view_caches",
    "view_resources",
]


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property as it is written.

    Attributes:
        expression: What the property returns.
        attribute: Attribute that stores it; empty if nothing is stored.
        packing: How what is stored is packed; None if it is stored as it is shown, or not at all.
        initial: Expression of the value before anything is known.
        reason: Update reason of a change; None if nothing tells of one.
        update: How it takes a new value over; None if nothing is stored.
        source: Where it comes from.
        needs_start: Whether a client has it only once it is started.
        deprecated: What users are told who use it; empty if it may be used.
    """

    name: str
    documented: str
    doc: str
    type: Annotation
    expression: Code
    attribute: str
    packing: Packing | None
    initial: Code
    reason: str | None
    update: PropertyUpdate | None
    source: str
    needs_start: bool
    deprecated: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as it is written.

    Attributes:
        bubbles: Python name of the owner's event that repeats it; empty if none does.
        raised_by: What raises it, as the schema says it.
        deprecated: What users are told who listen to it; empty if it may be used.
    """

    name: str
    documented: str
    doc: str
    payload: Annotation | None
    signal_class: str
    bubbles: str
    raised_by: str
    deprecated: str

    @property
    def signal(self) -> Annotation:
        """Annotation of its signal."""
        if self.payload is None:
            return Annotation(self.signal_class, frozenset({self.signal_class}))
        return self.payload.inside(self.signal_class)


@dataclass(frozen=True, slots=True)
class CollectionView:
    """A collection as it is written; `status` is the field that tells the kind of membership, if it has one."""

    name: str
    local: str
    doc: str
    item: str
    item_word: str
    kind: str
    holder: str
    source: str
    added: str
    removed: str
    status: str
    spec: Collection


_BOOTSTRAPPING = {"configuration", "context", "follow", "key", "locate", "make", "removed", "self", "settings"}
"""Variables of the function that opens what belongs to the root."""

_HOLDERS = {
    "map": "KeyedCollection",
    "list": "IndexedCollection",
    "membership": "MembershipCollection",
    "pool": "FollowedPool",
}
"""What of the runtime holds a collection, by where the collection comes from."""


@dataclass(frozen=True, slots=True)
class CacheView:
    """A cache as it is written: Python name, documentation, type of the values, expression of the capacity, seconds."""

    name: str
    doc: str
    annotation: Annotation
    capacity: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class TransientView:
    """A property that is true for a while: its name and the Python names of its two events."""

    name: str
    started: str
    ended: str


@dataclass(frozen=True, slots=True)
class NotificationView:
    """A notification as it is handled.

    `key` is called as it is sent, everything else as in Python. `concerns` makes the condition that it concerns
    an object, of the variables that hold the object and the payload.
    """

    type: str
    payload: str
    key: str
    collection: str
    concerns: Callable[[str, str], Code]
    property: str
    seconds: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of an object: its name in the schema, the private property that has its URL, and the URL."""

    name: str
    attribute: str
    address: Code


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource as it is written."""

    name: str
    module: str
    doc: str
    section: str
    root: bool
    owner: str
    owner_name: str
    key_name: str
    key_type: Annotation | None
    payload: str
    membership_payload: str
    document_fields: tuple[tuple[str, str], ...]
    properties: tuple[PropertyView, ...]
    mirrored: tuple[PropertyView, ...]
    member_properties: tuple[PropertyView, ...]
    events: tuple[EventView, ...]
    session_signals: tuple[SessionSignalView[EventView], ...]
    collections: tuple[CollectionView, ...]
    methods: tuple[MethodView, ...]
    update_event: EventView | None
    update_payload: Annotation | None
    update_reason: str
    shares_reasons: bool
    change_events: tuple[tuple[str, EventView], ...]
    kind: str
    key_property: str
    file_name: str
    transients: tuple[TransientView, ...]
    throttles: tuple[tuple[str, float], ...]
    shown: tuple[str, ...]
    notifications: tuple[NotificationView, ...]
    links: tuple[LinkView, ...]
    functions: tuple[str, ...]
    held: tuple[HeldView, ...]
    spec: Resource

    @property
    def tells_first(self) -> bool:
        """Whether what the object begins with is taken otherwise than its updates."""
        return any(item.update_needs for item in self.spec.properties.values())

    @property
    def announces(self) -> bool:
        """Whether any event tells what changed."""
        return self.update_event is not None or bool(self.change_events)

    @property
    def changes_bubble(self) -> bool:
        """Whether the owner repeats any event that tells what changed."""
        events = [event for _, event in self.change_events]
        return any(event.bubbles for event in (*events, *([self.update_event] if self.update_event else [])))

    @property
    def bubbles(self) -> bool:
        """Whether the owner repeats any of its events."""
        return any(event.bubbles for event in self.events)


def view_resources(schema: Schema) -> list[ResourceView]:
    """Every resource of a schema, in alphabetical order."""
    types = PythonTypes(schema)
    return [_view(schema, schema.resources[name], types) for name in sorted(schema.resources)]


def view_caches(schema: Schema, types: PythonTypes) -> list[CacheView]:
    """Every cache of a schema, in schema order."""
    return [
        CacheView(
            name=python_name(name),
            doc=cache.doc,
            annotation=types.annotation(cache.holds),
            capacity=f"settings.{session_path(size)}" if isinstance(size := cache.capacity, str) else str(size),
            seconds=cache.seconds,
        )
        for name, cache in schema.caches.items()
    ]


def _view(schema: Schema, resource: Resource, types: PythonTypes) -> ResourceView:
    properties = tuple(_property(schema, resource, name, item, types) for name, item in resource.properties.items())
    event_views = {name: _event(resource, name, event, types) for name, event in resource.events.items()}
    events = tuple(event_views.values())
    reasons = [item.reason for item in properties if item.reason is not None]
    update_event = next((event for name, event in event_views.items() if resource.cause_of(name) == "reasons"), None)
    key, named = resource.key, {python_name(name): item for name, item in resource.properties.items()}
    return ResourceView(
        name=resource.resource,
        module=snake_case(resource.resource),
        doc=resource.doc,
        section=resource.section,
        root=resource.root,
        owner=resource.owner or "",
        owner_name=snake_case(resource.owner) if resource.owner else "",
        key_name=python_name(key.name) if key else "",
        key_type=types.annotation(key.type) if key else None,
        payload=resource.mirror.payload if resource.mirror else "",
        membership_payload=resource.membership.payload if resource.membership else "",
        kind=resource.kind,
        key_property=next((name for name, item in named.items() if item.identity), ""),
        file_name=next((name for name, item in named.items() if item.derived and item.derived.safe_name), ""),
        transients=tuple(
            TransientView(name, python_name(item.transient.started), python_name(item.transient.ended))
            for name, item in named.items()
            if item.transient is not None
        ),
        throttles=tuple(
            (snake_case(name), method.request.throttle.seconds)
            for name, method in resource.methods.items()
            if method.request is not None and method.request.throttle is not None
        ),
        shown=tuple(name for name, item in named.items() if item.shown),
        notifications=tuple(
            _notification(schema, resource, name, item) for name, item in resource.notifications.items()
        ),
        links=tuple(
            LinkView(name, link_attribute(name), ObjectExpressions(schema, resource, types).link_of_object(link))
            for name, link in resource.links.items()
        ),
        functions=owner_functions_of(resource),
        held=held_by(schema, resource, types),
        document_fields=tuple(_names_of_sync_objects(resource, types)),
        properties=properties,
        mirrored=tuple(item for item in properties if item.source == "mirror"),
        member_properties=tuple(item for item in properties if item.source == "membership"),
        events=events,
        session_signals=view_session_signals(schema, resource, event_views),
        collections=tuple(_collection(schema, name, item) for name, item in resource.collections.items()),
        methods=view_methods(schema, resource, types),
        update_event=update_event,
        update_payload=update_event.payload if update_event else None,
        update_reason=reasons_union(resource.resource),
        shares_reasons=len({*reasons}) < len(reasons),
        change_events=tuple(
            (item.reason, event)
            for name, event in event_views.items()
            if resource.cause_of(name) == "property"
            and (item := resource.properties[event.raised_by]).reason is not None
        ),
        spec=resource,
    )


def _names_of_sync_objects(resource: Resource, types: PythonTypes) -> Iterator[tuple[str, str]]:
    """Fields of the mirror that name the Sync object of a collection, each with what it is until it was sent."""
    named = {item.map or item.list for item in resource.collections.values()}
    for name, field in resource.mirror.fields.items() if resource.mirror is not None else ():
        if name in named:
            yield python_name(name), types.literal(field.default)


def _property(schema: Schema, resource: Resource, documented: str, item: Property, types: PythonTypes) -> PropertyView:
    name = python_name(documented)
    attribute = private_name(name)
    source = "derived" if item.derived is not None else item.source.partition(".")[0]
    held = {f"${argument.argument}": argument.attribute for argument in held_by(schema, resource, types)}
    attribute = held.get(item.source, attribute)
    if item.source == "key" and resource.key is not None:
        attribute = private_name(python_name(resource.key.name))
    expression = _expression(schema, resource, item, attribute, types)
    stored = source in ("mirror", "membership")
    packing = packing_of(resource, item) if stored else None
    if packing is not None:
        expression = call(packing.unpack, expression)
    elif (stored or item.source in held or source in ("session", "view")) and types.is_changeable(item.type):
        # Whoever changes what was handed out and sends it must still see the change arrive.
        expression = call("copied", expression)
    for other, value in (item.none_when or {}).items():
        expression = code("None if {} == {} else {}", seen_property(resource, other), types.literal(value), expression)
    compared = item.derived.same_as if item.derived is not None else None
    return PropertyView(
        name=name,
        documented=documented,
        doc=item.doc,
        type=types.annotation(item.type),
        expression=expression,
        attribute=attribute if stored else "",
        packing=packing,
        initial=_initial(resource, item, types) if stored else Code(""),
        reason=item.reason,
        update=update_of(schema, resource, documented, item, types) if stored else None,
        source=source,
        needs_start=compared is not None or item.source == "view" or item.source.startswith("session."),
        deprecated=notice_of(f"{resource.resource}.{name}", item.deprecated),
    )


def _initial(resource: Resource, item: Property, types: PythonTypes) -> Code:
    """What stands in the attribute of a property before anything is known."""
    if item.type.name == "json" and packing_of(resource, item) is not None:
        return Code(repr(to_json(item.default)))
    if resource.kind == "item" and item.default == []:
        return call("empty_list")  # what is handed out is a copy, and what changes is another list
    return Code(initial_value(item, types))


def _expression(schema: Schema, resource: Resource, item: Property, attribute: str, types: PythonTypes) -> Code:
    """What a property returns, apart from what is asked of all of them."""
    derived = item.derived
    if derived is not None:
        seen = seen_property(resource, derived.property)
        if derived.suffix is not None:
            return code('f"{{{}}}{}"', seen, formatted(derived.suffix))
        if derived.same_as is not None:
            return code("{} == self._context.configuration.{}", seen, session_path(derived.same_as))
        if derived.safe_name is not None:
            return call("safe_name", seen, seen_property(resource, derived.safe_name))
        if derived.where is not None:
            return picked(derived.property, derived.where)
        return code("{} == {}", seen, types.literal(derived.equals))
    if item.source.startswith("session."):
        return Code(f"self._context.configuration.{session_path(item.source)}")
    if item.source == "view":
        shown = ((python_name(field), session_path(path)) for field, path in item.view.items())
        fields = (f"{field}=self._context.configuration.{path}" for field, path in shown)
        return call(item.type.name, *fields)
    if item.source == "owner":
        return owner_expression(resource)
    if item.source == "session":
        return phase_expression(schema, item.type)
    if item.source == "constant":
        return Code(types.literal(item.default, item.type))
    return Code(
        {
            "followed": "self._facets.is_open",
            "transient": f"bool(self.{attribute})",
            "own": f"self._known_{snake_case(item.collection or '')}().own",
        }.get(item.source, f"self.{attribute}")
    )


def seen_property(resource: Resource, documented: str) -> Code:
    """A property that another one depends on."""
    name = python_name(documented)
    item = resource.properties[documented]
    stored = item.derived is None and item.source in ("mirror", "membership", "key")
    return Code(f"self.{private_name(name)}" if stored and packing_of(resource, item) is None else f"self.{name}")


def _event(resource: Resource, documented: str, event: Event, types: PythonTypes) -> EventView:
    payload = types.annotation(event.payload) if event.payload is not None else None
    kind = "Deprecated" if event.deprecated is not None else ""
    return EventView(
        name=python_name(documented),
        documented=documented,
        doc=event.doc,
        payload=payload,
        signal_class=f"{kind}Signal" if payload else f"{kind}BareSignal",
        bubbles=python_name(repeated) if (repeated := resource.repeated_as(event)) is not None else "",
        raised_by=event.raised_by,
        deprecated=notice_of(f"{resource.resource}.on.{python_name(documented)}", event.deprecated),
    )


def _notification(schema: Schema, resource: Resource, name: str, item: Notification) -> NotificationView:
    fields = schema.wire[item.payload].fields
    return NotificationView(
        type=name,
        payload=item.payload,
        key=(fields[item.key].wire or item.key) if item.key is not None else "",
        collection=snake_case(item.collection),
        concerns=partial(concerned, schema, schema.resources[resource.collections[item.collection].of], item),
        property=python_name(item.property),
        seconds=attribute_path(item.seconds),
    )


def _status_field(schema: Schema, spec: Collection) -> str:
    if spec.membership is None:
        return ""
    name = spec.membership.status.property
    return schema.resources[spec.of].properties[name].wire or name


def _collection(schema: Schema, documented: str, spec: Collection) -> CollectionView:
    # mypy takes a name that is used before it is assigned for Python's own of that name
    taken = _BOOTSTRAPPING | parameter_names() | owner_functions(schema) | set(dir(builtins))
    kind = next(name for name in ("map", "list", "membership", "pool") if getattr(spec, name) is not None)
    return CollectionView(
        name=snake_case(documented),
        local=local_name(snake_case(documented), taken),
        doc=spec.doc,
        item=spec.of,
        item_word=snake_case(spec.of).replace("_", " "),
        kind=kind,
        holder=_HOLDERS[kind],
        source=python_name(spec.map or spec.list or ""),
        added=python_name(spec.added) if spec.added else "",
        removed=python_name(spec.removed) if spec.removed else "",
        status=_status_field(schema, spec),
        spec=spec,
    )

"""Properties of resources: where they come from and which update reasons they raise."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Property, Resource, ValueField
from twilio_codegen.language.expansion import reasons_union
from twilio_codegen.language.type_expressions import TypeExpression

from .drafts import HELD, check_held
from .events import SESSION_SIGNALS, check_named
from .scope import DATA, Kind, Scope, check_comparable
from .selection import check_picked
from .structure import check_owner_known
from .tagged import check_keyed
from .values import check_bounds, check_codec, check_field, check_records

__all__ = ["check_properties"]

_PLAIN_SOURCES = ("key", "followed", "own", "owner", "session", "transient", "version", "constant", "view")
_SOURCES = ("mirror", "membership", *_PLAIN_SOURCES)
_KINDS: Mapping[str, tuple[str, ...]] = {
    "membership": ("document",),
    "followed": ("facets",),
    "own": ("root",),
    "session": ("root",),
    "version": ("root",),
    "transient": ("item", "document", "facets"),
}
"""Kinds of resources that have a property from a source; the other sources need something else."""
_TYPES: Mapping[str, str] = {"followed": "boolean", "transient": "boolean", "version": "string"}
"""Type of what a source gives."""
_EMPTY = ("string", "json")
"""Types that have a value for "nothing yet" of their own."""
_ANY: frozenset[Kind] = frozenset([*DATA, "resource"])


def check_properties(scope: Scope, resource: Resource) -> None:
    """Check the properties of a resource, its mirror and its owner."""
    if resource.owner is not None:
        scope.known(resource.at("owner"), "resource", resource.owner, scope.schema.resources)
    if resource.key is not None:
        scope.check_type(resource.key.type, resource.key.at("type"), {"scalar"})
        scope.known(resource.key.at("name"), "property", resource.key.name, resource.properties)
    if resource.mirror is not None:
        for field in resource.mirror.fields.values():
            check_field(scope, field, DATA)
    for name, item in resource.properties.items():
        _check_property(scope, resource, name, item)
    _check_wires(scope, resource)
    _check_facets(scope, resource)
    _check_reasons(scope, resource)


def _check_property(scope: Scope, resource: Resource, name: str, item: Property) -> None:
    if item.derived is not None:
        _check_derived(scope, resource, item)
        return
    carried = item.source in ("mirror", "membership")
    known = scope.check_type(item.type, item.at("type"), HELD if item.source.startswith("$") else _ANY)
    _check_source(scope, resource, name, item)
    if item.wire is not None and not carried:
        scope.wrong_value(item.at("wire"), f"'wire' names a field of a payload; the source is {item.source}")
    if carried:
        _check_carried(scope, resource, item)
        check_keyed(scope, item.type, item.at("type"))
    check_bounds(scope, item, received=item.source in ("mirror", "membership"))
    check_codec(scope, item.codec, item.type, item.at("codec"))
    if carried and known and item.default is None and not item.type.nullable and item.type.name not in _EMPTY:
        scope.wrong_type(item.at("type"), f"'{name}' may be absent at first: write {item.type}? or give it a default")
    if item.merge == "partial" and known and item.type.name not in scope.schema.values:
        scope.wrong_value(item.at("merge"), f"only values are merged in parts, this is {item.type}")
    if item.merge == "partial" and item.type.name in scope.schema.composites:
        scope.wrong_value(item.at("merge"), f"{item.type.name} holds records, and is replaced as a whole")
    if item.update_needs and known:
        _check_needs(scope, resource, item)
    if known and "default" in item.model_fields_set:
        scope.check_literal(item.default, item.type, (), item.at("default"), "default")
    if item.none_when and known and not item.type.nullable:
        scope.wrong_type(item.at("type"), f"'{name}' is None now and then: write {item.type}?")
    for other, value in (item.none_when or {}).items():
        places = item.key_at("none-when", other), item.at("none-when", other)
        scope.check_property_value(resource.properties, other, value, *places)


def _check_source(scope: Scope, resource: Resource, name: str, item: Property) -> None:
    pos = item.at("source") if "source" in item.model_fields_set else resource.key_at("properties", name)
    if item.source.startswith("session."):
        _check_shown(scope, item, scope.check_session_path(item.source, pos))
        return
    if item.source.startswith("$"):
        check_held(scope, resource, item, pos)
        return
    if not scope.known(pos, "source", item.source, _SOURCES):
        return
    kinds = _KINDS.get(item.source)
    kind = resource.kind
    if kinds is not None and kind not in (*kinds, "nothing"):
        shown = "the root" if kind == "root" else f"a resource of the kind {kind}"
        scope.wrong_value(pos, f"'{item.source}' is no source for the properties of {shown}")
    if item.source in _TYPES and str(item.type) != _TYPES[item.source]:
        scope.wrong_type(item.at("type"), f"the source '{item.source}' gives {_TYPES[item.source]}, not {item.type}")
    if item.source == "session":
        _check_phase(scope, item)
    if item.source == "key" and resource.key is not None:
        _check_shown(scope, item, resource.key.type)
    if item.source == "constant" and "default" not in item.model_fields_set:
        scope.report(pos, "missing-key", f"say with 'default' what '{name}' always is")
    if (item.source == "view") != bool(item.view):
        scope.wrong_value(pos, "'source: view' and 'view' belong together")
    elif item.view:
        _check_view(scope, item)
    if item.source == "mirror" and resource.mirror is None:
        scope.wrong_value(pos, f"'{name}' comes from the mirror, but {resource.resource} has none")
    if item.source == "membership" and resource.membership is None:
        scope.wrong_value(pos, f"'{name}' comes from the membership, but {resource.resource} has none")
    if item.source == "key" and resource.key is None:
        scope.wrong_value(pos, f"'{name}' is the key, but {resource.resource} has none")
    if item.source == "owner":
        check_owner_known(scope, resource, pos)
    if item.source == "owner" and item.type.name != resource.owner:
        scope.wrong_type(item.at("type"), f"the owner is {resource.owner or 'nothing'}, not {item.type}")
    if (item.source == "own") != (item.collection is not None):
        scope.wrong_value(pos, "'own' and 'collection' belong together")
    if item.collection is not None:
        pools = {key: value for key, value in resource.collections.items() if value.pool and value.pool.own}
        if scope.known(item.at("collection"), "pool", item.collection, pools):
            held = pools[item.collection].of
            if item.type.name != held:
                scope.wrong_type(item.at("type"), f"the pool '{item.collection}' holds {held}, not {item.type}")
    if (item.source == "transient") != (item.transient is not None):
        scope.wrong_value(pos, "'source: transient' and 'transient' belong together")
    if item.transient is not None:
        for key, event in (("started", item.transient.started), ("ended", item.transient.ended)):
            check_named(scope, resource, event, name, item.transient.at(key))


def _check_shown(scope: Scope, item: Property, given: TypeExpression | None) -> None:
    """Check that a property has the type of what it shows."""
    if given is None or str(given) in (str(item.type), str(item.type).removesuffix("?")):
        return
    scope.wrong_type(item.at("type"), f"'{item.source}' is {given}, not {item.type}")


def _check_view(scope: Scope, item: Property) -> None:
    """Check a value that shows fields of the session together."""
    value = scope.schema.values.get(item.type.name)
    if value is None or value.input or item.type.nullable or item.type.name in scope.schema.composites:
        scope.wrong_type(item.at("type"), f"a view is a value of plain data, received and never null; not {item.type}")
        return
    for name, path in item.view.items():
        given = scope.check_session_path(path, item.at("view", name))
        if not scope.known(item.key_at("view", name), "field", name, value.fields):
            continue
        field = value.fields[name]
        if given is not None and str(given) not in (str(field.type), str(field.type).removesuffix("?")):
            scope.wrong_type(item.at("view", name), f"'{path}' is {given}, and '{name}' is {field.type}")
        if field.codec is not None or field.minimum is not None or field.maximum is not None:
            message = f"'{name}' is read already; say in the answer how it travels and what its range is"
            scope.wrong_value(item.key_at("view", name), message)
    for name, field in value.fields.items():
        if name not in item.view and not field.type.nullable and "default" not in field.model_fields_set:
            scope.report(item.at("view"), "missing-key", f"say which field of the session '{name}' is")


def _check_phase(scope: Scope, item: Property) -> None:
    """Check the type of where the connection stands."""
    if str(item.type) == "string":
        return
    members = scope.members(item.type)
    missing = [phase for phase in SESSION_SIGNALS["phase"] if phase not in members]
    if missing or item.type.nullable:
        message = f"'session' gives a string, or a union of {', '.join(SESSION_SIGNALS['phase'])}; this is {item.type}"
        scope.wrong_type(item.at("type"), message)


def _check_carried(scope: Scope, resource: Resource, item: Property) -> None:
    """Check a property that is a field of a payload."""
    check_records(scope, item, "a payload")
    if item.fallback is None:
        return
    fields = resource.mirror.fields if resource.mirror is not None else {}
    if item.source != "mirror":
        scope.wrong_value(item.at("fallback"), "'fallback' names a field of the mirror")
    elif scope.known(item.at("fallback"), "field of the mirror", item.fallback, fields):
        kind = fields[item.fallback].type
        if str(kind).removesuffix("?") != str(item.type).removesuffix("?"):
            scope.wrong_type(item.at("fallback"), f"the field '{item.fallback}' is {kind}, not {item.type}")


def _check_needs(scope: Scope, resource: Resource, item: Property) -> None:
    """Check which fields of a value an update needs."""
    pos = item.at("update-needs")
    value = scope.schema.values.get(item.type.name)
    if item.source != "mirror" or resource.kind == "record":
        scope.wrong_value(pos, "only the mirror of an object that changes is updated")
    elif value is None:
        scope.wrong_value(pos, f"only values have fields that an update needs, this is {item.type}")
    elif item.merge == "partial" or item.when == "always" or item.fallback is not None:
        scope.wrong_value(pos, "'merge: partial', 'when: always' and 'fallback' say themselves which updates count")
    else:
        for at, name in enumerate(item.update_needs):
            scope.known(item.at("update-needs", at), "field", name, value.fields)


def _check_derived(scope: Scope, resource: Resource, item: Property) -> None:
    derived = item.derived
    assert derived is not None
    if derived.where is not None:
        check_picked(scope, resource, item, derived)
        return
    scope.check_type(item.type, item.at("type"), {"scalar"})
    wanted = "string" if derived.equals is None and derived.same_as is None else "boolean"
    if str(item.type).removesuffix("?") != wanted:
        scope.wrong_type(item.at("type"), f"what follows is {wanted}, not {item.type}")
    known = scope.known(derived.at("property"), "property", derived.property, resource.properties)
    if known and derived.equals is not None:
        kind = resource.properties[derived.property].type
        scope.check_literal(derived.equals, kind, (), derived.at("equals"), "value")
    if known and derived.suffix is not None:
        kind = resource.properties[derived.property].type
        if kind.nullable or (kind.name != "string" and kind.name not in scope.schema.types):
            message = f"only a text that is never null has more text around it; '{derived.property}' is {kind}"
            scope.wrong_type(derived.at("property"), message)
    if derived.same_as is not None:
        given = scope.check_session_path(derived.same_as, derived.at("same-as"))
        if known:
            kind = resource.properties[derived.property].type
            check_comparable(scope, given, kind, derived.at("same-as"), derived.property)
    if derived.safe_name is not None:
        scope.known(derived.at("safe-name"), "property", derived.safe_name, resource.properties)
        for key, name in (("property", derived.property), ("safe-name", derived.safe_name)):
            found = resource.properties.get(name)
            if found is not None and (found.type.name != "string" or (found.type.nullable and key == "safe-name")):
                needed = "text" if key == "property" else "text that is never null"
                scope.wrong_type(derived.at(key), f"'safe-name' needs {needed}; '{name}' is something else")


def _check_wires(scope: Scope, resource: Resource) -> None:
    """Check that no field of a payload is read twice."""
    for source in ("mirror", "membership"):
        wires: dict[str, str] = {}
        for name, item in resource.properties.items():
            if item.source == source and item.derived is None:
                wire = item.wire or name
                pos = item.at("wire") if item.wire is not None else resource.key_at("properties", name)
                if (first := wires.setdefault(wire, name)) != name:
                    scope.report(pos, "duplicate-wire", f"the wire field '{wire}' is already read as '{first}'")
        if source == "mirror" and resource.mirror is not None:
            for name, field in resource.mirror.fields.items():
                wire = field.wire or name
                pos = field.at("wire") if field.wire is not None else resource.mirror.key_at("fields", name)
                if (first := wires.setdefault(wire, name)) != name or name in resource.properties:
                    scope.report(pos, "duplicate-wire", f"the wire field '{wire}' is already read as '{first}'")


def _check_facets(scope: Scope, resource: Resource) -> None:
    """Check that every field of a map of facets says which of them it is in."""
    mirror = resource.mirror
    if mirror is None or mirror.kind != "facets":
        return
    carried = {name: item for name, item in resource.properties.items() if item.source == "mirror" and not item.derived}
    fields: dict[str, Property | ValueField] = {**mirror.fields, **carried}
    for name, item in fields.items():
        facet, _, field = (item.wire or name).partition(".")
        if not facet or not field:
            holder = resource.key_at("properties", name) if name in carried else mirror.key_at("fields", name)
            pos = item.at("wire") if item.wire is not None else holder
            message = f"'{item.wire or name}' does not say which facet it is in; write 'wire: facet.field'"
            scope.wrong_value(pos, message)


def _check_reasons(scope: Scope, resource: Resource) -> None:
    name = reasons_union(resource.resource)
    union = scope.schema.types.get(name)
    raised = {item.reason for item in resource.properties.values() if item.reason is not None}
    causes = {name: resource.cause_of(name) for name in resource.events}
    heard = {resource.events[name].raised_by for name, cause in causes.items() if cause in ("reasons", "property")}
    general = "reasons" in causes.values()
    for key, item in resource.properties.items():
        if item.reason is None:
            continue
        scope.used.add(name)
        if item.derived is not None or item.source not in ("mirror", "membership"):
            scope.wrong_value(item.at("reason"), f"'{key}' is no field of what is sent, and no update tells of it")
        elif not general and key not in heard:
            message = f"no event of {resource.resource} is 'raised-by: reasons' or 'raised-by: {key}' and would tell it"
            scope.report(item.at("reason"), "unheard", message)
        if union is None:
            scope.report(item.at("reason"), "unknown-type", f"there is no union '{name}' for update reasons")
        else:
            scope.known(item.at("reason"), "update reason", item.reason, [*union.members, key])
    if union is None:
        return
    for member in union.members:
        if member not in raised | union.never_raised.keys():
            message = f"no property of {resource.resource} raises '{member}'; if so meant, list it under never-raised"
            scope.report(union.key_at("members", member), "never-raised", message)
    for member in union.never_raised:
        pos = union.key_at("never-raised", member)
        if scope.known(pos, "member", member, union.members) and member in raised:
            scope.report(pos, "stale", f"'{member}' is raised by a property; remove it here")

"""Proposes what to add to a schema for something documented that it lacks, where that follows from rules.

Strings of unions, fields and events follow from the declarations and from the rest of the schema. Properties, methods
and parameters are made like others that are declared alike; where there are none to go by, nothing is proposed. The
meaning of things is not known here: their ``doc`` stays empty, which `lint` reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import cast

from twilio_codegen.comparing.api import Api, ApiClass, ApiMethod
from twilio_codegen.comparing.comparable import comparable
from twilio_codegen.comparing.deviations import Deviation
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.comparing.types import ApiType
from twilio_codegen.language import Resource, Schema
from twilio_codegen.language.expansion import reasons_of, reasons_union
from twilio_codegen.language.type_expressions import SCALARS
from twilio_codegen.python.naming import snake_case
from twilio_codegen.reading.positions import Key, LocatedDict, plain

from .event_proposals import propose_event
from .locations import home_of, place_of
from .yaml_text import Addition, YamlValue, flow_text

Entry = dict[str, YamlValue]
_SAME = "$same"
_TYPES = {"number": "integer", "json": "json"}


def propose(schema: Schema, documented: Api, deviation: Deviation) -> Addition | None:
    """Propose what would make up for a deviation.

    Args:
        schema: The schema.
        documented: What there should be.
        deviation: Something missing.

    Returns:
        What to add; None if somebody has to think about it.
    """
    if deviation.kind != "missing":
        return None
    if deviation.what == "alias":
        return _alias(schema, documented, deviation.owner)
    home = home_of(schema, deviation.owner)
    if deviation.what == "class":
        return _value(schema, documented, deviation.owner) if home is None else None
    if home is None:
        return None
    if deviation.what == "member":
        raising = schema.resources.get(reasons_of(deviation.owner))
        if raising is not None and _has_property(documented, raising, deviation.name):
            return _reason(schema, documented, raising, deviation.name)
        order = tuple(documented.unions[deviation.owner].members)
        return Addition(home.node.pos.file, home.members, deviation.name, "", order)
    entry = documented.classes[deviation.owner]
    if home.kind != "resources":
        if deviation.what != "property" or not _is_data(schema, kind := entry.fields[deviation.name].type):
            return None
        field = _field(kind, _fields_alike(schema, documented, deviation.owner))
        return Addition(home.node.pos.file, home.members, deviation.name, field, tuple(entry.fields))
    return _in_resource(schema, documented, schema.resources[home.name], entry, deviation)


def _has_property(documented: Api, resource: Resource, name: str) -> bool:
    entry = documented.classes.get(resource.resource)
    return entry is not None and name in entry.fields


def _reason(schema: Schema, documented: Api, resource: Resource, name: str) -> Addition | None:
    """Propose what makes a property raise the update reason of its name."""
    if name in resource.properties:
        file, path = place_of(resource, "properties", name)
        return Addition(file, path, "reason", name, ("type", "source", "wire", "when", "codec", "reason", "doc"))
    entry = documented.classes[resource.resource]
    value = _property(schema, documented, resource, name)
    return Addition(resource.pos.file, ("properties",), name, value, tuple(entry.fields)) if value else None


def _in_resource(
    schema: Schema, documented: Api, resource: Resource, entry: ApiClass, deviation: Deviation
) -> Addition | None:
    file, name = resource.pos.file, deviation.name
    value: Entry | None = None
    if deviation.what == "property":
        section, order = "properties", tuple(entry.fields)
        value = _property(schema, documented, resource, name)
    elif deviation.what == "event":
        return propose_event(schema, documented, resource, name)
    elif deviation.what == "method":
        section, order = "methods", tuple(entry.methods)
        value = _method(schema, documented, resource, name)
    else:
        param = _parameter(schema, documented, entry.methods[name], deviation.parameter)
        if param is None:
            return None
        file, path = place_of(resource, "methods", name)
        return Addition(file, (*path, "params"), deviation.parameter, param, tuple(entry.methods[name].params))
    return Addition(file, (section,), name, value, order) if value is not None else None


# -- whole definitions


def _alias(schema: Schema, documented: Api, name: str) -> Addition | None:
    if not schema.types or not documented.unions[name].members:
        return None
    raising = schema.resources.get(reasons_of(name))
    members: Entry = {
        member: ""
        for member in documented.unions[name].members
        # Update reasons follow from the properties that are called like them.
        if raising is None or not _has_property(documented, raising, member)
    }
    entry: Entry = {"doc": "", "members": members} if members else {"doc": ""}
    file = list(schema.types.values())[-1].pos.file
    return Addition(file, ("types",), name, entry, tuple(documented.unions))


def _value(schema: Schema, documented: Api, name: str) -> Addition | None:
    entry = documented.classes[name]
    if entry.kind == "alias" or entry.methods or entry.events or not entry.fields or not schema.values:
        return None
    if not all(_is_data(schema, item.type) for item in entry.fields.values()):
        return None
    fields: Entry = {key: _field(item.type, Counter()) for key, item in entry.fields.items()}
    file = list(schema.values.values())[-1].pos.file
    return Addition(file, ("values",), name, {"doc": "", "fields": fields}, tuple(documented.classes))


def _is_data(schema: Schema, kind: ApiType) -> bool:
    """Return whether the field of a value can have a documented type."""
    if kind.name in ("list", "map"):
        return _is_data(schema, kind.args[0])
    names = {*SCALARS, *schema.types, *schema.values, *schema.tagged}
    return bool(_strings(kind)) or kind.name in names


def _strings(kind: ApiType) -> list[str]:
    """Return the strings of a type that allows nothing else; empty for any other type."""
    return [part.text for part in kind.parts] if all(part.name == "literal" for part in kind.parts) else []


# -- fields of values and options


def _fields_alike(schema: Schema, documented: Api, owner: str) -> Counter[tuple[ApiType, str]]:
    """Count the types of the schema by documented type, among the fields of one value."""
    home = home_of(schema, owner)
    written = home.node.written.get("fields") if home is not None else None
    found: Counter[tuple[ApiType, str]] = Counter()
    for name, item in cast("Mapping[str, Mapping[str, object]]", written or {}).items():
        field = documented.classes[owner].fields.get(name)
        if field is not None and "literals" not in item:
            found[field.type, str(item["type"])] += 1
    return found


def _field(kind: ApiType, alike: Counter[tuple[ApiType, str]]) -> Entry:
    if literals := _strings(kind):
        return {"type": "string", "literals": literals, "doc": ""}
    for (documented, written), _ in alike.most_common():
        if documented == kind:
            return {"type": written, "doc": ""}
    return {"type": _optional(kind), "doc": ""}


def _optional(kind: ApiType) -> str:
    """Return the schema's type for a documented one, with null: the declarations do not say where it is possible."""
    name = _TYPES.get(str(kind), str(kind))
    return name if name == "json" or "|" in name else f"{name}?"


# -- properties


def _property(schema: Schema, documented: Api, resource: Resource, name: str) -> Entry | None:
    if resource.mirror is None:
        return None
    kind = documented.classes[resource.resource].fields[name].type
    shapes = list(_alike(schema, documented, resource, name, kind))
    if not shapes:
        shape: Entry = {"type": _optional(kind), "wire": _SAME}
    else:
        votes = Counter(flow_text(shape) for shape in shapes)
        best = votes.most_common(1)[0][0]
        shape = next(shape for shape in shapes if flow_text(shape) == best)
    entry: Entry = {
        key: _on_wire(resource, name) if item == _SAME and key == "wire" else item for key, item in shape.items()
    }
    union = reasons_union(resource.resource)
    reasons = schema.types.get(union)
    declared = documented.unions.get(union)
    if reasons is not None and declared is not None and name in declared.members and name not in reasons.never_raised:
        entry["reason"] = name
    return {**entry, "doc": ""}


def _alike(
    schema: Schema, documented: Api, resource: Resource, name: str, kind: ApiType
) -> Iterator[dict[str, YamlValue]]:
    """Yield how comparable properties are written, in the resource itself or in others that are mirrored alike."""
    found = list(_shapes(documented, resource, kind, None))
    if found:
        yield from found
        return
    same_kind = [
        other
        for other in schema.resources.values()
        if other is not resource and other.mirror is not None and resource.mirror is not None
        if other.mirror.kind == resource.mirror.kind
    ]
    for only in (name, None):
        found = [shape for other in same_kind for shape in _shapes(documented, other, kind, only)]
        if found:
            yield from found
            return


def _shapes(documented: Api, resource: Resource, kind: ApiType, only: str | None) -> Iterator[Entry]:
    entry = documented.classes.get(resource.resource)
    declared = {name: field.type for name, field in entry.fields.items()} if entry is not None else {}
    for name, item in resource.properties.items():
        if declared.get(name) != kind or (only is not None and name != only):
            continue
        if item.source != "mirror" or item.derived is not None or item.identity or item.transient is not None:
            continue
        if item.wire != _on_wire(resource, name):
            continue
        # What the repr shows is a choice for that property; the declarations say nothing about it.
        left_out = ("doc", "reason", "shown")
        shape = {str(key): plain(value) for key, value in item.written.items() if key not in left_out}
        yield {**shape, "wire": _SAME}


def _on_wire(resource: Resource, name: str) -> str:
    """Return the name of a property on the wire, in the style of the others of the resource."""
    names = [item.wire for item in resource.properties.values() if item.wire is not None]
    underscored = sum("_" in wire for wire in names)
    capitals = sum(wire != wire.lower() for wire in names)
    return snake_case(name) if underscored > capitals else name


# -- methods and parameters


def _method(schema: Schema, documented: Api, resource: Resource, name: str) -> Entry | None:
    wanted = documented.classes[resource.resource].methods[name]
    known = comparable(api_of_schema(schema)).classes[resource.resource]
    stem = name.removeprefix("get")
    attribute = stem[:1].lower() + stem[1:]
    if name.startswith("get") and not wanted.params:
        if attribute in resource.properties and known.fields[attribute].type == wanted.type:
            kind = str(resource.properties[attribute].type)
            return {"doc": "", "property": attribute, "returns": {"type": kind}}
        collection = resource.collections.get(attribute)
        if collection is not None and wanted.type == ApiType("list", (ApiType(collection.of),)):
            answer: Entry = {"name": attribute, "operation": "all"}
            return {"doc": "", "collection": answer, "returns": {"type": str(wanted.type)}}
    return _method_alike(schema, documented, resource, name, wanted)


def _method_alike(schema: Schema, documented: Api, resource: Resource, name: str, wanted: ApiMethod) -> Entry | None:
    """Return the method of the same name in other resources, in the form that most of them have."""
    votes: Counter[str] = Counter()
    found: dict[str, Entry] = {}
    for other in schema.resources.values():
        method = other.methods.get(name)
        entry = documented.classes.get(other.resource)
        declared = entry.methods.get(name) if entry is not None else None
        if method is None or declared is None or other is resource:
            continue
        if _signature(declared) != _signature(wanted) or method.request is None:
            continue
        if (str(declared.type) == other.resource) != (str(wanted.type) == resource.resource):
            continue
        if method.request.link not in resource.links or not set(method.causes) <= set(resource.events):
            continue
        copied = _without_docs(method.written)
        votes[flow_text(copied)] += 1
        found[flow_text(copied)] = copied
    ranked = votes.most_common(2)
    decided = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
    return found[ranked[0][0]] if decided else None


def _signature(method: ApiMethod) -> dict[str, tuple[ApiType, bool]]:
    """Return type and optionality of each parameter."""
    return {name: (item.type, item.optional) for name, item in method.params.items()}


def _parameter(schema: Schema, documented: Api, wanted: ApiMethod, name: str) -> Entry | None:
    """Return parameters of the same name and type elsewhere, in the form that is used most."""
    votes: Counter[str] = Counter()
    shapes: dict[str, Entry] = {}
    for resource in schema.resources.values():
        entry = documented.classes.get(resource.resource)
        for method_name, method in resource.methods.items():
            declared = entry.methods.get(method_name) if entry is not None else None
            if (
                declared is None
                or name not in method.params
                or _signature(declared).get(name) != _signature(wanted)[name]
            ):
                continue
            shape = _without_docs(method.params[name].written)
            votes[flow_text(shape)] += 1
            shapes[flow_text(shape)] = shape
    return shapes[votes.most_common(1)[0][0]] if votes else None


def _without_docs(entry: Mapping[Key, object]) -> Entry:
    """Return what somebody wrote, with nothing in place of each doc."""
    cleaned: Entry = {}
    for key, value in entry.items():
        if key == "doc":
            cleaned["doc"] = ""
        else:
            cleaned[str(key)] = _without_docs(value) if isinstance(value, LocatedDict) else plain(value)
    return cleaned

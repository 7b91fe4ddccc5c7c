"""Proposes what to add to a schema for something documented that it lacks, where that follows from rules.

Strings of unions, fields and events follow from the declarations and from the rest of the schema. Properties, methods
and parameters are made like others that are declared alike; where there are none to go by, nothing is proposed. The
meaning of things is not known here: their ``doc`` stays empty, which `lint` reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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

from .event_proposals import EventProposals
from .locations import Home, home_of, place_of
from .yaml_text import Addition, YamlValue, flow_text

Entry = dict[str, YamlValue]
_SAME = "$same"
_TYPES = {"number": "integer", "json": "json"}
_BLANK = ApiClass("")


class Proposals:
    """Proposes what would make up for deviations."""

    def __init__(self, schema: Schema, documented: Api) -> None:
        self._schema = schema
        self._documented = documented
        self._events = EventProposals(schema, documented)

    def propose(self, deviation: Deviation) -> Addition | None:
        """Propose what would make up for something missing; None if somebody has to think about it."""
        if deviation.kind != "missing":
            return None
        if deviation.what == "alias":
            return self._alias(deviation.owner)
        home = home_of(self._schema, deviation.owner)
        if deviation.what == "class":
            return self._value(deviation.owner) if home is None else None
        if home is None:
            return None
        if deviation.what == "member":
            return self._member(home, deviation.owner, deviation.name)
        if home.kind != "resources":
            return self._field_of(home, deviation) if deviation.what == "property" else None
        resource = self._schema.resources[home.name]
        match deviation.what:
            case "property":
                return self._property(resource, deviation.name)
            case "event":
                return self._events.propose(resource, deviation.name)
            case "method":
                return self._method(resource, deviation.name)
            case _:
                return self._parameter(resource, deviation.name, deviation.parameter)

    def _declared(self, resource: Resource) -> ApiClass:
        return self._documented.classes.get(resource.resource, _BLANK)

    # -- whole definitions, and strings of aliases

    def _alias(self, name: str) -> Addition | None:
        declared = self._documented.unions[name].members
        if not self._schema.types or not declared:
            return None
        # Update reasons follow from the properties that are called like them.
        raising = self._schema.resources.get(reasons_of(name))
        follows = self._declared(raising).fields if raising is not None else ()
        members: Entry = {member: "" for member in declared if member not in follows}
        is_open: Entry = {"open": True} if self._documented.unions[name].open else {}
        entry: Entry = {"doc": "", **({"members": members} if members else {}), **is_open}
        file = list(self._schema.types.values())[-1].pos.file
        return Addition(file, ("types",), name, entry, tuple(self._documented.unions))

    def _member(self, home: Home, owner: str, name: str) -> Addition | None:
        raising = self._schema.resources.get(reasons_of(owner))
        if raising is None or name not in self._declared(raising).fields:
            return Addition(home.node.pos.file, home.members, name, "", tuple(self._documented.unions[owner].members))
        if name in raising.properties:
            file, path = place_of(raising, "properties", name)
            return Addition(file, path, "reason", name, ("type", "source", "wire", "when", "codec", "reason", "doc"))
        return self._property(raising, name)

    def _value(self, name: str) -> Addition | None:
        entry = self._documented.classes[name]
        if entry.kind == "alias" or entry.methods or entry.events or not entry.fields or not self._schema.values:
            return None
        if not all(self._is_data(item.type) for item in entry.fields.values()):
            return None
        fields: Entry = {key: _field(item.type, Counter()) for key, item in entry.fields.items()}
        file = list(self._schema.values.values())[-1].pos.file
        return Addition(file, ("values",), name, {"doc": "", "fields": fields}, tuple(self._documented.classes))

    # -- fields of values and options

    def _field_of(self, home: Home, deviation: Deviation) -> Addition | None:
        declared = self._documented.classes[deviation.owner].fields
        kind = declared[deviation.name].type
        if not self._is_data(kind):
            return None
        # The types of the schema by documented type, among the fields of the same value.
        written = cast("Mapping[str, Mapping[str, object]]", home.node.written.get("fields") or {})
        alike = Counter(
            (declared[name].type, str(item["type"]))
            for name, item in written.items()
            if name in declared and "literals" not in item
        )
        return Addition(home.node.pos.file, home.members, deviation.name, _field(kind, alike), tuple(declared))

    def _is_data(self, kind: ApiType) -> bool:
        """Return whether the field of a value can have a documented type."""
        if kind.name in ("list", "map"):
            return self._is_data(kind.args[0])
        names = {*SCALARS, *self._schema.types, *self._schema.values, *self._schema.tagged}
        return bool(_strings(kind)) or kind.name in names

    # -- properties

    def _property(self, resource: Resource, name: str) -> Addition | None:
        if resource.mirror is None:
            return None
        declared = self._declared(resource).fields
        kind = declared[name].type
        alike = _ranked(self._alike(resource, name, kind))
        entry: Entry = {**(alike[0][0] if alike else {"type": _optional(kind), "wire": _SAME})}
        if entry.get("wire") == _SAME:
            entry["wire"] = _on_wire(resource, name)
        union = reasons_union(resource.resource)
        reasons, members = self._schema.types.get(union), self._documented.unions.get(union)
        if reasons is not None and members is not None and name in members.members and name not in reasons.never_raised:
            entry["reason"] = name
        return Addition(resource.pos.file, ("properties",), name, {**entry, "doc": ""}, tuple(declared))

    def _alike(self, resource: Resource, name: str, kind: ApiType) -> list[Entry]:
        """Return how comparable properties are written, in the resource itself or in others that are mirrored alike."""
        others = [
            other
            for other in self._schema.resources.values()
            if other is not resource and other.mirror is not None and resource.mirror is not None
            if other.mirror.kind == resource.mirror.kind
        ]
        same_name = [shape for other in others for shape in self._shapes(other, kind, name)]
        any_name = [shape for other in others for shape in self._shapes(other, kind)]
        return list(self._shapes(resource, kind)) or same_name or any_name

    def _shapes(self, resource: Resource, kind: ApiType, only: str | None = None) -> Iterator[Entry]:
        declared = self._declared(resource).fields
        for name, item in resource.properties.items():
            if name not in declared or declared[name].type != kind or (only is not None and name != only):
                continue
            if item.source != "mirror" or item.derived is not None or item.identity or item.transient is not None:
                continue
            if item.wire == _on_wire(resource, name):
                # What the repr shows is a choice for that property; the declarations say nothing about it.
                left_out = ("doc", "reason", "shown")
                shape = {str(key): plain(value) for key, value in item.written.items() if key not in left_out}
                yield {**shape, "wire": _SAME}

    # -- methods and parameters

    def _method(self, resource: Resource, name: str) -> Addition | None:
        declared = self._declared(resource).methods
        entry = self._getter(resource, name, declared[name]) or self._method_alike(resource, name, declared[name])
        return Addition(resource.pos.file, ("methods",), name, entry, tuple(declared)) if entry is not None else None

    def _getter(self, resource: Resource, name: str, wanted: ApiMethod) -> Entry | None:
        """Return the method that hands out a property or a collection of the resource; None if it is no such method."""
        if not name.startswith("get") or wanted.params:
            return None
        stem = name.removeprefix("get")
        attribute = stem[:1].lower() + stem[1:]
        known = comparable(api_of_schema(self._schema)).classes[resource.resource]
        if attribute in resource.properties and known.fields[attribute].type == wanted.type:
            kind = str(resource.properties[attribute].type)
            return {"doc": "", "property": attribute, "returns": {"type": kind}}
        collection = resource.collections.get(attribute)
        if collection is not None and wanted.type == ApiType("list", (ApiType(collection.of),)):
            answer: Entry = {"name": attribute, "operation": "all"}
            return {"doc": "", "collection": answer, "returns": {"type": str(wanted.type)}}
        return None

    def _method_alike(self, resource: Resource, name: str, wanted: ApiMethod) -> Entry | None:
        """Return the method of the same name in other resources, in the form that most of them have."""

        def fits(other: Resource) -> bool:
            method, declared = other.methods.get(name), self._declared(other).methods.get(name)
            return (
                other is not resource
                and method is not None
                and method.request is not None
                and declared is not None
                and _signature(declared) == _signature(wanted)
                and (str(declared.type) == other.resource) == (str(wanted.type) == resource.resource)
                and method.request.link in resource.links
                and set(method.causes) <= set(resource.events)
            )

        others = filter(fits, self._schema.resources.values())
        ranked = _ranked(_without_docs(other.methods[name].written) for other in others)
        decided = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
        return ranked[0][0] if decided else None

    def _parameter(self, resource: Resource, method: str, name: str) -> Addition | None:
        """Propose a parameter like those of the same name and type elsewhere, in the form that is used most."""
        wanted = self._declared(resource).methods[method]
        ranked = _ranked(
            _without_docs(item.params[name].written)
            for other in self._schema.resources.values()
            for key, item in other.methods.items()
            if (declared := self._declared(other).methods.get(key)) is not None
            if name in item.params and _signature(declared).get(name) == _signature(wanted)[name]
        )
        if not ranked:
            return None
        file, path = place_of(resource, "methods", method)
        return Addition(file, (*path, "params"), name, ranked[0][0], tuple(wanted.params))


def _ranked(shapes: Iterable[Entry]) -> list[tuple[Entry, int]]:
    """Return each different shape with its number, the most frequent first."""
    shapes = list(shapes)
    by_text = {flow_text(shape): shape for shape in reversed(shapes)}
    return [(by_text[text], number) for text, number in Counter(map(flow_text, shapes)).most_common()]


def _strings(kind: ApiType) -> list[str]:
    """Return the strings of a type that allows nothing else; empty for any other type."""
    return [part.text for part in kind.parts] if all(part.name == "literal" for part in kind.parts) else []


def _field(kind: ApiType, alike: Counter[tuple[ApiType, str]]) -> Entry:
    if literals := _strings(kind):
        return {"type": "string", "literals": literals, "doc": ""}
    ranked = (written for (documented, written), _ in alike.most_common() if documented == kind)
    return {"type": next(ranked, _optional(kind)), "doc": ""}


def _optional(kind: ApiType) -> str:
    """Return the schema's type for a documented one, with null: the declarations do not say where it is possible."""
    name = _TYPES.get(str(kind), str(kind))
    return name if name == "json" or "|" in name else f"{name}?"


def _on_wire(resource: Resource, name: str) -> str:
    """Return the name of a property on the wire, in the style of the others of the resource."""
    names = [item.wire for item in resource.properties.values() if item.wire is not None]
    underscored = sum("_" in wire for wire in names)
    capitals = sum(wire != wire.lower() for wire in names)
    return snake_case(name) if underscored > capitals else name


def _signature(method: ApiMethod) -> dict[str, tuple[ApiType, bool]]:
    """Return type and optionality of each parameter."""
    return {name: (item.type, item.optional) for name, item in method.params.items()}


def _without_docs(entry: Mapping[Key, object]) -> Entry:
    """Return what somebody wrote, with nothing in place of each doc."""
    return {
        str(key): "" if key == "doc" else _without_docs(value) if isinstance(value, LocatedDict) else plain(value)
        for key, value in entry.items()
    }

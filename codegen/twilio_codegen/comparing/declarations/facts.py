"""Reads and writes official declarations as JSON, as the folder ``documented`` of a schema holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from pydantic_core import from_json

from twilio_codegen.comparing.api import KINDS, Api, ApiClass, ApiField, ApiMethod, ApiUnion
from twilio_codegen.language import Json
from twilio_codegen.python.naming import class_name, python_name

from . import parts

_STATIC = "static "
_SECTIONS: dict[str, parts.Section] = {"classes": "class", "interfaces": "interface", "aliases": "alias"}
_Object = Mapping[str, Json]


def facts_of(api: Api) -> dict[str, Json]:
    """Write declarations as plain data.

    Returns:
        ``package``, ``version``, ``counts``, ``classes``, ``interfaces`` and ``aliases``; as ``referenced`` the aliases
        of strings, and the objects, that those mention without exporting them.
    """
    sections: dict[str, dict[str, Json]] = {
        section: {name: _class_facts(item) for name, item in api.classes.items() if item.documented == kind}
        for section, kind in _SECTIONS.items()
    }
    sections["aliases"] |= {name: _union_facts(item) for name, item in api.unions.items()}
    classes = [item for item in api.classes.values() if item.documented == "class"]
    referenced: dict[str, Json] = {
        "aliases": {name: _union_facts(item) for name, item in api.hidden.items() if item.known}
    }
    if api.shapes:
        referenced["objects"] = {name: _class_facts(item) for name, item in api.shapes.items()}
    return {
        "package": api.name,
        "version": api.version,
        "counts": {
            **{name: len(entries) for name, entries in sections.items()},
            "unionLiterals": sum(len(item.members) for item in api.unions.values()),
            "classProperties": sum(len(field.held_by) for item in classes for field in item.fields.values()),
            "classMethods": sum(len(item.methods) for item in classes),
            "classEvents": sum(len(item.events) for item in classes),
        },
        **{name: dict(sorted(entries.items())) for name, entries in sections.items()},
        "referenced": referenced,
    }


def _union_facts(item: ApiUnion) -> dict[str, Json]:
    return {"literals": list(item.members), **({"open": True} if item.open else {})}


def _class_facts(item: ApiClass) -> dict[str, Json]:
    if item.kind == "alias":
        return {"type": item.fields[KINDS].source}
    properties: dict[str, Json] = {}
    for name, field in item.fields.items():
        plain: dict[str, Json] = {"type": field.source, **({} if field.required else {"optional": True})}
        for holder in field.held_by:
            static = holder == "class"
            properties[f"{_STATIC if static else ''}{name}"] = {**plain, **({"static": True} if static else {})}
    facts: dict[str, Json] = {"properties": properties}
    if item.documented == "class" or item.methods:
        facts["methods"] = {name: _method_facts(method) for name, method in item.methods.items()}
    if item.documented == "class":
        facts["events"] = {name: event.source for name, event in item.events.items()}
    return facts


def _method_facts(method: ApiMethod) -> dict[str, Json]:
    params: list[Json] = [
        {"name": name, "type": param.source, **({"optional": True} if param.optional else {})}
        for name, param in method.params.items()
    ]
    return {"params": params, "returns": method.source, **({"static": True} if method.static else {})}


def read_facts(text: str) -> Api:
    """Read declarations from the JSON that `facts_of` describes.

    Raises:
        DeclarationError: A type in it is none.
    """
    facts = cast("_Object", from_json(text))
    classes = {
        name: _class(name, entry, documented)
        for section, documented in _SECTIONS.items()
        for name, entry in _entries(facts, section)
        if "literals" not in entry
    }
    package, version = (str(facts.get(key, "")) for key in ("package", "version"))
    referenced = _object(facts.get("referenced"))
    shapes = {name: _class(name, entry, "interface") for name, entry in _entries(referenced, "objects")}
    return parts.declared_api(package, version, classes, _unions(facts), _unions(referenced), shapes)


def _unions(facts: _Object) -> dict[str, ApiUnion]:
    return {
        name: ApiUnion(
            class_name(name),
            members={str(member): "" for member in cast("list[Json]", entry["literals"])},
            open=bool(entry.get("open")),
        )
        for name, entry in _entries(facts, "aliases")
        if "literals" in entry
    }


def _class(name: str, entry: _Object, documented: parts.Section) -> ApiClass:
    if "type" in entry:
        return parts.declared_alias(name, _text(entry, "type"))
    found = parts.declared_class(name, documented)
    owner = found.python
    return replace(
        found,
        fields=parts.declared_fields(_property(owner, key, item) for key, item in _entries(entry, "properties")),
        methods={key: _method(f"{owner}.{python_name(key)}", item) for key, item in _entries(entry, "methods")},
        events={
            key: parts.declared_event(owner, key, str(source)) for key, source in _object(entry.get("events")).items()
        },
    )


def _property(owner: str, key: str, item: _Object) -> tuple[str, ApiField]:
    name = key.removeprefix(_STATIC)
    python, optional = f"{owner}.{python_name(name)}", bool(item.get("optional"))
    return name, parts.declared_field(
        python, _text(item, "type"), "object" if name == key else "class", optional=optional
    )


def _method(python: str, item: _Object) -> ApiMethod:
    params = {
        _text(param, "name"): parts.declared_parameter(
            python, _text(param, "name"), _text(param, "type"), optional=bool(param.get("optional"))
        )
        for param in map(_object, cast("list[Json]", item.get("params", [])))
    }
    return parts.declared_method(python, _text(item, "returns"), params, static=bool(item.get("static")))


def _text(value: _Object, key: str) -> str:
    return str(value.get(key) or "any")


def _object(value: Json) -> _Object:
    return value if isinstance(value, dict) else {}


def _entries(value: _Object, key: str) -> Iterator[tuple[str, _Object]]:
    for name, entry in _object(value.get(key)).items():
        yield name, _object(entry)

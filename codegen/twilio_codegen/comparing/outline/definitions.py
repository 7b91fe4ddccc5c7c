"""Outlines what has no identity: unions, values, options, payloads of events, tagged unions, and the first answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from twilio_codegen.comparing.api import KINDS, Api, ApiClass, ApiField
from twilio_codegen.comparing.audit.yaml_text import YamlValue
from twilio_codegen.language.expansion import reasons_of

from .drafts import Entry, FileDraft
from .product import START
from .resources import ResourceDrafts
from .roles import Roles
from .sayable import Place, Said, Sayable
from .wording import sentence

_OTHER = "other"


def definitions(api: Api, roles: Roles, sayable: Sayable, resources: ResourceDrafts) -> Iterator[FileDraft]:
    """Outline the files of definitions."""
    yield _types(api, roles, sayable, resources)
    yield _values(roles, sayable, resources)
    yield _options(roles, sayable, resources)
    yield _payloads(resources)
    wire = FileDraft("wire.yaml", "Answers of the service that are read field by field.")
    wire.add("wire", START, {"doc": "First answer of a session.", "fields": dict(resources.session)})
    yield wire


def _types(api: Api, roles: Roles, sayable: Sayable, resources: ResourceDrafts) -> FileDraft:
    draft = FileDraft("types.yaml", "The documented unions.")
    for name, item in sayable.unions.items():
        owner = reasons_of(name)
        follows = resources.reasons(owner) if owner != name and owner in roles.classes else ()
        members: dict[str, YamlValue] = {
            member: sentence(member) or "Nothing." for member in item.members if member not in follows
        }
        entry: Entry = {"doc": sentence(name)}
        if members:
            entry["members"] = members
        if item.open:
            entry["open"] = True
        draft.add("types", item.python, entry)
    for name in api.unions:
        if name not in sayable.unions:
            resources.left_out.append(f"{name}: its strings are declared in another package; name that package, too")
    return draft


def _values(roles: Roles, sayable: Sayable, resources: ResourceDrafts) -> FileDraft:
    draft = FileDraft("values.yaml", "Plain values: no identity, no events.")
    others = dict(_others(roles))
    for name in roles.named("value"):
        item = roles.classes[name]
        if name in others.values():
            continue
        tags = {roles.tags[union] for union in roles.named("tagged") if name in _alternatives(roles, union)}
        fields = _fields(name, item, sayable, resources, "field", without=tags)
        for method in item.methods:
            resources.left_out.append(f"{name}.{method}: a value has no methods")
        if not fields:
            resources.left_out.append(f"{name}: none of its fields can be said")
            continue
        entry: Entry = {"doc": sentence(name)}
        if item.documented != "interface":
            entry["documented"] = item.documented
        if item.written and not tags:
            entry["input"] = True
        draft.add("values", item.python, {**entry, "fields": fields})
    for name in roles.named("tagged"):
        draft.add("tagged", roles.classes[name].python, _tagged(roles, name, others[name]))
    return draft


def _alternatives(roles: Roles, union: str) -> list[str]:
    return [part.name for part in roles.classes[union].fields[KINDS].type.parts]


def _others(roles: Roles) -> Iterator[tuple[str, str]]:
    """Yield for each tagged union the class of what is none of its kinds."""
    for union in roles.named("tagged"):
        kinds = {name: roles.classes[name].fields[roles.tags[union]].type for name in _alternatives(roles, union)}
        found = [name for name, kind in kinds.items() if kind.name != "literal" or kind.text == _OTHER]
        yield union, found[0] if found else f"Other{union}"


def _tagged(roles: Roles, union: str, other: str) -> Entry:
    tag = roles.tags[union]
    kinds = {name: roles.classes[name].fields[tag].type.text for name in _alternatives(roles, union) if name != other}
    return {
        "doc": sentence(union),
        "tag": tag,
        "members": {text: roles.classes[name].python for name, text in kinds.items()},
        "other": other,
    }


def _options(roles: Roles, sayable: Sayable, resources: ResourceDrafts) -> FileDraft:
    draft = FileDraft("options.yaml", "Options that users pass in.")
    for name in roles.named("options"):
        fields = _fields(name, roles.classes[name], sayable, resources, "option")
        if fields:
            draft.add("options", roles.classes[name].python, {"doc": sentence(name), "fields": fields})
    return draft


def _payloads(resources: ResourceDrafts) -> FileDraft:
    draft = FileDraft("payloads.yaml", "What handlers receive when it is more than one object.")
    for name, entry in resources.payloads.items():
        draft.add("payloads", name, entry)
    return draft


def _fields(
    owner: str,
    item: ApiClass,
    sayable: Sayable,
    resources: ResourceDrafts,
    place: Place,
    without: Collection[str] = (),
) -> dict[str, YamlValue]:
    fields: dict[str, YamlValue] = {}
    known = [(key, entry, sayable.say(entry.type, place)) for key, entry in item.fields.items()]
    for key, entry, said in sorted(known, key=lambda part: item.written and not part[1].required):
        if key in without:
            continue
        if said is None:
            resources.left_out.append(f"{owner}.{key}: its type {entry.source or entry.type} cannot be said here")
        else:
            fields[key] = _field(key, entry, said, item.written or place == "option", may_be_null=place == "option")
    return fields


def _field(key: str, entry: ApiField, said: Said, written: bool, *, may_be_null: bool) -> YamlValue:
    # Of what is received, declarations do not say reliably what may be null.
    is_nullable = said.nullable or not entry.required or not written
    is_plain = not is_nullable or (said.text == "json" and not may_be_null)
    kind = said.text if is_plain else f"{said.text}?"
    literals = {"literals": list(said.literals)} if said.literals else {}
    return {"type": kind, **literals, "doc": sentence(key)}

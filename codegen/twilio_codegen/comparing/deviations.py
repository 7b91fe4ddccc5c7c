"""Compares what a schema declares with what is officially documented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from twilio_codegen.language import Schema

from .api import Api, ApiClass, ApiMethod, ApiPart, ApiUnion
from .comparable import comparable
from .from_schema import api_of_schema
from .ledger import Ledger
from .types import JSON, ApiType

_BLANK = ApiClass("")


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference between an API and its documentation.

    Attributes:
        kind: Which of the three.
        what: What kind of thing it is; `member` is a string of an alias.
        owner: The class or alias.
        name: The member; empty if the class or alias itself is meant.
        parameter: The parameter, if one is meant.
        text: The deviation in words, as a ledger lists it.
    """

    kind: Literal["missing", "extra", "different"]
    what: Literal["alias", "member", "class", "property", "event", "method", "parameter"]
    owner: str
    name: str = ""
    parameter: str = ""
    text: str = ""


def compare_with_documented(schema: Schema, documented: Api, ledger: Ledger) -> list[str]:
    """Return every deviation of a schema that the ledger does not list, and every stale entry of the ledger.

    Args:
        schema: The schema.
        documented: The official declarations.
        ledger: Deviations that are meant.
    """
    found = [item.text for item in find_deviations(documented, api_of_schema(schema))]
    unlisted = [text for text in found if text not in ledger.reasons]
    stale = [f"{ledger.places[text]}: stale entry: {text}" for text in ledger.reasons if text not in set(found)]
    return [*unlisted, *stale]


def find_deviations(documented: Api, actual: Api) -> Iterator[Deviation]:
    """Yield what an API has less, more or otherwise than documented.

    Args:
        documented: What there should be.
        actual: What there is.
    """
    documented, actual = comparable(documented), comparable(actual)
    for name, union in documented.unions.items():
        if name not in actual.unions:
            yield Deviation("missing", "alias", name, text=f"{name}: alias is missing")
            continue
        yield from _member_deviations(name, union, actual.unions[name])
    for name in actual.unions:
        if name not in documented.unions:
            yield Deviation("extra", "alias", name, text=f"{name}: alias is not documented")
            hidden = documented.hidden.get(name)
            if hidden is not None and hidden.known:
                yield from _member_deviations(name, hidden, actual.unions[name])
    for name, entry in documented.classes.items():
        if name not in actual.classes:
            yield Deviation("missing", "class", name, text=f"{name}: class is missing")
        yield from _class_deviations(name, entry, actual.classes.get(name, _BLANK))
    for name in actual.classes:
        if name not in documented.classes:
            yield Deviation("extra", "class", name, text=f"{name}: class is not documented")


def _member_deviations(owner: str, documented: ApiUnion, actual: ApiUnion) -> Iterator[Deviation]:
    for member in documented.members:
        if member not in actual.members:
            yield Deviation("missing", "member", owner, member, text=f"{owner} member {member}: is missing")
    for member in actual.members:
        if member not in documented.members:
            yield Deviation("extra", "member", owner, member, text=f"{owner} member {member}: is not documented")


def _class_deviations(owner: str, documented: ApiClass, actual: ApiClass) -> Iterator[Deviation]:
    yield from _typed_deviations(owner, "property", documented.fields, actual.fields)
    yield from _typed_deviations(owner, "event", documented.events, actual.events)
    for name, method in documented.methods.items():
        if name not in actual.methods:
            yield Deviation("missing", "method", owner, name, text=f"{owner}.{name}: method is missing")
        else:
            yield from _method_deviations(owner, name, method, actual.methods[name])
    for name in actual.methods:
        if name not in documented.methods:
            yield Deviation("extra", "method", owner, name, text=f"{owner}.{name}: method is not documented")


def _same(documented: ApiType, actual: ApiType) -> bool:
    """Return whether two types are the same; any JSON value is declared where it can only be a map."""
    return documented == actual or (documented == JSON and actual.name == "map")


def _typed_deviations(
    owner: str, what: Literal["property", "event"], documented: Mapping[str, ApiPart], actual: Mapping[str, ApiPart]
) -> Iterator[Deviation]:
    label = f"{owner}." if what == "property" else f"{owner} event "
    for name, part in documented.items():
        if name not in actual:
            yield Deviation("missing", what, owner, name, text=f"{label}{name}: {what} is missing")
        elif not _same(part.type, actual[name].type):
            text = f"{label}{name}: {what} is {actual[name].type}, documented as {part.type}"
            yield Deviation("different", what, owner, name, text=text)
    for name in actual:
        if name not in documented:
            yield Deviation("extra", what, owner, name, text=f"{label}{name}: {what} is not documented")


def _method_deviations(owner: str, method: str, documented: ApiMethod, actual: ApiMethod) -> Iterator[Deviation]:
    label = f"{owner}.{method}"
    for name, param in documented.params.items():
        item = Deviation("different", "parameter", owner, method, name)
        found = actual.params.get(name)
        if found is None:
            yield replace(item, kind="missing", text=f"{label}({name}): parameter is missing")
            continue
        kind = found.narrowed_from or found.type
        if not _same(param.type, kind):
            yield replace(item, text=f"{label}({name}): parameter is {kind}, documented as {param.type}")
        if param.optional and not found.optional:
            yield replace(item, text=f"{label}({name}): parameter is required, documented as optional")
    for name in actual.params:
        if name not in documented.params:
            text = f"{label}({name}): parameter is not documented"
            yield Deviation("extra", "parameter", owner, method, name, text=text)
    both = [name for name in documented.params if name in actual.params]
    if both != [name for name in actual.params if name in documented.params]:
        text = f"{label}: parameters stand in another order than documented"
        yield Deviation("different", "method", owner, method, text=text)
    if not _same(documented.type, actual.type):
        text = f"{label}: returns {actual.type}, documented as {documented.type}"
        yield Deviation("different", "method", owner, method, text=text)

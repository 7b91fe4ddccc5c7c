"""Compares what a schema declares with what is officially documented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from twilio_codegen.language import Schema

from .api import Api, ApiClass, ApiMethod, ApiPart, ApiUnion
from .comparable import comparable
from .from_schema import api_of_schema
from .ledger import Ledger
from .shapes import named_in, without_shapes
from .types import JSON, ApiType

_BLANK = ApiClass("")
_Kind = Literal["missing", "extra", "different"]
_What = Literal["alias", "member", "class", "property", "event", "method", "parameter"]
_LABELS = {
    "member": "{owner} member {name}",
    "property": "{owner}.{name}",
    "event": "{owner} event {name}",
    "method": "{owner}.{name}",
    "parameter": "{owner}.{name}({parameter})",
}
"""How a ledger calls what deviates, where it is not a class or an alias."""


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

    kind: _Kind
    what: _What
    owner: str
    name: str = ""
    parameter: str = ""
    text: str = ""


def compare_with_documented(schema: Schema, documented: Api, ledger: Ledger) -> list[str]:
    """Return every deviation of a schema that the ledger does not list, and every stale entry of the ledger."""
    found = [item.text for item in find_deviations(documented, api_of_schema(schema))]
    unlisted = [text for text in found if text not in ledger.reasons]
    stale = [f"{ledger.places[text]}: stale entry: {text}" for text in ledger.reasons if text not in set(found)]
    return [*unlisted, *stale]


def find_deviations(documented: Api, actual: Api) -> Iterator[Deviation]:
    """Yield what an API has less, more or otherwise than documented."""
    documented, actual = without_shapes(documented, named_in(actual)), without_shapes(actual, named_in(documented))
    documented, actual = comparable(documented), comparable(actual)
    for name, union in documented.unions.items():
        if name in actual.unions:
            yield from _member_deviations(name, union, actual.unions[name])
        else:
            yield _deviation("missing", "alias", name)
    for item in _undocumented("alias", documented.unions, actual.unions):
        yield item
        hidden = documented.hidden.get(item.owner)
        if hidden is not None and hidden.known:
            yield from _member_deviations(item.owner, hidden, actual.unions[item.owner])
    for name, entry in documented.classes.items():
        if name not in actual.classes:
            yield _deviation("missing", "class", name)
        yield from _class_deviations(name, entry, actual.classes.get(name, _BLANK))
    for item in _undocumented("class", documented.classes, actual.classes):
        yield item
        if item.owner in documented.shapes:
            yield from _class_deviations(item.owner, documented.shapes[item.owner], actual.classes[item.owner])


def _deviation(kind: _Kind, what: _What, *path: str, said: str = "") -> Deviation:
    owner, name, parameter = (*path, "", "")[:3]
    said = said or f"{what} is {'missing' if kind == 'missing' else 'not documented'}"
    label = _LABELS.get(what, "{owner}").format(owner=owner, name=name, parameter=parameter)
    # Of a string the label says already that it is a member.
    return Deviation(kind, what, owner, name, parameter, f"{label}: {said.removeprefix('member ')}")


def _undocumented(what: _What, documented: Iterable[str], actual: Iterable[str], *owners: str) -> Iterator[Deviation]:
    known = set(documented)
    yield from (_deviation("extra", what, *owners, name) for name in actual if name not in known)


def _member_deviations(owner: str, documented: ApiUnion, actual: ApiUnion) -> Iterator[Deviation]:
    for member in documented.members:
        if member not in actual.members:
            yield _deviation("missing", "member", owner, member)
    yield from _undocumented("member", documented.members, actual.members, owner)


def _class_deviations(owner: str, documented: ApiClass, actual: ApiClass) -> Iterator[Deviation]:
    yield from _typed_deviations(owner, "property", documented.fields, actual.fields)
    yield from _typed_deviations(owner, "event", documented.events, actual.events)
    for name, method in documented.methods.items():
        if name in actual.methods:
            yield from _method_deviations(owner, name, method, actual.methods[name])
        else:
            yield _deviation("missing", "method", owner, name)
    yield from _undocumented("method", documented.methods, actual.methods, owner)


def _same(documented: ApiType, actual: ApiType) -> bool:
    """Return whether two types are the same; any JSON value is declared where it can only be a map."""
    return documented == actual or (documented == JSON and actual.name == "map")


def _typed_deviations(
    owner: str, what: Literal["property", "event"], documented: Mapping[str, ApiPart], actual: Mapping[str, ApiPart]
) -> Iterator[Deviation]:
    for name, part in documented.items():
        if name not in actual:
            yield _deviation("missing", what, owner, name)
        elif not _same(part.type, actual[name].type):
            said = f"{what} is {actual[name].type}, documented as {part.type}"
            yield _deviation("different", what, owner, name, said=said)
    yield from _undocumented(what, documented, actual, owner)


def _method_deviations(owner: str, method: str, documented: ApiMethod, actual: ApiMethod) -> Iterator[Deviation]:
    for name, param in documented.params.items():
        if name not in actual.params:
            yield _deviation("missing", "parameter", owner, method, name)
            continue
        found = actual.params[name]
        kind = found.narrowed_from or found.type
        if not _same(param.type, kind):
            said = f"parameter is {kind}, documented as {param.type}"
            yield _deviation("different", "parameter", owner, method, name, said=said)
        if param.optional and not found.optional:
            said = "parameter is required, documented as optional"
            yield _deviation("different", "parameter", owner, method, name, said=said)
    yield from _undocumented("parameter", documented.params, actual.params, owner, method)
    both = [name for name in documented.params if name in actual.params]
    if both != [name for name in actual.params if name in documented.params]:
        said = "parameters stand in another order than documented"
        yield _deviation("different", "method", owner, method, said=said)
    if not _same(documented.type, actual.type):
        said = f"returns {actual.type}, documented as {documented.type}"
        yield _deviation("different", "method", owner, method, said=said)

"""Compares what a schema declares with what is officially documented, apart from deviations that were decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from pydantic_core import from_json

from .errors import UnreadableSchemaError
from .ir import Json, Schema
from .positions import LocatedDict, Position
from .surface import ClassSurface, MethodSurface, Surface, documented_surface, schema_surface
from .yaml_loader import load_file

__all__ = [
    "Deviation",
    "Ledger",
    "compare_surfaces",
    "compare_with_documented",
    "find_deviations",
    "load_ledger",
    "read_facts",
]

_BLANK = ClassSurface()


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that an API has less, more or otherwise than documented.

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


@dataclass(frozen=True, slots=True)
class Ledger:
    """Deviations that are meant, each with its reason.

    Attributes:
        reasons: Reason by deviation, in the words of `compare_surfaces`.
        places: Where each deviation is written.
    """

    reasons: Mapping[str, str]
    places: Mapping[str, Position]


def load_ledger(path: Path) -> Ledger:
    """Read a ledger: a YAML file with one mapping, ``deviations``, from each deviation to its reason.

    Raises:
        UnreadableSchemaError: The file cannot be used; the message says where and why.
    """
    document, problems = load_file(path, path.name)
    entries = document.get("deviations") if document is not None else None
    if problems or document is None or not isinstance(entries, LocatedDict):
        first = f": {problems[0]}" if problems else ": it needs the key 'deviations'"
        raise UnreadableSchemaError(f"{path} cannot be used as a ledger{first}")
    for key, reason in entries.items():
        if not isinstance(reason, str) or not reason.strip():
            raise UnreadableSchemaError(f"{entries.keys_at[key]}: say why '{key}' is meant")
    return Ledger(
        {str(key): str(reason) for key, reason in entries.items()},
        {str(key): entries.keys_at[key] for key in entries},
    )


def compare_with_documented(schema: Schema, documented: Mapping[str, Json], ledger: Ledger) -> list[str]:
    """Every deviation of a schema that the ledger does not list, and every entry of the ledger that is stale.

    Args:
        schema: The schema.
        documented: Facts extracted from the official declarations.
        ledger: Deviations that are meant.
    """
    found = compare_surfaces(documented_surface(documented), schema_surface(schema))
    unlisted = [line for line in found if line not in ledger.reasons]
    stale = [f"{ledger.places[line]}: stale entry: {line}" for line in ledger.reasons if line not in set(found)]
    return [*unlisted, *stale]


def compare_surfaces(documented: Surface, actual: Surface) -> list[str]:
    """What an API has less, more or otherwise than documented, one line each.

    Args:
        documented: What there should be.
        actual: What there is.
    """
    return [deviation.text for deviation in find_deviations(documented, actual)]


def find_deviations(documented: Surface, actual: Surface) -> Iterator[Deviation]:
    """What an API has less, more or otherwise than documented.

    Args:
        documented: What there should be.
        actual: What there is.
    """
    for name, members in documented.unions.items():
        if name not in actual.unions:
            yield Deviation("missing", "alias", name, text=f"{name}: alias is missing")
            continue
        yield from _member_deviations(name, members, actual.unions[name])
    for name in actual.unions:
        if name not in documented.unions:
            yield Deviation("extra", "alias", name, text=f"{name}: alias is not documented")
            if name in documented.unexported:
                yield from _member_deviations(name, documented.unexported[name], actual.unions[name])
    for name, entry in documented.classes.items():
        if name not in actual.classes:
            yield Deviation("missing", "class", name, text=f"{name}: class is missing")
        yield from _class_deviations(name, entry, actual.classes.get(name, _BLANK))
    for name in actual.classes:
        if name not in documented.classes:
            yield Deviation("extra", "class", name, text=f"{name}: class is not documented")


def _member_deviations(owner: str, documented: tuple[str, ...], actual: tuple[str, ...]) -> Iterator[Deviation]:
    for member in documented:
        if member not in actual:
            yield Deviation("missing", "member", owner, member, text=f"{owner} member {member}: is missing")
    for member in actual:
        if member not in documented:
            yield Deviation("extra", "member", owner, member, text=f"{owner} member {member}: is not documented")


def _class_deviations(owner: str, documented: ClassSurface, actual: ClassSurface) -> Iterator[Deviation]:
    yield from _typed_deviations(owner, "property", documented.properties, actual.properties)
    yield from _typed_deviations(owner, "event", documented.events, actual.events)
    for name, method in documented.methods.items():
        if name not in actual.methods:
            yield Deviation("missing", "method", owner, name, text=f"{owner}.{name}: method is missing")
        else:
            yield from _method_deviations(owner, name, method, actual.methods[name])
    for name in actual.methods:
        if name not in documented.methods:
            yield Deviation("extra", "method", owner, name, text=f"{owner}.{name}: method is not documented")


def _typed_deviations(
    owner: str, what: Literal["property", "event"], documented: Mapping[str, str], actual: Mapping[str, str]
) -> Iterator[Deviation]:
    label = f"{owner}." if what == "property" else f"{owner} event "
    for name, kind in documented.items():
        if name not in actual:
            yield Deviation("missing", what, owner, name, text=f"{label}{name}: {what} is missing")
        elif actual[name] != kind:
            text = f"{label}{name}: {what} is {actual[name]}, documented as {kind}"
            yield Deviation("different", what, owner, name, text=text)
    for name in actual:
        if name not in documented:
            yield Deviation("extra", what, owner, name, text=f"{label}{name}: {what} is not documented")


def _method_deviations(
    owner: str, method: str, documented: MethodSurface, actual: MethodSurface
) -> Iterator[Deviation]:
    label = f"{owner}.{method}"
    for name, (kind, optional) in documented.params.items():
        item = Deviation("different", "parameter", owner, method, name)
        if name not in actual.params:
            yield replace(item, kind="missing", text=f"{label}({name}): parameter is missing")
            continue
        found, may_be_left_out = actual.params[name]
        if found != kind:
            yield replace(item, text=f"{label}({name}): parameter is {found}, documented as {kind}")
        if optional and not may_be_left_out:
            yield replace(item, text=f"{label}({name}): parameter is required, documented as optional")
    for name in actual.params:
        if name not in documented.params:
            text = f"{label}({name}): parameter is not documented"
            yield Deviation("extra", "parameter", owner, method, name, text=text)
    both = [name for name in documented.params if name in actual.params]
    if both != [name for name in actual.params if name in documented.params]:
        text = f"{label}: parameters stand in another order than documented"
        yield Deviation("different", "method", owner, method, text=text)
    if actual.returns != documented.returns:
        text = f"{label}: returns {actual.returns}, documented as {documented.returns}"
        yield Deviation("different", "method", owner, method, text=text)


def read_facts(text: str) -> Mapping[str, Json]:
    """Read the facts of a ``documented`` folder."""
    return cast("Mapping[str, Json]", from_json(text))

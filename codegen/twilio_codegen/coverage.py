"""Compares what a schema declares with what is officially documented, apart from deviations that were decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pydantic_core import from_json

from .errors import UnreadableSchemaError
from .ir import Json, Schema
from .positions import LocatedDict, Position
from .surface import ClassSurface, MethodSurface, Surface, documented_surface, schema_surface
from .yaml_loader import load_file

__all__ = ["Ledger", "compare_surfaces", "compare_with_documented", "load_ledger", "read_facts"]

_BLANK = ClassSurface()


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
    lines: list[str] = []
    for name, members in documented.unions.items():
        if name not in actual.unions:
            lines.append(f"{name}: alias is missing")
            continue
        lines += _differences(f"{name} member", members, actual.unions[name])
    lines += [f"{name}: alias is not documented" for name in actual.unions if name not in documented.unions]
    for name, entry in documented.classes.items():
        if name not in actual.classes:
            lines.append(f"{name}: class is missing")
        lines += _class_differences(name, entry, actual.classes.get(name, _BLANK))
    lines += [f"{name}: class is not documented" for name in actual.classes if name not in documented.classes]
    return lines


def _differences(what: str, documented: tuple[str, ...], actual: tuple[str, ...]) -> Iterator[str]:
    for member in documented:
        if member not in actual:
            yield f"{what} {member}: is missing"
    for member in actual:
        if member not in documented:
            yield f"{what} {member}: is not documented"


def _class_differences(owner: str, documented: ClassSurface, actual: ClassSurface) -> Iterator[str]:
    for what, wanted, found in (
        ("property", documented.properties, actual.properties),
        ("event", documented.events, actual.events),
    ):
        label = f"{owner}." if what == "property" else f"{owner} event "
        for name, kind in wanted.items():
            if name not in found:
                yield f"{label}{name}: {what} is missing"
            elif found[name] != kind:
                yield f"{label}{name}: {what} is {found[name]}, documented as {kind}"
        for name in found:
            if name not in wanted:
                yield f"{label}{name}: {what} is not documented"
    for name, method in documented.methods.items():
        if name not in actual.methods:
            yield f"{owner}.{name}: method is missing"
        else:
            yield from _method_differences(f"{owner}.{name}", method, actual.methods[name])
    for name in actual.methods:
        if name not in documented.methods:
            yield f"{owner}.{name}: method is not documented"


def _method_differences(owner: str, documented: MethodSurface, actual: MethodSurface) -> Iterator[str]:
    for name, (kind, optional) in documented.params.items():
        if name not in actual.params:
            yield f"{owner}({name}): parameter is missing"
            continue
        found, may_be_left_out = actual.params[name]
        if found != kind:
            yield f"{owner}({name}): parameter is {found}, documented as {kind}"
        if optional and not may_be_left_out:
            yield f"{owner}({name}): parameter is required, documented as optional"
    for name in actual.params:
        if name not in documented.params:
            yield f"{owner}({name}): parameter is not documented"
    both = [name for name in documented.params if name in actual.params]
    if both != [name for name in actual.params if name in documented.params]:
        yield f"{owner}: parameters stand in another order than documented"
    if actual.returns != documented.returns:
        yield f"{owner}: returns {actual.returns}, documented as {documented.returns}"


def read_facts(text: str) -> Mapping[str, Json]:
    """Read the facts of a ``documented`` folder."""
    return cast("Mapping[str, Json]", from_json(text))

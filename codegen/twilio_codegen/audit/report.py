"""Compares official declarations with a schema, and says what to do about each difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twilio_codegen.coverage import Deviation, Ledger, find_deviations
from twilio_codegen.declarations import (
    Declarations,
    DeclaredClass,
    DeclaredUnion,
    facts_of,
    flattened,
    outer_names,
)
from twilio_codegen.ir import Schema
from twilio_codegen.positions import Position
from twilio_codegen.surface import Surface, documented_surface, schema_surface

from .places import schema_place
from .proposals import propose
from .yaml_text import Addition

__all__ = ["Finding", "Report", "audit"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    Attributes:
        deviation: What it is.
        declared_at: Where the declarations speak of it, or of what it belongs to; None if they do not.
        schema_at: Where the schema speaks of it, or of what it belongs to; None if it does not.
        addition: What to add to the schema, where that follows from rules.
        within: How many parts of a missing class or alias are missing with it.
    """

    deviation: Deviation
    declared_at: Position | None
    schema_at: Position | None
    addition: Addition | None
    within: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an audit.

    Attributes:
        title: Package and version that were declared.
        findings: Differences that nobody has decided on, in the order of the declarations.
        meant: How many differences a ledger explains.
        stale: Entries of the ledger that are true no more, with their place. Only those of the declarations that the
            ledger was made for.
        unresolved: Aliases whose strings are declared in packages that are not at hand.
        declared: How many parts are declared.
        covered: How many of them the schema has as they are declared, or otherwise for a reason.
    """

    title: str
    findings: tuple[Finding, ...]
    meant: int
    stale: tuple[str, ...]
    unresolved: tuple[str, ...]
    declared: int
    covered: int

    @property
    def coverage(self) -> float:
        """Percentage of the declared parts that are covered."""
        return 100.0 * self.covered / self.declared if self.declared else 100.0

    @property
    def passed(self) -> bool:
        """Whether there is nothing to do."""
        return not self.findings and not self.stale


def audit(schema: Schema, declarations: Declarations, ledger: Ledger) -> Report:
    """Compare declarations with a schema.

    Args:
        schema: The schema.
        declarations: What is official.
        ledger: Differences that are meant.
    """
    actual = schema_surface(schema)
    names = outer_names([*declarations.classes, *declarations.unions], [*actual.classes, *actual.unions])
    documented = _known_only(documented_surface(flattened(facts_of(declarations), names)), declarations, names)
    unresolved = [names.get(name, name) for name, union in declarations.unions.items() if union.members is None]
    actual = Surface(actual.classes, {name: item for name, item in actual.unions.items() if name not in unresolved})
    found = list(find_deviations(documented, actual))
    unlisted = [item for item in found if item.text not in ledger.reasons]
    absent = {item.owner for item in unlisted if item.what in ("class", "alias") and item.kind == "missing"}
    places = _Places(declarations, names)
    findings = [
        Finding(
            item,
            places.of(item),
            schema_place(schema, item),
            propose(schema, documented, item),
            sum(other.owner == item.owner for other in unlisted) - 1 if item.owner in absent else 0,
        )
        for item in unlisted
        if item.owner not in absent or item.what in ("class", "alias")
    ]
    made_for = schema.product.models_version == declarations.title
    texts = {item.text for item in found}
    stale = [f"{ledger.places[text]}: {text}" for text in ledger.reasons if made_for and text not in texts]
    declared = _parts(documented)
    uncovered = {(item.what, item.owner, item.name, item.parameter) for item in unlisted if item.kind != "extra"}
    missing_members = sum(len(documented.unions[name]) for name in absent if name in documented.unions)
    return Report(
        title=declarations.title,
        findings=tuple(findings),
        meant=len(found) - len(unlisted),
        stale=tuple(stale),
        unresolved=tuple(unresolved),
        declared=declared,
        covered=declared - len(uncovered) - missing_members - _lost_parameters(documented, unlisted),
    )


def _known_only(documented: Surface, declarations: Declarations, names: Mapping[str, str]) -> Surface:
    unknown = {names.get(name, name) for name, union in declarations.unions.items() if union.members is None}
    unions = {key: item for key, item in documented.unions.items() if key not in unknown}
    return Surface(documented.classes, unions, documented.unexported)


def _parts(surface: Surface) -> int:
    """How many things can be present or missing: names, members and parameters."""
    total = sum(1 + len(members) for members in surface.unions.values())
    for item in surface.classes.values():
        total += 1 + len(item.properties) + len(item.events)
        total += sum(1 + len(method.params) for method in item.methods.values())
    return total


def _lost_parameters(documented: Surface, unlisted: list[Deviation]) -> int:
    """Parameters of methods that are missing altogether."""
    return sum(
        len(documented.classes[item.owner].methods[item.name].params)
        for item in unlisted
        if item.what == "method" and item.kind == "missing"
    )


class _Places:
    def __init__(self, declarations: Declarations, names: Mapping[str, str]) -> None:
        self._owners: dict[str, DeclaredClass | DeclaredUnion] = {}
        for found in (declarations.classes, declarations.unions):
            self._owners.update({names.get(name, name): item for name, item in found.items()})

    def of(self, item: Deviation) -> Position | None:
        """Where the declarations speak of something, or of what it belongs to."""
        owner = self._owners.get(item.owner)
        if owner is None:
            return None
        if isinstance(owner, DeclaredUnion):
            return owner.members_at.get(item.name, owner.at)
        method = owner.methods.get(item.name)
        if item.what == "parameter" and method is not None:
            param = method.params.get(item.parameter)
            return param.at if param is not None else method.at
        if item.what == "event":
            event = owner.events.get(item.name)
            return event.at if event is not None else owner.at
        if method is not None and item.what == "method":
            return method.at
        found = owner.properties.get(item.name) or owner.properties.get(f"static {item.name}")
        return found.at if found is not None else owner.at

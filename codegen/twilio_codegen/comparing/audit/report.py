"""Compares official declarations with a schema, and proposes what to do about each difference."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from twilio_codegen.comparing.api import Api, outer_names
from twilio_codegen.comparing.comparable import comparable
from twilio_codegen.comparing.deviations import Deviation, find_deviations
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.comparing.ledger import Ledger
from twilio_codegen.comparing.shapes import named_in, without_shapes
from twilio_codegen.language import Schema
from twilio_codegen.reading.positions import Position
from twilio_codegen.reading.schema_loader import load_schema

from .locations import declared_place, schema_place
from .proposals import Proposals
from .yaml_text import Addition, add_entries

_STEPS = (frozenset({"alias", "member"}), frozenset({"class", "property"}), frozenset({"event", "method", "parameter"}))
"""What is added first, because it decides how the rest is written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    Attributes:
        deviation: What it is.
        declared_at: Where the declarations speak of it, or of what it belongs to; None if they do not.
        schema_at: Where the schema speaks of it, or of what it belongs to; None if it does not.
        addition: What to add to the schema, where that follows from rules.
        within: Number of parts that are missing with a missing class or alias.
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
        findings: Differences that the ledger does not list, in the order of the declarations.
        meant: Number of differences that the ledger explains.
        stale: Entries of the ledger without a difference, with their place. Only those of the declarations that the
            ledger was made for.
        unresolved: Aliases whose strings are declared in packages that were not given.
        declared: Number of parts that are declared.
        covered: Number of them that the schema has as declared, or otherwise for a reason.
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
        """Percentage of the declared parts that are covered: 100.0 if nothing is declared."""
        return 100.0 * self.covered / self.declared if self.declared else 100.0

    @property
    def passed(self) -> bool:
        """Whether there is no difference and no stale entry."""
        return not self.findings and not self.stale


def complete(folder: Path, declarations: Api, ledger: Ledger) -> list[str]:
    """Add to a schema what it lacks, as far as that follows from rules.

    Args:
        folder: The schema folder.
        declarations: What is official.
        ledger: Differences that are meant.

    Returns:
        The files that were changed, sorted.

    Raises:
        SchemaError: The schema has problems.
        CodegenError: A file cannot be read or written.
    """
    changed: set[str] = set()
    for kinds in _STEPS:
        report = audit(load_schema(folder), declarations, ledger)
        found = [item.addition for item in report.findings if item.deviation.what in kinds]
        # One addition may make up for several differences: an event, and its names at the owners.
        wanted = list({repr(item): item for item in found if item is not None}.values())
        changed.update(add_entries(folder, wanted))
    return sorted(changed)


def audit(schema: Schema, declarations: Api, ledger: Ledger) -> Report:
    """Compare declarations with a schema."""
    actual = api_of_schema(schema)
    names = outer_names([*declarations.classes, *declarations.unions], [*actual.classes, *actual.unions])
    documented = comparable(without_shapes(declarations.renamed(names), named_in(actual)))
    unresolved = [name for name, union in documented.unions.items() if not union.known]
    documented, actual = (_without_unions(api, unresolved) for api in (documented, actual))
    # What is mentioned without being exported is compared as well where the schema declares it.
    mentioned = replace(
        documented,
        classes={**documented.shapes, **documented.classes},
        unions={**documented.hidden, **documented.unions},
    )
    proposals = Proposals(schema, mentioned)
    found = list(find_deviations(documented, actual))
    unlisted = [item for item in found if item.text not in ledger.reasons]
    absent = {item.owner for item in unlisted if item.what in ("class", "alias") and item.kind == "missing"}
    findings = [
        Finding(
            item,
            declared_place(mentioned, item),
            schema_place(schema, item),
            proposals.propose(item),
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
    missing_members = sum(len(documented.unions[name].members) for name in absent if name in documented.unions)
    return Report(
        title=declarations.title,
        findings=tuple(findings),
        meant=len(found) - len(unlisted),
        stale=tuple(stale),
        unresolved=tuple(unresolved),
        declared=declared,
        covered=declared - len(uncovered) - missing_members - _lost_parameters(documented, unlisted),
    )


def _without_unions(api: Api, names: Collection[str]) -> Api:
    return replace(api, unions={key: item for key, item in api.unions.items() if key not in names})


def _parts(api: Api) -> int:
    """Count the things that can be present or missing: names, members and parameters."""
    members = sum(1 + len(item.members) for item in api.unions.values())
    return members + sum(1 + len(list(item.parts())) for item in api.classes.values())


def _lost_parameters(documented: Api, unlisted: list[Deviation]) -> int:
    """Count the parameters of methods that are missing altogether."""
    return sum(
        len(documented.classes[item.owner].methods[item.name].params)
        for item in unlisted
        if item.what == "method" and item.kind == "missing"
    )

"""Adds to a schema what it lacks, as far as that follows from rules."""

from __future__ import annotations

from pathlib import Path

from twilio_codegen.comparing.api import Api
from twilio_codegen.comparing.ledger import Ledger
from twilio_codegen.reading.schema_loader import load_schema

from .report import audit
from .yaml_text import add_entries

_STEPS = (frozenset({"alias", "member"}), frozenset({"class", "property"}), frozenset({"event", "method", "parameter"}))
"""What is added first, because it decides how the rest is written."""


def complete(folder: Path, declarations: Api, ledger: Ledger) -> list[str]:
    """Add to a schema what it lacks.

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

"""Reads the ledger of a schema: where it is meant to differ from official declarations, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from twilio_codegen.errors import UnreadableSchemaError
from twilio_codegen.reading.positions import LocatedDict, Position
from twilio_codegen.reading.yaml_loader import load_file


@dataclass(frozen=True, slots=True)
class Ledger:
    """Deviations that are meant, each with its reason.

    Attributes:
        reasons: Reason by deviation, in the words of `find_deviations`.
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

"""Describes one change, and finds the verdict about all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from twilio_codegen.comparing.api import Details
from twilio_codegen.reading.positions import Position

from .rules import RULES, Rule

Verdict = Literal["major", "minor", "patch", "none"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the API.

    Attributes:
        rule: The kind of change.
        subject: What changed, under its old documented name if it had one.
        python_old: What users write for it in the old version; empty if it is new, or nothing that users write.
        python_new: What they write in the new version; empty if it is gone.
        before: The part that changed, as it was.
        after: The part that changed, as it is.
        old_at: Where it was declared.
        new_at: Where it is declared.
    """

    rule: Rule
    subject: str
    python_old: str = ""
    python_new: str = ""
    before: str = ""
    after: str = ""
    old_at: Position | None = None
    new_at: Position | None = None

    def __str__(self) -> str:
        sides = [part for part in (self.before, self.after) if part]
        shown = f" ({' → '.join(sides)})" if sides else ""
        return f"{self.rule.id}: {self.subject}{shown}"


def change_of(
    rule: str, subject: str, old: Details | None, new: Details | None, before: str = "", after: str = ""
) -> Change:
    """Describe the change of an element; None stands for the version that does not have it."""
    python_old, old_at = (old.python, old.at) if old is not None else ("", None)
    python_new, new_at = (new.python, new.at) if new is not None else ("", None)
    return Change(RULES[rule], subject, python_old, python_new, before, after, old_at, new_at)


def verdict_of(changes: Iterable[Change]) -> Verdict:
    """Return which part of a semantic version the next release has to raise."""
    levels = {change.rule.level for change in changes}
    if "breaking" in levels:
        return "major"
    if "additive" in levels:
        return "minor"
    return "patch" if levels else "none"

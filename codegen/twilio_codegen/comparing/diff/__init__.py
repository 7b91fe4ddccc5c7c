"""Compares two versions of an API and classifies every change by what it means for users."""

from .changes import Change, Verdict, verdict_of
from .compare import compare_apis, uncompared
from .inputs import open_api
from .rendering import DiffFormat, changelog_entry, compatibility_page, migration_notes, render_changes
from .rules import LEVELS, RULES, Level, Rule

__all__ = [
    "LEVELS",
    "RULES",
    "Change",
    "DiffFormat",
    "Level",
    "Rule",
    "Verdict",
    "changelog_entry",
    "compare_apis",
    "compatibility_page",
    "migration_notes",
    "open_api",
    "render_changes",
    "uncompared",
    "verdict_of",
]

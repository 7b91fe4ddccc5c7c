"""Adds the pages of the reference that follow from the schema, to the files and to the navigation."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from twilio_codegen.comparing.declarations import read_facts
from twilio_codegen.comparing.ledger import load_ledger
from twilio_codegen.reading.schema_loader import load_schema
from twilio_codegen.reference import render_reference

SCHEMA = Path(__file__).parents[2] / "schema" / "chat"
SECTION = "Reference"
FIRST = ("index.md", "type-aliases.md", "interfaces.md")
"""What comes before the classes."""
LAST = ("payloads.md",)
"""What follows them, before the pages written by hand."""
APART = ("javascript.md",)
"""What the navigation of `mkdocs.yml` has at another place."""


def on_config(config: MkDocsConfig) -> None:
    """Put the pages into the section that `mkdocs.yml` has for them, before those written by hand."""
    pages = _pages()
    middle = sorted(set(pages) - {*FIRST, *LAST, *APART})
    ours = [f"reference/{name}" for name in (*FIRST, *middle, *LAST)]
    for entry in config.nav or ():
        if SECTION in entry:
            entry[SECTION] = [*ours, *entry[SECTION]]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Let the build see the pages."""
    for name, text in _pages().items():
        files.append(File.generated(config, f"reference/{name}", content=text))


def _pages() -> dict[str, str]:
    # Anew each time: `mkdocs serve` lives through changes of the schema.
    documented = SCHEMA / "documented"
    facts = next(documented.glob("*.json")).read_text(encoding="utf-8")
    return render_reference(load_schema(SCHEMA), read_facts(facts), load_ledger(documented / "deviations.yaml"))

"""Adds the pages of the reference that follow from the schemas of all products, to the files and to the navigation."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from twilio_codegen.reference.products import ProductReference, overview, render_references

SCHEMAS = Path(__file__).parents[2] / "schema"
SECTION = "Reference"
SIDE_BY_SIDE = "From JavaScript"


def on_config(config: MkDocsConfig) -> None:
    """Put the pages into the sections that `mkdocs.yml` has for them, in the reference before those written by hand."""
    products = _products()
    for entry in config.nav or ():
        if SECTION in entry:
            made = [{item.title: [f"reference/{page}" for page in item.order]} for item in products]
            entry[SECTION] = ["reference/index.md", *made, *entry[SECTION]]
        if SIDE_BY_SIDE in entry:
            beside = [item for item in products if item.documented]
            entry[SIDE_BY_SIDE] += [
                {"Side by side" + (f": {item.title}" if len(beside) > 1 else ""): f"reference/{item.beside_javascript}"}
                for item in beside
            ]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Let the build see the pages."""
    products = _products()
    files.append(File.generated(config, "reference/index.md", content=overview(products)))
    for product in products:
        for path, text in product.pages.items():
            files.append(File.generated(config, f"reference/{path}", content=text))


def _products() -> list[ProductReference]:
    # Anew each time: `mkdocs serve` lives through changes of the schema.
    return render_references(sorted(path.parent for path in SCHEMAS.glob("*/product.yaml")))

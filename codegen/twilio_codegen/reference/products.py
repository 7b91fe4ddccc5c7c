"""Writes the references of all products, each into a folder of its own, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twilio_codegen.comparing.declarations import read_facts
from twilio_codegen.comparing.ledger import Ledger, load_ledger
from twilio_codegen.errors import DeclarationError
from twilio_codegen.reading.schema_files import move_files
from twilio_codegen.reading.schema_loader import load_schema
from twilio_codegen.templates.render import render

from . import render_reference

__all__ = ["ProductReference", "overview", "render_references"]

BESIDE_JAVASCRIPT = "javascript.md"
_FIRST = ("index.md",)
_LAST = ("interfaces.md", "type-aliases.md", "payloads.md", "blocking.md")


@dataclass(frozen=True, slots=True)
class ProductReference:
    """The reference of one product.

    Attributes:
        title: The product as people call it.
        package: What is imported.
        models_version: The official library whose API it has.
        folder: Name of its folder, which is that of the schema.
        pages: Text of each page by its path, which begins with the folder.
        documented: Whether there are official declarations to stand beside.
    """

    title: str
    package: str
    models_version: str
    folder: str
    pages: Mapping[str, str]
    documented: bool

    @property
    def order(self) -> list[str]:
        """The pages as one reads them: classes by name before plain objects; without the table for JavaScript."""
        names = {path.partition("/")[2] for path in self.pages} - {BESIDE_JAVASCRIPT}
        classes = sorted(names - {*_FIRST, *_LAST})
        return [f"{self.folder}/{name}" for name in (*_FIRST, *classes, *_LAST)]

    @property
    def beside_javascript(self) -> str:
        """The page that sets the documented members beside their Python forms."""
        return f"{self.folder}/{BESIDE_JAVASCRIPT}"


def render_references(schemas: Sequence[Path]) -> list[ProductReference]:
    """Render the reference of each product.

    Args:
        schemas: Folders of schemas without problems. The official declarations are the JSON file in ``documented/``, if
            there is one, and deviations stand in `deviations.yaml` beside it.

    Returns:
        The references, in the order of the folders; but a product that took the place of another, as the folder
        ``moving`` of its schema says, stands before that.

    Raises:
        CodegenError: A file is missing where it is needed, or cannot be read.
    """
    return [_render(folder) for folder in _successors_first(schemas)]


def _successors_first(schemas: Sequence[Path]) -> list[Path]:
    former = {folder: {path.stem for path in move_files(folder)} for folder in schemas}
    ordered: list[Path] = []

    def place(folder: Path, *, waiting: tuple[Path, ...] = ()) -> None:
        for other in schemas:
            if folder.name in former[other] and other not in waiting:
                place(other, waiting=(*waiting, folder))
        if folder not in ordered:
            ordered.append(folder)

    for folder in schemas:
        place(folder)
    return ordered


def overview(products: Sequence[ProductReference]) -> str:
    """Write the page that leads to the references of all products, and to what they share."""
    return render("reference/overview.md.jinja", {"products": products})


def _render(folder: Path) -> ProductReference:
    documented = folder / "documented"
    facts = sorted(documented.glob("*.json"))
    if len(facts) > 1:
        names = ", ".join(path.name for path in facts)
        raise DeclarationError(f"{documented} holds the declarations of several versions: {names}; keep one")
    ledger = documented / "deviations.yaml"
    schema = load_schema(folder)
    pages = render_reference(
        schema,
        read_facts(facts[0].read_text(encoding="utf-8")) if facts else None,
        load_ledger(ledger) if ledger.is_file() else Ledger({}, {}),
    )
    product = schema.product
    return ProductReference(
        title=product.title,
        package=product.package,
        models_version=product.models_version,
        folder=folder.name,
        pages={f"{folder.name}/{name}": text for name, text in pages.items()},
        documented=bool(facts),
    )

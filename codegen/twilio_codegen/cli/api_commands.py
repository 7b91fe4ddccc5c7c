"""The subcommands of ``twilio-codegen`` about APIs as such: they compare them, and write what is read about them.

Exit codes: 0 no differences; 1 differences; 2 something cannot be read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from twilio_codegen.errors import CodegenError
from twilio_codegen.output.layout import new_schema_folder
from twilio_codegen.python.naming import snake_case

from .reporting import (
    PROBLEMS,
    UNUSABLE,
    OneProductOption,
    ProductOption,
    SchemaOption,
    chosen_schema,
    chosen_schemas,
    fail,
    printable,
    reporting,
    shown,
    tell,
)

_Format = Literal["text", "json", "markdown"]


def new(
    product: Annotated[
        str, typer.Argument(metavar="PRODUCT", help="Name of the product, and of the folder.", show_default=False)
    ],
    source: Annotated[
        Path,
        typer.Option(
            "--from", metavar="DTS", help="A .d.ts file, a folder of them or an npm .tgz.", show_default=False
        ),
    ],
    beside: Annotated[
        list[Path] | None,
        typer.Option("--with", metavar="DTS", help="A package that the declarations import from. Repeatable."),
    ] = None,
    package: Annotated[
        str | None,
        typer.Option("--package", metavar="NAME", help="Package to generate.  [default: twilio_PRODUCT]"),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option("--schema", metavar="DIR", help="Folder to write.  [default: PRODUCT in schema/]"),
    ] = None,
) -> None:
    """Write a first schema from official TypeScript declarations, with what they cannot say marked as still to be done.

    What the language has no words for is left out and told on standard error. The schema passes 'lint', which lists
    what is to be found out, and can be generated, imported and type-checked at once.
    """
    from twilio_codegen.comparing.declarations import read_declarations
    from twilio_codegen.comparing.outline import outline_of, write_outline

    folder = schema or new_schema_folder(product)
    with reporting(folder):
        outline = outline_of(
            read_declarations([source, *(beside or ())]), product, package or f"twilio_{snake_case(product)}"
        )
        write_outline(outline, folder)
    for line in outline.left_out:
        sys.stderr.write(printable(f"left out: {line}\n"))
    names = f"{len(outline.files)} files from {outline.title}, {len(outline.left_out)} things left out"
    sys.stdout.write(printable(f"{shown(folder)}: {names}; 'twilio-codegen lint' lists what is still to be done\n"))


def audit(
    declarations: Annotated[
        list[Path],
        typer.Argument(
            metavar="DTS...",
            help="A .d.ts file, a folder of them or an npm .tgz; then packages that it imports from.",
            show_default=False,
        ),
    ],
    product: OneProductOption = None,
    schema: SchemaOption = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", metavar="FILE", help="Deviations that are meant.  [default: documented/deviations.yaml]"
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Add to the schema what follows from rules; meanings stay empty.")
    ] = False,
    facts: Annotated[
        Path | None, typer.Option("--facts", metavar="FILE", help="Write down what was declared, too, as JSON.")
    ] = None,
    style: Annotated[_Format, typer.Option("--format", help="How the report is shown.")] = "text",
) -> None:
    """Compare official TypeScript declarations with the schema. Exits 1 if they differ."""
    from twilio_codegen.comparing.audit import audit, complete, render_report
    from twilio_codegen.comparing.declarations import facts_of, read_declarations
    from twilio_codegen.comparing.ledger import Ledger, load_ledger
    from twilio_codegen.reading.schema_loader import load_schema

    folder = chosen_schema(schema, product)
    with reporting(folder):
        declared = read_declarations(declarations)
        path = ledger or folder / "documented" / "deviations.yaml"
        meant = load_ledger(path) if ledger is not None or path.is_file() else Ledger({}, {})
        changed = complete(folder, declared, meant) if write else []
        for name in changed:
            sys.stderr.write(printable(f"changed {folder / name}\n"))
        report = audit(load_schema(folder), declared, meant)
        if write and not changed and any(finding.deviation.kind == "missing" for finding in report.findings):
            advice = "a whole first schema is written by 'twilio-codegen new'"
            sys.stderr.write(f"nothing was added: none of what is missing follows from rules; {advice}\n")
        if facts is not None:
            import json

            text = json.dumps(facts_of(declared), indent=1, ensure_ascii=False) + "\n"
            try:
                facts.write_text(text, encoding="utf-8", newline="\n")
            except OSError as error:
                raise CodegenError(f"{facts} cannot be written: {error.strerror}") from error
    sys.stdout.write(printable(render_report(report, style, folder=shown(folder))))
    if not report.passed:
        raise typer.Exit(PROBLEMS)


def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="A schema folder, a .d.ts file, a folder of them, an npm .tgz; a git revision, or REVISION:PATH.",
            show_default=False,
        ),
    ],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="The same.  [default: the schema folder]", show_default=False)
    ] = None,
    product: OneProductOption = None,
    schema: SchemaOption = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            metavar="DTS",
            help="A package that the declarations import from; each side has the version that it names. Repeatable.",
        ),
    ] = None,
    style: Annotated[_Format, typer.Option("--format", help="How the changes are shown.")] = "text",
    fail_on: Annotated[
        Literal["breaking", "additive", "any"] | None,
        typer.Option("--fail-on", help="Exit 1 if there is such a change or a more severe one.", show_default=False),
    ] = None,
) -> None:
    """Classify every change between two versions of an API, and say what it means for users and for the version."""
    from twilio_codegen.comparing.diff import compare_apis, open_api, render_changes, uncompared, verdict_of

    # Where both sides say what they are, any product leads to the history that they may be in.
    stated = new is not None and all(":" in side or Path(side).exists() for side in (old, new))
    folder = chosen_schemas(schema, product)[0] if stated else chosen_schema(schema, product)
    with reporting(folder):
        before, after = (open_api(spec, folder, beside or ()) for spec in (old, new or str(folder)))
        changes = compare_apis(before, after)
    for name in uncompared(before, after):
        advice = "name that package, too, with --with"
        sys.stderr.write(printable(f"not compared: {name} is declared in another package; {advice}\n"))
    sys.stdout.write(printable(render_changes(changes, style)))
    failing = {"breaking": ("major",), "additive": ("major", "minor"), "any": ("major", "minor", "patch")}
    if fail_on is not None and verdict_of(changes) in failing[fail_on]:
        raise typer.Exit(PROBLEMS)


def reference(
    docs: Annotated[
        Path | None,
        typer.Option("--docs", metavar="DIR", help="Folder of the documentation.  [default: docs/ of the project]"),
    ] = None,
) -> None:
    """Write the reference of all products: pages in docs/reference, and their places in the mkdocs.yml beside docs.

    Only files that change are written; pages that are no longer made are removed.
    """
    from twilio_codegen.reference.products import render_references
    from twilio_codegen.reference.site import write_reference

    schemas = chosen_schemas(None, None)
    folder = docs or schemas[0].parent.parent / "docs"
    if not folder.is_dir():
        fail(UNUSABLE, f"there is no folder {shown(folder)}; name that of the documentation with --docs")
    with reporting():
        written = write_reference(render_references(schemas), folder)
    for path in written.changed:
        tell(f"wrote {shown(path)}")
    for path in written.removed:
        tell(f"removed {shown(path)}")
    tell(f"{shown(folder)}: {len(written.changed)} files written, {written.unchanged} unchanged")


def moving(product: ProductOption = None, schema: SchemaOption = None) -> None:
    """Print what becomes of each name of a product in the one that took its place, as a page of the documentation."""
    from twilio_codegen.errors import SchemaError
    from twilio_codegen.lint import load_linted
    from twilio_codegen.reading.moves import load_moves
    from twilio_codegen.reference.moving import moving_page

    pages: list[str] = []
    for folder in chosen_schemas(schema, product):
        with reporting(folder):
            new, _ = load_linted(folder)
            moves, problems = load_moves(folder)
            if problems:
                raise SchemaError(problems)
            pages += [moving_page(old, new, move) for move, old in moves]
    if not pages:
        fail(UNUSABLE, "no product says how programs move to it; that stands in the folder moving of its schema")
    sys.stdout.write(printable("\n".join(pages)))


def rules() -> None:
    """Print the rules by which changes are classified, as the page ``docs/compatibility.md``."""
    from twilio_codegen.comparing.diff import compatibility_page

    sys.stdout.write(compatibility_page())

"""The subcommands of ``twilio-codegen`` that compare APIs: ``audit``, ``diff`` and ``rules``.

Exit codes: 0 no differences; 1 differences; 2 something cannot be read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from twilio_codegen.errors import CodegenError

from .reporting import (
    PROBLEMS,
    OneProductOption,
    SchemaOption,
    chosen_schema,
    chosen_schemas,
    printable,
    reporting,
    shown,
)

_Format = Literal["text", "json", "markdown"]


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
        if write:
            for name in complete(folder, declared, meant):
                sys.stderr.write(printable(f"changed {folder / name}\n"))
        report = audit(load_schema(folder), declared, meant)
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


def rules() -> None:
    """Print the rules by which changes are classified, as the page ``docs/compatibility.md``."""
    from twilio_codegen.comparing.diff import compatibility_page

    sys.stdout.write(compatibility_page())

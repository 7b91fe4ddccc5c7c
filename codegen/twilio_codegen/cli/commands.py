"""The subcommands of ``twilio-codegen``: each for all products of the project, or for the one that is named.

Exit codes: 0 all is well; 1 a generated package is not up to date, or a schema has problems; 2 there is nothing to work
with, such as a schema that cannot be read. Of several products, the worst code counts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from twilio_codegen.cli import api_commands
from twilio_codegen.errors import CodegenError, SchemaError
from twilio_codegen.extras import Extras
from twilio_codegen.output.layout import Layout, find_layout
from twilio_codegen.reading.diagnostics import Diagnostic, Style, render_all

from .reporting import (
    PROBLEMS,
    UNUSABLE,
    ProductOption,
    SchemaOption,
    chosen_schemas,
    each,
    examples,
    fail,
    printable,
    shown,
    tell,
)

app = typer.Typer(
    name="twilio-codegen",
    help="Compile schemas into typed client packages, and keep them in step.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(shown: bool) -> None:
    if shown:
        sys.stdout.write(f"twilio-codegen {version('twilio-chat')}\n")
        raise typer.Exit


@app.callback()
def main(
    shown: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Compile schemas into typed client packages, and keep them in step."""


OutputOption = Annotated[
    Path | None,
    typer.Option("--output", metavar="DIR", help="Folder of the package.  [default: generated/PACKAGE]"),
]

TemplatesOption = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help="Folder of templates that replace those of the same name."),
]
EmitOption = Annotated[
    list[str] | None,
    typer.Option("--emit", metavar="NAME", help="Run an installed emitter, too. Repeatable.", show_default=False),
]


@app.command(
    epilog=examples(
        "twilio-codegen generate",
        "twilio-codegen generate --product chat",
        "twilio-codegen generate --schema my/schema --output my/package",
    )
)
def generate(
    product: ProductOption = None,
    schema: SchemaOption = None,
    output: OutputOption = None,
    templates: TemplatesOption = None,
    emit: EmitOption = None,
) -> None:
    """Compile the schema of every product, and write the packages.

    Only files that change are written; stale ones are removed.
    """
    from twilio_codegen import generator
    from twilio_codegen.output.files import write

    def compile_one(folder: Path) -> None:
        layout = find_layout(folder, output)
        with _progress(f"compiling {shown(folder)}"):
            files = generator.generate(layout.schema, _extras(templates, emit))
        written = write(files, layout.output)
        editor = generator.write_editor_schema(layout)
        for name in written.changed:
            tell(f"wrote {name}")
        if editor is not None:
            tell(f"wrote {editor}")
        for name in written.removed:
            tell(f"removed {name}")
        tell(f"{layout.output}: {len(written.changed)} files written, {written.unchanged} unchanged")

    each(_schemas(schema, product, output), compile_one)


@app.command(
    epilog=examples("twilio-codegen check", "twilio-codegen check --full", "twilio-codegen check --product chat")
)
def check(
    product: ProductOption = None,
    schema: SchemaOption = None,
    output: OutputOption = None,
    full: Annotated[bool, typer.Option("--full", help="Compile even if hashes say that nothing changed.")] = False,
    templates: TemplatesOption = None,
    emit: EmitOption = None,
) -> None:
    """Compare each package with what its schema compiles to. Prints a unified diff and exits 1 if they differ."""
    from twilio_codegen import generator

    extras = _extras(templates, emit)
    schemas = _schemas(schema, product, output)

    def check_one(folder: Path) -> None:
        layout = find_layout(folder, output)
        with _progress(f"comparing the package of {shown(folder)} with it"):
            result = generator.check(layout, full=full, extras=extras)
        if not result.up_to_date:
            if len(schemas) > 1:
                sys.stdout.write(printable(f"# in {shown(layout.output)}\n"))
            sys.stdout.write(printable(result.diff))
            command = _command(layout, schema, product, output, extras)
            fail(PROBLEMS, f"{layout.output} is not up to date; run: {command}")
        tell(f"{layout.output} is up to date")

    each(schemas, check_one)


@app.command(
    epilog=examples("twilio-codegen lint", "twilio-codegen lint --product chat", "twilio-codegen lint --format github")
)
def lint(
    product: ProductOption = None,
    schema: SchemaOption = None,
    style: Annotated[Style, typer.Option("--format", help="How problems are shown.")] = "text",
    release: Annotated[
        str | None,
        typer.Option("--release", metavar="VERSION", help="Find what must be gone by then.  [default: this version]"),
    ] = None,
) -> None:
    """Check each schema and show every problem with its place. Exits 1 if there are any, 2 if one cannot be read.

    What a schema itself says is still to be done is told, and is no problem.
    """
    found: list[tuple[str, list[Diagnostic]]] = []

    def lint_one(folder: Path) -> None:
        # Nothing is written, so a schema that was named needs no output folder.
        known = schema is None and release is None and _known_without_problems(folder)
        problems = [] if known else _problems(folder, release)
        found.append((shown(folder), problems))
        if any(problem.severity != "note" for problem in problems):
            raise typer.Exit(UNUSABLE if any(problem.unusable for problem in problems) else PROBLEMS)
        if style == "text":
            left = f"; {len(problems)} things are still to be done" if problems else ""
            tell(f"{folder} has no problems{left}")

    try:
        each(chosen_schemas(schema, product), lint_one)
    finally:
        if found:
            sys.stdout.write(printable(render_all(found, style)))


app.command(
    epilog=examples(
        "twilio-codegen new notes --from notes-1.0.0.tgz",
        "twilio-codegen new notes --from node_modules/notes --package my_notes --schema my/schema",
    )
)(api_commands.new)
app.command(
    epilog=examples(
        "twilio-codegen audit twilio-chat-6.0.0.tgz twilsock-0.12.2.tgz",
        "twilio-codegen audit node_modules/twilio-chat --write",
    )
)(api_commands.audit)
app.command(
    epilog=examples(
        "twilio-codegen diff main --fail-on breaking",
        "twilio-codegen diff v1.2.0:schema/chat schema/chat --format markdown",
        "twilio-codegen diff twilio-chat-5.0.2.tgz twilio-chat-6.0.0.tgz",
    )
)(api_commands.diff)
app.command(epilog=examples("twilio-codegen reference", "twilio-codegen reference --docs my/docs"))(
    api_commands.reference
)
app.command(epilog=examples("twilio-codegen moving > docs/moving-to-conversations.md"))(api_commands.moving)
app.command(epilog=examples("twilio-codegen rules > docs/compatibility.md"))(api_commands.rules)


def _problems(schema: Path, release: str | None) -> list[Diagnostic]:
    from twilio_codegen.lint import load_linted

    try:
        return load_linted(schema, release)[1]
    except SchemaError as error:
        return list(error.diagnostics)


def _known_without_problems(folder: Path) -> bool:
    from twilio_codegen.generator import known_without_problems

    try:
        return known_without_problems(find_layout(folder))
    except CodegenError:  # whatever it is, looking for problems says it better
        return False


def _schemas(schema: Path | None, product: str | None, output: Path | None) -> list[Path]:
    schemas = chosen_schemas(schema, product)
    if output is not None and len(schemas) > 1:
        known = ", ".join(path.name for path in schemas)
        fail(UNUSABLE, f"--output is the folder of one package; name its product with --product: {known}")
    return schemas


def _extras(templates: Path | None, emit: list[str] | None) -> Extras:
    return Extras(templates, tuple(emit or ()))


def _command(layout: Layout, schema: Path | None, product: str | None, output: Path | None, extras: Extras) -> str:
    """What brings the package up to date."""
    parts = ["twilio-codegen generate"]
    parts += [f"--product {product}"] if product is not None else []
    parts += [f"--schema {layout.schema}"] if schema is not None else []
    parts += [f"--output {layout.output}"] if output is not None else []
    parts += [f"--templates {extras.templates}"] if extras.templates is not None else []
    parts += [f"--emit {name}" for name in extras.emitters]
    return " ".join(parts)


@contextmanager
def _progress(message: str) -> Generator[None]:
    """Show on a terminal that work is going on."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{message}…"):
        yield

"""What commands have in common: exit codes, and errors as lines that are fit for a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from twilio_codegen.errors import CodegenError, SchemaError
from twilio_codegen.output.layout import find_layout, find_schemas
from twilio_codegen.reading.diagnostics import render

PROBLEMS = 1
UNUSABLE = 2

SchemaOption = Annotated[
    Path | None,
    typer.Option("--schema", metavar="DIR", help="Folder of a schema, wherever it is.", show_default=False),
]
ProductOption = Annotated[
    str | None,
    typer.Option("--product", metavar="NAME", help="One product: a folder of schema/.  [default: all]"),
]
OneProductOption = Annotated[
    str | None,
    typer.Option("--product", metavar="NAME", help="The product: a folder of schema/.  [default: the only one]"),
]

# Letters and marks that show nothing; Python calls them printable.
_BLANK: Final = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def printable(text: str) -> str:
    """Return text with escapes in place of what a terminal would act on, or would not show; lines stay lines."""
    return "".join(_escape(one) if not _fits(one) else one for one in text)


def _fits(character: str) -> bool:
    if character.isascii():
        return character.isprintable() or character in "\n\t"
    return character.isprintable() and _BLANK.match(character) is None


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def shown(folder: Path) -> str:
    """Return a folder as one would type it."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        return folder.as_posix()


def fail(code: int, message: str) -> NoReturn:
    """Say on standard error what is wrong, and exit."""
    sys.stderr.write(printable(f"{message}\n"))
    raise typer.Exit(code)


def tell(message: str) -> None:
    """Say something to a person; into a pipe nothing is said."""
    if sys.stdout.isatty():
        sys.stdout.write(printable(f"{message}\n"))


def examples(*lines: str) -> str:
    """Write the end of a command's help."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


def chosen_schemas(schema: Path | None, product: str | None) -> list[Path]:
    """Return the schema folders that a command is about: the one that was named, else those of all products."""
    if schema is not None and product is not None:
        fail(UNUSABLE, "--schema names a folder and --product one of schema/; give only one of them")
    if schema is not None:
        return [schema]
    with reporting():
        return find_schemas(product)


def chosen_schema(schema: Path | None, product: str | None) -> Path:
    """Return the schema folder of a command that is about one product."""
    if schema is not None or product is not None:
        return chosen_schemas(schema, product)[0]
    with reporting():
        return find_layout(output=Path()).schema


def each(schemas: Sequence[Path], work: Callable[[Path], None]) -> None:
    """Do something with each schema, also where it fails for one before; then exit with the worst code, if any.

    Args:
        schemas: The folders.
        work: What to do with one of them.
    """
    worst = 0
    for schema in schemas:
        try:
            with reporting(schema):
                work(schema)
        except typer.Exit as ended:
            worst = max(worst, ended.exit_code)
    if worst:
        raise typer.Exit(worst)


@contextmanager
def reporting(schema: Path | None = None) -> Generator[None]:
    """Turn what goes wrong with a schema into lines and an exit code.

    Args:
        schema: The folder, which is put before the places of its problems.
    """
    try:
        yield
    except SchemaError as error:
        folder = "" if schema is None else shown(schema)
        sys.stderr.write(printable(render(error.diagnostics, folder=folder)))
        raise typer.Exit(UNUSABLE) from None
    except CodegenError as error:
        fail(UNUSABLE, str(error))

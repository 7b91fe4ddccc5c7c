"""What commands have in common: exit codes, and errors as lines that are fit for a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from twilio_codegen.errors import CodegenError, SchemaError
from twilio_codegen.output.layout import find_layout
from twilio_codegen.reading.diagnostics import render

PROBLEMS = 1
UNUSABLE = 2

SchemaOption = Annotated[
    Path | None, typer.Option("--schema", metavar="DIR", help="Folder of the schema.  [default: schema/chat]")
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


def examples(*lines: str) -> str:
    """Write the end of a command's help."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


@contextmanager
def reporting(schema: Path | None) -> Generator[None]:
    """Turn what goes wrong with a schema, or with the one that is meant by default, into lines and an exit code."""
    try:
        yield
    except SchemaError as error:
        sys.stderr.write(printable(render(error.diagnostics, folder=shown(find_layout(schema, Path()).schema))))
        raise typer.Exit(UNUSABLE) from None
    except CodegenError as error:
        fail(UNUSABLE, str(error))

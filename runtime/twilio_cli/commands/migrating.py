"""The command that rewrites programs for the product that took the place of this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ..console import fail
from ..products import chosen
from .shared_options import AsJson

if TYPE_CHECKING:
    from ..migration import Table

__all__ = ["MIGRATION_COMMANDS"]


def migrate(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Python files, and folders with such files.", metavar="PATH…", show_default=False),
    ],
    write: Annotated[bool, typer.Option("--write", help="Change the files instead of showing a diff.")] = False,
    as_json: AsJson = False,
) -> None:
    """Rewrite programs for Twilio Conversations.

    Prints what would change as a diff, and then what you have to look at, with file and line. What cannot be decided
    stays as it is. Files that are given together are understood together.

    Needs the extra 'migrate'. Ends with 1 if a file cannot be read or written.

    Example: twilio-chat migrate src/ bot.py --write
    """
    try:
        from ..migrating import migrate_files
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed; in the clone of twilio-chat run: pip install '.[migrate]'")
    if not migrate_files(paths, _table(), write=write, as_json=as_json):
        raise typer.Exit(1)


def _table() -> Table:
    from ..migration import read_table

    command = chosen()
    try:
        return read_table(command.successor or "", command.product)
    except ValueError as error:
        fail(str(error))


MIGRATION_COMMANDS: Final[tuple[Callable[..., None], ...]] = (migrate,)
"""For products of which another one took the place."""

"""Wrong use of a command, told in one line like all other trouble."""

from __future__ import annotations

import os
from typing import cast

import typer
from rich.text import Text

from .console import err, one_line

__all__ = ["run_application"]

# The class itself has no public name that all versions of Typer share.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def run_application(application: typer.Typer, name: str) -> int:
    """Run the command that the arguments of the process name, and return the exit code.

    Args:
        application: The commands.
        name: Name of the program.
    """
    try:
        code: object = application(prog_name=name, standalone_mode=False)
    except typer.Abort:  # Ctrl+D at a question
        return 130
    except SystemExit as ended:
        if _complete_variable(name) in os.environ:  # a shell has asked for completions, and has them
            return ended.code if isinstance(ended.code, int) else 0
        # the help could not be written, because its reader has gone
        raise BrokenPipeError from ended
    except _UsageError as error:
        return _tell(cast("typer.BadParameter", error), name)
    return code if isinstance(code, int) else 0


def _complete_variable(name: str) -> str:
    """Name of the variable by which shells ask a program for completions."""
    return f"_{name.replace('-', '_').upper()}_COMPLETE"


def _tell(error: typer.BadParameter, name: str) -> int:
    message = error.format_message()
    if "\n" in message:  # no arguments at all: the message is the help
        typer.echo(message)
    elif message:  # empty where the help was printed already
        command = name if error.ctx is None else error.ctx.command_path
        text = message.rstrip(".")
        line = Text.assemble(("error: ", "bold red"), one_line(text[:1].lower() + text[1:]), f"; see {command} --help")
        err.print(line)
    return error.exit_code

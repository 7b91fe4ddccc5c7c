"""How commands speak: transcript on standard output, trouble as one line on standard error."""

from __future__ import annotations

import unicodedata
from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

__all__ = ["err", "fail", "one_line", "out", "warn"]

# What others wrote is shown as it is: nothing in it is markup or the name of an emoji.
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def one_line(text: str) -> str:
    """Text of others for a terminal: it stays on its line, and its control characters do nothing.

    Args:
        text: Any text.
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) == "Cc" else character
        for character in " ".join(text.splitlines())
    )


def warn(message: str) -> None:
    """Print one line on standard error and go on.

    Args:
        message: What is wrong and what to do.
    """
    err.print(Text.assemble(("warning: ", "bold yellow"), one_line(message)))


def fail(message: str, *, code: int = 1) -> NoReturn:
    """Print one line and end with an exit code.

    Args:
        message: What is wrong and what to do.
        code: Exit code.
    """
    err.print(Text.assemble(("error: ", "bold red"), one_line(message)))
    raise typer.Exit(code)

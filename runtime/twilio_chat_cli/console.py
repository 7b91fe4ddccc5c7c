"""How commands speak: transcript on standard output, trouble as one line on standard error."""

from __future__ import annotations

from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

__all__ = ["fail", "out"]

out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(message: str, *, code: int = 1) -> NoReturn:
    """Print one line and end with an exit code.

    Args:
        message: What is wrong and what to do.
        code: Exit code.
    """
    _err.print(Text.assemble(("error: ", "bold red"), " ".join(message.split())))
    raise typer.Exit(code)

"""How commands speak: results on standard output, trouble as one line on standard error.

Whatever is written passes the filter of `twilio_realtime.visible_text`; nothing else writes.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from twilio_realtime.json import JsonObject
from twilio_realtime.visible_text import ascii_json, escape_record, one_line

__all__ = [
    "OutputLost",
    "err",
    "fail",
    "is_verbose",
    "note",
    "one_line",
    "out",
    "say",
    "say_json",
    "say_source",
    "say_table",
    "set_verbose",
    "warn",
    "working",
]


class _Console(Console):
    """Leaves it to `main.run` what happens when nobody reads any more; the library's own answer is to exit with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


# What others wrote is shown as it is: nothing in it is markup or the name of an emoji.
out: Console = _Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err: Console = _Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


class OutputLost(Exception):
    """Standard output takes no more: its reader has gone, or the disk is full.

    Attributes:
        reason: What the operating system said.
    """

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def say(line: str | Text) -> None:
    """Print one line.

    Args:
        line: What to print; colours are shown on a terminal only.

    Raises:
        OutputLost: It cannot be written.
    """
    text = line if isinstance(line, Text) else Text(line)
    if one_line(text.plain) != text.plain:
        text = Text(one_line(text.plain))
    with _writing():
        out.print(text)


def say_source(line: Text) -> None:
    """Print one line of code as it is: tabs stay, and only what could do harm to a terminal is replaced.

    Args:
        line: The line; colours are shown on a terminal only.

    Raises:
        OutputLost: It cannot be written.
    """
    safe = "\t".join(map(one_line, line.plain.split("\t")))
    with _writing():
        out.print(Text(safe, style=line.style))


def say_json(record: JsonObject) -> None:
    """Print one line of JSON, in ASCII: it is the same in every encoding of the output.

    Args:
        record: What to print.

    Raises:
        OutputLost: It cannot be written.
    """
    _write(ascii_json(record))


def say_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: with headings on a terminal, as columns divided by tabs in a pipe. Nothing is cut.

    Args:
        headings: Of the columns.
        rows: Their cells.

    Raises:
        OutputLost: It cannot be written.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not out.is_terminal:
        for row in cells:
            _write("\t".join(row))
        return
    table = [list(headings), *cells]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for number, row in enumerate(table):
        line = "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        say(Text(line.rstrip(), style="" if number else "bold"))


def note(message: str) -> None:
    """Print one line on standard error that is no trouble, and go on.

    Args:
        message: What somebody must know.
    """
    err.print(Text(one_line(message)))


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


@contextmanager
def working(what: str) -> Generator[None]:
    """Show on a terminal that one has to wait, as long as the block runs.

    Args:
        what: What is going on.
    """
    if out.is_terminal:
        with out.status(what):
            yield
    else:
        yield


def set_verbose(verbose: bool) -> bool:
    """Show the log of all libraries, and requests behind errors, if told so. Quiet otherwise.

    Args:
        verbose: Whether to; False leaves it as it is.
    """
    root = logging.getLogger()
    if not root.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        handler.addFilter(escape_record)
        root.addHandler(handler)
        root.setLevel(logging.CRITICAL)
    if verbose:
        root.setLevel(logging.DEBUG)
    return verbose


def is_verbose() -> bool:
    """Whether the log is shown."""
    return logging.getLogger().level == logging.DEBUG


def _write(line: str) -> None:
    with _writing():
        if sys.stdout is not None:  # it was closed before
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


@contextmanager
def _writing() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise OutputLost(error) from error

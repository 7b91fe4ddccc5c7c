"""How commands end: with one line for people and the right exit code, whatever becomes of their output."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, TypeAlias, cast

if TYPE_CHECKING:
    TextIOWrapper: TypeAlias = io.TextIOWrapper[io.BufferedWriter]

_INTERRUPTED = 128 + signal.SIGINT
_READER_GONE = 128 + 13
"""As if ended by SIGPIPE, which Windows does not have."""


def run_to_the_end(work: Callable[[], int]) -> NoReturn:
    """Do the work of a command and end the process.

    Exit codes: that of the work; 1 if the output cannot be written; 130 when interrupted; 141 when the reader of the
    output has gone.

    Args:
        work: Returns the exit code, or raises `SystemExit`. Its imports are a part of it.
    """
    streams = _streams()
    code: object = 1
    try:
        for stream in streams:
            stream.reconfigure(errors="backslashreplace")  # text that the terminal cannot show is no reason to stop
        try:
            code = work()
        except SystemExit as ended:
            code = ended.code
        if isinstance(code, str):
            code = _tell(code)
        for stream in streams:
            stream.flush()
    except KeyboardInterrupt:
        _tell("interrupted")
        code = _INTERRUPTED
    except BrokenPipeError:
        code = _READER_GONE
    except OSError as error:
        code = _tell(f"error: cannot write the output: {error.strerror or type(error).__name__}")
    for stream in streams:
        _give_up_if_full(stream)
    sys.exit(code if isinstance(code, int) else 0)


def _streams() -> list[TextIOWrapper]:
    """Standard output and error, as far as they are open, and files."""
    found: list[object] = [sys.stdout, sys.stderr]
    return [cast("TextIOWrapper", stream) for stream in found if isinstance(stream, io.TextIOWrapper)]


def _tell(line: str) -> int:
    with suppress(OSError, AttributeError):  # nobody can be told: standard error is full, or closed
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    return 1


def _give_up_if_full(stream: TextIOWrapper) -> None:
    """Keep the interpreter from trying once more at its end, and from complaining."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)

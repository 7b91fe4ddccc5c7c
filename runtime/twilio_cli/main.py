"""The command ``twilio-chat``."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # that of `typing` takes longer to import, and an interrupt in that time is told as a traceback
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["run"]


def run() -> NoReturn:
    """Entry point: run the command of the arguments and end the process.

    Exit codes: 0; 1 after trouble; 2 for arguments that make no sense; 130 when interrupted; 141 when the reader of the
    output has gone.
    """
    try:
        from twilio_codegen.cli.process_end import run_to_the_end
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    run_to_the_end(_run)


def _run() -> int:
    try:
        from .commands import app
        from .console import OutputLost
        from .usage import run_application

        try:
            return run_application(app)
        except OutputLost as lost:
            raise lost.reason from None
    except ModuleNotFoundError as error:  # some commands import more
        sys.exit(f"error: {error.name} is not installed; in the clone of twilio-chat run: pip install '.[cli]'")


if __name__ == "__main__":
    run()

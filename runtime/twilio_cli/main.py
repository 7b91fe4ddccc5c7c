"""The entry points of the commands: each chooses the product that the command line is for."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # that of `typing` takes longer to import, and an interrupt in that time is told as a traceback
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["run", "twilio_chat", "twilio_conversations"]


def twilio_chat() -> NoReturn:
    """Entry point of ``twilio-chat``."""
    run("twilio-chat")


def twilio_conversations() -> NoReturn:
    """Entry point of ``twilio-conversations``."""
    run("twilio-conversations")


def run(name: str = "twilio-chat") -> NoReturn:
    """Run the command of the arguments and end the process.

    Args:
        name: Name of the command that was started.

    Exit codes: 0; 1 after trouble; 2 for arguments that make no sense; 130 when interrupted; 141 when the reader of the
    output has gone.
    """
    try:
        from twilio_codegen.cli.process_end import run_to_the_end
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    run_to_the_end(lambda: _run(name))


def _run(name: str) -> int:
    try:
        from .commands import application
        from .console import OutputLost
        from .products import COMMANDS, choose
        from .usage import run_application

        started = COMMANDS[name]
        choose(started)
        try:
            return run_application(application(started), started.name)
        except OutputLost as lost:
            raise lost.reason from None
    except ModuleNotFoundError as error:  # some commands import more
        sys.exit(f"error: {error.name} is not installed; in the clone of twilio-chat run: pip install '.[cli]'")


if __name__ == "__main__":
    run()

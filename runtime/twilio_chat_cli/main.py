"""The command ``twilio-chat``."""

from __future__ import annotations

import io
import sys

__all__ = ["run"]


def run() -> None:
    """Entry point: say which extra is missing instead of a traceback, then start the application."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # text that the terminal cannot show is no reason to stop
    try:
        from .commands import app
        from .usage import run_application
    except ModuleNotFoundError as error:
        sys.exit(f"twilio-chat: {error.name} is not installed; run: pip install 'twilio-chat[cli,local]'")
    run_application(app)


if __name__ == "__main__":
    run()

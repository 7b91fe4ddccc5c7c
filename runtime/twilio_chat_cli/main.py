"""The command ``twilio-chat``."""

from __future__ import annotations

import sys

__all__ = ["run"]


def run() -> None:
    """Entry point: say which extra is missing instead of a traceback, then start the application."""
    try:
        from .commands import app
    except ModuleNotFoundError as error:
        sys.exit(f"twilio-chat: {error.name} is not installed; run: pip install 'twilio-chat[cli,local]'")
    app()


if __name__ == "__main__":
    run()

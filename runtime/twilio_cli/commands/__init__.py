"""The application: its commands, and the options that stand before a command."""

from __future__ import annotations

from typing import Annotated

import typer

from twilio_realtime.version import VERSION

from ..console import say
from .client import CLIENT_COMMANDS
from .service import SERVICE_COMMANDS
from .shared_options import Verbose

__all__ = ["app"]

app = typer.Typer(
    name="twilio-chat",
    help="Unofficial Twilio Chat client for Python: terminal chat, messages, local service, demo.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # with markup, flags are shown as if they took a value
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(shown: bool) -> None:
    if shown:
        say(f"twilio-chat {VERSION}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Unofficial Twilio Chat client for Python."""


for command in (*SERVICE_COMMANDS, *CLIENT_COMMANDS):
    app.command()(command)

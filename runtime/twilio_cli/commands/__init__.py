"""The application: its commands, and the options that stand before a command."""

from __future__ import annotations

from typing import Annotated

import typer

from twilio_realtime.version import VERSION

from ..console import say
from ..products import CHAT, ProductCommand, chosen
from .client import CLIENT_COMMANDS, INVITATION_COMMANDS
from .migrating import MIGRATION_COMMANDS
from .service import SERVICE_COMMANDS
from .shared_options import Verbose
from .wording import in_the_words_of

__all__ = ["app", "application"]


def _version(shown: bool) -> None:
    if shown:
        say(f"{chosen().name} {VERSION}")
        raise typer.Exit


def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    verbose: Verbose = False,
) -> None: ...


def application(command: ProductCommand) -> typer.Typer:
    """Make the command line of a product.

    Args:
        command: The command that it is.
    """
    client = f"Unofficial {command.title} client for Python"
    made = typer.Typer(
        name=command.name,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # with markup, flags are shown as if they took a value
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(help=f"{client}: terminal chat, messages, local service, demo.")(_main)
    migration = MIGRATION_COMMANDS if command.successor is not None else ()
    invitations = () if command.invitations else INVITATION_COMMANDS
    for work in (*SERVICE_COMMANDS, *CLIENT_COMMANDS, *migration):
        if work not in invitations:
            name = command.rooms if work.__name__ == CHAT.rooms else None
            made.command(name)(in_the_words_of(command, work))
    return made


app = application(CHAT)
"""The command line of ``twilio-chat``."""

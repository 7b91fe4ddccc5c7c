"""The command that has something done by the workers of a fleet, with its options."""

from __future__ import annotations

from typing import Annotated

import typer

from twilio_realtime.json import dump_json

from ..console import fail, say, say_json
from ..trouble import Trouble, finish
from .shared_options import AsJson, Verbose, utf8

__all__ = ["command"]


def command(
    method: Annotated[str, typer.Argument(help="Class and method, as documented.", metavar="METHOD", callback=utf8)],
    identity: Annotated[str, typer.Option(help="User for whom it is done.", metavar="NAME", callback=utf8)],
    fleet: Annotated[str, typer.Option(help="The fleet whose workers serve that user.", metavar="NAME")],
    nats: Annotated[
        str,
        typer.Option(
            "--nats",
            envvar="NATS_URL",
            help="Address of NATS. The variable keeps a password in it from others.",
            metavar="URL",
            show_default=False,
        ),
    ],
    at: Annotated[
        str,
        typer.Option(
            help='What the method is called on, for example \'{"channel": "general"}\'.', metavar="JSON", callback=utf8
        ),
    ] = "{}",
    arguments: Annotated[
        str,
        typer.Option(
            help="Arguments by documented name; - reads them from standard input.", metavar="JSON", callback=utf8
        ),
    ] = "{}",
    command_id: Annotated[
        str | None,
        typer.Option(
            "--id",
            help="With the same again, nothing is done twice.",
            metavar="TEXT",
            callback=utf8,
            show_default=False,
        ),
    ] = None,
    within: Annotated[
        float, typer.Option(min=0.001, max=43_200, help="Seconds in which a worker has to begin with it.")
    ] = 30.0,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Have a worker of a fleet call a method for a user, and print the result, if it has one.

    The workers are those of relay with --commands.

    Example: twilio-chat command Channel.join --fleet shop --identity alice --at '{"channel": "general"}'
    """
    from ..commanding import ask, read_input, read_object

    try:
        place = read_object("--at", at)
        given = read_object("--arguments", read_input() if arguments == "-" else arguments)
    except Trouble as error:
        fail(str(error), code=2)
    result = finish(ask(nats, fleet, identity, method, place, given, command_id=command_id, within=within))
    if as_json:
        say_json({"result": result})
    elif result is not None:
        say(result if isinstance(result, str) else dump_json(result))

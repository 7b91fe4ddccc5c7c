"""The command that hands events on to other programs, with its options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..account import TOKEN_VARIABLE, Account
from ..console import fail
from ..products import chosen
from ..trouble import Trouble, finish
from .shared_options import DEFAULT_BASE_URL, BaseUrl, Region, Verbose

if TYPE_CHECKING:
    from ..fleet import FleetOptions

__all__ = ["relay"]


def relay(
    context: typer.Context,
    nats: Annotated[
        str | None,
        typer.Option(
            "--nats",
            envvar="NATS_URL",
            help="Publish to NATS JetStream at this address. The variable keeps a password in it from others.",
            metavar="URL",
            show_default=False,
        ),
    ] = None,
    stream: Annotated[
        str | None,
        typer.Option(help="Stream of JetStream, made if need be. Default: the name of the command.", metavar="NAME"),
    ] = None,
    cursors: Annotated[
        Path | None,
        typer.Option(
            help="File that keeps how far messages were relayed. Default: a bucket of NATS, else memory.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    start: Annotated[
        str, typer.Option(help="Where to begin with a channel that is not known: now or beginning.", metavar="WHERE")
    ] = "now",
    source: Annotated[
        str | None,
        typer.Option(help="Source that events name, a URI. Default: / and the name of the command.", metavar="URI"),
    ] = None,
    fleet: Annotated[
        str | None,
        typer.Option(help="Share users with all workers of this name at --nats.", metavar="NAME", show_default=False),
    ] = None,
    identities: Annotated[
        str | None,
        typer.Option(
            help="File with the users of the fleet, one a line; - is standard input.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    tokens: Annotated[
        str | None,
        typer.Option(
            help="Function that gives the token of a user. Default: minted with the API key of the environment.",
            metavar="MODULE:FUNCTION",
            show_default=False,
        ),
    ] = None,
    tokens_command: Annotated[
        str | None,
        typer.Option(
            help="Command that prints the token of the user who is its last argument.",
            metavar="COMMAND",
            show_default=False,
        ),
    ] = None,
    lease: Annotated[
        float, typer.Option(min=1, max=3600, help="Seconds after which users of a dead worker are taken over.")
    ] = 15.0,
    starts_per_second: Annotated[
        float | None,
        typer.Option(min=0.001, help="Users of the fleet that are connected in a second at most.", show_default=False),
    ] = None,
    commands: Annotated[
        bool, typer.Option("--commands", help="Carry out for the users of the fleet what others ask for with command.")
    ] = False,
    health: Annotated[
        str | None,
        typer.Option(
            help="Answer at /healthz and /readyz of this port, or of HOST:PORT.",
            metavar="ADDRESS",
            show_default=False,
        ),
    ] = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: Annotated[
        list[Path] | None,
        typer.Option(
            "--token-file",
            help=f"File with an access token, instead of {TOKEN_VARIABLE}; read again when it ends. Repeatable.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Hand on messages and events to other programs, as CloudEvents.

    One JSON object a line, or with --nats messages of a JetStream stream, until interrupted.

    Messages are handed on at least once, also those that were written while it did not run; other events as they come.

    Example: twilio-chat relay --start beginning --cursors relay.db >> events.jsonl
    """
    from ..relaying import RelayOptions, relay_events, relay_share

    if start not in ("now", "beginning"):
        fail(f"--start is now or beginning, not {start!r}", code=2)
    where: Literal["now", "beginning"] = "now" if start == "now" else "beginning"
    told = context.get_parameter_source("nats")
    options = RelayOptions(
        nats=nats,
        stream=stream or chosen().name,
        cursors=cursors,
        start=where,
        source=source,
        nats_is_exported=told is not None and told.name == "ENVIRONMENT",
        health=None if health is None else _address(health),
    )
    if fleet is None:
        if identities or tokens or tokens_command or starts_per_second or commands:
            fail("--identities, --tokens, --tokens-command, --starts-per-second and --commands need --fleet", code=2)
        files: list[Path | None] = [*token_file] if token_file else [None]
        finish(relay_events([Account.of(base_url, region, file) for file in files], options))
        return
    if nats is None or identities is None:
        fail("--fleet needs --nats and --identities", code=2)
    if token_file or cursors:
        fail("--fleet takes neither --token-file nor --cursors: tokens and cursors are those of all workers", code=2)
    if tokens and tokens_command:
        fail("give either --tokens or --tokens-command, not both", code=2)
    share = _fleet(fleet, identities, tokens, tokens_command, lease, starts_per_second, commands)
    finish(relay_share(share, options, nats, base_url=base_url if region is None else None, region=region))


def _fleet(
    name: str,
    identities: str,
    function: str | None,
    command: str | None,
    lease: float,
    starts: float | None,
    commands: bool,
) -> FleetOptions:
    from ..fleet import FleetOptions, read_identities, state_of
    from ..token_sources import tokens_of

    read_at = state_of(identities)
    try:
        users, tokens = read_identities(identities), tokens_of(function, command)
    except Trouble as error:
        fail(str(error))
    return FleetOptions(
        name=name,
        identities=users,
        tokens=tokens,
        lease=lease,
        starts_per_second=starts,
        source=identities,
        read_at=read_at,
        commands=commands,
    )


def _address(text: str) -> tuple[str, int]:
    """A host and a port; the host is this machine alone unless it is told."""
    host, colon, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535) or (colon and not host):
        fail(f"--health is a port, or HOST:PORT, such as 8080 or 0.0.0.0:8080, not {text!r}", code=2)
    return host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)

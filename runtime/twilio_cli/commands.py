"""The application, and the commands that need no account: demo, local service, tokens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from twilio_realtime.version import VERSION

from .client_commands import CLIENT_COMMANDS
from .console import fail, say, say_json
from .options import DEFAULT_PORT, AsJson, Verbose, finish, utf8

if TYPE_CHECKING:
    from twilio_local import ServiceCredentials

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


@app.command()
def demo(as_json: AsJson = False, verbose: Verbose = False) -> None:
    """See two clients talk through the local service.

    They lose the connection, and miss nothing.

    Example: twilio-chat demo
    """
    from .demo import play

    finish(play(as_json=as_json))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = DEFAULT_PORT,
    database: Annotated[
        Path | None, typer.Option(help="SQLite file that keeps everything across restarts.", metavar="FILE")
    ] = None,
    control: Annotated[
        bool, typer.Option("--control", help="Let programs on this machine make faults, below /control/.")
    ] = False,
    log: Annotated[
        Literal["frames"] | None, typer.Option(help="Show each packet as one redacted line on standard error.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Append each packet, redacted, as a JSON line: for bug reports.", metavar="FILE")
    ] = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Run the local service until interrupted.

    Example: twilio-chat serve --port 8765 --database chat.sqlite --log frames
    """
    # Commands of the client start faster without the service.
    from twilio_local import LocalService

    from .serve import serve_until_stopped, show_frames

    if log == "frames":
        show_frames()
    service = LocalService(
        host=host,
        port=port,
        credentials=_credentials(),
        database=database,
        control=control,
        log_frames=log == "frames",
        record=record,
    )
    finish(serve_until_stopped(service, as_json=as_json))


@app.command()
def token(
    identity: Annotated[str, typer.Option(help="Who the token is for.", callback=utf8)],
    ttl: Annotated[int, typer.Option(min=1, max=86_400, help="How long it is good, in seconds.")] = 3600,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Print an access token for the local service.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity alice) twilio-chat listen
    """
    from twilio_local import LocalServiceError, mint_token

    try:
        minted = mint_token(_credentials(), identity, ttl_seconds=ttl)
    except (LocalServiceError, ValueError) as error:
        fail(str(error))
    if as_json:
        say_json({"token": minted, "identity": identity, "ttl": ttl})
    else:
        say(minted)


for command in CLIENT_COMMANDS:
    app.command()(command)


def _credentials() -> ServiceCredentials:
    from twilio_local import LocalServiceError, ServiceCredentials

    try:
        return ServiceCredentials.from_environment()
    except (LocalServiceError, ValueError) as error:
        fail(str(error))

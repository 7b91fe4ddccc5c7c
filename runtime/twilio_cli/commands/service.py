"""The commands that need no account: demo, local service, tokens; each with its options, its help and an example."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from ..console import fail, say, say_json
from ..trouble import finish
from .shared_options import DEFAULT_PORT, AsJson, Verbose, utf8

if TYPE_CHECKING:
    from twilio_local import ServiceCredentials

__all__ = ["SERVICE_COMMANDS"]


def demo(as_json: AsJson = False, verbose: Verbose = False) -> None:
    """See two clients talk through the local service.

    They lose the connection, and miss nothing.

    Example: twilio-chat demo
    """
    from ..demo import play

    finish(play(as_json=as_json))


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = DEFAULT_PORT,
    database: Annotated[
        Path | None, typer.Option(help="SQLite file that keeps everything across restarts.", metavar="FILE")
    ] = None,
    control: Annotated[
        bool,
        typer.Option(
            "--control", help="Let programs on this machine make faults and play other networks, below /control/."
        ),
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

    from ..serve import serve_until_stopped, show_frames

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


def token(
    identity: Annotated[str, typer.Option(help="Who the token is for.", callback=utf8)],
    ttl: Annotated[int, typer.Option(min=1, max=86_400, help="How long it is good, in seconds.")] = 3600,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Print an access token for the local service.

    Example: TWILIO_TOKEN=$(twilio-chat token --identity alice) twilio-chat listen
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


def _credentials() -> ServiceCredentials:
    from twilio_local import LocalServiceError, ServiceCredentials

    try:
        return ServiceCredentials.from_environment()
    except (LocalServiceError, ValueError) as error:
        fail(str(error))


SERVICE_COMMANDS: Final[tuple[Callable[..., None], ...]] = (demo, serve, token)
"""In the order of the help."""

"""The commands, each with its options, its help and an example."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from twilio_chat.errors import RealtimeError
from twilio_local import LocalService, LocalServiceError, ServiceCredentials, mint_token
from twilio_realtime.version import VERSION

from .console import fail, out

__all__ = ["app"]

app = typer.Typer(
    name="twilio-chat",
    help="Unofficial Twilio Chat client for Python: demo, local service, tokens, messages.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

BaseUrl = Annotated[
    str,
    typer.Option("--base-url", envvar="TWILIO_CHAT_BASE_URL", help="Where the service is.", metavar="URL"),
]
Token = Annotated[
    str | None,
    typer.Option(envvar="TWILIO_CHAT_TOKEN", hidden=True, help="Never given on the command line."),
]
TokenFile = Annotated[Path | None, typer.Option("--token-file", help="File with an access token.", metavar="FILE")]
ResultT = TypeVar("ResultT")
DEFAULT_PORT = 8765
DEFAULT_BASE_URL = f"http://127.0.0.1:{DEFAULT_PORT}"


def _version(shown: bool) -> None:
    if shown:
        out.print(f"twilio-chat {VERSION}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the library's log.")] = False,
) -> None:
    """Unofficial Twilio Chat client for Python."""
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.CRITICAL, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


@app.command()
def demo() -> None:
    """Two clients talk to each other through the local service, lose the connection and miss nothing.

    Example: twilio-chat demo
    """
    from .demo import play

    _finish(play())


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = DEFAULT_PORT,
    database: Annotated[
        Path | None, typer.Option(help="SQLite file that keeps everything across restarts.", metavar="FILE")
    ] = None,
) -> None:
    """Run the local service until interrupted.

    Example: twilio-chat serve --port 8765 --database chat.sqlite
    """
    _finish(_serve(host, port, database))


async def _serve(host: str, port: int, database: Path | None) -> None:
    async with LocalService(host=host, port=port, credentials=_credentials(), database=database) as service:
        out.print(f"listening on {service.base_url}" + (" (Ctrl+C stops)" if out.is_terminal else ""))
        await service.serve_forever()


@app.command()
def token(
    identity: Annotated[str, typer.Option(help="Who the token is for.")],
    ttl: Annotated[int, typer.Option(min=1, max=86_400, help="How long it is good, in seconds.")] = 3600,
) -> None:
    """Print an access token for the local service.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity alice) twilio-chat listen
    """
    try:
        out.print(mint_token(_credentials(), identity, ttl_seconds=ttl), markup=False)
    except (LocalServiceError, ValueError) as error:
        fail(str(error))


@app.command()
def send(
    channel: Annotated[str, typer.Argument(help="Unique name or SID of a channel.")],
    text: Annotated[str, typer.Argument(help="The message.")],
    base_url: BaseUrl = DEFAULT_BASE_URL,
    token: Token = None,
    token_file: TokenFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write a message to a channel, joining it if need be.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity alice) twilio-chat send general "hello"
    """
    from .messages import send_text

    index = _finish(send_text(_access_token(token, token_file), base_url, channel, text))
    out.print(json.dumps({"index": index}) if as_json else f"sent as message {index}", markup=False)


@app.command()
def listen(
    base_url: BaseUrl = DEFAULT_BASE_URL,
    token: Token = None,
    token_file: TokenFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Print messages of all joined channels as they come, until interrupted.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity bob) twilio-chat listen --json
    """
    from .messages import print_messages

    _finish(print_messages(_access_token(token, token_file), base_url, as_json=as_json))


def _credentials() -> ServiceCredentials:
    try:
        return ServiceCredentials.from_environment()
    except (LocalServiceError, ValueError) as error:
        fail(str(error))


def _access_token(token: str | None, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            fail(f"cannot read the token file {str(file)!r}: {error}")
    if not token:
        fail(
            "no access token; set TWILIO_CHAT_TOKEN or give --token-file (twilio-chat token --identity NAME makes one)"
        )
    return token


def _finish(work: Coroutine[object, object, ResultT]) -> ResultT:
    try:
        return asyncio.run(work)
    except (RealtimeError, LocalServiceError, OSError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        _stopped()


def _stopped() -> NoReturn:
    raise typer.Exit(130)

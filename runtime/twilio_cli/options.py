"""What the commands share: where the service is, who signs in, and how a command ends."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, cast

import typer

from twilio_chat.errors import RealtimeError

from .console import fail, is_verbose, set_verbose
from .trouble import Trouble, explained

if TYPE_CHECKING:
    from twilio_chat import Client

__all__ = [
    "DEFAULT_BASE_URL",
    "DEFAULT_PORT",
    "Account",
    "AsJson",
    "BaseUrl",
    "Region",
    "TokenFile",
    "Verbose",
    "finish",
    "utf8",
]

DEFAULT_PORT = 8765
DEFAULT_BASE_URL = f"http://127.0.0.1:{DEFAULT_PORT}"
TOKEN_VARIABLE = "TWILIO_CHAT_TOKEN"

BaseUrl = Annotated[
    str,
    typer.Option("--base-url", envvar="TWILIO_CHAT_BASE_URL", help="Where the service is.", metavar="URL"),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        envvar="TWILIO_CHAT_REGION",
        help="Region of Twilio, for example us1, instead of the service at --base-url.",
        metavar="NAME",
    ),
]
TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", help=f"File with an access token, instead of {TOKEN_VARIABLE}.", metavar="FILE"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", callback=set_verbose, help="Show the library's log, and the requests behind errors."
    ),
]
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in, and where.

    Attributes:
        token: Access token; not part of the repr.
        base_url: The one host of the service, or None for Twilio's.
        region: Region of Twilio, or None.
    """

    token: str = field(repr=False)
    base_url: str | None
    region: str | None

    @classmethod
    def of(cls, base_url: str, region: str | None, token_file: Path | None) -> Account:
        """Take the account from a command's options; ends the command if there is no token.

        The token comes from a file or the environment only: arguments of a program can be seen by everybody.
        """
        return cls(_access_token(token_file), base_url if region is None else None, region)

    def client(self) -> Client:
        """A client that is not started yet.

        Raises:
            ConfigurationError: The address or the region cannot be used.
        """
        from twilio_chat import Client

        return Client(self.token, base_url=self.base_url, region=self.region)

    @asynccontextmanager
    async def connected(self, client: Client | None = None) -> AsyncGenerator[Client]:
        """Connect, and close the connection in the end.

        Args:
            client: The client to start; a new one by default.

        Raises:
            RealtimeError: There is no connection, at once or in time, or the service does not want this client.
        """
        client = client or self.client()
        try:
            # A program would wait until the service is back; whoever types a command wants to know.
            await client.start(timeout=CONNECT_SECONDS, retry=False)
            yield client
        finally:
            await client.shutdown()


CONNECT_SECONDS = 20.0
"""How long a command waits for its connection."""


def finish(work: Coroutine[object, object, ResultT]) -> ResultT:
    """Run the work of a command; trouble ends it with one line on standard error.

    Args:
        work: What to run, on an event loop of its own.
    """
    try:
        return asyncio.run(work)
    except (Trouble, RealtimeError, OSError) as error:
        said = explained(error) if isinstance(error, RealtimeError) else _said(error)
        cause = error.__cause__ if isinstance(error, Trouble) else error
        if is_verbose() and cause is not None and str(cause) != said:
            said = f"{said} ({cause})"
        fail(said)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


ArgumentT = TypeVar("ArgumentT", bound=str | list[str] | None)


def utf8(given: ArgumentT) -> ArgumentT:
    """Return what was typed as text, also where the locale knows ASCII only.

    Raises:
        typer.BadParameter: It is not UTF-8.
    """
    if isinstance(given, list):
        return cast("ArgumentT", [_decoded(text) for text in given])
    return cast("ArgumentT", _decoded(given)) if isinstance(given, str) else given


def _decoded(text: str) -> str:
    try:
        return os.fsencode(text).decode() if any("\ud800" <= one <= "\udfff" for one in text) else text
    except UnicodeError:
        raise typer.BadParameter("it is not UTF-8; set the locale of the shell, or convert it") from None


def _access_token(file: Path | None) -> str:
    if file is not None:
        try:
            token = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            fail(f"cannot read the token file {str(file)!r}: {error}")
        if not token:
            fail(f"the token file {str(file)!r} is empty; write an access token into it")
        return token
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        fail(
            f"no access token; set {TOKEN_VARIABLE} or give --token-file (twilio-chat token --identity NAME makes one)"
        )
    return token

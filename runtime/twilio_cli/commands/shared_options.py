"""What several commands are given: where the service is, what to print, a channel, and texts from the shell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, TypeVar, cast

import typer

from twilio_realtime.json import JsonValue, parse_json

from ..account import TOKEN_VARIABLE
from ..console import fail, set_verbose

__all__ = [
    "DEFAULT_BASE_URL",
    "DEFAULT_PORT",
    "AsJson",
    "Attributes",
    "BaseUrl",
    "ChannelName",
    "Region",
    "TokenFile",
    "Verbose",
    "json_value",
    "utf8",
]

DEFAULT_PORT = 8765
DEFAULT_BASE_URL = f"http://127.0.0.1:{DEFAULT_PORT}"

# Of the variables of an option the first that is set counts; the second is what it was called before.
BaseUrl = Annotated[
    str,
    typer.Option(
        "--base-url", envvar=["TWILIO_BASE_URL", "TWILIO_CHAT_BASE_URL"], help="Where the service is.", metavar="URL"
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        envvar=["TWILIO_REGION", "TWILIO_CHAT_REGION"],
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


ChannelName = Annotated[
    str, typer.Argument(help="Unique name or SID of a channel.", metavar="CHANNEL", callback=utf8, show_default=False)
]
Attributes = Annotated[
    str | None, typer.Option(help="Any JSON value to keep with it.", metavar="JSON", callback=utf8, show_default=False)
]


def json_value(text: str | None) -> JsonValue:
    """Return the value of ``--attributes``; ends the command if it is not JSON.

    Args:
        text: What was given, or None.
    """
    if text is None:
        return None
    try:
        return parse_json(text)
    except ValueError:
        fail('--attributes is not JSON; quote it for the shell, for example \'{"mood": "pleased"}\'', code=2)

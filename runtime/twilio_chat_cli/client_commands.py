"""The commands of a signed-in user, each with its options, its help and an example."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from twilio_realtime.json import JsonValue, parse_json

from .console import fail, out
from .options import DEFAULT_BASE_URL, Account, AsJson, BaseUrl, Region, TokenFile, finish

__all__ = ["CLIENT_COMMANDS"]

ChannelName = Annotated[str, typer.Argument(help="Unique name or SID of a channel.", metavar="CHANNEL")]
Attributes = Annotated[
    str | None, typer.Option(help="Any JSON value to keep with the message.", metavar="JSON", show_default=False)
]
ContentType = Annotated[
    str | None, typer.Option(help="Media type of the file; guessed from its name by default.", metavar="TYPE")
]
_DEFAULT_EVENT = "messageAdded"
_ALL_EVENTS = "all"


def doctor(
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    timeout: Annotated[float, typer.Option(min=0.1, max=300, help="Seconds for each check.")] = 10.0,
    as_json: AsJson = False,
) -> None:
    """Find out why a client does not work: token, address, clock, versions. Ends with 1 if it would not.

    The token itself is never shown.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity alice) twilio-chat doctor
    """
    from .doctor import examine

    account = Account.of(base_url, region, token_file)
    if not finish(examine(account, timeout=timeout, as_json=as_json)):
        raise typer.Exit(1)


def channels(
    public: Annotated[
        bool, typer.Option("--public", help="The public channels of the service instead of one's own.")
    ] = False,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
) -> None:
    """List your channels with what is unread, the latest first; columns divided by tabs in a pipe.

    Example: twilio-chat channels --json | jq 'select(.unread > 0) | .unique_name'
    """
    from .channels import list_channels, list_public_channels

    list_them = list_public_channels if public else list_channels
    finish(list_them(Account.of(base_url, region, token_file), as_json=as_json))


def history(
    channel: ChannelName,
    limit: Annotated[int, typer.Option(min=1, help="Most messages; the newest are taken.")] = 50,
    before: Annotated[
        int | None, typer.Option(min=0, help="Only messages with a smaller index: the next page.", metavar="INDEX")
    ] = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
) -> None:
    """Print the messages of a channel, oldest first.

    Example: twilio-chat history general --limit 20 --before 120
    """
    from .history import print_history

    account = Account.of(base_url, region, token_file)
    finish(print_history(account, channel, limit=limit, before=before, as_json=as_json))


def listen(
    event: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Documented name of an event, repeatable, or '{_ALL_EVENTS}'. Default: {_DEFAULT_EVENT}.",
            metavar="NAME",
            show_default=False,
        ),
    ] = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
) -> None:
    """Print messages, or other events, of all joined channels as they come, until interrupted.

    With --event each JSON object names its event.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity bob) twilio-chat listen --event all --json
    """
    from .listening import EVENT_NAMES, print_events

    names = list(dict.fromkeys(event or [_DEFAULT_EVENT]))
    if _ALL_EVENTS in names:
        names = list(EVENT_NAMES)
    for name in names:
        if name not in EVENT_NAMES:
            fail(f"there is no event {name!r}; known: {_ALL_EVENTS}, {', '.join(EVENT_NAMES)}", code=2)
    account = Account.of(base_url, region, token_file)
    finish(print_events(account, names, as_json=as_json, named=bool(event)))


def send(
    channel: ChannelName,
    text: Annotated[str | None, typer.Argument(help="The message, unless a file is sent.", show_default=False)] = None,
    attributes: Attributes = None,
    media: Annotated[
        Path | None, typer.Option(help="File to send instead of a text.", metavar="FILE", show_default=False)
    ] = None,
    content_type: ContentType = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a message to a channel, joining it if need be.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity alice) twilio-chat send general "hello"
    """
    from .sending import send_message

    if (text is None) == (media is None):
        fail(f"give either a text or --media, not {'neither' if text is None else 'both'}", code=2)
    if content_type is not None and media is None:
        fail("--content-type says what the file of --media is; a text has none", code=2)
    work = send_message(
        Account.of(base_url, region, token_file),
        channel,
        text,
        attributes=_json_value(attributes),
        media=media,
        content_type=content_type,
    )
    _report(finish(work), as_json)


def upload(
    channel: ChannelName,
    file: Annotated[Path, typer.Argument(help="The file.", metavar="FILE")],
    attributes: Attributes = None,
    content_type: ContentType = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
) -> None:
    """Send a file to a channel, joining it if need be; a terminal shows how far it is.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity alice) twilio-chat upload general photo.jpg
    """
    from .sending import send_message

    work = send_message(
        Account.of(base_url, region, token_file),
        channel,
        None,
        attributes=_json_value(attributes),
        media=file,
        content_type=content_type,
        show_progress=True,
    )
    _report(finish(work), as_json)


def chat(
    channel: Annotated[
        str | None, typer.Argument(help="Unique name or SID of the channel to open.", show_default=False)
    ] = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
) -> None:
    """Chat in the terminal: your channels, members, who is typing, and history as you scroll up.

    Needs the extra 'tui'.

    Example: TWILIO_CHAT_TOKEN=$(twilio-chat token --identity alice) twilio-chat chat general
    """
    try:
        from .terminal_chat import run_chat
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed; run: pip install 'twilio-chat[tui]'")
    if not out.is_terminal:
        fail("chat fills a terminal and this is none; use listen and send in a pipe")
    finish(run_chat(Account.of(base_url, region, token_file), channel))


CLIENT_COMMANDS: Final[tuple[Callable[..., None], ...]] = (chat, channels, history, listen, send, upload, doctor)
"""In the order of the help."""


def _json_value(text: str | None) -> JsonValue:
    if text is None:
        return None
    try:
        return parse_json(text)
    except ValueError:
        fail('--attributes is not JSON; quote it for the shell, for example \'{"mood": "pleased"}\'', code=2)


def _report(index: int, as_json: bool) -> None:
    out.print(json.dumps({"index": index}) if as_json else f"sent as message {index}")

"""The commands of a signed-in user, each with its options, its help and an example."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from twilio_realtime.json import JsonValue, parse_json

from ..account import TOKEN_VARIABLE, Account
from ..console import fail, out, say, say_json
from ..products import chosen, chosen_product
from ..trouble import Trouble, finish
from .shared_options import DEFAULT_BASE_URL, AsJson, BaseUrl, Region, TokenFile, Verbose, utf8

if TYPE_CHECKING:
    from ..fleet import FleetOptions

__all__ = ["CLIENT_COMMANDS", "INVITATION_COMMANDS"]

ChannelName = Annotated[
    str, typer.Argument(help="Unique name or SID of a channel.", metavar="CHANNEL", callback=utf8, show_default=False)
]
Identities = Annotated[
    list[str], typer.Argument(help="Identities of users.", metavar="IDENTITY…", callback=utf8, show_default=False)
]
Attributes = Annotated[
    str | None, typer.Option(help="Any JSON value to keep with it.", metavar="JSON", callback=utf8, show_default=False)
]
ContentType = Annotated[
    str | None, typer.Option(help="Media type of the file; guessed from its name by default.", metavar="TYPE")
]
_DEFAULT_EVENT = "messageAdded"
_ALL_EVENTS = "all"


def doctor(
    context: typer.Context,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    timeout: Annotated[float, typer.Option(min=0.1, max=300, help="Seconds for each check.")] = 10.0,
    live: Annotated[
        bool, typer.Option("--live", help="Try the real service instead, with an API key of the environment.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Where --live writes its report.", metavar="FILE", show_default=False)
    ] = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Find out why a client does not work.

    Looks at token, address, clock and versions. Ends with 1 if a client would not work.

    The token itself is never shown.

    With --live two users talk on the real service, which is asked what we only believe of it. Without an API key it
    says what it would do.

    Example: TWILIO_TOKEN=$(twilio-chat token --identity alice) twilio-chat doctor
    """
    if live:
        # The real service is meant, whatever is set for other commands, unless this one is told otherwise.
        source = context.get_parameter_source("base_url")
        told = source is not None and source.name == "COMMANDLINE"
        _examine_live(base_url if told else None, region, report, as_json)
        return

    from ..doctor import examine

    account = Account.of(base_url, region, token_file)
    if not finish(examine(account, timeout=timeout, as_json=as_json)):
        raise typer.Exit(1)


def _examine_live(base_url: str | None, region: str | None, report: Path | None, as_json: bool) -> None:
    from twilio_local import LocalServiceError, ServiceCredentials

    from ..live.run import VARIABLES, examine_live, tell_plan

    if base_url is None and not any(os.environ.get(name) for name in VARIABLES):
        tell_plan()
        return
    try:
        credentials = ServiceCredentials.from_environment()
    except LocalServiceError as error:
        fail(str(error))
    file = report or Path(f"{chosen().name}-live-report.md")
    if not examine_live(credentials, base_url=base_url, region=region, file=file, as_json=as_json):
        raise typer.Exit(1)


def channels(
    public: Annotated[
        bool, typer.Option("--public", help="The public channels of the service instead of one's own.")
    ] = False,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """List your channels with what is unread.

    The latest come first. On a terminal it is a table; in a pipe, columns divided by tabs.

    Example: twilio-chat channels --json | jq 'select(.unread > 0) | .unique_name'
    """
    from ..rooms import list_public_rooms, list_rooms

    list_them = list_public_rooms if public else list_rooms
    finish(list_them(Account.of(base_url, region, token_file), as_json=as_json))


def create(
    name: Annotated[
        str | None,
        typer.Argument(help="Unique name; without one it has a SID only.", callback=utf8, show_default=False),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Friendly name, for people.", callback=utf8, show_default=False)
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="Only those who are added or invited may see it.")] = False,
    attributes: Attributes = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Create a channel and join it. One of that name that is there already is joined as it is.

    Example: twilio-chat create general --title "General talk"
    """
    from ..membership import create_room

    if name == "":
        word = chosen().room
        fail(f"the name of a {word} is empty; leave it out for a {word} without one", code=2)
    account = Account.of(base_url, region, token_file)
    work = create_room(
        account, name, title=title, is_private=private, attributes=_json_value(attributes), as_json=as_json
    )
    finish(work)


def join(
    channel: ChannelName,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Join a channel, or accept an invitation to it.

    Example: twilio-chat join general
    """
    from ..membership import join_room

    finish(join_room(Account.of(base_url, region, token_file), channel, as_json=as_json))


def leave(
    channel: ChannelName,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Leave a channel, or decline an invitation to it.

    Example: twilio-chat leave general
    """
    from ..membership import leave_room

    finish(leave_room(Account.of(base_url, region, token_file), channel, as_json=as_json))


def add(
    channel: ChannelName,
    identities: Identities,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Make users members of a channel.

    Example: twilio-chat add general bob carol
    """
    from ..membership import add_people

    finish(add_people(Account.of(base_url, region, token_file), channel, identities, as_json=as_json))


def invite(
    channel: ChannelName,
    identities: Identities,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Invite users to a channel; each may join or decline.

    Example: twilio-chat invite general bob carol
    """
    from ..membership import invite_people

    finish(invite_people(Account.of(base_url, region, token_file), channel, identities, as_json=as_json))


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
    verbose: Verbose = False,
) -> None:
    """Print the messages of a channel, oldest first.

    Example: twilio-chat history general --limit 20 --before 120
    """
    from ..history import print_history

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
    verbose: Verbose = False,
) -> None:
    """Print messages or other events as they come.

    Those of all joined channels, until interrupted. With --event each JSON object names its event.

    Example: TWILIO_TOKEN=$(twilio-chat token --identity bob) twilio-chat listen --event all --json
    """
    from ..listening import print_events

    known = chosen_product().event_names
    names = list(dict.fromkeys(event or [_DEFAULT_EVENT]))
    if _ALL_EVENTS in names:
        names = list(known)
    for name in names:
        if name not in known:
            fail(f"there is no event {name!r}; known: {_ALL_EVENTS}, {', '.join(known)}", code=2)
    account = Account.of(base_url, region, token_file)
    finish(print_events(account, names, as_json=as_json, named=bool(event)))


def relay(
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
    options = RelayOptions(nats=nats, stream=stream or chosen().name, cursors=cursors, start=where, source=source)
    if fleet is None:
        if identities or tokens or tokens_command or starts_per_second:
            fail("--identities, --tokens, --tokens-command and --starts-per-second need --fleet", code=2)
        files: list[Path | None] = [*token_file] if token_file else [None]
        finish(relay_events([Account.of(base_url, region, file) for file in files], options))
        return
    if nats is None or identities is None:
        fail("--fleet needs --nats and --identities", code=2)
    if token_file or cursors:
        fail("--fleet takes neither --token-file nor --cursors: tokens and cursors are those of all workers", code=2)
    if tokens and tokens_command:
        fail("give either --tokens or --tokens-command, not both", code=2)
    share = _fleet(fleet, identities, tokens, tokens_command, lease, starts_per_second)
    finish(relay_share(share, options, nats, base_url=base_url if region is None else None, region=region))


def _fleet(
    name: str, identities: str, function: str | None, command: str | None, lease: float, starts: float | None
) -> FleetOptions:
    from ..fleet import FleetOptions, read_identities, tokens_of

    try:
        users, tokens = read_identities(identities), tokens_of(function, command)
    except Trouble as error:
        fail(str(error))
    return FleetOptions(name=name, identities=users, tokens=tokens, lease=lease, starts_per_second=starts)


def send(
    channel: ChannelName,
    text: Annotated[
        str | None,
        typer.Argument(
            help="The message, unless a file is sent; - reads it from standard input.",
            callback=utf8,
            show_default=False,
        ),
    ] = None,
    attributes: Attributes = None,
    media: Annotated[
        list[Path] | None, typer.Option(help="File to send instead of a text.", metavar="FILE", show_default=False)
    ] = None,
    content_type: ContentType = None,
    subject: Annotated[
        str | None, typer.Option(help="Subject, which e-mails show.", callback=utf8, show_default=False)
    ] = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Write a message to a channel, joining it if need be. The text - is read from standard input.

    Example: TWILIO_TOKEN=$(twilio-chat token --identity alice) twilio-chat send general "hello"
    """
    from ..products.product import Draft
    from ..sending import read_input, send_message

    files, product = media or [], chosen()
    if text is None and not files:
        possible = "a text, --media or both" if product.text_with_files else "either a text or --media"
        fail(f"give {possible}, not neither", code=2)
    if text is not None and files and not product.text_with_files:
        fail("give either a text or --media, not both", code=2)
    if len(files) > 1 and not product.several_files:
        fail(f"a message has one file; give --media once, and send the other {len(files) - 1} after it", code=2)
    if content_type is not None and len(files) != 1:
        what = "a text has none" if not files else "give it with one file, or let the names of all tell"
        fail(f"--content-type says what the file of --media is; {what}", code=2)
    account = Account.of(base_url, region, token_file)
    if text == "-":
        try:
            text = read_input()
        except Trouble as trouble:
            fail(str(trouble))
    draft = Draft(
        text=text, files=files, content_type=content_type, subject=subject, attributes=_json_value(attributes)
    )
    _report(finish(send_message(account, channel, draft)), as_json)


def upload(
    channel: ChannelName,
    file: Annotated[Path, typer.Argument(help="The file.", metavar="FILE")],
    attributes: Attributes = None,
    content_type: ContentType = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Send a file to a channel, joining it if need be.

    A terminal shows how far it is.

    Example: TWILIO_TOKEN=$(twilio-chat token --identity alice) twilio-chat upload general photo.jpg
    """
    from ..products.product import Draft
    from ..sending import send_message

    draft = Draft(files=(file,), content_type=content_type, attributes=_json_value(attributes))
    work = send_message(Account.of(base_url, region, token_file), channel, draft, show_progress=True)
    _report(finish(work), as_json)


def chat(
    channel: Annotated[
        str | None,
        typer.Argument(
            help="Unique name or SID of the channel to open.", metavar="CHANNEL", callback=utf8, show_default=False
        ),
    ] = None,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    verbose: Verbose = False,
) -> None:
    """Chat in the terminal.

    Your channels, members, who is typing, and history as you scroll up.

    Needs the extra 'tui'.

    Example: TWILIO_TOKEN=$(twilio-chat token --identity alice) twilio-chat chat general
    """
    try:
        from ..terminal_chat import run_chat
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed; in the clone of twilio-chat run: pip install '.[tui]'")
    if not out.is_terminal:
        fail("chat fills a terminal and this is none; use listen and send in a pipe")
    finish(run_chat(Account.of(base_url, region, token_file), channel))


CLIENT_COMMANDS: Final[tuple[Callable[..., None], ...]] = (
    chat,
    channels,
    create,
    join,
    leave,
    add,
    invite,
    history,
    listen,
    relay,
    send,
    upload,
    doctor,
)
"""In the order of the help."""
INVITATION_COMMANDS: Final[tuple[Callable[..., None], ...]] = (invite,)
"""Those that only products with invitations have."""


def _json_value(text: str | None) -> JsonValue:
    if text is None:
        return None
    try:
        return parse_json(text)
    except ValueError:
        fail('--attributes is not JSON; quote it for the shell, for example \'{"mood": "pleased"}\'', code=2)


def _report(index: int, as_json: bool) -> None:
    if as_json:
        say_json({"index": index})
    else:
        say(f"sent as message {index}")

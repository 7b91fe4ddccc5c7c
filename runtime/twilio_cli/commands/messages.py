"""The commands that read and write messages, each with its options, its help and an example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..account import Account
from ..console import fail, out, say, say_json
from ..products import chosen, chosen_product
from ..trouble import Trouble, finish
from .shared_options import (
    DEFAULT_BASE_URL,
    AsJson,
    Attributes,
    BaseUrl,
    ChannelName,
    Region,
    TokenFile,
    Verbose,
    json_value,
    utf8,
)

__all__ = ["chat", "history", "listen", "send", "upload"]

ContentType = Annotated[
    str | None, typer.Option(help="Media type of the file; guessed from its name by default.", metavar="TYPE")
]
_DEFAULT_EVENT = "messageAdded"
_ALL_EVENTS = "all"


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
    draft = Draft(text=text, files=files, content_type=content_type, subject=subject, attributes=json_value(attributes))
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

    draft = Draft(files=(file,), content_type=content_type, attributes=json_value(attributes))
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


def _report(index: int, as_json: bool) -> None:
    if as_json:
        say_json({"index": index})
    else:
        say(f"sent as message {index}")

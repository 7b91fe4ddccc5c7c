"""The commands about channels and who is in them, each with its options, its help and an example."""

from __future__ import annotations

from typing import Annotated

import typer

from ..account import Account
from ..console import fail
from ..products import chosen
from ..trouble import finish
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

__all__ = ["add", "channels", "create", "invite", "join", "leave"]

Identities = Annotated[
    list[str], typer.Argument(help="Identities of users.", metavar="IDENTITY…", callback=utf8, show_default=False)
]


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
        account, name, title=title, is_private=private, attributes=json_value(attributes), as_json=as_json
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

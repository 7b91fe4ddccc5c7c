"""Commands about channels and who is in them. Done twice, each says that there is nothing left to do."""

from __future__ import annotations

from collections.abc import Sequence

from twilio_chat import Channel, Client
from twilio_chat.errors import ConflictError, ForbiddenError, NotFoundError
from twilio_realtime.json import JsonObject, JsonValue

from .account import Account
from .channels import find_channel
from .console import say, say_json
from .records import channel_name, channel_record
from .trouble import Trouble, trying

__all__ = ["add_people", "create_channel", "invite_people", "join_channel", "leave_channel"]


async def create_channel(
    account: Account,
    name: str | None,
    *,
    title: str | None,
    is_private: bool,
    attributes: JsonValue,
    as_json: bool,
) -> None:
    """Create a channel and join it; one that is there already is joined.

    Args:
        account: Who creates it.
        name: Unique name, or None for a channel that is known by its SID only.
        title: Friendly name, or None.
        is_private: Whether only those who are added or invited may see it.
        attributes: Kept with the channel; None for none.
        as_json: Print JSON.
    """
    async with account.connected() as client:
        channel, made = await _made_or_found(client, name, title, is_private, attributes)
        with trying(f"join channel {channel_name(channel)!r}"):
            if channel.status != "joined":
                await channel.join()
        _tell(as_json, channel, f"{'created' if made else 'there is already'} channel {channel_name(channel)}", made)


async def _made_or_found(
    client: Client, name: str | None, title: str | None, is_private: bool, attributes: JsonValue
) -> tuple[Channel, bool]:
    called = "a channel" if name is None else f"channel {name!r}"
    try:
        with trying(f"create {called}"):
            made = await client.create_channel(
                unique_name=name, friendly_name=title, is_private=is_private, attributes=attributes
            )
        return made, True
    except Trouble as trouble:
        if name is None or not isinstance(trouble.__cause__, ConflictError):
            raise
        try:
            return await client.get_channel_by_unique_name(name), False
        except (NotFoundError, ForbiddenError) as error:
            raise Trouble(f"the name {name!r} is taken by a channel that you may not see; choose another") from error


async def join_channel(account: Account, name: str, *, as_json: bool) -> None:
    """Join a channel."""
    async with account.connected() as client:
        channel = await find_channel(client, name)
        done = channel.status != "joined"
        if done:
            with trying(f"join channel {name!r}"):
                await channel.join()
        _tell(as_json, channel, f"{'joined' if done else 'already in'} channel {channel_name(channel)}", done)


async def leave_channel(account: Account, name: str, *, as_json: bool) -> None:
    """Leave a channel, or decline an invitation to it."""
    async with account.connected() as client:
        channel = await find_channel(client, name)
        was = channel.status
        with trying(f"leave channel {name!r}"):
            if was == "joined":
                await channel.leave()
            elif was == "invited":
                await channel.decline()
        said = {"joined": "left", "invited": "declined the invitation to"}.get(was, "not in")
        _tell(as_json, channel, f"{said} channel {channel_name(channel)}", was in ("joined", "invited"))


async def add_people(account: Account, name: str, identities: Sequence[str], *, as_json: bool) -> None:
    """Make people members of a channel."""
    async with account.connected() as client:
        channel = await find_channel(client, name)
        for identity in identities:
            done = True
            try:
                with trying(f"add {identity!r} to channel {name!r}"):
                    await channel.add(identity)
            except Trouble as trouble:
                if not isinstance(trouble.__cause__, ConflictError):
                    raise
                done = False
            said = f"added {identity} in" if done else f"{identity} is already in"
            _tell_of(as_json, channel, identity, f"{said} channel {channel_name(channel)}", done)


async def invite_people(account: Account, name: str, identities: Sequence[str], *, as_json: bool) -> None:
    """Invite people to a channel."""
    async with account.connected() as client:
        channel = await find_channel(client, name)
        for identity in identities:
            done = True
            try:
                with trying(f"invite {identity!r} to channel {name!r}"):
                    await channel.invite(identity)
            except Trouble as trouble:
                if not isinstance(trouble.__cause__, ConflictError):
                    raise
                done = False
            said = f"invited {identity} to" if done else f"{identity} is already invited to or in"
            _tell_of(as_json, channel, identity, f"{said} channel {channel_name(channel)}", done)


def _tell(as_json: bool, channel: Channel, text: str, done: bool) -> None:
    if as_json:
        say_json({**channel_record(channel), "changed": done})
    else:
        say(text)


def _tell_of(as_json: bool, channel: Channel, identity: str, text: str, done: bool) -> None:
    if as_json:
        record: JsonObject = {"channel": channel.sid, "unique_name": channel.unique_name, "identity": identity}
        say_json({**record, "changed": done})
    else:
        say(text)

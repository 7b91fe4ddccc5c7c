"""Commands about rooms and who is in them. Done twice, each says that there is nothing left to do."""

from __future__ import annotations

from collections.abc import Sequence

from twilio_realtime.client import RealtimeClient
from twilio_realtime.errors import ConflictError, ForbiddenError, NotFoundError
from twilio_realtime.json import JsonObject, JsonValue

from .account import Account
from .console import say, say_json
from .products import chosen
from .products.product import Product, Room, room_name
from .rooms import find_room
from .trouble import Trouble, trying

__all__ = ["add_people", "create_room", "invite_people", "join_room", "leave_room"]


async def create_room(
    account: Account,
    name: str | None,
    *,
    title: str | None,
    is_private: bool,
    attributes: JsonValue,
    as_json: bool,
) -> None:
    """Create a room and join it; one that is there already is joined.

    Args:
        account: Who creates it.
        name: Unique name, or None for a room that is known by its SID only.
        title: Friendly name, or None.
        is_private: Whether only those who are added or invited may see it.
        attributes: Kept with the room; None for none.
        as_json: Print JSON.
    """
    async with account.connected() as client:
        room, made = await _made_or_found(account.product, client, name, title, is_private, attributes)
        with trying(f"join {chosen().room} {room_name(room)!r}"):
            if room.status != "joined":
                await room.join()
        _tell(account, as_json, room, f"{'created' if made else 'there is already'} {_shown(room)}", made)


async def _made_or_found(
    product: Product,
    client: RealtimeClient,
    name: str | None,
    title: str | None,
    is_private: bool,
    attributes: JsonValue,
) -> tuple[Room, bool]:
    word = chosen().room
    called = f"a {word}" if name is None else f"{word} {name!r}"
    try:
        with trying(f"create {called}"):
            made = await product.create_room(client, name=name, title=title, private=is_private, attributes=attributes)
        return made, True
    except Trouble as trouble:
        if name is None or not isinstance(trouble.__cause__, ConflictError):
            raise
        try:
            return await product.room_by_name(client, name), False
        except (NotFoundError, ForbiddenError) as error:
            raise Trouble(f"the name {name!r} is taken by a {word} that you may not see; choose another") from error


async def join_room(account: Account, name: str, *, as_json: bool) -> None:
    """Join a room."""
    async with account.connected() as client:
        room = await find_room(account.product, client, name)
        done = room.status != "joined"
        if done:
            with trying(f"join {chosen().room} {name!r}"):
                await room.join()
        _tell(account, as_json, room, f"{'joined' if done else 'already in'} {_shown(room)}", done)


async def leave_room(account: Account, name: str, *, as_json: bool) -> None:
    """Leave a room, or decline an invitation to it."""
    async with account.connected() as client:
        room = await find_room(account.product, client, name)
        was = room.status
        with trying(f"leave {chosen().room} {name!r}"):
            if was == "joined":
                await room.leave()
            elif was == "invited":
                await account.product.decline(room)
        said = {"joined": "left", "invited": "declined the invitation to"}.get(was, "not in")
        _tell(account, as_json, room, f"{said} {_shown(room)}", was in ("joined", "invited"))


async def add_people(account: Account, name: str, identities: Sequence[str], *, as_json: bool) -> None:
    """Bring people into a room."""
    async with account.connected() as client:
        room = await find_room(account.product, client, name)
        for identity in identities:
            done = True
            try:
                with trying(f"add {identity!r} to {chosen().room} {name!r}"):
                    await room.add(identity)
            except Trouble as trouble:
                if not isinstance(trouble.__cause__, ConflictError):
                    raise
                done = False
            said = f"added {identity} in" if done else f"{identity} is already in"
            _tell_of(as_json, room, identity, f"{said} {_shown(room)}", done)


async def invite_people(account: Account, name: str, identities: Sequence[str], *, as_json: bool) -> None:
    """Invite people to a room."""
    async with account.connected() as client:
        room = await find_room(account.product, client, name)
        for identity in identities:
            done = True
            try:
                with trying(f"invite {identity!r} to {chosen().room} {name!r}"):
                    await account.product.invite(room, identity)
            except Trouble as trouble:
                if not isinstance(trouble.__cause__, ConflictError):
                    raise
                done = False
            said = f"invited {identity} to" if done else f"{identity} is already invited to or in"
            _tell_of(as_json, room, identity, f"{said} {_shown(room)}", done)


def _shown(room: Room) -> str:
    return f"{chosen().room} {room_name(room)}"


def _tell(account: Account, as_json: bool, room: Room, text: str, done: bool) -> None:
    if as_json:
        say_json({**account.product.room_record(room), "changed": done})
    else:
        say(text)


def _tell_of(as_json: bool, room: Room, identity: str, text: str, done: bool) -> None:
    if as_json:
        record: JsonObject = {chosen().room: room.sid, "unique_name": room.unique_name, "identity": identity}
        say_json({**record, "changed": done})
    else:
        say(text)

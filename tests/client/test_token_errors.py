"""What calls raise while the token is refused or has ended: the error of the token, whichever call it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from support.rooms import Connect, make_room
from twilio_chat import ArgumentError, Channel, Client, ExpiredTokenError, Message, RefusedTokenError, TokenError
from twilio_local import LocalService

CALLS: dict[str, Callable[[Client, Channel, Message], Awaitable[object]]] = {
    "send": lambda client, channel, message: channel.send_message("x"),
    "send a file": lambda client, channel, message: channel.send_message(media=b"x"),
    "update": lambda client, channel, message: message.update_body("x"),
    "delete": lambda client, channel, message: channel.delete(),
    "page": lambda client, channel, message: channel.get_messages(),
    "look up": lambda client, channel, message: client.get_channel_by_unique_name("nosuch"),
    "create": lambda client, channel, message: client.create_channel(),
    "descriptors": lambda client, channel, message: client.get_public_channel_descriptors(),
    "typing": lambda client, channel, message: channel.typing(),
    "user": lambda client, channel, message: client.get_user("nobody"),
}


@pytest.mark.parametrize("end", ["denied", "expired"])
async def test_every_call_raises_the_error_of_the_token(end: str, service: LocalService, connect: Connect) -> None:
    client = await connect("alice")
    channel = await make_room(client)
    async with channel.on.message_added.expect() as arrived:
        await channel.send_message("first")
    code, kind = (410, ExpiredTokenError) if end == "expired" else (403, RefusedTokenError)
    gone = asyncio.create_task(client.until_closed())
    await asyncio.sleep(0)
    service.faults.close_with(code, identity="alice")
    with pytest.raises(kind):
        await gone
    for call in CALLS.values():
        with pytest.raises(TokenError) as caught:
            await call(client, channel, arrived.value)
        assert type(caught.value) is kind


async def test_a_message_that_is_too_large(connect: Connect) -> None:
    client = await connect("alice")
    channel = await make_room(client)
    with pytest.raises(ArgumentError, match=r"cannot be sent: .* exceeds the limit"):
        await channel.send_message("x" * (9 * 1024 * 1024))
    await channel.send_message("small")

"""A resource that did not exist shows a Sync map that nobody opened before."""

import asyncio
from typing import assert_type

from support.newer_service import pinned_messages
from twilio_chat import Channel, Client
from twilio_chat.pin import Pin
from twilio_local import LocalService


async def main() -> None:
    async with LocalService() as service, Client(service.token("alice"), base_url=service.base_url) as alice:
        room = await (await alice.create_channel()).join()
        assert await room.get_pins() == []
        async with room.on.pin_added.expect() as added:
            await room.send_message("no note")
            await room.send_message("pin this")
        pin = added.value
        assert_type(pin, Pin)
        assert_type(pin.channel, Channel)
        assert_type(pin.message_index, int | None)
        assert (pin.sid, pin.message_index, pin.note) == ("PN1", 1, "pin this")
        assert pin.channel is room
        assert await room.get_pins() == [pin]


with pinned_messages():
    asyncio.run(main())

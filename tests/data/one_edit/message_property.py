"""A property with an update reason shows a field that nobody read before."""

import asyncio
from typing import assert_type

from support.newer_service import rated_messages
from twilio_chat import Client
from twilio_local import LocalService


async def main() -> None:
    async with LocalService() as service, Client(service.token("alice"), base_url=service.base_url) as alice:
        room = await (await alice.create_channel()).join()
        async with room.on.message_added.expect() as added:
            await room.send_message("3 stars")
        message = added.value
        assert_type(message.rating, int | None)
        assert message.rating == 3
        async with message.on.updated.expect() as updated:
            await message.update_body("5 stars")
        assert "rating" in updated.value.update_reasons
        assert message.rating == 5
        async with message.on.updated.expect() as updated:
            await message.update_body("5 stars!")
        assert "rating" not in updated.value.update_reasons


with rated_messages():
    asyncio.run(main())

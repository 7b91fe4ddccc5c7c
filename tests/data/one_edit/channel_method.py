"""A method sends its request, checks its argument and raises what the service answers."""

import asyncio

from twilio_chat import ArgumentError, Client, NotFoundError
from twilio_local import LocalService


async def main() -> None:
    async with (
        LocalService() as service,
        Client(service.token("alice"), base_url=service.base_url) as alice,
        Client(service.token("bob"), base_url=service.base_url) as bob,
    ):
        room = await (await alice.create_channel(is_private=True)).join()
        async with bob.on.channel_invited.expect():
            await room.invite("bob")
        async with bob.on.channel_left.expect() as left:
            await room.withdraw_invite("bob")
        assert left.value.sid == room.sid
        for identity, kind in (("bob", NotFoundError), ("", ArgumentError)):
            try:
                await room.withdraw_invite(identity)
            except kind:
                continue
            raise AssertionError(identity)


asyncio.run(main())

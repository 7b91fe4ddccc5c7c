"""An event of a member is raised, and repeated by its channel and by the client."""

import asyncio
from typing import assert_type

from twilio_chat import Client, Member
from twilio_local import LocalService


async def main() -> None:
    async with (
        LocalService() as service,
        Client(service.token("alice"), base_url=service.base_url) as alice,
        Client(service.token("bob"), base_url=service.base_url) as bob,
    ):
        room = await (await alice.create_channel()).join()
        async with room.on.member_joined.expect() as joined:
            bobs = await (await bob.get_channel_by_sid(room.sid)).join()
        member = joined.value
        heard: list[str] = []
        alice.on("memberMoodChanged", lambda member: heard.append(f"client: {member.identity}"))
        room.on.mood_changed.connect(lambda member: heard.append(f"channel: {member.attributes}"))
        me = await bobs.get_member_by_identity("bob")
        async with alice.on.member_mood_changed.expect() as changed:  # nobody listens to the member
            await me.update_attributes({"mood": "fine"})
        assert_type(changed.value, Member)
        assert changed.value is member
        async with member.on.mood_changed.expect() as changed:
            await me.update_attributes({"mood": "better"})
        assert changed.value.attributes == {"mood": "better"}
        assert sorted(heard) == [
            "channel: {'mood': 'better'}",
            "channel: {'mood': 'fine'}",
            "client: bob",
            "client: bob",
        ]


asyncio.run(main())

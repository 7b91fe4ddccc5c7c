"""The official client and ours in one channel."""

from __future__ import annotations

from interop.official_client import OfficialDriver
from twilio_chat import Client
from twilio_local import LocalService


async def test_each_receives_the_others_message(service: LocalService, official: OfficialDriver) -> None:
    async with Client(service.token("alice"), base_url=service.base_url) as alice:
        channel = await alice.create_channel(unique_name="x", friendly_name="Mixed", attributes={"topic": "tea"})
        await channel.join()
        bob = await official.connect(service.token("bob"), service.base_url)
        room = await bob.call_object("getChannelByUniqueName", "x")
        assert (room["friendlyName"], room["attributes"], room["createdBy"]) == ("Mixed", {"topic": "tea"}, "alice")

        async with channel.on.member_joined.expect() as joined:
            await room.join()
        assert joined.value.identity == "bob"

        await channel.send_message("from Python", attributes={"n": 1})
        heard = (await bob.event("messageAdded")).object
        assert (heard["author"], heard["body"], heard["attributes"]) == ("alice", "from Python", {"n": 1})

        async with channel.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
            await room.call("sendMessage", "from JavaScript", {"n": 2})
        assert (answer.value.body, answer.value.attributes) == ("from JavaScript", {"n": 2})


async def test_edits_are_seen_on_both_sides(service: LocalService, official: OfficialDriver) -> None:
    async with Client(service.token("alice"), base_url=service.base_url) as alice:
        channel = await alice.create_channel(unique_name="x")
        await channel.join()
        bob = await official.connect(service.token("bob"), service.base_url)
        room = await bob.call_object("getChannelByUniqueName", "x")
        await room.join()

        async with channel.on.message_added.expect() as sent:
            await channel.send_message("frist")
        await bob.event("messageAdded")
        await sent.value.update_body("first")
        seen = (await bob.event("messageUpdated")).fields
        assert seen["updateReasons"] == ["body", "lastUpdatedBy", "dateUpdated"]

        async with channel.on.message_added.expect() as received:
            await room.call("sendMessage", "wrold")
        own = (await bob.event("messageAdded", lambda event: event.object["body"] == "wrold")).object
        async with channel.on.message_updated.expect() as updated:
            await own.call("updateBody", "world")
        assert updated.value.message is received.value
        assert updated.value.message.body == "world"
        assert updated.value.update_reasons == ("body", "lastUpdatedBy", "dateUpdated")

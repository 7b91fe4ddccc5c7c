"""Two products in one process: clients of both meet in one room."""

from __future__ import annotations

from support import rooms
from support.conversation_rooms import client_of
from twilio_local import LocalService


async def test_they_meet_in_one_room(service: LocalService) -> None:
    async with rooms.client_of(service, "alice") as alice, client_of(service, "bob") as bob:
        channel = await rooms.make_room(alice, unique_name="room", is_private=True)
        async with bob.on.conversation_joined.expect() as joined:
            await channel.add("bob")
        conversation = joined.value
        assert (conversation.sid, conversation.unique_name) == (channel.sid, "room")
        async with conversation.on.message_added.expect() as received:
            assert await channel.send_message("from Chat", {"a": 1}) == 0
        assert (received.value.body, received.value.author, received.value.attributes) == (
            *("from Chat", "alice"),
            {"a": 1},
        )
        async with channel.on.message_added.expect() as answered:
            assert await conversation.send_message("from Conversations") == 1
        assert (answered.value.body, answered.value.author) == ("from Conversations", "bob")
        async with channel.on.typing_started.expect() as typing:
            await conversation.typing()
        assert typing.value.identity == "bob"
        member = await channel.get_member_by_identity("bob")
        async with member.on.updated.expect(where=lambda update: "lastConsumedMessageIndex" in update.update_reasons):
            await conversation.set_all_messages_read()
        assert member.last_consumed_message_index == 1
        async with channel.on.member_left.expect() as left:
            await conversation.leave()
        assert left.value is member


async def test_one_user_with_a_client_of_each(service: LocalService) -> None:
    async with rooms.client_of(service, "alice") as chat, client_of(service, "alice") as conversations:
        async with conversations.on.conversation_joined.expect() as joined:
            channel = await rooms.make_room(chat, is_private=True)
        async with joined.value.on.updated.expect(where=lambda update: "notificationLevel" in update.update_reasons):
            await channel.set_user_notification_level("muted")
        async with chat.user.on.updated.expect():
            await conversations.user.update_friendly_name("Alice A.")
        assert chat.user.friendly_name == "Alice A."

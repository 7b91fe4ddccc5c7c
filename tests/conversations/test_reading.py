"""Messages that were read, and those that were not."""

from __future__ import annotations

import pytest

from support.conversation_rooms import SharedConversation
from twilio_conversations import ArgumentError, Conversation


async def test_counting(shared: SharedConversation) -> None:
    for number in range(3):
        await shared.of_alice.send_message(str(number))
    assert await shared.of_bob.get_messages_count() == 3
    assert await shared.of_bob.get_unread_messages_count() is None


async def test_moving_the_horizon(shared: SharedConversation) -> None:
    of_bob = shared.of_bob
    for number in range(5):
        await shared.of_alice.send_message(str(number))
    assert await of_bob.update_last_read_message_index(1) == 3
    assert await of_bob.get_unread_messages_count() == 3
    assert await of_bob.advance_last_read_message_index(3) == 1
    async with of_bob.on.updated.expect(where=lambda _: of_bob.last_read_message_index == 4) as updated:
        assert await of_bob.set_all_messages_read() == 0
    assert updated.value.update_reasons == ("lastReadMessageIndex",)
    assert await of_bob.advance_last_read_message_index(2) == 0  # never back
    assert await of_bob.update_last_read_message_index(2) == 2
    async with of_bob.on.updated.expect(where=lambda _: of_bob.last_read_message_index is None):
        assert await of_bob.set_all_messages_unread() is None
    assert await of_bob.update_last_read_message_index(0) == 4
    assert await of_bob.update_last_read_message_index(None) is None


async def test_nothing_to_read(conversation: Conversation) -> None:
    assert await conversation.set_all_messages_read() == 0
    assert await conversation.get_unread_messages_count() is None
    for index in (-1, True):
        with pytest.raises(ArgumentError):
            await conversation.advance_last_read_message_index(index)

"""Messages between a client of Chat and one of Conversations in the same room."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

import twilio_chat
from support.conversation_rooms import make_conversation
from twilio_conversations import Client, Conversation, SendMediaOptions
from twilio_local import LocalService


@pytest.fixture
async def chatting(service: LocalService) -> AsyncIterator[twilio_chat.Client]:
    """A client of Chat, of somebody else."""
    async with twilio_chat.Client(service.token("carol"), base_url=service.base_url) as client:
        yield client


@pytest.fixture
async def shared_with_chat(alice: Client, chatting: twilio_chat.Client) -> tuple[Conversation, twilio_chat.Channel]:
    """One room, as each of them sees it."""
    room = await make_conversation(alice)
    async with chatting.on.channel_joined.expect() as joined:
        await room.add("carol")
    return room, joined.value


async def test_file_of_chat(shared_with_chat: tuple[Conversation, twilio_chat.Channel]) -> None:
    room, channel = shared_with_chat
    async with room.on.message_added.expect() as added:
        await channel.send_message(media=b"123", content_type="image/png", filename="a.png")
    message = added.value
    assert (message.type, message.author) == ("media", "carol")
    (media,) = message.all_media
    assert (media.category, media.filename, media.size) == ("media", "a.png", 3)


async def test_files_of_conversations(shared_with_chat: tuple[Conversation, twilio_chat.Channel]) -> None:
    room, channel = shared_with_chat
    async with channel.on.message_added.expect() as added:
        await room.send_message(
            "text",
            media=[
                SendMediaOptions(media=b"123", content_type="image/png"),
                SendMediaOptions(media=b"4", content_type="a/b"),
            ],
            email_body={"text/plain": SendMediaOptions(media=b"body", content_type="text/plain")},
        )
    message = added.value
    assert message.media is not None
    assert (message.media.content_type, message.media.size) == ("image/png", 3)


async def test_edits_go_both_ways(shared_with_chat: tuple[Conversation, twilio_chat.Channel]) -> None:
    room, channel = shared_with_chat
    async with channel.on.message_added.expect() as heard:
        await room.send_message("frist", subject="About")
    mine = (await room.get_messages()).items[0]
    async with heard.value.on.updated.expect() as seen:
        await mine.update_body("first")
    assert seen.value.message.body == "first"
    assert mine.subject == "About"
    async with room.on.message_added.expect() as added:
        await channel.send_message("second")
    theirs = (await channel.get_messages(1)).items[0]
    async with added.value.on.updated.expect() as updated:
        await theirs.update_attributes({"from": "chat"})
    message = updated.value.message
    assert (message.attributes, message.last_updated_by) == ({"from": "chat"}, "carol")

"""What other networks say about messages: receipts, recipients, metadata."""

from __future__ import annotations

import pytest

from support.conversation_rooms import SharedConversation
from twilio_conversations import ChannelMetadata, Conversation, EmailRecipientDescriptor, Message
from twilio_local import IncomingFile, LocalService

PHONE, DESK = "+15550002", "+15550001"
MAIL, MAIL_DESK = "jana@example.com", "desk@example.com"


async def with_phone(room: Conversation) -> None:
    """Add somebody who uses text messages."""
    async with room.on.participant_joined.expect():
        await room.add_non_chat_participant(DESK, PHONE)


async def sent(room: Conversation, body: str) -> Message:
    """A message of alice."""
    async with room.on.message_added.expect() as added:
        await room.send_message(body)
    return added.value


async def test_receipts(conversation: Conversation, service: LocalService) -> None:
    await with_phone(conversation)
    message = await sent(conversation, "hello")
    receipt = message.aggregated_delivery_receipt
    assert receipt is not None
    assert (receipt.total, receipt.sent, receipt.read) == (1, "none", "none")
    async with message.on.updated.expect() as updated:
        service.outside.report(message.sid, PHONE, "read")
    assert updated.value.update_reasons == ("deliveryReceipt",)
    receipt = message.aggregated_delivery_receipt
    assert receipt is not None
    assert (receipt.sent, receipt.delivered, receipt.read, receipt.failed) == ("all", "all", "all", "none")


async def test_detailed_receipts(conversation: Conversation, service: LocalService) -> None:
    await with_phone(conversation)
    async with conversation.on.participant_joined.expect():
        await conversation.add_non_chat_participant(DESK, "+15550003")
    message = await sent(conversation, "hello")
    async with message.on.updated.expect():
        service.outside.report(message.sid, PHONE, "failed", "30003")
    participants = {one.sid: one for one in await conversation.get_participants()}
    receipts = await message.get_detailed_delivery_receipts()
    assert len(receipts) == 2
    by_status = {one.status: one for one in receipts}
    assert {*by_status} == {"failed", "queued"}
    assert (by_status["failed"].error_code, by_status["queued"].error_code) == ("30003", None)
    for one in receipts:
        assert (one.message_sid, one.conversation_sid) == (message.sid, conversation.sid)
        assert participants[one.participant_sid].type == "sms"
        assert one.date_updated >= one.date_created


async def test_all_pages_of_receipts(conversation: Conversation) -> None:
    for number in range(12):
        await conversation.add_non_chat_participant(DESK, f"+1555{number:04}")
    message = await sent(conversation, "hello")
    receipts = await message.get_detailed_delivery_receipts()
    assert len({one.sid for one in receipts}) == 12


async def test_no_receipts_between_users(conversation: Conversation) -> None:
    message = await sent(conversation, "hello")
    assert message.aggregated_delivery_receipt is None
    assert await message.get_detailed_delivery_receipts() == []


async def test_metadata(conversation: Conversation, service: LocalService) -> None:
    await with_phone(conversation)
    async with conversation.on.message_added.expect() as added:
        service.outside.receive(conversation.sid, PHONE, "hi", channel_metadata={"type": "whatsapp", "data": {"a": 1}})
    message = added.value
    assert (message.body, message.author, message.has_channel_metadata) == ("hi", PHONE, True)
    assert await message.get_channel_metadata() == ChannelMetadata(type="whatsapp", data={"a": 1})
    assert (await message.get_participant()).type == "sms"


async def test_no_metadata(conversation: Conversation) -> None:
    message = await sent(conversation, "hello")
    assert not message.has_channel_metadata
    assert await message.get_channel_metadata() is None


async def test_mail_from_outside(conversation: Conversation, service: LocalService) -> None:
    async with conversation.on.participant_joined.expect():
        await conversation.add_non_chat_participant(MAIL_DESK, MAIL, None, name="Jana", level="cc")
    async with conversation.on.message_added.expect() as added:
        service.outside.receive(
            conversation.sid,
            MAIL,
            "short",
            subject="Re: Mail",
            files=[IncomingFile(b"<p>long", "text/html", category="body"), IncomingFile(b"1", "image/png", "1.png")],
        )
    message = added.value
    assert (message.subject, message.body) == ("Re: Mail", "short")
    body = message.get_email_body("text/html")
    assert body is not None
    assert (body.size, body.category) == (7, "body")


async def test_recipients(shared: SharedConversation) -> None:
    room = shared.of_alice
    async with room.on.participant_joined.expect():
        await room.add_non_chat_participant(MAIL_DESK, MAIL, None, name="Jana", level="cc")
    first, second = await sent(room, "one"), await sent(room, "two")
    (recipient,) = await first.get_message_recipients()
    assert isinstance(recipient, EmailRecipientDescriptor)
    assert (recipient.message_sid, recipient.level, recipient.name) == (first.sid, "cc", "Jana")
    assert recipient.address == MAIL
    page = await room.get_message_recipients(1)
    assert (len(page.items), page.has_next_page) == (1, True)
    found = [one async for one in room.get_message_recipients(1)]
    assert {one.message_sid for one in found if isinstance(one, EmailRecipientDescriptor)} == {first.sid, second.sid}


@pytest.mark.parametrize("size", [0, -1])
async def test_wrong_pages(conversation: Conversation, size: int) -> None:
    with pytest.raises(ValueError, match="page_size"):
        await conversation.get_message_recipients(size)

"""Messages for programs without asyncio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from twilio_conversations import EmailRecipientDescriptor, SendMediaOptions
from twilio_conversations.blocking import Client, Conversation
from twilio_local import LocalService


@pytest.fixture
def running() -> Iterator[LocalService]:
    """A service on a thread of its own."""
    with LocalService() as service:
        yield service


@pytest.fixture
def room(running: LocalService) -> Iterator[Conversation]:
    """A conversation of alice."""
    with Client(running.token("alice"), base_url=running.base_url) as alice:
        yield alice.create_conversation().join()


def test_everything_at_once(room: Conversation) -> None:
    with room.on.message_added.expect() as added:
        room.send_message(
            "text",
            subject="Mail",
            media=[SendMediaOptions(media=b"1", content_type="image/png")],
            email_body={"text/plain": SendMediaOptions(media=b"body", content_type="text/plain")},
        )
    message = added.value
    assert (message.body, message.subject) == ("text", "Mail")
    assert [one.category for one in message.all_media] == ["media", "body"]
    body = message.get_email_body()
    assert body is not None
    assert body.sid in message.get_temporary_content_urls_for_media([body])
    assert message.get_participant().identity == "alice"


def test_outside(room: Conversation, running: LocalService) -> None:
    with room.on.participant_joined.expect():
        room.add_non_chat_participant("desk@example.com", "jana@example.com", name="Jana", level="to")
    with room.on.message_added.expect() as added:
        room.send_message("hello")
    message = added.value
    with message.on.updated.expect():
        running.outside.report(message.sid, "jana@example.com", "delivered")
    (receipt,) = message.get_detailed_delivery_receipts()
    assert receipt.status == "delivered"
    (recipient,) = message.get_message_recipients()
    assert isinstance(recipient, EmailRecipientDescriptor)
    assert recipient.address == "jana@example.com"
    assert message.get_channel_metadata() is None

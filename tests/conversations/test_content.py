"""Content templates, and messages made from them."""

from __future__ import annotations

import pytest

from support.conversation_rooms import SharedConversation
from twilio_conversations import Conversation, NotFoundError
from twilio_local import LocalService
from twilio_realtime.json import JsonObject

ASK: JsonObject = {"body": "Hi {{1}}, {{2}}?", "actions": [{"title": "Yes", "id": "y"}, {"title": "No"}]}


@pytest.fixture
def template(service: LocalService) -> str:
    """SID of a template that asks a question."""
    return service.outside.add_template("ask", {"twilio/quick-reply": ASK}, {"1": "you", "2": "please"})


async def test_sent_from_a_template(shared: SharedConversation, template: str) -> None:
    async with shared.of_bob.on.message_added.expect() as added:
        await shared.of_alice.send_message(content_sid=template, content_variables={"1": "Jana"})
    message = added.value
    assert (message.content_sid, message.body) == (template, "Hi Jana, please?")
    assert (message.attached_media, [one.category for one in message.all_media]) == ([], ["body"])


async def test_built_from_a_template(shared: SharedConversation, template: str) -> None:
    builder = shared.of_alice.prepare_message().set_content_template(template).set_content_template(template)
    unsent = builder.set_content_template(template, {"2": "now"}).build()
    assert (unsent.content_sid, unsent.content_variables) == (template, {"2": "now"})
    async with shared.of_bob.on.message_added.expect() as added:
        await unsent.send()
    assert added.value.body == "Hi you, now?"
    assert builder.set_content_template(template).build().content_variables is None


async def test_unknown_template(conversation: Conversation) -> None:
    with pytest.raises(NotFoundError):
        await conversation.send_message(content_sid="HX" + "0" * 32)

"""Content templates, and messages made from them."""

from __future__ import annotations

import pytest

from support.conversation_rooms import SharedConversation
from twilio_conversations import (
    Client,
    ContentData,
    ContentDataActionOther,
    ContentDataActionPhone,
    ContentDataActionReply,
    ContentDataActionUrl,
    ContentDataCallToAction,
    ContentDataCard,
    ContentDataListPicker,
    ContentDataLocation,
    ContentDataMedia,
    ContentDataOther,
    ContentDataQuickReply,
    ContentDataText,
    ContentTemplateVariable,
    Conversation,
    NotFoundError,
    ResponseError,
)
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, as_object, parse_json

ASK: JsonObject = {"body": "Hi {{1}}, {{2}}?", "actions": [{"title": "Yes", "id": "y"}, {"title": "No"}]}


@pytest.fixture
def template(service: LocalService) -> str:
    """SID of a template that asks a question."""
    return service.outside.add_template("ask", {"twilio/quick-reply": ASK}, {"1": "you", "2": "please"})


async def test_sent_from_a_template(shared: SharedConversation, template: str) -> None:
    async with shared.of_bob.on.message_added.expect() as added:
        await shared.of_alice.send_message(
            content_sid=template, content_variables=[ContentTemplateVariable(name="1", value="Jana")]
        )
    message = added.value
    assert (message.content_sid, message.body) == (template, "Hi Jana, please?")
    assert (message.attached_media, [one.category for one in message.all_media]) == ([], ["body"])


async def test_built_from_a_template(shared: SharedConversation, template: str) -> None:
    builder = shared.of_alice.prepare_message().set_content_template(template).set_content_template(template)
    later = ContentTemplateVariable(name="2", value="later")
    unsent = builder.set_content_template(template, [later.copy_with_value("now")]).build()
    assert unsent.content_sid == template
    assert unsent.content_variables == [ContentTemplateVariable(name="2", value="now")]
    assert later.value == "later"
    async with shared.of_bob.on.message_added.expect() as added:
        await unsent.send()
    assert added.value.body == "Hi you, now?"
    assert builder.set_content_template(template).build().content_variables is None


async def test_unknown_template(conversation: Conversation) -> None:
    with pytest.raises(NotFoundError):
        await conversation.send_message(content_sid="HX" + "0" * 32)


BUTTONS: JsonObject = {
    "body": "Look",
    "actions": [
        {"type": "URL", "title": "Shop", "url": "https://example.com"},
        {"type": "PHONE_NUMBER", "title": "Call", "phone": "+1"},
        {"type": "QUICK_REPLY", "title": "Later", "id": "l", "index": 2},
        {"type": "DANCE", "title": "Dance"},
    ],
}
VARIANTS: JsonObject = {
    "twilio/text": {"body": "text"},
    "twilio/media": {"body": "see", "media": ["https://example.com/1.png"]},
    "twilio/location": {"longitude": 13.4, "latitude": 52.5, "label": "Berlin"},
    "twilio/quick-reply": ASK,
    "twilio/call-to-action": BUTTONS,
    "twilio/list-picker": {
        "body": "Choose",
        "button": "Open",
        "items": [{"id": "a", "item": "A", "description": "first"}],
    },
    "twilio/card": {"title": "Card", "subtitle": "small", "actions": BUTTONS["actions"]},
    "twilio/opera": {"act": 1},
}


async def variants(alice: Client, service: LocalService) -> dict[str, ContentData]:
    """Every kind of content, as a template has it."""
    service.outside.add_template("all", VARIANTS)
    (template,) = await alice.get_content_templates()
    return template.variants


async def test_templates(alice: Client, template: str) -> None:
    (found,) = await alice.get_content_templates()
    assert (found.sid, found.friendly_name) == (template, "ask")
    assert [(one.name, one.value) for one in found.variables] == [("1", "you"), ("2", "please")]
    assert [*found.variants] == ["twilio/quick-reply"]
    assert found.date_updated >= found.date_created


async def test_all_pages_of_templates(alice: Client, service: LocalService) -> None:
    for number in range(120):
        service.outside.add_template(f"t{number}", {"twilio/text": {"body": "x"}})
    assert len({one.sid for one in await alice.get_content_templates()}) == 120


async def test_kinds(alice: Client, service: LocalService) -> None:
    found = await variants(alice, service)
    assert {kind: one.type for kind, one in found.items()} == {
        "twilio/text": "text",
        "twilio/media": "media",
        "twilio/location": "location",
        "twilio/quick-reply": "quickReply",
        "twilio/call-to-action": "callToAction",
        "twilio/list-picker": "listPicker",
        "twilio/card": "card",
        "twilio/opera": "other",
    }
    for kind, one in found.items():
        assert as_object(parse_json(one.raw_data)) == VARIANTS[kind]
    text, media, place = found["twilio/text"], found["twilio/media"], found["twilio/location"]
    assert isinstance(text, ContentDataText)
    assert text.body == "text"
    assert isinstance(media, ContentDataMedia)
    assert (media.body, media.media) == ("see", ["https://example.com/1.png"])
    assert isinstance(place, ContentDataLocation)
    assert (place.longitude, place.latitude, place.label) == (13.4, 52.5, "Berlin")
    question, choice = found["twilio/quick-reply"], found["twilio/list-picker"]
    assert isinstance(question, ContentDataQuickReply)
    assert [(one.title, one.id) for one in question.replies] == [("Yes", "y"), ("No", None)]
    assert isinstance(choice, ContentDataListPicker)
    assert [(one.id, one.item, one.description) for one in choice.items] == [("a", "A", "first")]
    assert isinstance(found["twilio/opera"], ContentDataOther)


async def test_buttons(alice: Client, service: LocalService) -> None:
    found = await variants(alice, service)
    calls, card = found["twilio/call-to-action"], found["twilio/card"]
    assert isinstance(calls, ContentDataCallToAction)
    assert isinstance(card, ContentDataCard)
    assert (card.title, card.subtitle, card.media, card.actions) == ("Card", "small", [], calls.actions)
    url, phone, reply, other = calls.actions
    assert isinstance(url, ContentDataActionUrl)
    assert (url.type, url.title, url.url) == ("url", "Shop", "https://example.com")
    assert isinstance(phone, ContentDataActionPhone)
    assert (phone.type, phone.phone) == ("phone", "+1")
    assert isinstance(reply, ContentDataActionReply)
    assert (reply.type, reply.title, reply.id, reply.index) == ("reply", "Later", "l", 2)
    assert isinstance(other, ContentDataActionOther)
    assert (other.type, as_object(parse_json(other.raw_data))["title"]) == ("other", "Dance")


async def test_content_of_a_message(shared: SharedConversation, template: str) -> None:
    async with shared.of_bob.on.message_added.expect() as added:
        await shared.of_alice.send_message(
            content_sid=template, content_variables=[ContentTemplateVariable(name="1", value="Jana")]
        )
    content = await added.value.get_content_data()
    assert isinstance(content, ContentDataQuickReply)
    assert content.body == "Hi Jana, please?"
    assert [one.title for one in content.replies] == ["Yes", "No"]


async def test_content_that_is_too_large(
    shared: SharedConversation, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_conversations.hooks._MOST", 16)  # the service holds none that is too large by itself
    async with shared.of_bob.on.message_added.expect() as added:
        await shared.of_alice.send_message(content_sid=template)
    with pytest.raises(ResponseError, match="larger than 16 bytes"):
        await added.value.get_content_data()


async def test_no_content(shared: SharedConversation) -> None:
    async with shared.of_bob.on.message_added.expect() as added:
        await shared.of_alice.send_message("hello")
    assert await added.value.get_content_data() is None

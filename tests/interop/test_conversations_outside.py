"""Other networks in Conversations: people reached by SMS and e-mail, receipts, recipients, templates."""

from __future__ import annotations

import pytest

from interop.official_client import OfficialError, OfficialObject, Realm, expect_object
from interop.rooms import Room
from interop.values import Value, expect_fields, expect_list
from twilio_local import IncomingFile, Limits, LocalService
from twilio_realtime.json import JsonObject

PROXY, PHONE = "+15550001", "+15550002"


async def with_outsiders(conversation: Room) -> None:
    """Adds one person by SMS and one by e-mail."""
    await conversation.of_alice.call("addNonChatParticipant", PROXY, PHONE, {"vip": True})
    await conversation.of_alice.call(
        "addNonChatParticipant", "desk@example.com", "jana@example.com", {}, {"email": {"name": "Jana", "level": "cc"}}
    )
    for _ in range(2):
        await conversation.bob.event("participantJoined", lambda event: event.object["identity"] is None)


async def sent(room: Room, text: str = "hello") -> tuple[OfficialObject, OfficialObject]:
    """A message of alice, as alice and as bob see it."""
    await room.of_alice.call("sendMessage", text)
    own = (await room.alice.event("messageAdded", lambda event: event.object["author"] == "alice")).object
    return own, (await room.bob.event("messageAdded", lambda event: event.object["author"] == "alice")).object


async def amounts(message: OfficialObject) -> dict[str, Value]:
    """The aggregated receipt of a message, as it is now."""
    return (await (await message.read()).child("aggregatedDeliveryReceipt").read()).properties


async def test_added(conversation: Room) -> None:
    """People are added by telephone number, WhatsApp and e-mail; the address tells which."""
    answer = expect_fields(await conversation.of_alice.call("addNonChatParticipant", PROXY, PHONE, {"vip": True}))
    binding = {"type": "sms", "address": PHONE, "proxy_address": PROXY}
    assert (answer["identity"], answer["messaging_binding"]) == (None, binding)
    seen = (await conversation.bob.event("participantJoined", lambda event: event.object["type"] == "sms")).object
    assert (seen["sid"], seen["identity"], seen["attributes"]) == (answer["sid"], None, {"vip": True})
    await conversation.of_alice.call("addNonChatParticipant", f"whatsapp:{PROXY}", f"whatsapp:{PHONE}")
    await conversation.bob.event("participantJoined", lambda event: event.object["type"] == "whatsapp")
    level: dict[str, Value] = {"name": "Jana", "level": "cc"}
    await conversation.of_alice.call(
        "addNonChatParticipant", "desk@example.com", "jana@example.com", {}, {"email": {"name": "Jana", "level": "cc"}}
    )
    seen = (await conversation.bob.event("participantJoined", lambda event: event.object["type"] == "email")).object
    email = expect_fields(expect_fields(seen["bindings"])["email"])
    assert {name: email[name] for name in ("name", "level", "address")} == {**level, "address": "jana@example.com"}
    with pytest.raises(OfficialError) as refusal:
        await conversation.of_alice.call("addNonChatParticipant", PROXY, PHONE)
    assert refusal.value.status == 409
    assert await conversation.of_bob.call("getParticipantsCount") == 5


async def test_removed(conversation: Room) -> None:
    """Who takes part from outside can be changed and removed."""
    answer = expect_fields(await conversation.of_alice.call("addNonChatParticipant", PROXY, PHONE))
    for client in (conversation.alice, conversation.bob):  # each knows of it in its own time
        await client.event("participantJoined", lambda event: event.object["sid"] == answer["sid"])
    seen = await conversation.of_alice.call_object("getParticipantBySid", str(answer["sid"]))
    await seen.call("updateAttributes", {"x": 1})
    assert (await conversation.bob.event("participantUpdated")).reasons == {"attributes", "dateUpdated"}
    await seen.call("remove")
    assert (await conversation.bob.event("participantLeft")).object["sid"] == answer["sid"]


async def test_answer(conversation: Room, service: LocalService) -> None:
    """A message from outside has its author's address, and what the network has sent along."""
    await with_outsiders(conversation)
    service.outside.receive(
        "general", PHONE, "hello", channel_metadata={"type": "whatsapp", "data": {"context": {"ProfileName": "Jana"}}}
    )
    heard = (await conversation.bob.event("messageAdded")).object
    assert (heard["author"], heard["body"], heard["attributes"]) == (PHONE, "hello", {})
    assert (await heard.call_object("getParticipant"))["type"] == "sms"
    metadata = await heard.call_object("getChannelMetadata")
    assert (metadata["type"], metadata["data"]) == ("whatsapp", {"context": {"ProfileName": "Jana"}})
    # On its way to the other one outside, but not back to its author.
    assert (await amounts(heard))["total"] == 1


async def test_mail(conversation: Room, service: LocalService) -> None:
    """An e-mail from outside has a subject, a body, a history and files; its author is among the recipients."""
    await with_outsiders(conversation)
    files = (
        IncomingFile(b"plain", "text/plain", category="body"),
        IncomingFile(b"before", "text/plain", category="history"),
        IncomingFile(b"picture", "image/png", "a.png"),
    )
    service.outside.receive("general", "jana@example.com", "plain", subject="Re: About", files=files)
    heard = (await conversation.bob.event("messageAdded")).object
    assert (heard["subject"], heard["type"], len(expect_list(heard["attachedMedia"]))) == ("Re: About", "media", 1)
    assert (await heard.call_object("getEmailBody"))["size"] == 5
    assert (await heard.call_object("getEmailHistory"))["size"] == 6
    (recipient,) = await heard.call_objects("getMessageRecipients")
    assert (recipient["type"], recipient["level"], recipient["address"]) == ("email", "from", "jana@example.com")


async def test_no_metadata(conversation: Room) -> None:
    """A message of a user has no metadata of a network, and no receipt while nobody is outside."""
    _, heard = await sent(conversation)
    assert await heard.call("getChannelMetadata") is None
    assert heard["aggregatedDeliveryReceipt"] is None
    assert await heard.call("getDetailedDeliveryReceipts") == []


async def test_typing(conversation: Room, service: LocalService) -> None:
    """Somebody who takes part by Apple Messages is shown as typing."""
    await with_outsiders(conversation)
    apple = expect_fields(await conversation.of_alice.call("addNonChatParticipant", "apple:ours", "apple:1"))
    await conversation.bob.event("participantJoined", lambda event: event.object["type"] == "apple")
    service.outside.typing("general", "apple:1")
    assert (await conversation.bob.event("typingStarted")).object["sid"] == apple["sid"]


async def test_aggregated_receipts(conversation: Room, service: LocalService) -> None:
    """Reports of other networks add up to none, some and all; what was read was delivered and sent."""
    await with_outsiders(conversation)
    own, heard = await sent(conversation)
    nothing = {"sent": "none", "delivered": "none", "read": "none", "undelivered": "none", "failed": "none"}
    assert await amounts(heard) == {"total": 2, **nothing}
    for address, status, changed in (
        (PHONE, "sent", {"sent": "some"}),
        (PHONE, "delivered", {"sent": "some", "delivered": "some"}),
        ("jana@example.com", "read", {"sent": "all", "delivered": "all", "read": "some"}),
        (PHONE, "failed", {"sent": "some", "delivered": "some", "read": "some", "failed": "some"}),
    ):
        service.outside.report(own.text("sid"), address, status)
        assert (await conversation.bob.event("messageUpdated")).reasons == {"deliveryReceipt"}
        assert await amounts(heard) == {"total": 2, **nothing, **changed}


async def test_detailed_receipts(conversation: Room, service: LocalService) -> None:
    """There is a receipt for each person outside, with status and error code."""
    await with_outsiders(conversation)
    own, heard = await sent(conversation)
    service.outside.report(own.text("sid"), PHONE, "failed", "30003")
    await conversation.bob.event("messageUpdated")
    failed, queued = await heard.call_objects("getDetailedDeliveryReceipts")
    assert (failed["status"], failed["errorCode"], failed["messageSid"]) == ("failed", "30003", own["sid"])
    assert (queued["status"], queued["conversationSid"]) == ("queued", conversation.of_bob["sid"])
    participant = await conversation.of_bob.call_object("getParticipantBySid", failed.text("participantSid"))
    assert participant["type"] == "sms"


async def test_recipients(conversation: Room) -> None:
    """Recipients of e-mails are told for a message, and page by page for a conversation."""
    await with_outsiders(conversation)
    _, heard = await sent(conversation, "one")
    await sent(conversation, "two")
    (recipient,) = await heard.call_objects("getMessageRecipients")
    assert (recipient["level"], recipient["name"], recipient["messageSid"]) == ("cc", "Jana", heard["sid"])
    page = await conversation.of_bob.call_object("getMessageRecipients", {"pageSize": 1})
    assert ([item["messageSid"] for item in page.items()], page["hasNextPage"]) == ([heard["sid"]], True)
    page = await page.call_object("nextPage")
    assert (len(page.items()), page["hasPrevPage"], page["hasNextPage"]) == (1, True, False)


async def test_bindings_of_the_conversation(conversation: Room, service: LocalService) -> None:
    """The addresses of the conversation itself reach everybody."""
    bindings: JsonObject = {"email": {"name": "Desk", "projected_address": "desk@example.com"}}
    service.outside.set_bindings("general", bindings)
    changed = await conversation.bob.event("conversationUpdated")
    assert changed.reasons == {"bindings", "dateUpdated"}
    assert (await conversation.of_bob.read())["bindings"] == bindings


TEMPLATE: JsonObject = {"body": "Hi {{1}}", "actions": [{"title": "Yes, {{2}}", "id": "y"}]}


async def test_templates(conversation: Room, service: LocalService) -> None:
    """A template is listed; a message made from it has its text and its rich content, with the variables filled in."""
    sid = service.outside.add_template("ask", {"twilio/quick-reply": TEMPLATE}, {"1": "you", "2": "please"})
    (template,) = await conversation.alice.call_objects("getContentTemplates")
    assert (template["sid"], template["friendlyName"]) == (sid, "ask")
    variables = [await expect_object(one).read() for one in expect_list(template["variables"])]
    assert [(one["name"], one["value"]) for one in variables] == [("1", "you"), ("2", "please")]
    assert expect_fields(expect_fields(template["variants"])["twilio/quick-reply"])["type"] == "quickReply"
    building = await conversation.of_alice.call_object("prepareMessage")
    name = await variables[0].call_object("copyWithValue", "Jana")
    building = await building.call_object("setContentTemplate", sid, [name])
    await building.call("buildAndSend")
    heard = (await conversation.bob.event("messageAdded")).object
    assert (heard["contentSid"], heard["body"], heard["type"]) == (sid, "Hi Jana", "text")
    content = expect_fields(await heard.call("getContentData"))
    assert (content["type"], content["body"]) == ("quickReply", "Hi Jana")
    assert content["replies"] == [{"title": "Yes, please", "id": "y"}]


async def test_many_templates(conversations: Realm) -> None:
    """Templates of several pages are all listed."""
    async with LocalService(limits=Limits(page_size=2)) as service:
        for number in range(5):
            service.outside.add_template(f"t{number}", {"twilio/text": {"body": "x"}})
        alice = await conversations.sign_in(service, "alice")
        templates = await alice.call_objects("getContentTemplates")
        assert [one["friendlyName"] for one in templates] == [f"t{number}" for number in range(5)]
        await conversations.reset()


async def test_unknown_template(conversation: Room) -> None:
    """A message from a template that does not exist is refused."""
    building = await conversation.of_alice.call_object("prepareMessage")
    building = await building.call_object("setContentTemplate", "HX" + "0" * 32)
    with pytest.raises(OfficialError) as refusal:
        await building.call("buildAndSend")
    assert refusal.value.status == 404


async def test_chat_sees_them(official: Realm, conversation: Room, service: LocalService) -> None:
    """A client of Chat sees who takes part from outside as members without identity, and their messages."""
    await with_outsiders(conversation)
    await conversation.of_alice.call("add", "carol")
    carol = await official.sign_in(service, "carol")
    channel = (await carol.event("channelJoined")).object
    await channel.mirrored()
    members = await channel.call_objects("getMembers")
    assert sorted(str(member["type"]) for member in members) == ["chat", "chat", "chat", "email", "sms"]
    service.outside.receive("general", PHONE, "hello")
    heard = (await carol.event("messageAdded")).object
    assert (heard["author"], heard["body"]) == (PHONE, "hello")
    assert (await heard.call_object("getMember"))["sid"] == heard["memberSid"]

"""Both clients of Conversations: people on other networks, receipts and recipients."""

from __future__ import annotations

import pytest

from interop.mixed_conversation import MixedConversation, open_mixed
from interop.official_client import EventFilter, OfficialError, OfficialObject, Realm
from interop.values import Value, expect_fields
from twilio_conversations import EmailRecipientDescriptor, Message
from twilio_local import IncomingFile, LocalService
from twilio_realtime.errors import ConflictError
from twilio_realtime.json import JsonObject

PROXY, PHONE, MAIL = "+15550001", "+15550002", "jana@example.com"


def carrying(name: str, value: Value) -> EventFilter:
    """Whether the object that an event carries has this property."""
    return lambda event: event.object[name] == value


async def with_outsiders(room: MixedConversation) -> None:
    """Our client adds one person by SMS, the official one another by e-mail; both know of both then."""
    async with room.of_alice.on.participant_joined.expect(where=lambda one: one.type == "sms"):
        await room.of_alice.add_non_chat_participant(PROXY, PHONE, {"vip": True})
    async with room.of_alice.on.participant_joined.expect(where=lambda one: one.type == "email"):
        await room.of_bob.call(
            "addNonChatParticipant", "desk@example.com", MAIL, {}, {"email": {"name": "Jana", "level": "cc"}}
        )
    for kind in ("sms", "email"):
        await room.bob.event("participantJoined", carrying("type", kind))


async def sent(room: MixedConversation) -> tuple[Message, OfficialObject]:
    """A message of alice, as our client and the official one see it."""
    async with room.of_alice.on.message_added.expect() as own:
        heard = await room.heard_by_bob(room.of_alice.send_message("hello"))
    return own.value, heard


def amounts(message: Message) -> dict[str, Value]:
    """The aggregated receipt in our client."""
    receipt = message.aggregated_delivery_receipt
    assert receipt is not None
    return {
        "total": receipt.total,
        "sent": receipt.sent,
        "delivered": receipt.delivered,
        "read": receipt.read,
        "undelivered": receipt.undelivered,
        "failed": receipt.failed,
    }


async def amounts_there(message: OfficialObject) -> dict[str, Value]:
    """The aggregated receipt in the official client."""
    return (await (await message.read()).child("aggregatedDeliveryReceipt").read()).properties


async def test_kinds(service: LocalService, conversations: Realm) -> None:
    """The form of an address makes the same kind of participant in both clients, whoever adds it."""
    addresses = {"sms": PHONE, "whatsapp": f"whatsapp:{PHONE}", "messenger": "messenger:1", "apple": "apple:1"}
    async with open_mixed(conversations, service) as room:
        for kind, address in addresses.items():
            proxy = f"{address.partition(':')[0]}:{PROXY}" if ":" in address else PROXY
            answer = await room.of_alice.add_non_chat_participant(proxy, address, [kind])
            seen = await room.bob.event("participantJoined", carrying("type", kind))
            assert (seen.object["sid"], seen.object["attributes"]) == (answer.sid, [kind])
            binding = expect_fields(expect_fields(seen.object["bindings"])[kind])
            assert (binding["address"], binding["proxy_address"]) == (address, proxy)
            await room.of_alice.remove_participant(answer.sid)
            await room.bob.event("participantLeft", carrying("sid", answer.sid))
            async with room.of_alice.on.participant_joined.expect() as joined:
                await room.of_bob.call("addNonChatParticipant", proxy, address, {"n": kind})
            assert (joined.value.type, joined.value.identity) == (kind, None)
            assert joined.value.attributes == {"n": kind}
            await room.bob.event("participantJoined", carrying("type", kind))


async def test_added_twice(service: LocalService, conversations: Realm) -> None:
    """Neither client adds an address again that the other has added."""
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        with pytest.raises(OfficialError) as refusal:
            await room.of_bob.call("addNonChatParticipant", PROXY, PHONE)
        assert refusal.value.status == 409
        with pytest.raises(ConflictError):
            await room.of_alice.add_non_chat_participant("desk@example.com", MAIL)
        assert await room.of_alice.get_participants_count() == await room.of_bob.call("getParticipantsCount") == 4


async def test_changed_and_removed(service: LocalService, conversations: Realm) -> None:
    """Who made the conversation changes and removes people outside with our client, and the official one sees it."""
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        for person in [one for one in await room.of_alice.get_participants() if one.identity is None]:
            seen = await room.of_bob.call_object("getParticipantBySid", person.sid)
            with pytest.raises(OfficialError) as refusal:
                await seen.call("updateAttributes", {"x": 1})
            assert refusal.value.status == 403
            await person.update_attributes([2])
            await seen.until(lambda participant: participant["attributes"] == [2])
            await person.remove()
            await room.bob.event("participantLeft", carrying("sid", person.sid))


async def test_aggregated_receipts(service: LocalService, conversations: Realm) -> None:
    """Reports of other networks add up to the same in both clients, step by step."""
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        own, heard = await sent(room)
        assert amounts(own) == await amounts_there(heard)
        for address, status in ((PHONE, "sent"), (PHONE, "delivered"), (MAIL, "read"), (PHONE, "failed")):
            async with room.of_alice.on.message_updated.expect() as updated:
                service.outside.report(own.sid, address, status)
            changed = await room.bob.event("messageUpdated")
            assert set(updated.value.update_reasons) == changed.reasons == {"deliveryReceipt"}
            assert amounts(own) == await amounts_there(heard)
        assert (amounts(own)["read"], amounts(own)["failed"]) == ("some", "some")


async def test_detailed_receipts(service: LocalService, conversations: Realm) -> None:
    """Both clients read the same receipt for each person outside."""
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        own, heard = await sent(room)
        async with room.of_alice.on.message_updated.expect():
            service.outside.report(own.sid, PHONE, "undelivered", "30005")
        found = {
            one.participant_sid: (one.sid, one.message_sid, one.conversation_sid, one.status, one.error_code)
            for one in await own.get_detailed_delivery_receipts()
        }
        fields = ("sid", "messageSid", "conversationSid", "status", "errorCode")
        seen = {
            one["participantSid"]: tuple(one[name] or None for name in fields)
            for one in await heard.call_objects("getDetailedDeliveryReceipts")
        }
        assert found == seen
        assert {receipt[3:] for receipt in found.values()} == {("undelivered", "30005"), ("queued", None)}


async def test_recipients(service: LocalService, conversations: Realm) -> None:
    """Both clients name the same recipients of e-mails, for a message and page by page for the conversation."""
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        own, heard = await sent(room)
        await sent(room)
        (recipient,) = await own.get_message_recipients()
        assert isinstance(recipient, EmailRecipientDescriptor)
        (seen,) = await heard.call_objects("getMessageRecipients")
        names = ("level", "name", "address", "messageSid")
        assert (recipient.level, recipient.name, recipient.address, recipient.message_sid) == tuple(
            seen[name] for name in names
        )
        ours = await room.of_alice.get_message_recipients(1)
        theirs = await room.of_bob.call_object("getMessageRecipients", {"pageSize": 1})
        for last in (False, True):
            assert [one.message_sid for one in ours.items] == [one["messageSid"] for one in theirs.items()]
            assert ours.has_next_page == theirs["hasNextPage"] == (not last)
            if not last:
                ours, theirs = await ours.next_page(), await theirs.call_object("nextPage")


async def test_answer(service: LocalService, conversations: Realm) -> None:
    """A message from outside has the same author and the same metadata of its network in both clients."""
    metadata: JsonObject = {"type": "whatsapp", "data": {"context": {"ProfileName": "Jana"}}}
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        own, heard = await room.heard_from_outside(
            lambda: service.outside.receive("general", PHONE, "hello", channel_metadata=metadata)
        )
        assert (own.author, own.body, own.participant_sid) == (PHONE, "hello", heard["participantSid"])
        assert (heard["author"], heard["body"]) == (PHONE, "hello")
        assert (await own.get_participant()).type == (await heard.call_object("getParticipant"))["type"] == "sms"
        found = await own.get_channel_metadata()
        seen = await heard.call_object("getChannelMetadata")
        assert found is not None
        assert (found.type, found.data) == (seen["type"], seen["data"]) == ("whatsapp", metadata["data"])


async def test_mail(service: LocalService, conversations: Realm) -> None:
    """An e-mail from outside has the same subject, body, history and files in both clients."""
    files = (
        IncomingFile(b"plain", "text/plain", category="body"),
        IncomingFile(b"before", "text/plain", category="history"),
        IncomingFile(b"picture", "image/png", "a.png"),
    )
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        own, heard = await room.heard_from_outside(
            lambda: service.outside.receive("general", MAIL, "plain", subject="Re: About", files=files)
        )
        assert own.subject == heard["subject"] == "Re: About"
        for medium, method, size in (
            (own.get_email_body(), "getEmailBody", 5),
            (own.get_email_history(), "getEmailHistory", 6),
        ):
            assert medium is not None
            seen = await heard.call_object(method)
            assert (medium.sid, medium.size) == (seen["sid"], size)
        assert [one.filename for one in own.attached_media] == ["a.png"]


async def test_bindings(service: LocalService, conversations: Realm) -> None:
    """The addresses of the conversation itself reach both clients, for the same reasons."""
    bindings: JsonObject = {"email": {"name": "Desk", "projected_address": "desk@example.com"}}
    async with open_mixed(conversations, service) as room:
        async with room.of_alice.on.updated.expect() as updated:
            service.outside.set_bindings("general", bindings)
        changed = await room.bob.event("conversationUpdated", lambda event: "bindings" in event.reasons)
        assert set(updated.value.update_reasons) == changed.reasons == {"bindings", "dateUpdated"}
        found = room.of_alice.bindings
        assert found is not None
        assert found.email is not None
        assert (found.email.name, found.email.projected_address) == ("Desk", "desk@example.com")
        assert (await room.of_bob.read())["bindings"] == bindings


async def test_typing(service: LocalService, conversations: Realm) -> None:
    """Somebody of Apple Messages is typing in both clients, also when a user is; no message of theirs ends it."""
    async with open_mixed(conversations, service) as room:
        await with_outsiders(room)
        async with room.of_alice.on.participant_joined.expect() as joined:
            await room.of_bob.call("addNonChatParticipant", "apple:ours", "apple:1")
        apple = joined.value
        seen = (await room.bob.event("participantJoined", carrying("sid", apple.sid))).object
        async with room.of_alice.on.typing_started.expect() as started:
            service.outside.typing("general", "apple:1")
        assert started.value is apple
        assert (await room.bob.event("typingStarted")).object["sid"] == apple.sid
        own, _ = await room.heard_from_outside(lambda: service.outside.receive("general", "apple:1", "done"))
        assert own.participant_sid == apple.sid
        assert (apple.is_typing, (await seen.read())["isTyping"]) == (True, True)
        async with room.of_alice.on.typing_started.expect(where=lambda one: one is apple):
            await room.of_bob.call("typing")
        typing = {one.identity for one in await room.of_alice.get_participants() if one.is_typing}
        assert typing == {None, "bob"}

"""Participants: users of chat, and people whom other networks connect."""

from __future__ import annotations

from typing import Any

import pytest

from support.conversation_rooms import SharedConversation
from twilio_conversations import (
    ArgumentError,
    Client,
    ConflictError,
    Conversation,
    ForbiddenError,
    Participant,
    ParticipantBindingOptions,
    StateError,
)
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, dump_json
from twilio_realtime.services import Services
from twilio_realtime.twilsock.frames import Packet
from twilio_realtime.twilsock.receiver import Receiver


async def named(conversation: Conversation, identity: str) -> Participant:
    """The participant with an identity, who must be there."""
    found = await conversation.get_participant_by_identity(identity)
    assert found is not None
    return found


async def by_sid(conversation: Conversation, sid: str) -> Participant:
    """The participant with a SID, waited for if they have not arrived yet."""
    found = await conversation.get_participant_by_sid(sid)
    if found is None:
        async with conversation.on.participant_joined.expect(where=lambda one: one.sid == sid) as arrived:
            pass
        found = arrived.value
    return found


async def test_adding_a_user(alice: Client, conversation: Conversation) -> None:
    async with conversation.on.participant_joined.expect() as joined, alice.on.participant_joined.expect() as repeated:
        answer = await conversation.add("bob", {"role": "guest"})
    participant = joined.value
    assert repeated.value is participant
    assert (answer.sid, answer.identity, answer.attributes) == (participant.sid, "bob", {"role": "guest"})
    assert (answer.conversation_sid, answer.role_sid) == (conversation.sid, participant.role_sid)
    assert answer.messaging_binding is None
    assert (participant.identity, participant.type, participant.attributes) == ("bob", "chat", {"role": "guest"})
    assert (participant.bindings, participant.is_own, participant.is_typing) == (None, False, False)
    assert (participant.last_read_message_index, participant.last_read_timestamp) == (None, None)
    assert participant.date_created == answer.date_created
    assert participant.conversation is conversation
    with pytest.raises(ConflictError):
        await conversation.add("bob")


async def test_looking_up(shared: SharedConversation) -> None:
    bob = await named(shared.of_alice, "bob")
    assert await shared.of_alice.get_participant_by_sid(bob.sid) is bob
    assert await shared.of_alice.get_participant_by_sid("MB" + "0" * 32) is None
    assert await shared.of_alice.get_participant_by_identity("carol") is None
    assert (await named(shared.of_bob, "bob")).is_own
    assert await shared.of_alice.get_participants_count() == 2
    with pytest.raises(ArgumentError, match="identity must be a string that is not empty"):
        await shared.of_alice.get_participant_by_identity("")


@pytest.mark.parametrize("how", ["the participant", "SID", "identity", "itself"])
async def test_removing(how: str, bob: Client, shared: SharedConversation) -> None:
    participant = await named(shared.of_alice, "bob")
    async with bob.on.conversation_removed.expect(), shared.of_alice.on.participant_left.expect() as left:
        if how == "itself":
            await participant.remove()
        else:
            chosen: dict[str, str | Participant] = {
                "the participant": participant,
                "SID": participant.sid,
                "identity": "bob",
            }
            await shared.of_alice.remove_participant(chosen[how])
    assert left.value is participant
    assert await shared.of_alice.get_participants_count() == 1


async def test_who_may_not_remove(shared: SharedConversation) -> None:
    with pytest.raises(ForbiddenError):
        await shared.of_bob.remove_participant("alice")


async def test_attributes(alice: Client, shared: SharedConversation) -> None:
    participant = await named(shared.of_alice, "bob")
    async with (
        participant.on.updated.expect() as updated,
        shared.of_alice.on.participant_updated.expect() as repeated,
        alice.on.participant_updated.expect() as at_the_client,
    ):
        assert await participant.update_attributes({"role": "host"}) is participant
    assert updated.value is repeated.value is at_the_client.value
    assert updated.value.participant is participant
    assert set(updated.value.update_reasons) == {"attributes", "dateUpdated"}
    assert participant.attributes == {"role": "host"}


async def test_how_far_others_have_read(shared: SharedConversation) -> None:
    participant = await named(shared.of_alice, "bob")
    await shared.of_alice.send_message("hello")
    async with participant.on.updated.expect(
        where=lambda update: "lastReadMessageIndex" in update.update_reasons
    ) as updated:
        await shared.of_bob.set_all_messages_read()
    assert "lastReadTimestamp" in updated.value.update_reasons
    assert participant.last_read_message_index == 0
    assert participant.last_read_timestamp is not None


async def test_the_user_behind(alice: Client, shared: SharedConversation) -> None:
    user = await (await named(shared.of_alice, "bob")).get_user()
    assert user is await alice.get_user("bob")
    assert user.identity == "bob"


# ---------------------------------------------------------------------------------------------- other networks


async def test_by_email(shared: SharedConversation) -> None:
    answer = await shared.of_alice.add_non_chat_participant(
        "desk@example.com", "jana@example.com", {"vip": True}, name="Jana N.", level="cc"
    )
    binding = answer.messaging_binding
    assert binding is not None
    assert (binding.type, binding.address, binding.proxy_address) == ("email", "jana@example.com", "desk@example.com")
    assert (answer.identity, answer.attributes) == (None, {"vip": True})
    seen = await by_sid(shared.of_bob, answer.sid)
    assert (seen.type, seen.identity, seen.attributes) == ("email", None, {"vip": True})
    assert seen.bindings is not None
    email = seen.bindings.email
    assert email is not None
    assert (email.name, email.address, email.level, email.proxy_address) == (
        *("Jana N.", "jana@example.com"),
        *("cc", "desk@example.com"),
    )
    assert "jana" not in repr(seen) + repr(seen.bindings) + repr(email)


async def test_options_for_email_as_an_object(conversation: Conversation) -> None:
    options = ParticipantBindingOptions(name="Jana", level="to")
    answer = await conversation.add_non_chat_participant("d@example.com", "j@example.com", binding_options=options)
    seen = await by_sid(conversation, answer.sid)
    assert seen.bindings is not None
    assert seen.bindings.email is not None
    assert (seen.bindings.email.name, seen.bindings.email.level) == ("Jana", "to")


@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("sms", "+15550002"),
        ("whatsapp", "whatsapp:+15550002"),
        ("messenger", "messenger:1234"),
        ("apple", "apple:urn:mbid:AQAAY"),
    ],
)
async def test_by_other_networks(network: str, address: str, shared: SharedConversation) -> None:
    answer = await shared.of_alice.add_non_chat_participant("+15550001", address)
    seen = await by_sid(shared.of_bob, answer.sid)
    assert (seen.type, seen.identity, seen.attributes) == (network, None, {})
    assert seen.bindings is not None
    binding = {
        "sms": seen.bindings.sms,
        "whatsapp": seen.bindings.whatsapp,
        "messenger": seen.bindings.messenger,
        "apple": seen.bindings.apple,
    }[network]
    assert binding is not None
    assert (binding.address, binding.proxy_address) == (address, "+15550001")
    assert seen.bindings.email is None
    with pytest.raises(StateError, match="this participant does not use chat and is no user"):
        await seen.get_user()
    async with shared.of_bob.on.participant_left.expect() as left:
        await shared.of_alice.remove_participant(answer.sid)
    assert left.value is seen


async def test_addresses_that_are_refused_at_once(conversation: Conversation) -> None:
    for proxy, address in (("", "+15550002"), ("+15550001", "")):
        with pytest.raises(ArgumentError, match="must be a string that is not empty"):
            await conversation.add_non_chat_participant(proxy, address)
    unknown: Any = "bcc"
    with pytest.raises(ArgumentError, match="level"):
        await conversation.add_non_chat_participant("d@example.com", "j@example.com", level=unknown)


# ---------------------------------------------------------------------------------------------- typing


async def test_typing(alice: Client, shared: SharedConversation) -> None:
    participant = await named(shared.of_alice, "bob")
    order: list[str] = []
    participant.on.typing_started.connect(lambda one: order.append(f"participant {one.is_typing}"))
    shared.of_alice.on.typing_started.connect(lambda one: order.append("conversation"))
    async with alice.on.typing_started.expect() as started:
        await shared.of_bob.typing()
        await shared.of_bob.typing()
    assert started.value is participant
    async with alice.on.typing_ended.expect() as ended, alice.on.message_added.expect():
        await shared.of_bob.send_message("done")
    assert ended.value is participant
    assert order == ["participant True", "conversation"]


async def test_typing_outside(alice: Client, shared: SharedConversation, service: LocalService) -> None:
    """Somebody of Apple Messages is shown as typing, whoever is named; the rest of those outside is not."""
    room = shared.of_alice
    async with room.on.participant_joined.expect(where=lambda one: one.type == "sms"):
        await room.add_non_chat_participant("+15550001", "+15550002")
    async with room.on.participant_joined.expect(where=lambda one: one.type == "apple"):
        await room.add_non_chat_participant("apple:ours", "apple:1")
    people = {one.type: one for one in await room.get_participants() if one.identity is None}
    async with alice.on.typing_started.expect() as started, people["apple"].on.typing_started.expect():
        service.outside.typing(room.sid, "apple:1")
    assert started.value is people["apple"]
    assert [one for one in await room.get_participants() if one.is_typing] == [people["apple"]]
    async with alice.on.message_added.expect():
        service.outside.receive(room.sid, "apple:1", "done")
    assert people["apple"].is_typing, "a message ends the typing of its author by identity, and there is none"


@pytest.mark.parametrize("payload", [{}, {"identity": None}])
async def test_typing_of_nobody_named(payload: JsonObject, alice: Client, shared: SharedConversation) -> None:
    """Who has no identity is not who a notification without one speaks of."""
    room = shared.of_alice
    async with room.on.participant_joined.expect(where=lambda one: one.type == "sms"):
        await room.add_non_chat_participant("+15550001", "+15550002")
    async with room.on.participant_joined.expect(where=lambda one: one.type == "apple"):
        await room.add_non_chat_participant("apple:ours", "apple:1")
    services: Services = vars(alice)["_services"]
    receiver: Receiver = vars(services.connection)["_receiver"]
    header: JsonObject = {"id": "TM1", "method": "notification", "message_type": "twilio.ipmsg.typing_indicator"}
    async with alice.on.typing_started.expect() as started:
        receiver.receive(Packet(header, dump_json({"channel_sid": room.sid, **payload}).encode()))
    assert started.value.type == "apple"
    assert [one.type for one in await room.get_participants() if one.is_typing] == ["apple"]

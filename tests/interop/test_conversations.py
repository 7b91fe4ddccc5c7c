"""Conversations, the second product: its official client in two versions, on the same service."""

from __future__ import annotations

import pytest

from interop.official_client import OfficialError, Realm
from interop.rooms import Room
from interop.values import expect_fields
from twilio_local import LocalService


async def test_start(service: LocalService, conversations: Realm) -> None:
    """A client connects, initialises and knows its user; reachability is known."""
    alice = await conversations.sign_in(service, "alice")
    assert alice["version"] in ("3.0.1", "2.6.5")
    assert (alice["connectionState"], alice["reachabilityEnabled"]) == ("connected", True)
    await alice.event("initialized")
    user = await alice.child("user").read()
    assert (user["identity"], user["friendlyName"], user["attributes"]) == ("alice", "alice", {})
    assert (user["isOnline"], user["isNotifiable"], user["isSubscribed"]) == (True, False, True)


async def test_limits(conversation: Room) -> None:
    """The limits of messages come with the configuration."""
    limits = expect_fields((await conversation.of_alice.read())["limits"])
    assert (limits["mediaAttachmentsCountLimit"], limits["mediaAttachmentSizeLimitInMb"]) == (10, 150)
    assert limits["emailBodiesAllowedContentTypes"] == limits["emailHistoriesAllowedContentTypes"]
    assert limits["emailBodiesAllowedContentTypes"] == ["text/plain", "text/html"]


async def test_found(conversation: Room) -> None:
    """A conversation is found by SID and by unique name, and the names stay as they were."""
    sid = conversation.of_alice.text("sid")
    for client in (conversation.alice, conversation.bob):
        for found in (
            await client.call_object("getConversationBySid", sid),
            await client.call_object("getConversationByUniqueName", "general"),
        ):
            assert (found["sid"], found["uniqueName"], found["friendlyName"]) == (sid, "general", "General")
            assert (found["createdBy"], found["status"], found["notificationLevel"]) == ("alice", "joined", "default")


async def test_known_at_start(conversation: Room, conversations: Realm, service: LocalService) -> None:
    """Conversations joined before are announced at the next start, and listed."""
    again = await conversations.sign_in(service, "bob")
    assert (await again.event("conversationJoined")).object["uniqueName"] == "general"
    page = await again.call_object("getSubscribedConversations")
    assert [item["sid"] for item in page.items()] == [conversation.of_bob["sid"]]


async def test_strangers(conversation: Room, conversations: Realm, service: LocalService) -> None:
    """Who is not in a conversation finds it neither by SID nor by name."""
    carol = await conversations.sign_in(service, "carol")
    for method, key in (
        ("getConversationBySid", conversation.of_alice.text("sid")),
        ("getConversationByUniqueName", "general"),
    ):
        with pytest.raises(OfficialError):
            await carol.call(method, key)


async def test_changes(conversation: Room) -> None:
    """Names and attributes can be changed, and everybody learns what has changed."""
    await conversation.of_alice.call("updateFriendlyName", "Renamed")
    changed = await conversation.bob.event("conversationUpdated", lambda event: "friendlyName" in event.reasons)
    assert changed.reasons == {"friendlyName", "dateUpdated"}
    await conversation.of_alice.call("updateAttributes", {"topic": [1, None]})
    await conversation.bob.event("conversationUpdated", lambda event: "attributes" in event.reasons)
    await conversation.of_alice.call("updateUniqueName", "other")
    await conversation.of_bob.until(lambda found: found["uniqueName"] == "other")
    found = await conversation.of_bob.read()
    assert (found["friendlyName"], found["attributes"]) == ("Renamed", {"topic": [1, None]})


async def test_text(conversation: Room) -> None:
    """Text and attributes arrive; editing and removing reach everybody."""
    assert await conversation.of_alice.call_int("sendMessage", "hello", {"mood": "good"}) == 0
    heard = (await conversation.bob.event("messageAdded")).object
    assert (heard["author"], heard["body"], heard["index"], heard["type"]) == ("alice", "hello", 0, "text")
    assert (heard["attributes"], heard["subject"], heard["attachedMedia"]) == ({"mood": "good"}, None, [])
    assert heard["aggregatedDeliveryReceipt"] is None
    own = (await conversation.alice.event("messageAdded")).object
    await own.call("updateBody", "hello, bob")
    assert (await conversation.bob.event("messageUpdated")).reasons == {"body", "lastUpdatedBy", "dateUpdated"}
    participant = await heard.call_object("getParticipant")
    assert (participant["identity"], participant["sid"]) == ("alice", heard["participantSid"])
    await own.call("remove")
    assert (await conversation.bob.event("messageRemoved")).object["index"] == 0
    assert await conversation.of_bob.call("getMessagesCount") == 0


async def test_typing(conversation: Room) -> None:
    """Typing is announced, and ends with the message."""
    await conversation.of_alice.call("typing")
    assert (await conversation.bob.event("typingStarted")).object["identity"] == "alice"
    await conversation.of_alice.call("sendMessage", "done")
    assert (await conversation.bob.event("typingEnded")).object["identity"] == "alice"


async def test_read_horizon(conversation: Room) -> None:
    """The read horizon moves, is seen by the others and counts what is left to read."""
    for text in ("a", "b", "c"):
        await conversation.of_alice.call("sendMessage", text)
    assert await conversation.of_bob.call("getUnreadMessagesCount") is None
    assert await conversation.of_bob.call_int("updateLastReadMessageIndex", 0) == 2
    await conversation.of_bob.until(lambda found: found["lastReadMessageIndex"] == 0)
    seen = await conversation.alice.event("participantUpdated")
    assert seen.reasons == {"lastReadMessageIndex", "lastReadTimestamp"}
    assert await conversation.of_bob.call_int("setAllMessagesRead") == 0
    assert await conversation.of_bob.call("setAllMessagesUnread") is None


async def test_notification_level(conversation: Room, conversations: Realm, service: LocalService) -> None:
    """The notification level is kept, and known to who looks the conversation up."""
    await conversation.of_bob.call("setUserNotificationLevel", "muted")
    await conversation.of_bob.until(lambda found: found["notificationLevel"] == "muted")
    again = await conversations.sign_in(service, "bob")
    for method, key in (
        ("getConversationByUniqueName", "general"),
        ("peekConversationBySid", conversation.of_bob.text("sid")),
    ):
        assert (await again.call_object(method, key))["notificationLevel"] == "muted"
    assert (await conversation.of_alice.read())["notificationLevel"] == "default"


async def test_participants(conversation: Room) -> None:
    """Participants are added with attributes, found, changed and removed."""
    answer = expect_fields(await conversation.of_alice.call("add", "carol", {"role": "guest"}))
    for client in (conversation.alice, conversation.bob):  # each knows of her in its own time
        joined = await client.event("participantJoined", lambda event: event.object["identity"] == "carol")
    carol = joined.object
    assert (carol["sid"], carol["attributes"], carol["type"]) == (answer["sid"], {"role": "guest"}, "chat")
    assert (answer["identity"], answer["conversation_sid"]) == ("carol", conversation.of_alice["sid"])
    assert await conversation.of_bob.call("getParticipantsCount") == 3
    found = await conversation.of_bob.call_object("getParticipantByIdentity", "carol")
    assert found["sid"] == carol["sid"]
    mine = await conversation.of_alice.call_object("getParticipantBySid", carol.text("sid"))
    await mine.call("updateAttributes", {"role": "host"})
    assert (await conversation.bob.event("participantUpdated")).reasons == {"attributes", "dateUpdated"}
    await conversation.of_alice.call("removeParticipant", "carol")
    await conversation.bob.event("participantLeft", lambda event: event.object["identity"] == "carol")


async def test_leaving(conversation: Room) -> None:
    """Who leaves loses the conversation, and gets it back with its messages when added again."""
    await conversation.of_alice.call("sendMessage", "before")
    await conversation.bob.event("messageAdded")
    await conversation.of_bob.call("leave")
    await conversation.bob.event("conversationLeft")
    await conversation.bob.event("conversationRemoved")
    await conversation.alice.event("participantLeft")
    await conversation.of_alice.call("add", "bob")
    again = (await conversation.bob.event("conversationJoined")).object
    await again.mirrored()
    await conversation.of_alice.call("sendMessage", "after")
    assert (await conversation.bob.event("messageAdded")).object["body"] == "after"
    bodies = [message["body"] for message in (await again.call_object("getMessages")).items()]
    assert bodies == ["before", "after"]


async def test_deleting(conversation: Room) -> None:
    """A deleted conversation disappears for everybody."""
    await conversation.of_alice.call("delete")
    assert (await conversation.bob.event("conversationRemoved")).object["sid"] == conversation.of_bob["sid"]


async def test_users(conversation: Room) -> None:
    """The profile of a user reaches the others."""
    bob = await conversation.alice.call_object("getUser", "bob")
    assert (bob["identity"], bob["isOnline"]) == ("bob", True)
    own = await conversation.bob.child("user").read()
    await own.call("updateFriendlyName", "Bob B.")
    await own.call("updateAttributes", {"x": 1})
    await bob.until(lambda user: (user["friendlyName"], user["attributes"]) == ("Bob B.", {"x": 1}))


async def test_devices(conversation: Room) -> None:
    """A device is registered for push and removed by its address."""
    await conversation.bob.call("setPushRegistrationId", "fcm", "device-1")
    bob = await conversation.alice.call_object("getUser", "bob")
    await bob.until(lambda user: user["isNotifiable"] is True)
    await conversation.bob.call("removePushRegistrations", "fcm", "device-1")
    await bob.until(lambda user: user["isNotifiable"] is False)


async def test_configuration_is_asked_again(service: LocalService, conversations: Realm) -> None:
    """A configuration that cannot be had at first is asked for again."""
    service.faults.fail_next_request(503, "/Client/v2/Configuration", count=3)
    alice = await conversations.sign_in(service, "alice")
    assert alice["connectionState"] == "connected"


async def test_retrying(conversation: Room, service: LocalService) -> None:
    """A client that is torn down and turned away says that it tries again, comes back, and has missed nothing."""
    service.faults.refuse()
    service.faults.cut("bob")
    await conversation.bob.event("connectionStateChanged", lambda event: event.payload == "retrying")
    await conversation.of_alice.call("sendMessage", "meanwhile")
    service.faults.refuse(enabled=False)
    assert (await conversation.bob.event("messageAdded")).object["body"] == "meanwhile"
    assert (await conversation.bob.read())["connectionState"] == "connected"


async def test_refused(service: LocalService, conversations: Realm) -> None:
    """A client with somebody else's token fails to initialise for good."""
    with pytest.raises(OfficialError) as refusal:
        await conversations.connect(service.token("alice")[:-8] + "AAAAAAAA", service.base_url)
    assert refusal.value.status == 401


async def test_token(conversation: Room, service: LocalService) -> None:
    """The service announces the end of a token, and takes a new one."""
    service.faults.about_to_expire("bob")
    await conversation.bob.event("tokenAboutToExpire")
    await conversation.bob.call("updateToken", service.token("bob", ttl=7200))
    await conversation.of_bob.call("sendMessage", "with the new one")
    assert (await conversation.alice.event("messageAdded")).object["author"] == "bob"


async def test_paging(conversation: Room) -> None:
    """Messages are read page by page, backwards and forwards."""
    for number in range(5):
        await conversation.of_alice.call("sendMessage", str(number))
    page = await conversation.of_bob.call_object("getMessages", 2)
    assert [message["index"] for message in page.items()] == [3, 4]
    page = await page.call_object("prevPage")
    # Version 2.6.5 asks for another number of messages there.
    assert page.items()[-1]["index"] == 2
    assert page["hasNextPage"] is True
    page = await conversation.of_bob.call_object("getMessages", 3, 0, "forward")
    assert [message["index"] for message in page.items()] == [0, 1, 2]


async def test_last_message(conversation: Room) -> None:
    """The last message follows sending and removing."""
    await conversation.of_alice.call("sendMessage", "only")
    await conversation.of_bob.until(lambda found: found["lastMessage"] is not None)
    assert expect_fields(conversation.of_bob["lastMessage"])["index"] == 0
    own = (await conversation.alice.event("messageAdded")).object
    await own.call("remove")
    await conversation.of_bob.until(lambda found: found["lastMessage"] is None)


async def test_outsiders_do_not_act(conversation: Room, conversations: Realm, service: LocalService) -> None:
    """Who was removed may neither write nor read, and others may not change what is not theirs."""
    await conversation.of_alice.call("sendMessage", "mine")
    heard = (await conversation.bob.event("messageAdded")).object
    for method, *arguments in (("updateBody", "yours"), ("remove",)):
        with pytest.raises(OfficialError) as refusal:
            await heard.call(method, *arguments)
        assert refusal.value.status == 403
    with pytest.raises(OfficialError) as refusal:
        await conversation.of_bob.call("delete")
    assert refusal.value.status == 403
    await conversation.of_alice.call("removeParticipant", "bob")
    await conversation.bob.event("conversationRemoved")
    with pytest.raises(OfficialError):
        await conversation.of_bob.call("sendMessage", "still here")


async def test_names(conversation: Room) -> None:
    """A unique name can be used once, and anything can be one."""
    with pytest.raises(OfficialError) as refusal:
        await conversation.bob.create_conversation(uniqueName="general")
    assert refusal.value.status == 409
    made = await conversation.bob.create_conversation(uniqueName="room 1/ü?#", attributes={"a": [1, None]})
    found = await conversation.bob.call_object("getConversationByUniqueName", "room 1/ü?#")
    assert (found["sid"], found["attributes"]) == (made["sid"], {"a": [1, None]})

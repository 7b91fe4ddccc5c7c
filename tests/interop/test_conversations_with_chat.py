"""Chat and Conversations in one room: clients of both products, and the Python client, on the same data."""

from __future__ import annotations

from interop.official_client import OfficialObject, Realm, expect_object
from interop.values import expect_list, expect_text
from twilio_chat import Client
from twilio_local import LocalService


async def two_products(official: Realm, conversations: Realm, service: LocalService) -> tuple[OfficialObject, ...]:
    """Alice with Chat and bob with Conversations, both in a channel that alice made."""
    alice = await official.sign_in(service, "alice")
    bob = await conversations.sign_in(service, "bob")
    of_alice = await alice.create_channel(uniqueName="general", friendlyName="General", isPrivate=True)
    await of_alice.join()
    await of_alice.call("add", "bob")
    of_bob = (await bob.event("conversationJoined")).object
    await of_bob.mirrored()
    await alice.event("memberJoined", lambda event: event.object["identity"] == "bob")
    return alice, bob, of_alice, of_bob


async def test_talking(official: Realm, conversations: Realm, service: LocalService) -> None:
    """Messages, edits, typing and reading cross over between the products."""
    alice, bob, of_alice, of_bob = await two_products(official, conversations, service)
    assert (of_bob["sid"], of_bob["friendlyName"]) == (of_alice["sid"], "General")
    await of_alice.call("sendMessage", "from Chat", {"n": 1})
    heard = (await bob.event("messageAdded")).object
    assert (heard["author"], heard["body"], heard["attributes"]) == ("alice", "from Chat", {"n": 1})
    await of_bob.call("sendMessage", "from Conversations")
    answer = (await alice.event("messageAdded", lambda event: event.object["author"] == "bob")).object
    assert answer["body"] == "from Conversations"
    own = (await bob.event("messageAdded")).object
    await own.call("updateBody", "edited")
    assert "body" in (await alice.event("messageUpdated")).reasons
    await of_bob.call("typing")
    assert (await alice.event("typingStarted")).object["identity"] == "bob"
    await of_bob.call("updateLastReadMessageIndex", 1)
    read = await alice.event("memberUpdated", lambda event: "lastConsumedMessageIndex" in event.reasons)
    assert expect_object(read.fields["member"])["lastConsumedMessageIndex"] == 1
    await of_alice.call("updateLastConsumedMessageIndex", 0)
    await bob.event(
        "participantUpdated", lambda event: expect_object(event.fields["participant"])["identity"] == "alice"
    )


async def test_media(official: Realm, conversations: Realm, service: LocalService) -> None:
    """A file sent with one product is one with the other; of several, Chat sees the first."""
    alice, bob, of_alice, of_bob = await two_products(official, conversations, service)
    await of_alice.call("sendMessage", {"contentType": "image/png", "media": b"from Chat"})
    heard = (await bob.event("messageAdded")).object
    (media,) = [await expect_object(one).read() for one in expect_list(heard["attachedMedia"])]
    assert (media["contentType"], media["category"]) == ("image/png", "media")
    building = await of_bob.call_object("prepareMessage")
    for content in (b"first", b"second"):
        building = await building.call_object("addMedia", {"contentType": "a/b", "media": content})
    await building.call("buildAndSend")
    answer = (await alice.event("messageAdded", lambda event: event.object["author"] == "bob")).object
    assert (answer["type"], answer["body"]) == ("media", None)
    url = expect_text(await answer.child("media").call("getContentTemporaryUrl"))
    assert (await official.fetch(url)).content == b"first"


async def test_public_channel(official: Realm, conversations: Realm, service: LocalService) -> None:
    """A public channel of Chat can be found and joined with Conversations."""
    alice = await official.sign_in(service, "alice")
    channel = await alice.create_channel(uniqueName="lobby")
    bob = await conversations.sign_in(service, "bob")
    found = await bob.call_object("getConversationByUniqueName", "lobby")
    assert found["status"] == "notParticipating"
    await found.join()
    assert await channel.call("getMembersCount") == 1


async def test_python(conversations: Realm, service: LocalService) -> None:
    """The Python client of Chat talks with a client of Conversations, whose conversations are private to it."""
    bob = await conversations.sign_in(service, "bob")
    of_bob = await bob.create_conversation(friendlyName="Ours")
    await of_bob.join()
    async with Client(service.token("alice"), base_url=service.base_url) as alice:
        async with alice.on.channel_joined.expect() as joined:
            await of_bob.call("add", "alice")
        channel = joined.value
        assert (channel.friendly_name, channel.is_private) == ("Ours", True)
        async with channel.on.message_added.expect() as heard:
            await of_bob.call("sendMessage", "from Conversations", None, {"subject": "unseen"})
        assert heard.value.body == "from Conversations"
        await channel.send_message("from Python")
        answer = await bob.event("messageAdded", lambda event: event.object["author"] == "alice")
        assert answer.object["body"] == "from Python"


async def test_python_and_people_outside(conversations: Realm, service: LocalService) -> None:
    """The Python client of Chat sees who takes part by SMS as a member of that type, and gets messages from there."""
    bob = await conversations.sign_in(service, "bob")
    of_bob = await bob.create_conversation(uniqueName="ours")
    await of_bob.join()
    await of_bob.call("addNonChatParticipant", "+15550001", "+15550002", {"vip": True})
    async with Client(service.token("alice"), base_url=service.base_url) as alice:
        async with alice.on.channel_joined.expect() as joined:
            await of_bob.call("add", "alice")
        members = await joined.value.get_members()
        assert sorted(member.type for member in members) == ["chat", "chat", "sms"]
        async with joined.value.on.message_added.expect() as heard:
            service.outside.receive("ours", "+15550002", "hello")
        assert (heard.value.author, heard.value.body) == ("+15550002", "hello")
        member = await heard.value.get_member()
        assert (member.type, member.attributes) == ("sms", {"vip": True})


async def test_invitation(official: Realm, conversations: Realm, service: LocalService) -> None:
    """Somebody invited with Chat is not in the conversation until joining it with Conversations."""
    alice = await official.sign_in(service, "alice")
    channel = await alice.create_channel(uniqueName="ours", isPrivate=True)
    await channel.join()
    await channel.call("invite", "bob")
    bob = await conversations.sign_in(service, "bob")
    found = await bob.call_object("getConversationByUniqueName", "ours")
    assert found["status"] != "joined"
    await found.join()
    await alice.event("memberJoined", lambda event: event.object["identity"] == "bob")
    await channel.call("sendMessage", "welcome")
    assert (await bob.event("messageAdded")).object["body"] == "welcome"

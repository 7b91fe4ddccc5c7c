"""Users: the own one, others followed on demand, presence, descriptors."""

from __future__ import annotations

import asyncio

import pytest

from support.rooms import Connect, client_of, make_room
from twilio_chat import Client, ClientOptions, NotFoundError, StateError, User, UserUpdated
from twilio_local import LocalService


async def test_the_own_user_is_there_from_the_start_and_stays(alice: Client) -> None:
    user = alice.user
    assert (user.identity, user.is_subscribed, user.online) == ("alice", True, True)
    assert await alice.get_user("alice") is user
    assert await alice.get_subscribed_users() == [user]
    await user.unsubscribe()
    assert user.is_subscribed
    async with alice.on.user_updated.expect() as updated:
        await user.update_friendly_name("Alice A.")
    assert (updated.value.user, updated.value.update_reasons) == (user, ("friendlyName",))
    assert user.friendly_name == "Alice A."


async def test_values_are_known_before_the_client_is_ready_and_not_announced(
    service: LocalService, alice: Client
) -> None:
    await alice.user.update_friendly_name("Alice A.")
    client = client_of(service, "alice")
    heard: list[UserUpdated] = []
    client.on.user_updated.connect(heard.append)
    async with client:
        assert client.user.friendly_name == "Alice A."
        await client.get_local_channels()
    assert heard == []


@pytest.mark.parametrize(("field", "value"), [("friendlyName", "Bob B."), ("attributes", {"hat": ["red", None]})])
async def test_changes_of_somebody_else(alice: Client, bob: Client, field: str, value: str | dict[str, object]) -> None:
    seen = await alice.get_user("bob")
    heard: list[tuple[str, UserUpdated]] = []
    alice.on.user_updated.connect(lambda update: heard.append(("client", update)))
    seen.on.updated.connect(lambda update: heard.append(("user", update)))
    async with alice.on.user_updated.expect():
        if isinstance(value, str):
            await bob.user.update_friendly_name(value)
        else:
            await bob.user.update_attributes({"hat": ["red", None]})
    assert [(name, update.update_reasons) for name, update in heard] == [("user", (field,)), ("client", (field,))]
    assert (seen.friendly_name if field == "friendlyName" else seen.attributes) == value


async def test_one_object_for_each_user_however_many_ask(alice: Client, bob: Client) -> None:
    subscribed: list[User] = []
    alice.on.user_subscribed.connect(subscribed.append)
    first, *others = await asyncio.gather(*(alice.get_user("bob") for _ in range(5)))
    assert all(other is first for other in others)
    assert await alice.get_user("bob") is first
    assert subscribed == [first]
    with pytest.raises(NotFoundError):
        await alice.get_user("nobody")
    assert await alice.get_subscribed_users() == [alice.user, first]


async def test_one_too_many_lets_the_oldest_go(service: LocalService, connect: Connect) -> None:
    people = [await connect(f"user{number}") for number in range(4)]
    order: list[str] = []
    options = ClientOptions(user_infos_to_subscribe_override=2)
    async with Client(service.token("alice"), base_url=service.base_url, options=options) as alice:
        alice.on.user_subscribed.connect(lambda user: order.append(f"+{user.identity}"))
        alice.on.user_unsubscribed.connect(lambda user: order.append(f"-{user.identity}"))
        users = [await alice.get_user(f"user{number}") for number in range(3)]
        await alice.get_user("user1")  # asking again does not make it younger
        await alice.get_user("user3")
        assert order == ["+user0", "+user1", "+user2", "-user0", "+user3", "-user1"]
        assert [user.is_subscribed for user in users] == [False, False, True]
        assert alice.user.is_subscribed
        with pytest.raises(StateError, match="not followed any more"):
            await users[0].update_friendly_name("too late")
        async with users[2].on.updated.expect():
            await people[2].user.update_friendly_name("still followed")
        await users[2].unsubscribe()
        assert order[-1] == "-user2"
        assert await alice.get_user("user2") is not users[2]


async def test_presence(service: LocalService, alice: Client, connect: Connect) -> None:
    assert alice.reachability_enabled
    bob = await connect("bob")
    seen = await alice.get_user("bob")
    assert (seen.online, seen.notifiable) == (True, False)
    async with seen.on.updated.expect() as updated:
        await bob.set_push_registration_id("fcm", "device")
    assert (updated.value.update_reasons, seen.notifiable) == (("notifiable",), True)
    async with seen.on.updated.expect() as updated:
        await bob.shutdown()
    assert (updated.value.update_reasons, seen.online) == (("online",), False)


async def test_descriptors_are_of_the_moment(alice: Client, bob: Client) -> None:
    await bob.user.update_friendly_name("Bob B.")
    described = await alice.get_user_descriptor("bob")
    assert (described.identity, described.friendly_name, described.online) == ("bob", "Bob B.", True)
    user = await described.subscribe()
    assert user is await alice.get_user("bob")
    async with user.on.updated.expect():
        await bob.user.update_friendly_name("Robert")
    assert (described.friendly_name, user.friendly_name) == ("Bob B.", "Robert")
    with pytest.raises(NotFoundError):
        await alice.get_user_descriptor("nobody")


async def test_users_of_a_channel(alice: Client, bob: Client) -> None:
    room = await make_room(alice)
    async with room.on.member_joined.expect():
        await room.add("bob")
    found = [user.identity async for user in room.get_user_descriptors()]
    assert sorted(found) == ["alice", "bob"]
    member = await room.get_member_by_identity("bob")
    assert await member.get_user() is await alice.get_user("bob")
    assert (await member.get_user_descriptor()).identity == "bob"

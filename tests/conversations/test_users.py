"""Users: the signed-in one, and others that are kept up to date on demand."""

from __future__ import annotations

import asyncio

import pytest

from support.conversation_rooms import Connect
from twilio_conversations import Client, ClientOptions, NotFoundError, StateError, User
from twilio_local import LocalService


async def test_the_signed_in_user(alice: Client) -> None:
    user = alice.user
    assert (user.identity, user.is_subscribed, user.is_online, user.is_notifiable) == ("alice", True, True, False)
    assert await alice.get_user("alice") is user
    async with alice.on.user_updated.expect() as updated, user.on.updated.expect() as own:
        assert await user.update_friendly_name("Alice A.") is user
    assert updated.value is own.value
    assert (updated.value.user, updated.value.update_reasons) == (user, ("friendlyName",))
    async with user.on.updated.expect() as own:
        await user.update_attributes({"hat": "red"})
    assert (user.friendly_name, user.attributes) == ("Alice A.", {"hat": "red"})
    await user.unsubscribe()
    assert user.is_subscribed


async def test_somebody_else(alice: Client, bob: Client) -> None:
    async with alice.on.user_subscribed.expect() as subscribed:
        seen, again = await asyncio.gather(alice.get_user("bob"), alice.get_user("bob"))
    assert subscribed.value is seen is again
    assert await alice.get_subscribed_users() == [alice.user, seen]
    async with seen.on.updated.expect() as updated:
        await bob.user.update_friendly_name("Bob B.")
    assert (updated.value.update_reasons, seen.friendly_name) == (("friendlyName",), "Bob B.")
    async with seen.on.user_unsubscribed.expect(), alice.on.user_unsubscribed.expect() as gone:
        await seen.unsubscribe()
    assert gone.value is seen
    assert not seen.is_subscribed
    with pytest.raises(StateError, match="not kept up to date any more"):
        await seen.update_friendly_name("Robert")
    with pytest.raises(NotFoundError):
        await alice.get_user("nobody")


async def test_presence(connect: Connect, alice: Client) -> None:
    bob = await connect("bob")
    seen = await alice.get_user("bob")
    assert seen.is_online
    async with seen.on.updated.expect(where=lambda update: not update.user.is_online) as updated:
        await bob.shutdown()
    assert updated.value.update_reasons == ("reachabilityOnline",)


async def test_one_too_many_lets_the_oldest_go(service: LocalService, bob: Client, connect: Connect) -> None:
    await connect("carol")
    options = ClientOptions(user_infos_to_subscribe_override=1)
    async with Client(service.token("alice"), base_url=service.base_url, options=options) as alice:
        released: list[User] = []
        alice.on.user_unsubscribed.connect(released.append)
        first = await alice.get_user("bob")
        second = await alice.get_user("carol")
        assert released == [first]
        assert await alice.get_subscribed_users() == [alice.user, second]

"""Who is typing, from the sign of it to its end."""

from __future__ import annotations

import pytest

from support.rooms import SharedRoom, client_of, share_room
from twilio_chat import Channel, Client, Member, Message, RequestError
from twilio_chat.member import start_member_is_typing
from twilio_local import Limits, LocalService
from twilio_realtime.clock import SystemClock
from twilio_realtime.environment import Environment
from twilio_realtime.errors import ClosedError


def is_typing(member: Member) -> bool:
    """Whether the member is typing, as a call so that type checkers do not take it for a constant."""
    return member.is_typing


async def test_each_sign_is_announced_from_the_inside_out(alice: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    bob_seen = await room.get_member_by_identity("bob")
    order: list[str] = []
    alice.on.typing_started.connect(lambda member: order.append("client"))
    room.on.typing_started.connect(lambda member: order.append("channel"))
    bob_seen.on.typing_started.connect(lambda member: order.append("member"))
    assert not is_typing(bob_seen)
    async with alice.on.typing_started.expect() as started:
        await bobs.typing()
    assert started.value is bob_seen
    assert is_typing(bob_seen)
    start_member_is_typing(bob_seen, 60)
    assert order == ["member", "channel", "client"] * 2


async def test_typing_ends_when_the_message_arrives(alice: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    async with room.on.typing_started.expect() as started:
        await bobs.typing()
    order: list[str] = []

    @alice.on.typing_ended
    def ended(member: Member) -> None:
        assert not is_typing(member)
        order.append(f"{member.identity} ended")

    @alice.on.message_added
    def arrived(message: Message) -> None:
        order.append(str(message.body))

    async with alice.on.message_added.expect(where=lambda message: message.author == "bob"):
        await room.send_message("of alice")
        await bobs.send_message("of bob")
    assert order == ["of alice", "bob ended", "of bob"]
    assert not is_typing(started.value)


async def test_typing_ends_by_itself(alice: Client, shared_room: SharedRoom) -> None:
    member = await shared_room.of_alice.get_member_by_identity("bob")
    async with alice.on.typing_ended.expect() as ended:
        start_member_is_typing(member, 0.01)
    assert ended.value is member
    assert not is_typing(member)


async def test_a_second_call_soon_after_sends_nothing(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    _, bobs = shared_room
    other, bobs_other = await share_room(alice, bob, unique_name="other")
    heard: list[Channel] = []
    alice.on.typing_started.connect(lambda member: heard.append(member.channel))
    for channel in (bobs, bobs, bobs, bobs_other):  # each channel counts by itself
        await channel.typing()
    async with alice.on.message_added.expect():
        await bobs.send_message("whatever was said before has arrived by now")
    assert heard == [shared_room.of_alice, other]


async def test_a_sign_that_was_not_sent_does_not_count(
    service: LocalService, alice: Client, shared_room: SharedRoom
) -> None:
    _, bobs = shared_room
    service.faults.fail_next_request(500, "yping")
    with pytest.raises(RequestError):
        await bobs.typing()
    async with alice.on.typing_started.expect():
        await bobs.typing()


class ShiftedClock(SystemClock):
    """The real time, moved forward by as much as a test says."""

    shift = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.shift


async def test_a_block_shows_it_until_it_ends(alice: Client, bob: Client) -> None:
    """Each block says it at once; the message that ends what is seen does not make the next one wait."""
    room, bobs = await share_room(alice, bob)
    member = await room.get_member_by_identity("bob")
    for _ in range(2):
        async with room.on.typing_started.expect(), bobs.typing():
            await bobs.get_messages_count()
        assert is_typing(member)
        async with room.on.message_added.expect():
            await bobs.send_message("answer")
        assert not is_typing(member)


async def test_a_block_is_not_begun_when_it_cannot_be_said(
    service: LocalService, alice: Client, shared_room: SharedRoom
) -> None:
    bobs = shared_room.of_bob
    service.faults.fail_next_request(500, "yping")
    with pytest.raises(RequestError):
        async with bobs.typing():
            pytest.fail("entered")
    await alice.shutdown()
    with pytest.raises(ClosedError):
        async with shared_room.of_alice.typing():
            pytest.fail("entered")


async def test_a_block_outlives_its_client(shared_room: SharedRoom, bob: Client) -> None:
    async with shared_room.of_bob.typing():
        await bob.shutdown()


@pytest.mark.parametrize(("seconds", "pauses"), [(2, [2, 2]), (600, [300, 300, 300, 300])])
async def test_how_long_a_call_holds_is_what_the_service_has_answered_to_it(seconds: int, pauses: list[float]) -> None:
    """The first answer counts at once, whether its time is shorter or longer than the usual one."""
    clock = ShiftedClock()
    async with (
        LocalService(limits=Limits(typing_seconds=seconds)) as service,
        client_of(service, "alice") as alice,
        client_of(service, "bob", environment=Environment(clock=clock)) as bob,
    ):
        _, bobs = await share_room(alice, bob)
        heard: list[Member] = []
        alice.on.typing_started.connect(heard.append)
        for pause in (0, *pauses):
            clock.shift += pause
            await bobs.typing()
        async with alice.on.message_added.expect():
            await bobs.send_message("whatever was said before has arrived by now")
        assert len(heard) == 3

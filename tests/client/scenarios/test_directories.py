"""Lists of channels: sorted, page by page, as objects and as descriptions."""

from __future__ import annotations

import pytest

from support.rooms import make_room
from twilio_chat import ArgumentError, Channel, ChannelSortingOptions, Client, NotFoundError


@pytest.fixture
async def channels(alice: Client) -> dict[str, Channel]:
    """Channels by friendly name; one has no name, one no message, the order is not that of the alphabet."""
    made: dict[str, Channel] = {}
    for name, unique in [("beta", "b"), ("Alpha", None), ("gamma", "A"), ("", "c")]:
        made[name] = await make_room(alice, friendly_name=name or None, unique_name=unique)
    for name in ("gamma", "beta", ""):
        async with made[name].on.updated.expect(where=lambda update: "lastMessage" in update.update_reasons):
            await made[name].send_message("x")
    return made


@pytest.mark.parametrize(
    ("criteria", "ascending"),
    [
        ("friendlyName", ["Alpha", "beta", "gamma", ""]),
        ("uniqueName", ["gamma", "beta", "", "Alpha"]),
        ("lastMessage", ["gamma", "beta", "", "Alpha"]),
        (None, ["beta", "Alpha", "gamma", ""]),
    ],
)
async def test_local_channels_sorted(
    alice: Client, channels: dict[str, Channel], criteria: str | None, ascending: list[str]
) -> None:
    options = ChannelSortingOptions.model_validate({"criteria": criteria})
    found = [channel.friendly_name or "" for channel in await alice.get_local_channels(options)]
    assert found == ascending
    if criteria is not None:
        descending = await alice.get_local_channels(options, order="descending")
        assert [channel.friendly_name or "" for channel in descending] == ascending[::-1]


async def test_sorting_that_there_is_not(alice: Client) -> None:
    wrong: str = "size"
    with pytest.raises(ArgumentError, match="criteria"):
        await alice.get_local_channels(criteria=wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def test_subscribed_channels_page_by_page(alice: Client, channels: dict[str, Channel]) -> None:
    await alice.create_channel(friendly_name="not joined")
    everything = sorted(channels.values(), key=lambda channel: channel.sid)
    page = await alice.get_subscribed_channels(2)
    assert list(page.items) == everything[:2]
    assert (page.has_prev_page, page.has_next_page) == (False, True)
    following = await page.next_page()
    assert list(following.items) == everything[2:]
    assert list((await following.prev_page()).items) == everything[:2]
    with pytest.raises(NotFoundError, match="no next page"):
        await following.next_page()
    assert [channel async for channel in page] == everything
    from_second = await alice.get_subscribed_channels(10, everything[1].sid)
    assert list(from_second.items) == everything[1:]


async def test_descriptors(alice: Client, bob: Client, channels: dict[str, Channel]) -> None:
    await make_room(bob, friendly_name="secret", is_private=True)
    descriptors = await bob.get_public_channel_descriptors()
    public = {described.friendly_name or "": described async for described in descriptors}
    assert set(public) == set(channels)
    described = public["beta"]
    assert (described.sid, described.unique_name, described.type) == (channels["beta"].sid, "b", "public")
    assert (described.messages_count, described.members_count, described.created_by) == (1, 1, "alice")
    async with channels["beta"].on.updated.expect():
        await channels["beta"].update_friendly_name("renamed")
    assert described.friendly_name == "beta"
    channel = await described.get_channel()
    assert (channel, channel.friendly_name) == (channels["beta"], "renamed")
    assert channel is await bob.get_channel_by_sid(described.sid)
    mine = [described.friendly_name async for described in bob.get_user_channel_descriptors()]
    assert mine == ["secret"]

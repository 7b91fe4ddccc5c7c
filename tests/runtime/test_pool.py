from __future__ import annotations

import asyncio

import pytest

from support.manual_clock import settle
from twilio_realtime.collections.pool import FollowedPool
from twilio_realtime.errors import ClosedError, NotFoundError


class Followed:
    def __init__(self, key: str, world: World) -> None:
        self.key = key
        self._world = world
        self.name = ""

    async def follow(self, name: str) -> None:
        await self._world.gate.wait()
        if name in self._world.broken:
            raise NotFoundError(f"no {name}", status=404)
        self.name = name
        self._world.followed.add(self.key)

    def unfollow(self) -> None:
        self._world.followed.discard(self.key)


class World:
    """A pool, and what is followed."""

    def __init__(self, capacity: int = 2) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.followed: set[str] = set()
        self.broken: set[str] = set()
        self.outdated: set[str] = set()
        self.asked: list[str] = []
        self.told: list[str] = []
        self.pool = FollowedPool[Followed](
            capacity=capacity,
            create=lambda key: Followed(key, self),
            locate=self._locate,
            follow=Followed.follow,
            unfollow=Followed.unfollow,
            followed=lambda item: self.told.append(f"+{item.key}"),
            unfollowed=lambda item: self.told.append(f"-{item.key}"),
        )

    async def _locate(self, key: str, fresh: bool) -> str:
        self.asked.append(f"{key} again" if fresh else key)
        return f"{key}.map" if fresh or key not in self.outdated else f"{key}.old"


async def test_the_same_object_again() -> None:
    world = World()
    first = await world.pool.get("a")
    assert first.name == "a.map"
    assert await world.pool.get("a") is first
    assert (world.asked, world.told) == (["a"], ["+a"])


async def test_the_same_object_for_all_who_ask_at_once() -> None:
    world = World()
    found = await asyncio.gather(*(world.pool.get("a") for _ in range(5)))
    assert len(set(map(id, found))) == 1
    assert world.told == ["+a"]


async def test_first_in_first_out() -> None:
    world = World()
    for key in "abac":
        await world.pool.get(key)
    assert world.told == ["+a", "+b", "+c", "-a"]
    assert world.followed == {"b", "c"}
    assert [item.key for item in world.pool.all()] == ["b", "c"]


async def test_the_pinned_one_stays_and_does_not_count() -> None:
    world = World()
    with pytest.raises(ClosedError):
        _ = world.pool.own
    own = await world.pool.pin("me", "mine.map")
    for key in "abc":
        await world.pool.get(key)
    world.pool.release("me")
    assert await world.pool.get("me") is own is world.pool.own
    assert [item.key for item in world.pool.all()] == ["me", "b", "c"]
    assert world.followed == {"me", "b", "c"}
    assert "me" not in world.asked


async def test_released_and_followed_anew() -> None:
    world = World()
    first = await world.pool.get("a")
    world.pool.release("a")
    world.pool.release("a")
    assert world.followed == set()
    assert await world.pool.get("a") is not first
    assert world.told == ["+a", "-a", "+a"]


async def test_a_failure_leaves_nothing_and_is_not_remembered() -> None:
    world = World()
    world.broken.add("a.map")
    with pytest.raises(NotFoundError):
        await world.pool.get("a")
    assert (world.told, world.pool.all()) == ([], [])
    world.broken.clear()
    await world.pool.get("a")


async def test_what_was_read_before_may_be_outdated() -> None:
    world = World()
    world.broken.add("a.old")
    world.outdated.add("a")
    assert (await world.pool.get("a")).name == "a.map"
    assert world.asked == ["a", "a again"]


async def test_one_of_two_who_wait_is_cancelled() -> None:
    world = World()
    world.gate.clear()
    first, second = (asyncio.ensure_future(world.pool.get("a")) for _ in range(2))
    await settle()
    first.cancel()
    await settle()
    world.gate.set()
    assert (await second).key == "a"


@pytest.mark.parametrize("pinned", [True, False])
async def test_closed_while_somebody_waits(pinned: bool) -> None:
    world = World()
    await world.pool.get("b")
    world.gate.clear()
    waiting = asyncio.ensure_future(world.pool.pin("a", "a.map") if pinned else world.pool.get("a"))
    await settle()
    await world.pool.close()
    world.gate.set()
    with pytest.raises(ClosedError):
        await waiting
    await world.pool.close()
    assert world.followed == set()
    assert world.told == ["+b"]
    with pytest.raises(ClosedError):
        await world.pool.get("b")
    assert asyncio.all_tasks() == {asyncio.current_task()}

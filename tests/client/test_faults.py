"""Requests that fail, and what the caller gets to see of it."""

from __future__ import annotations

import asyncio

import pytest

from support.patience import PATIENCE
from support.rooms import client_of, make_room
from twilio_chat import (
    Client,
    ClosedError,
    ForbiddenError,
    NotFoundError,
    RequestError,
    ThrottledError,
)
from twilio_local import LocalService


@pytest.mark.parametrize(
    ("status", "kind"), [(400, RequestError), (403, ForbiddenError), (404, NotFoundError), (500, RequestError)]
)
async def test_a_refused_request(service: LocalService, alice: Client, status: int, kind: type[RequestError]) -> None:
    await alice.get_local_channels()  # the list of the start is no part of this
    service.faults.fail_next_request(status, "Conversations", code=12345)
    with pytest.raises(kind) as caught:
        await alice.create_channel(friendly_name="secret name")
    assert (caught.value.status, caught.value.code) == (status, 12345)
    assert "secret" not in str(caught.value)
    assert (await alice.create_channel()).created_by == "alice"


@pytest.mark.parametrize("status", [503, 429])
async def test_a_busy_service_is_asked_again(service: LocalService, alice: Client, status: int) -> None:
    room = await make_room(alice)
    service.faults.fail_next_request(status, "Messages", headers={"Retry-After": "0"})
    assert await room.send_message("once") == 0
    assert await room.get_messages_count() == 1


async def test_an_answer_that_got_lost_does_not_send_twice(service: LocalService, alice: Client) -> None:
    room = await make_room(alice)
    service.faults.fail_next_request(503, "Messages", headers={"Retry-After": "0"}, carried_out=True)
    assert await room.send_message("once") == 0
    assert [message.body async for message in room.get_messages()] == ["once"]


async def test_a_service_that_stays_busy(service: LocalService, alice: Client) -> None:
    await alice.get_local_channels()
    service.faults.fail_next_request(429, "Conversations", count=10, code=20429, headers={"Retry-After": "0"})
    with pytest.raises(ThrottledError) as caught:
        await alice.create_channel()
    assert (caught.value.status, caught.value.code) == (429, 20429)


async def test_a_throttled_connection(service: LocalService, alice: Client) -> None:
    service.faults.throttle(1, reconnect_min_ms=20)
    assert (await alice.create_channel(unique_name="x")).unique_name == "x"


async def test_a_refused_start(service: LocalService) -> None:
    service.faults.fail_next_request(403, "Configuration", code=54007)
    client = client_of(service, "alice")
    states: list[str] = []
    client.on.state_changed.connect(states.append)
    with pytest.raises(ForbiddenError):
        await client.start()
    assert states == ["failed"]
    with pytest.raises(ClosedError):
        await client.start()


async def test_a_start_that_succeeds_in_the_end(service: LocalService) -> None:
    service.faults.fail_next_request(503, "Configuration", count=2)
    service.faults.throttle(1, method="init", reconnect_min_ms=20)
    async with client_of(service, "alice") as client:
        assert client.connection_state == "connected"


async def test_a_channel_that_cannot_be_read_at_the_start(service: LocalService, alice: Client) -> None:
    rooms = [await make_room(alice) for _ in range(2)]
    service.faults.fail_next_request(500, f"Documents/{rooms[0].sid}", count=50)
    async with client_of(service, "alice") as again:
        async with asyncio.timeout(PATIENCE):
            known = await again.get_local_channels()
        assert rooms[1] in known
        service.faults.clear()

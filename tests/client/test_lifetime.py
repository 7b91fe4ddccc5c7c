"""From the start of a client to its end, by every road."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable

import pytest

from support.manual_clock import settle
from support.rooms import Connect, client_of, make_room
from twilio_chat import Client, ClosedError, Message, RealtimeError
from twilio_local import LocalService


def running() -> set[str]:
    """Tasks of the runtime that are not the service's."""
    return {repr(task.get_coro()) for task in asyncio.all_tasks() if "twilio_realtime" in repr(task.get_coro())}


def state_of(client: Client) -> str:
    """The connection's state, as a call so that type checkers do not take it for a constant."""
    return client.connection_state


async def following(service: LocalService) -> Client:
    """A client of alice's that follows the channels of the start."""
    client = await client_of(service, "alice").start()
    await client.get_local_channels()
    return client


async def test_the_block(service: LocalService) -> None:
    client = client_of(service, "alice")
    assert state_of(client) == "unknown"
    states: list[str] = []
    client.on.state_changed.connect(states.append)
    client.on.connection_state_changed.connect(states.append)
    async with client as entered:
        assert entered is client
        assert state_of(client) == "connected"
        assert service.sessions == ("alice",)
        assert await client.start() is client
    assert states == ["connecting", "connected", "initialized", "disconnecting", "disconnected"]
    assert state_of(client) == "disconnected"
    assert running() == set()


async def test_shutting_down_twice_and_at_once(service: LocalService) -> None:
    client = await client_of(service, "alice").start()
    await asyncio.gather(client.shutdown(), client.shutdown())
    await client.shutdown()
    assert running() == set()


async def test_shutting_down_what_was_never_started(service: LocalService) -> None:
    client = client_of(service, "alice")
    with pytest.raises(ClosedError, match="is not started; use it inside `async with`"):
        await client.get_local_channels()
    with pytest.raises(ClosedError):
        _ = client.reachability_enabled
    await client.shutdown()
    with pytest.raises(ClosedError, match="was shut down"):
        await client.start()


async def test_after_the_end(service: LocalService) -> None:
    async with client_of(service, "alice") as client:
        room = await make_room(client)
        assert client.reachability_enabled in (True, False)
    calls: list[Callable[[], Awaitable[object]]] = [client.get_local_channels, client.create_channel, client.start]
    for call in calls:
        with pytest.raises(ClosedError):
            await call()
    calls = [room.delete, room.get_messages_count, room.get_messages, room.get_members]
    for call in calls:
        with pytest.raises(RealtimeError):
            await call()
    with pytest.raises(RealtimeError):
        await client.update_token(service.token("alice", ttl=60))
    with pytest.raises(ClosedError):
        await client.on.message_added.wait()
    assert [message async for message in client.on.message_added] == []
    assert running() == set()


async def test_everything_that_waits_ends(service: LocalService) -> None:
    client = await client_of(service, "alice").start()

    async def read() -> list[Message]:
        return [message async for message in client.on.message_added]

    reading, waiting = asyncio.create_task(read()), asyncio.create_task(client.on.message_added.wait())
    service.faults.delay(60)
    asking = asyncio.create_task(client.create_channel())
    await settle()
    await client.shutdown()
    assert await reading == []
    for task in (waiting, asking):
        with pytest.raises(RealtimeError):
            await task
    service.faults.clear()
    assert running() == set()


async def test_shutting_down_from_within_a_handler(service: LocalService, alice: Client) -> None:
    room = await make_room(alice)
    done: list[str] = []
    client = await following(service)

    @client.on.message_added
    async def stop(message: Message) -> None:
        await client.shutdown()
        done.append("went on")

    async with client:
        heard: list[Message] = []
        async with client.on.message_added.stream() as stream:
            await room.send_message("stop")
            heard.extend([message async for message in stream])
    assert len(heard) == 1
    await settle()
    assert done == ["went on"]
    assert running() == set()


async def test_leaving_the_block_while_a_handler_shuts_down(service: LocalService, alice: Client) -> None:
    room = await make_room(alice)
    async with await following(service) as client:

        @client.on.message_added
        async def stop(message: Message) -> None:
            await client.shutdown()

        with pytest.raises(ClosedError):
            async with client.on.connection_error.expect():
                await room.send_message("stop")
    assert running() == set()  # the block waits for the closing that the handler began


async def test_the_end_of_the_connection_is_announced_in_every_way(service: LocalService) -> None:
    client = await following(service)
    later: list[str] = []
    once: list[str] = []

    @client.on.connection_state_changed
    async def hear(state: str) -> None:
        await asyncio.sleep(0)
        later.append(state)

    client.once("connectionStateChanged", once.append)
    stream = client.on.connection_state_changed.stream()
    async with client.on.connection_state_changed.expect(where=lambda state: state == "disconnected"):
        await client.shutdown()
    assert later == ["disconnecting", "disconnected"]
    assert once == ["disconnecting"]
    assert [state async for state in stream] == ["disconnecting", "disconnected"]
    assert running() == set()


async def test_an_exception_in_the_block_is_not_hidden(service: LocalService) -> None:
    with pytest.raises(LookupError):
        async with client_of(service, "alice"):
            raise LookupError
    assert running() == set()


@pytest.mark.parametrize("rounds", [0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 400])
async def test_cancelling_the_start(service: LocalService, rounds: int) -> None:
    client = client_of(service, "alice")
    starting = asyncio.create_task(client.start())
    for _ in range(rounds):
        await asyncio.sleep(0)
    starting.cancel()
    outcome = (await asyncio.gather(starting, return_exceptions=True))[0]
    assert outcome is client or isinstance(outcome, asyncio.CancelledError)
    await client.shutdown()
    assert running() == set()


@pytest.mark.parametrize("rounds", [0, 1, 2, 3, 5, 10, 20])
async def test_cancelling_the_shutdown(service: LocalService, rounds: int) -> None:
    client = await client_of(service, "alice").start()
    closing = asyncio.create_task(client.shutdown())
    for _ in range(rounds):
        await asyncio.sleep(0)
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    await client.shutdown()
    assert running() == set()


async def test_shutting_down_during_the_start(service: LocalService) -> None:
    service.faults.delay(60)
    client = client_of(service, "alice")
    starting = asyncio.create_task(client.start())
    await client.on.connection_state_changed.wait(where=lambda state: state == "connected")
    await client.shutdown()
    with pytest.raises(RealtimeError):
        await starting
    service.faults.clear()
    assert running() == set()


async def test_two_starts_are_one(service: LocalService) -> None:
    client = client_of(service, "alice")
    asking = asyncio.create_task(client.start())
    assert set(await asyncio.gather(client.start(), asking)) == {client}
    assert service.sessions == ("alice",)
    await client.shutdown()


async def test_a_service_that_is_not_there(service: LocalService) -> None:
    token, url = service.token("alice"), service.base_url
    await service.stop()
    client = Client(token, base_url=url)
    starting = asyncio.create_task(client.start())
    problem = await client.on.connection_error.wait()
    assert not problem.terminal
    assert problem.http_status_code is None
    await client.shutdown()
    with pytest.raises(ClosedError):
        await starting


async def test_the_service_ends_first(service: LocalService) -> None:
    async with (
        client_of(service, "alice") as client,
        client.on.connection_state_changed.expect(where=lambda state: state == "connecting"),
    ):
        await service.stop()
    assert running() == set()


async def test_nothing_keeps_a_closed_client_alive(service: LocalService) -> None:
    async with client_of(service, "alice") as client:
        await client.create_channel()
    seen = weakref.ref(client)
    del client
    gc.collect()
    assert seen() is None


async def test_many_clients_of_one_user(connect: Connect) -> None:
    clients = [await connect("alice") for _ in range(3)]
    async with clients[2].on.channel_joined.expect() as joined:
        room = await make_room(clients[0])
    async with clients[1].on.message_added.expect() as arrived:
        await joined.value.send_message("to myself")
    assert arrived.value.channel == room

"""What a start asks the service for, and what becomes of it when a part of it fails."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from support.patience import PATIENCE
from support.rooms import client_of
from twilio_chat import ForbiddenError
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.websocket import Socket, open_websocket


class Withholding:
    """A socket that passes nothing on any more from the first map asked for, until the second one is."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._asked = 0
        self._both = asyncio.Event()

    async def send(self, data: bytes) -> None:
        if b"/v3/Maps/" in data:
            self._asked += 1
            if self._asked == 2:
                self._both.set()
        await self._socket.send(data)

    async def recv(self) -> bytes | str:
        data = await self._socket.recv()
        if self._asked == 1:
            await self._both.wait()
        return data

    async def close(self, code: int = 1000) -> None:
        await self._socket.close(code)

    def abort(self) -> None:
        self._socket.abort()


async def test_what_belongs_to_the_user_is_asked_for_at_the_same_time(service: LocalService) -> None:
    async def open_socket(url: str, seconds: float, most: int) -> Socket:
        return Withholding(await open_websocket(url, seconds, most))

    client = client_of(service, "alice", environment=Environment(open_socket=open_socket))
    async with asyncio.timeout(PATIENCE), client:
        assert client.user.identity == "alice"


@pytest.mark.parametrize(("failing", "count"), [(".info", 1), (".channels", 1), ("/v3/Maps/", 2)])
async def test_a_part_that_is_refused(service: LocalService, failing: str, count: int) -> None:
    before = Counter(repr(task.get_coro()) for task in asyncio.all_tasks())
    service.faults.fail_next_request(403, failing, count=count, code=54007)
    client = client_of(service, "alice")
    states: list[str] = []
    client.on.state_changed.connect(states.append)
    with pytest.raises(ForbiddenError) as caught:
        await client.start()
    assert (caught.value.code, states) == (54007, ["failed"])
    left = Counter(repr(task.get_coro()) for task in asyncio.all_tasks()) - before
    assert not [task for task in left if "twilio_realtime" in task]

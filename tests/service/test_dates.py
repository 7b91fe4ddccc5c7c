"""Every answer says what time it is for the service, so that clients can compare their clocks."""

from __future__ import annotations

from email.utils import formatdate

import httpx
import pytest
from websockets.asyncio.client import connect

from twilio_local import LocalService

NOON = 1_800_000_000.25
DATE = formatdate(1_800_000_000, usegmt=True)


async def test_answers_and_handshakes() -> None:
    async with LocalService(now=lambda: NOON) as service, httpx.AsyncClient(base_url=service.base_url) as http:
        for method, path in (("GET", "/"), ("GET", "/Client/v2/Configuration"), ("OPTIONS", "/v3/wsconnect")):
            response = await http.request(method, path)
            assert response.headers.get_list("date") == [DATE], path
        async with connect(f"ws{service.base_url.removeprefix('http')}/v3/wsconnect") as socket:
            assert socket.response is not None
            assert socket.response.headers.get_all("Date") == [DATE]


async def test_the_date_follows_the_clock() -> None:
    now = NOON
    async with LocalService(now=lambda: now) as service, httpx.AsyncClient(base_url=service.base_url) as http:
        assert (await http.get("/")).headers["date"] == DATE
        now += 61
        assert (await http.get("/")).headers["date"] == formatdate(1_800_000_061, usegmt=True)


@pytest.mark.parametrize("name", ["Date", "date"])
async def test_an_answer_that_has_one_keeps_it(name: str) -> None:
    async with LocalService() as service, httpx.AsyncClient(base_url=service.base_url) as http:
        service.faults.fail_next_request(404, headers={name: DATE})
        assert (await http.get("/")).headers.get_list("date") == [DATE]

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from support.fake_transport import Answer, FakeTransport, reply
from support.manual_clock import ManualClock
from twilio_realtime.clock import Timing
from twilio_realtime.errors import ForbiddenError, NotFoundError, ResponseError
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.requests import pagination
from twilio_realtime.requests.pagination import Paginator, read_to_end
from twilio_realtime.requests.rest import Rest
from twilio_realtime.requests.rest_pages import read_page
from twilio_realtime.requests.transport import HttpRequest

URL = "https://api.example/v1/Things?Order=desc"


class Things:
    """A list of five things, two on a page."""

    def __init__(self) -> None:
        self.tunnel = FakeTransport(rule=self._rule)
        self.rest = Rest(self.tunnel, Timing(ManualClock(), lambda: 0.5))
        self.answer: Answer | None = None

    def _rule(self, request: HttpRequest) -> Answer:
        if self.answer is not None:
            return self.answer
        query = parse_qs(urlsplit(request.url).query)
        assert query["Order"] == ["desc"]
        number = int(query.get("PageToken", ["0"])[0])
        things: list[JsonValue] = [{"n": n} for n in range(number * 2, min(number * 2 + 2, 5))]
        return reply(
            200,
            {
                "things": things,
                "meta": {"next": str(number + 1) if number < 2 else None, "previous": number - 1 if number else ""},
            },
        )

    async def first(self) -> Paginator[JsonValue]:
        def create(data: JsonObject) -> JsonValue:
            return data["n"]

        return await read_page(
            self.rest,
            URL,
            items="things",
            create=create,
            token_parameter="PageToken",
            next_token="next",
            prev_token="previous",
        )


async def test_there_and_back() -> None:
    things = Things()
    page = await things.first()
    assert (page.items, page.has_next_page, page.has_prev_page) == ((0, 1), True, False)
    assert "PageToken" not in things.tunnel.requests[0].url
    second = await page.next_page()
    assert (second.items, second.has_next_page, second.has_prev_page) == ((2, 3), True, True)
    third = await second.next_page()
    assert (third.items, third.has_next_page, third.has_prev_page) == ((4,), False, True)
    assert (await third.prev_page()).items == (2, 3)
    with pytest.raises(NotFoundError):
        await third.next_page()
    with pytest.raises(NotFoundError):
        await page.prev_page()


async def test_all_of_them() -> None:
    assert [item async for item in await Things().first()] == [0, 1, 2, 3, 4]
    assert await read_to_end(await Things().first(), "the list") == [0, 1, 2, 3, 4]


async def test_a_list_without_an_end_is_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "MAX_ENTRIES", 7)
    things = Things()
    things.answer = reply(200, {"things": [{"n": 0}], "meta": {"next": "again"}})

    with pytest.raises(ResponseError, match="the list has more than 7 entries, or no end"):
        await read_to_end(await things.first(), "the list")


@pytest.mark.parametrize("body", [{}, {"things": None, "meta": 5}, {"things": [7, None, "x"], "meta": {"next": None}}])
async def test_answers_that_lack_everything(body: JsonObject) -> None:
    things = Things()
    things.answer = reply(200, body)
    page = await things.first()
    assert (page.items, page.has_next_page, page.has_prev_page) == ((), False, False)


async def test_a_refusal() -> None:
    things = Things()
    things.answer = reply(403, {"message": "not for you"})
    with pytest.raises(ForbiddenError, match="not for you"):
        await things.first()

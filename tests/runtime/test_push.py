from __future__ import annotations

import asyncio
import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from support.fake_transport import Answer, FakeTransport, reply
from support.manual_clock import ManualClock, settle
from twilio_realtime.clock import Timing
from twilio_realtime.errors import ArgumentError, ClosedError, DisconnectedError, RequestError, ResponseError
from twilio_realtime.requests.push import PushRegistrar
from twilio_realtime.requests.transport import HttpRequest

URL = "https://ers.example/v1/registrations"


class Registry:
    """A registrar in front of a service that numbers registrations."""

    def __init__(self, *script: Answer) -> None:
        self.clock = ManualClock()
        self.tunnel = FakeTransport(*script, rule=None if script else self._rule)
        self.known: dict[str, str] = {}
        self.registrar = PushRegistrar(
            self.tunnel,
            URL,
            product="product",
            versions={"fcm": "3", "apn": "4"},
            message_types=["type.one", "type.two"],
            timing=Timing(self.clock, lambda: 0.5),
        )

    def _rule(self, request: HttpRequest) -> Answer:
        if request.method == "POST":
            identifier = f"id-{len(self.tunnel.requests)}"
            self.known[identifier] = json.loads(request.body)["data"]["registration_id"]
            return reply(201, {"id": identifier})
        found = self.known.pop(urlsplit(request.url).path.rpartition("/")[2], None)
        return reply(204) if found else reply(404, {"status": 404})

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.tunnel.requests]


async def test_register() -> None:
    registry = Registry()
    await registry.registrar.set("fcm", "device-1")
    (request,) = registry.tunnel.requests
    parts = urlsplit(request.url)
    assert (request.method, parts.path, parse_qsl(parts.query)) == (
        "POST",
        "/v1/registrations",
        [("productId", "product")],
    )
    assert json.loads(request.body) == {
        "endpoint_platform": "web",
        "channel_type": "fcm",
        "version": "3",
        "message_types": ["type.one", "type.two"],
        "data": {"registration_id": "device-1"},
    }


async def test_the_same_device_again_asks_nothing() -> None:
    registry = Registry()
    await registry.registrar.set("fcm", "device-1")
    await registry.registrar.set("fcm", "device-1")
    assert registry.methods == ["POST"]


async def test_another_device_replaces_it() -> None:
    registry = Registry()
    await registry.registrar.set("fcm", "device-1")
    await registry.registrar.set("fcm", "device-2")
    assert registry.methods == ["POST", "DELETE", "POST"]
    delete = registry.tunnel.requests[1]
    assert urlsplit(delete.url).path == "/v1/registrations/id-1"
    assert (parse_qsl(urlsplit(delete.url).query), delete.body) == ([("productId", "product")], b"{}")
    assert list(registry.known.values()) == ["device-2"]


async def test_registered_again_after_unset() -> None:
    registry = Registry()
    await registry.registrar.set("apn", "device-1")
    await registry.registrar.unset("apn")
    await registry.registrar.unset("apn")
    await registry.registrar.set("apn", "device-1")
    assert registry.methods == ["POST", "DELETE", "POST"]
    assert list(registry.known.values()) == ["device-1"]
    assert json.loads(registry.tunnel.requests[-1].body)["version"] == "4"


async def test_roads_are_independent() -> None:
    registry = Registry()
    await registry.registrar.set("fcm", "device-1")
    await registry.registrar.set("apn", "device-2")
    await registry.registrar.unset("fcm")
    assert list(registry.known.values()) == ["device-2"]


@pytest.mark.parametrize("second", ["device-1", "device-2"])
async def test_calls_at_the_same_time_leave_one_registration(second: str) -> None:
    registry = Registry()
    await asyncio.gather(registry.registrar.set("fcm", "device-1"), registry.registrar.set("fcm", second))
    assert list(registry.known.values()) == [second]
    await asyncio.gather(registry.registrar.unset("fcm"), registry.registrar.set("fcm", "device-3"))
    assert list(registry.known.values()) == ["device-3"]


async def test_a_device_is_removed_by_its_address() -> None:
    registry = Registry(reply(201, {"id": "id-1"}), reply(204), reply(204), reply(201, {"id": "id-2"}))
    await registry.registrar.set("fcm", "device-1")
    await registry.registrar.remove("fcm", "device-2")
    await registry.registrar.set("fcm", "device-1")
    assert registry.methods == ["POST", "DELETE"], "it is another device that was removed"

    await registry.registrar.remove("fcm", "device-1")
    await registry.registrar.set("fcm", "device-1")

    assert registry.methods == ["POST", "DELETE", "DELETE", "POST"]
    for request, device in zip(registry.tunnel.requests[1:3], ("device-2", "device-1"), strict=True):
        parts = urlsplit(request.url)
        assert (parts.path, parse_qsl(parts.query)) == ("/v1/registrations", [("productId", "product")])
        assert json.loads(request.body) == {"binding_type": "fcm", "address": device}


async def test_a_device_that_is_not_registered_is_removed_all_the_same() -> None:
    registry = Registry(reply(404, {"status": 404}), reply(403, {"status": 403}))
    await registry.registrar.remove("apn", "device-1")
    with pytest.raises(RequestError):
        await registry.registrar.remove("apn", "device-1")
    assert registry.methods == ["DELETE", "DELETE"]


async def test_gone_already() -> None:
    registry = Registry()
    await registry.registrar.set("fcm", "device-1")
    registry.known.clear()
    await registry.registrar.unset("fcm")
    await registry.registrar.set("fcm", "device-1")
    assert list(registry.known.values()) == ["device-1"]


async def test_repeated_while_the_service_is_busy() -> None:
    registry = Registry(reply(503), DisconnectedError("cut"), reply(201, {"id": "id-1"}))
    setting = asyncio.ensure_future(registry.registrar.set("fcm", "device-1"))
    await registry.clock.advance(20)
    await setting
    assert registry.methods == ["POST"] * 3


async def test_a_refusal_is_raised_and_not_for_ever() -> None:
    registry = Registry(reply(400, {"message": "bad device", "code": 7}), reply(201, {"id": "id-1"}))
    with pytest.raises(RequestError, match="bad device") as caught:
        await registry.registrar.set("fcm", "device-1")
    assert "device-1" not in str(caught.value)
    await registry.registrar.set("fcm", "device-1")


@pytest.mark.parametrize(
    "answer",
    [reply(201), reply(201, {}), reply(201, {"id": ""}), reply(201, {"id": 5}), reply(201, [])],
    ids=["no body", "no id", "empty", "a number", "a list"],
)
async def test_an_answer_without_registration(answer: Answer) -> None:
    registry = Registry(answer)
    with pytest.raises(ResponseError):
        await registry.registrar.set("fcm", "device-1")


async def test_cancelled_while_waiting() -> None:
    registry = Registry(reply(503), reply(201, {"id": "id-1"}))
    setting = asyncio.ensure_future(registry.registrar.set("fcm", "device-1"))
    await settle()
    setting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await setting
    assert registry.clock.timers == 0
    await registry.registrar.set("fcm", "device-1")


async def test_closed_meanwhile() -> None:
    registry = Registry(ClosedError("closed"))
    with pytest.raises(ClosedError):
        await registry.registrar.set("fcm", "device-1")


async def test_a_road_that_does_not_exist() -> None:
    registry = Registry()
    with pytest.raises(ArgumentError, match="'fcm' or 'apn', not 'pigeon'"):
        await registry.registrar.set("pigeon", "device-1")
    with pytest.raises(ArgumentError):
        await registry.registrar.unset("pigeon")
    with pytest.raises(ArgumentError):
        await registry.registrar.remove("pigeon", "device-1")
    assert registry.methods == []

"""What a relay says of itself: a line where to, a line for how many users, answers over HTTP, and metrics."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path

import httpx
import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint

from cli.conftest import Start, finished
from docs.samples import ROOT
from support.manual_clock import settle
from support.nats_process import NatsProcess
from support.rooms import Connect, client_of
from twilio_chat import Client
from twilio_cli.relaying import Lines, _let_metrics_be_collected  # pyright: ignore[reportPrivateUsage]
from twilio_fleet import BrokerError, CloudEvent, CloudEvents, Relay
from twilio_fleet.health import Watch
from twilio_fleet.metrics import observe
from twilio_local import LocalService
from twilio_realtime.json import JsonObject
from twilio_realtime.telemetry.health_server import serve_health


class Kept:
    """A sink that counts, and may be away."""

    def __init__(self) -> None:
        self.published = 0
        self.duplicates = 0
        self.away = False

    async def put(self, event: CloudEvent) -> None:
        if self.away:
            raise BrokerError("the broker is away")
        self.published += 1


async def said(process: Process, wanted: str) -> str:
    """The next line of standard error that matches."""
    assert process.stderr is not None
    while True:
        line = (await process.stderr.readline()).decode()
        assert line, f"it has ended without a line like {wanted!r}"
        if re.search(wanted, line):
            return line.rstrip("\n")


async def ask(port: str, path: str = "/readyz") -> tuple[int, JsonObject]:
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"http://127.0.0.1:{port}{path}")
        found: JsonObject = answer.json()
        return answer.status_code, found


async def until_ready(port: str) -> JsonObject:
    while True:
        status, found = await ask(port)
        assert (status == 200) is (found["ready"] is True)
        if status == 200:
            return found
        await asyncio.sleep(0.1)


async def test_lines_say_where_they_go_and_for_how_many(service: LocalService, start: Start, tmp_path: Path) -> None:
    given = {"TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")}
    process = await start("relay", "--cursors", str(tmp_path / "relay.db"), "--health", "0", **given)
    line = await said(process, "relaying to")
    assert line.startswith(f"relaying to standard output; cursors in the file '{tmp_path / 'relay.db'}'; health at ")
    assert await said(process, "serving") == "serving 1 user"
    port = line.rpartition(" ")[2]
    found = await until_ready(port)
    assert (found["users"], found["connected"], found["leases_held"]) == (1, 1, None)
    assert (await ask(port, "/healthz"))[0] == 200
    process.send_signal(signal.SIGTERM)
    assert (await finished(process)).code == 0

    process = await start("relay", **given)
    assert "kept in memory only" in await said(process, "relaying to standard output")
    process.send_signal(signal.SIGTERM)
    await finished(process)


async def test_a_worker_says_how_many_users_it_has_and_takes_others(
    service: LocalService, connect: Connect, start: Start, server: NatsProcess, tmp_path: Path
) -> None:
    people = tmp_path / "people"
    await asyncio.to_thread(people.write_text, "bob\ncarol\n")
    tokens = (
        "from twilio_local import ServiceCredentials, mint_token\n\n"
        "def give(identity):\n"
        "    whom = 'mallory' if identity == 'eve' else identity\n"
        "    return mint_token(ServiceCredentials.development(), whom)\n"
    )
    await asyncio.to_thread((tmp_path / "their_tokens.py").write_text, tokens)
    process = await start(
        *("relay", "--stream", "shop", "--fleet", "shop", "--identities", str(people), "--health", "127.0.0.1:0"),
        *("--lease", "3", "--tokens", "their_tokens:give"),
        NATS_URL=server.url,
        TWILIO_BASE_URL=service.base_url,
        PYTHONPATH=str(tmp_path),
    )
    line = await said(process, "relaying to")
    to = f"the stream 'shop' at {server.place}, because NATS_URL is set"
    assert line.startswith(f"relaying to {to}; cursors in the bucket 'shop-cursors' there; health at 127.0.0.1 port ")
    port = line.rpartition(" ")[2]
    assert await said(process, "serving") == "serving 2 of 2 users of the fleet 'shop'"
    found = await until_ready(port)
    assert (found["leases_held"], found["leases_wanted"], found["connected"]) == (2, 2, 2)

    # Eve's token is somebody else's: that costs eve alone.
    await asyncio.to_thread(people.write_text, "carol\ndave\neve\n")
    assert "2 users added, 1 removed" in await said(process, "was changed")
    wrong = await said(process, "eve")
    assert "--tokens was asked for a token of 'eve' and gave one of 'mallory'" in wrong
    assert await said(process, "serving") == "serving 2 of 3 users of the fleet 'shop'"
    found = await until_ready(port)
    assert (found["leases_held"], found["connected"], found["failing"]) == (3, 2, 1)

    await asyncio.to_thread(people.unlink)
    assert "the users stay those from before" in await said(process, "cannot read identities")

    await server.kill()
    while True:
        if (await ask(port))[0] == 503:
            break
        await asyncio.sleep(0.1)
    status, found = await ask(port, "/healthz")
    assert (status, found["alive"]) == (200, True)
    await server.start()
    await until_ready(port)
    process.send_signal(signal.SIGTERM)
    assert (await finished(process)).code == 0


@pytest.mark.parametrize("address", ["x", "70000", ":80", "host:", "127.0.0.1:-1"])
async def test_addresses_that_are_none(start: Start, address: str) -> None:
    ended = await finished(await start("relay", "--health", address, TWILIO_TOKEN="x"))
    assert ended.code == 2
    assert f"not {address!r}" in ended.err


def points(reader: InMemoryMetricReader) -> dict[str, dict[str, float]]:
    """What was collected: of each metric the values, by the attribute that tells them apart."""
    found: dict[str, dict[str, float]] = {}
    data = reader.get_metrics_data()
    for resource in data.resource_metrics if data is not None else ():
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                for point in metric.data.data_points:
                    assert isinstance(point, NumberDataPoint)
                    label = ",".join(map(str, (point.attributes or {}).values()))
                    found.setdefault(f"{metric.name} {metric.unit}", {})[label] = point.value
    return found


async def test_metrics_and_health_follow_what_happens(service: LocalService) -> None:
    reader = InMemoryMetricReader()
    meters = MeterProvider(metric_readers=[reader])
    sink = Kept()
    lines: list[str] = []
    written = 1_000_000_000.0
    relay = Relay(CloudEvents("twilio_chat"), sink, tell=lines.append, wall=lambda: written + 4)
    watch = Watch(relay, sink, users=1)
    observe(watch, meters)
    assert (watch.health.ready, watch.health.lag_seconds) == (False, None)
    client: Client = client_of(service, "bob")
    async with serve_health(watch, port=0) as answering:
        with watch.serving("bob", client):
            async with client:
                assert watch.health.ready
                event = CloudEvent(
                    name="x", id="1", type="x", source="/x", subject=None, partition=None, position=0, identity=None,
                    time="2001-09-09T01:46:40Z", data=None,
                )  # fmt: skip
                await relay._hand_on(event)  # pyright: ignore[reportPrivateUsage]
                assert watch.health.lag_seconds == 4
                sink.away = True
                pending = asyncio.create_task(relay._hand_on(event))  # pyright: ignore[reportPrivateUsage]
                await settle()
                status, found = await ask(str(answering.port))
                assert (status, found["broker_reachable"]) == (503, False)
                sink.away = False
                await pending
                assert (await ask(str(answering.port)))[0] == 200
                measured = points(reader)
    assert measured == {
        "twilio_fleet.client.count {client}": {"connected": 1, "failing": 0, "connecting": 0},
        "twilio_fleet.event.lag s": {"": 4},
        "twilio_fleet.event.waiting {event}": {"": 0},
        "twilio_fleet.event.published {event}": {"": 2},
        "twilio_fleet.event.duplicates {event}": {"": 0},
    }
    ended = watch.health
    assert not ended.ready
    meters.shutdown()


async def test_a_user_who_fails_alone_does_not_count_against_the_others(service: LocalService) -> None:
    sink = Kept()
    watch = Watch(Relay(CloudEvents("twilio_chat"), sink, tell=print), sink, users=2)
    with pytest.raises(ZeroDivisionError), watch.serving("eve", client_of(service, "eve")):
        raise ZeroDivisionError
    assert (watch.health.ready, watch.health.failing) == (False, 1), "all have failed"
    client = client_of(service, "bob")
    with watch.serving("bob", client):
        async with client:
            assert watch.health.ready
    with pytest.raises(asyncio.CancelledError), watch.serving("eve", client_of(service, "eve")):
        raise asyncio.CancelledError
    assert watch.health.failing == 0


def test_the_page_tells_every_metric_with_its_unit() -> None:
    page = (ROOT / "docs" / "observability.md").read_text(encoding="utf-8")
    for folder, prefix in (
        ("twilio_fleet/metrics.py", "twilio_fleet"),
        ("twilio_realtime/telemetry/otel.py", "twilio_realtime"),
    ):
        code = (ROOT / "runtime" / folder).read_text(encoding="utf-8")
        made = set(re.findall(rf'"({prefix}\.[a-z.]+\.[a-z]+|{prefix}\.[a-z]+)"', code))
        told = set(re.findall(rf"^\| `({prefix}\.[a-z.]+)` \|", page, re.MULTILINE))
        assert made - {"twilio_fleet.lease.state", "twilio_fleet.client.state"} == told


async def test_lines_count_what_they_leave_out(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    event = CloudEvent(
        name="x", id="1", type="x", source="/x", subject=None, partition=None, position=0, identity=None,
        time=None, data=None,
    )  # fmt: skip
    await lines.put(event)
    await lines.put(event)
    assert (lines.published, lines.duplicates) == (1, 1)
    assert json.loads(capsys.readouterr().out)["id"] == "1"


def test_a_relay_runs_where_there_is_no_opentelemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.metrics", None)
    monkeypatch.delitem(sys.modules, "twilio_fleet.metrics", raising=False)
    sink = Kept()
    watch = Watch(Relay(CloudEvents("twilio_chat"), sink, tell=print), sink)
    _let_metrics_be_collected(watch)
    with pytest.raises(ModuleNotFoundError, match="opentelemetry-api is not installed"):
        importlib.import_module("twilio_fleet.metrics")

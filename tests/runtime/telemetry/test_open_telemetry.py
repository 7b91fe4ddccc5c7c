"""Spans and metrics of a real conversation, as OpenTelemetry's SDK collects them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader, NumberDataPoint
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from runtime.telemetry.conftest import QUICK
from support.manual_clock import settle
from support.rooms import client_of, make_room
from twilio_chat import Client, NotFoundError, RealtimeError
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.telemetry.otel import OpenTelemetry

Points = Sequence[HistogramDataPoint | NumberDataPoint]


class Collector:
    """An SDK that keeps everything in memory."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self._exporter))
        self._reader = InMemoryMetricReader()
        self._meters = MeterProvider(metric_readers=[self._reader])
        self.environment = Environment(limits=QUICK, telemetry=OpenTelemetry(self.tracers, self._meters))

    def spans(self, name: str) -> list[ReadableSpan]:
        return [span for span in self._exporter.get_finished_spans() if span.name == name]

    def metric(self, name: str) -> Points:
        data = self._reader.get_metrics_data()
        found: list[HistogramDataPoint | NumberDataPoint] = []
        for resource in data.resource_metrics if data is not None else ():
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    if metric.name == name:
                        for point in metric.data.data_points:
                            assert isinstance(point, HistogramDataPoint | NumberDataPoint)
                            found.append(point)
        return found

    def close(self) -> None:
        self.tracers.shutdown()
        self._meters.shutdown()


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


async def test_spans_and_metrics(service: LocalService, collector: Collector) -> None:
    tracer = collector.tracers.get_tracer("test")
    token = service.token("alice")
    async with Client(token, base_url=service.base_url, environment=collector.environment) as client:
        channel = await make_room(client, unique_name="secret-room")
        with tracer.start_as_current_span("work"), pytest.raises(NotFoundError):
            await client.get_channel_by_unique_name("nowhere")
        async with channel.on.message_added.expect():
            await channel.send_message("a private text")
        async with client.on.connection_state_changed.expect(where=lambda state: state == "connected"):
            service.faults.cut("alice")

    first, second = collector.spans("connect")
    assert first.kind is second.kind is SpanKind.CLIENT
    assert first.status.status_code is StatusCode.UNSET

    (work,) = collector.spans("work")
    (refused,) = [span for span in collector.spans("GET") if span.status.status_code is StatusCode.ERROR]
    assert refused.parent is not None
    assert work.context is not None
    assert refused.parent.span_id == work.context.span_id
    attributes = dict(refused.attributes or {})
    assert attributes["http.response.status_code"] == 404
    assert attributes["error.type"] == "404"
    assert attributes["server.address"] == "127.0.0.1"
    assert str(attributes["url.path"]).endswith("/nowhere")

    (reconnects,) = collector.metric("twilio_realtime.reconnects")
    assert isinstance(reconnects, NumberDataPoint)
    assert reconnects.value == 1
    lags = {
        str((point.attributes or {})["event.name"]): point for point in collector.metric("twilio_realtime.event.lag")
    }
    added = lags["list_item_added"]
    assert isinstance(added, HistogramDataPoint)
    assert added.count == 1
    assert added.min >= 0
    durations = collector.metric("twilio_realtime.request.duration")
    outcomes = {str((point.attributes or {})["outcome"]) for point in durations}
    assert {"200", "201", "404"} <= outcomes

    everything = "".join(
        span.to_json() for name in ("connect", "GET", "POST", "work") for span in collector.spans(name)
    )
    assert token not in everything
    assert "a private text" not in everything


async def test_a_request_without_an_answer(service: LocalService, collector: Collector) -> None:
    async with client_of(service, "alice", environment=collector.environment) as client:
        service.faults.half_open("alice")
        asking = asyncio.create_task(client.get_channel_by_unique_name("general"))
        await settle()
        assert client.stats.pending_requests
    with pytest.raises(RealtimeError):
        await asking
    (failed,) = [
        span for span in collector.spans("GET") if str((span.attributes or {})["url.path"]).endswith("/general")
    ]
    assert failed.status.status_code is StatusCode.ERROR
    assert (failed.attributes or {})["error.type"] == "CancelledError"
    assert [event.name for event in failed.events] == ["exception"]

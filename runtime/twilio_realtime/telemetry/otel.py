"""Measurements for OpenTelemetry. Needs its API, which the extra ``otel`` installs; what collects them is up to you.

Give it to a client through its environment:

    Client(token, environment=Environment(telemetry=OpenTelemetry()))

Spans, all of kind CLIENT:

* ``connect``: from wanting a connection to having one. Failed attempts are exceptions recorded on the way.
* ``GET``, ``POST``, …: one attempt of a request through the connection, inside the caller's span, with
  ``http.request.method``, ``server.address``, ``url.path`` and ``http.response.status_code``.

Metrics:

* ``twilio_realtime.reconnects``: lost connections that came back.
* ``twilio_realtime.request.duration``: seconds of each attempt of a request.
* ``twilio_realtime.event.lag``: seconds between a change at the service and its arrival here, by ``event.name``.

Neither holds tokens, queries, bodies or anything else that people wrote, save names that are part of a path.
Files travel by plain HTTPS beside the connection: instrument httpx to see them.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from ..requests.transport import HttpRequest
from ..version import VERSION
from .observer import Operation

try:
    from opentelemetry.metrics import Histogram, MeterProvider, get_meter
    from opentelemetry.trace import Span, SpanKind, StatusCode, TracerProvider, get_tracer
except ModuleNotFoundError as _missing:
    raise ModuleNotFoundError(
        "opentelemetry-api is not installed; in the clone of this package's repository run: pip install '.[otel]'",
        name=_missing.name,
    ) from None

__all__ = ["OpenTelemetry"]

_NAME = "twilio_realtime"
_FIRST_ERROR_STATUS = 400


class OpenTelemetry:
    """Implements `twilio_realtime.telemetry.observer.Telemetry`; one object may serve any number of clients.

    Args:
        tracer_provider: Where spans go; the global one by default.
        meter_provider: Where metrics go; the global one by default.
    """

    def __init__(
        self, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
    ) -> None:
        self._tracer = get_tracer(_NAME, VERSION, tracer_provider)
        meter = get_meter(_NAME, VERSION, meter_provider)
        self._reconnects = meter.create_counter(
            "twilio_realtime.reconnects", unit="{reconnect}", description="Lost connections that came back"
        )
        self._durations = meter.create_histogram(
            "twilio_realtime.request.duration", unit="s", description="Duration of attempts of requests"
        )
        self._lags = meter.create_histogram(
            "twilio_realtime.event.lag", unit="s", description="Time from a change at the service to its arrival"
        )

    def connecting(self) -> Operation:
        """See `Telemetry.connecting`."""
        return _SpanOperation(self._tracer.start_span("connect", kind=SpanKind.CLIENT))

    def reconnected(self) -> None:
        """See `Telemetry.reconnected`."""
        self._reconnects.add(1)

    def requesting(self, request: HttpRequest) -> Operation:
        """See `Telemetry.requesting`."""
        url = urlsplit(request.url)
        span = self._tracer.start_span(
            request.method,
            kind=SpanKind.CLIENT,
            attributes={
                "http.request.method": request.method,
                "server.address": url.hostname or "",
                "url.path": url.path,
            },
        )
        return _RequestOperation(span, request.method, self._durations)

    def event_received(self, kind: str, lag: float | None) -> None:
        """See `Telemetry.event_received`."""
        if lag is not None:
            self._lags.record(lag, {"event.name": kind})


class _SpanOperation:
    def __init__(self, span: Span) -> None:
        self._span = span

    def trouble(self, error: BaseException) -> None:
        self._span.record_exception(error)

    def succeeded(self, status: int | None) -> None:
        if status is not None:
            self._span.set_attribute("http.response.status_code", status)
            if status >= _FIRST_ERROR_STATUS:
                self._span.set_attribute("error.type", str(status))
                self._span.set_status(StatusCode.ERROR)
        self._span.end()

    def failed(self, error: BaseException) -> None:
        self._span.set_attribute("error.type", type(error).__name__)
        self._span.record_exception(error)
        self._span.set_status(StatusCode.ERROR, type(error).__name__)
        self._span.end()


class _RequestOperation(_SpanOperation):
    def __init__(self, span: Span, method: str, durations: Histogram) -> None:
        super().__init__(span)
        self._method = method
        self._durations = durations
        self._started = time.monotonic()

    def succeeded(self, status: int | None) -> None:
        self._measure(str(status or ""))
        super().succeeded(status)

    def failed(self, error: BaseException) -> None:
        self._measure(type(error).__name__)
        super().failed(error)

    def _measure(self, outcome: str) -> None:
        elapsed = time.monotonic() - self._started
        self._durations.record(elapsed, {"http.request.method": self._method, "outcome": outcome})

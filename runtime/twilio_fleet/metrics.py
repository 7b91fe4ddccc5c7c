"""Measurements of a relay for OpenTelemetry. Needs its API, which the extra ``otel`` installs.

They are asked for when they are collected, and cost nothing in between. What collects them is up to you: the SDK, or
the program ``opentelemetry-instrument`` in front of the command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from twilio_realtime.version import VERSION

from .health import RelayHealth, Watch

try:
    from opentelemetry.metrics import CallbackOptions, MeterProvider, Observation, get_meter
except ModuleNotFoundError as _missing:
    raise ModuleNotFoundError(
        "opentelemetry-api is not installed; in the clone of this package's repository run: pip install '.[otel]'",
        name=_missing.name,
    ) from None

__all__ = ["observe"]

_NAME: Final = "twilio_fleet"


def observe(watch: Watch, meter_provider: MeterProvider | None = None) -> None:
    """Let the metrics of a relay be collected, as long as the meter provider lasts.

    Args:
        watch: Knows how the relay is.
        meter_provider: Where metrics go; the global one by default.
    """
    meter = get_meter(_NAME, VERSION, meter_provider)

    def told(
        of: Callable[[RelayHealth], Iterable[Observation]],
    ) -> Sequence[Callable[[CallbackOptions], Iterable[Observation]]]:
        return [lambda _: of(watch.health)]

    meter.create_observable_up_down_counter(
        "twilio_fleet.lease.count", told(_leases), unit="{lease}", description="Leases of this worker's share"
    )
    meter.create_observable_up_down_counter(
        "twilio_fleet.client.count", told(_clients), unit="{client}", description="Clients that should be connected"
    )
    meter.create_observable_gauge(
        "twilio_fleet.event.lag",
        told(lambda now: [] if now.lag_seconds is None else [Observation(now.lag_seconds)]),
        unit="s",
        description="Time from when the last event that says so was written to when it was kept",
    )
    meter.create_observable_up_down_counter(
        "twilio_fleet.event.waiting",
        told(lambda now: [Observation(now.waiting_events)]),
        unit="{event}",
        description="Events that wait to be handed on",
    )
    meter.create_observable_counter(
        "twilio_fleet.event.published",
        told(lambda now: [Observation(now.published)]),
        unit="{event}",
        description="Events that were handed on",
    )
    meter.create_observable_counter(
        "twilio_fleet.event.duplicates",
        told(lambda now: [Observation(now.duplicates)]),
        unit="{event}",
        description="Events that stood in the stream already and were refused",
    )


def _leases(now: RelayHealth) -> Iterable[Observation]:
    if now.leases_held is not None and now.leases_wanted is not None:
        yield Observation(now.leases_held, {"twilio_fleet.lease.state": "held"})
        yield Observation(max(0, now.leases_wanted - now.leases_held), {"twilio_fleet.lease.state": "missing"})


def _clients(now: RelayHealth) -> Iterable[Observation]:
    missing = max(0, now.users - now.connected - now.failing)
    for state, count in (("connected", now.connected), ("failing", now.failing), ("connecting", missing)):
        yield Observation(count, {"twilio_fleet.client.state": state})

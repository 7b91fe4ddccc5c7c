"""What a telemetry is told, and that its failures stay its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from support.manual_clock import ManualClock
from twilio_realtime.errors import DeadlineError, DisconnectedError, ExpiredTokenError, RefusedTokenError
from twilio_realtime.requests.transport import HttpReply, HttpRequest
from twilio_realtime.telemetry.observer import Observer
from twilio_realtime.twilsock.listener import ConnectionProblem

REQUEST = HttpRequest("GET", "https://api.example/v1/Things")
LOST = ConnectionProblem(False, "lost", None, None, DisconnectedError("lost"))
REFUSED = ConnectionProblem(True, "refused", 401, 20104, RefusedTokenError("refused"))


class NotingOperation:
    """Writes its course down."""

    def __init__(self, name: str, note: Callable[[str], None]) -> None:
        self._name = name
        self._note = note

    def trouble(self, error: BaseException) -> None:
        self._note(f"{self._name}: trouble {type(error).__name__}")

    def succeeded(self, status: int | None) -> None:
        self._note(f"{self._name}: succeeded {status}")

    def failed(self, error: BaseException) -> None:
        self._note(f"{self._name}: failed {type(error).__name__}")


class NotingTelemetry:
    """Writes down what it is told; if broken, raises afterwards."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.broken = False

    def _note(self, text: str) -> None:
        self.notes.append(text)
        if self.broken:
            raise RuntimeError("broken telemetry")

    def connecting(self) -> NotingOperation:
        self._note("connecting")
        return NotingOperation("connect", self._note)

    def reconnected(self) -> None:
        self._note("reconnected")

    def requesting(self, request: HttpRequest) -> NotingOperation:
        self._note(f"requesting {request.method}")
        return NotingOperation("request", self._note)

    def event_received(self, kind: str, lag: float | None) -> None:
        self._note(f"event {kind} {lag}")


class OneAnswer:
    """A tunnel with one outcome."""

    def __init__(self, outcome: HttpReply | BaseException) -> None:
        self._outcome = outcome

    async def send(self, request: HttpRequest, *, timeout: float | None = None) -> HttpReply:
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        return self._outcome


@pytest.fixture
def telemetry() -> NotingTelemetry:
    return NotingTelemetry()


@pytest.fixture
def observer(telemetry: NotingTelemetry) -> Observer:
    return Observer(telemetry, ManualClock(wall=1_800_000_000.0))


def test_a_connection_that_comes_back(observer: Observer, telemetry: NotingTelemetry) -> None:
    observer.phase_changed("connecting")
    observer.problem(LOST)
    observer.phase_changed("connected")
    observer.connected()
    observer.phase_changed("connecting")
    observer.phase_changed("connected")
    observer.connected()
    assert telemetry.notes == [
        "connecting",
        "connect: trouble DisconnectedError",
        "connect: succeeded None",
        "connecting",
        "connect: succeeded None",
        "reconnected",
    ]


def test_attempts_that_end_for_good(observer: Observer, telemetry: NotingTelemetry) -> None:
    observer.phase_changed("connecting")
    observer.phase_changed("denied")
    observer.problem(REFUSED)
    observer.phase_changed("connecting")
    observer.phase_changed("disconnected")
    observer.token_expired()
    observer.phase_changed("connecting")
    observer.phase_changed("disconnecting")
    observer.phase_changed("disconnected")
    failures = [note.removeprefix("connect: failed ") for note in telemetry.notes if note != "connecting"]
    assert failures == [RefusedTokenError.__name__, ExpiredTokenError.__name__, "ClosedError"]


@pytest.mark.parametrize(
    ("outcome", "note"),
    [
        (HttpReply(404, "Not Found"), "request: succeeded 404"),
        (DeadlineError("too late"), "request: failed DeadlineError"),
        (asyncio.CancelledError(), "request: failed CancelledError"),
    ],
)
async def test_requests(
    observer: Observer, telemetry: NotingTelemetry, outcome: HttpReply | BaseException, note: str
) -> None:
    tunnel = observer.transport(OneAnswer(outcome))
    if isinstance(outcome, HttpReply):
        assert await tunnel.send(REQUEST) is outcome
    else:
        with pytest.raises(type(outcome)):
            await tunnel.send(REQUEST)
    assert telemetry.notes == ["requesting GET", note]


def test_lag_of_events(observer: Observer, telemetry: NotingTelemetry) -> None:
    observer.notification("sync", {"event_type": "map_item_added", "event": {"date_created": "2027-01-15T07:59:58Z"}})
    observer.notification("sync", {"event_type": "replayed", "events": [{"date_created": "2099-01-01T00:00:00Z"}]})
    for date in ("yesterday", 5, None, "2027-01-15T07:59:58"):
        observer.notification("sync", {"event_type": "odd", "event": {"date_created": date}})
    observer.notification("some.type", {"anything": 1})
    assert telemetry.notes == [
        "event map_item_added 2.0",
        "event replayed 0.0",
        *["event odd None"] * 4,
        "event some.type None",
    ]


async def test_a_broken_telemetry_breaks_nothing(
    observer: Observer, telemetry: NotingTelemetry, caplog: pytest.LogCaptureFixture
) -> None:
    observer.phase_changed("connecting")
    telemetry.broken = True
    observer.problem(LOST)
    observer.connected()
    observer.phase_changed("connecting")
    assert (await observer.transport(OneAnswer(HttpReply(200, "OK"))).send(REQUEST)).status == 200
    observer.notification("some.type", {})
    assert len(telemetry.notes) == len(caplog.records) + 1
    assert "telemetry's trouble failed" in caplog.text


async def test_without_a_telemetry_nothing_is_in_the_way() -> None:
    observer = Observer(None, ManualClock())
    tunnel = OneAnswer(HttpReply(200, "OK"))
    assert observer.transport(tunnel) is tunnel
    observer.phase_changed("connecting")
    observer.problem(LOST)
    observer.connected()
    observer.token_expired()
    observer.notification("some.type", {})

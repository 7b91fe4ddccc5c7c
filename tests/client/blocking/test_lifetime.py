"""From the start of a blocking client to its end, by every road."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest

from client.blocking.conftest import Connect, client_of, client_threads
from support.patience import PATIENCE
from support.threaded_service import ThreadedService
from twilio_chat.blocking import (
    ArgumentError,
    Channel,
    Client,
    ClosedError,
    ConfigurationError,
    DeadlineError,
    DisconnectedError,
    ExpiredTokenError,
    MalformedTokenError,
    Message,
    StateError,
    TokenProviderError,
)
from twilio_local import LocalService

THREADS = ["twilio_chat Client handlers", "twilio_chat Client loop"]


def state_of(client: Client) -> str:
    """The connection's state, as a call so that type checkers do not take it for a constant."""
    return client.connection_state


def test_the_block(service: ThreadedService) -> None:
    client = client_of(service, "alice")
    assert client_threads() == []
    states: SimpleQueue[str] = SimpleQueue()
    client.on.state_changed.connect(states.put)
    with client as entered:
        assert entered is client
        assert state_of(client) == "connected"
        assert client_threads() == THREADS
        assert service.call(lambda running: running.sessions) == ("alice",)
        assert client.start() is client
        assert states.get(timeout=PATIENCE) == "initialized"
        assert client.stats.phase == "connected"
    assert client_threads() == []
    assert state_of(client) == "disconnected"
    assert client.stats.frames_in > 0
    with pytest.raises(ClosedError, match="was shut down; make a new one"):
        client.start()
    with pytest.raises(ClosedError), client:
        pytest.fail("entered twice")
    client.shutdown()


def test_a_client_that_was_never_started(service: ThreadedService) -> None:
    client = client_of(service, "alice")
    with pytest.raises(ClosedError, match="is not started"):
        client.get_local_channels()
    with pytest.raises(ClosedError):
        _ = client.reachability_enabled
    client.shutdown()
    with pytest.raises(ClosedError):
        client.start()


def test_a_start_that_fails_leaves_nothing_behind(service: ThreadedService) -> None:
    states: SimpleQueue[str] = SimpleQueue()
    client = Client("no token", base_url=service.base_url)
    client.on.state_changed.connect(states.put)
    with pytest.raises(MalformedTokenError), client:
        pytest.fail("entered")
    assert client_threads() == []
    assert states.get_nowait() == "failed"
    with pytest.raises(ArgumentError, match="token must be"):
        Client("")
    with pytest.raises(ConfigurationError):
        Client(base_url=service.base_url)


def test_after_the_end(service: ThreadedService) -> None:
    with client_of(service, "alice") as client:
        room = client.create_channel(friendly_name="Room").join()
    calls: list[Callable[[], object]] = [client.get_local_channels, client.create_channel, room.delete]
    calls += [room.get_messages, room.typing, room.on.message_added.wait]
    for call in calls:
        with pytest.raises(ClosedError, match="was shut down; make a new one"):
            call()
    assert room.friendly_name == "Room"
    assert client.user.identity == "alice"
    room.on.message_added.connect(print)
    assert list(room.on.message_added) == []
    assert room.on.message_added.disconnect(print)


def test_closing_ends_what_waits(connect: Connect, service: ThreadedService) -> None:
    client = connect("alice")
    room = client.create_channel().join()
    service.call(lambda running: running.faults.delay(3600))
    begun = threading.Semaphore(0)
    calls: list[Callable[[], object]] = [
        client.on.token_expired.wait,
        room.on.message_added.wait,
        lambda: room.send_message("never answered"),
        lambda: client.get_user("bob"),
    ]

    def failing(call: Callable[[], object]) -> BaseException:
        begun.release()
        with pytest.raises((ClosedError, DisconnectedError)) as caught:
            call()
        return caught.value

    def reading() -> list[Message]:
        begun.release()
        return list(room.on.message_added)

    with ThreadPoolExecutor(5) as others:
        waiting = [others.submit(failing, call) for call in calls]
        ended = others.submit(reading)
        for _ in range(5):
            assert begun.acquire(timeout=PATIENCE)
        client.shutdown()
        for found in waiting:
            assert isinstance(found.result(PATIENCE), ClosedError | DisconnectedError)
        assert ended.result(PATIENCE) == []
    assert client_threads() == []


def test_closing_from_several_threads(service: ThreadedService) -> None:
    client = client_of(service, "alice").start()
    with ThreadPoolExecutor(4) as others:
        for closing in [others.submit(client.shutdown) for _ in range(4)]:
            closing.result(PATIENCE)
    assert client_threads() == []


def test_closing_on_the_loops_thread_is_refused(room: Channel, alice: Client) -> None:
    def condition(message: Message) -> bool:
        alice.shutdown()
        return True

    with (
        pytest.raises(StateError, match="on the event loop's own thread"),
        room.on.message_added.expect(where=condition),
    ):
        room.send_message("hello")
    assert state_of(alice) == "connected"


# ---------------------------------------------------------------------------------------------- closing and handlers


def test_queued_events_are_handled_before_the_end(service: ThreadedService) -> None:
    heard: list[str | None] = []
    answers: list[int] = []
    busy, go_on = threading.Event(), threading.Event()
    with client_of(service, "alice") as client:
        room = client.create_channel().join()

        @room.on.message_added
        def hear(message: Message) -> None:
            heard.append(message.body)
            busy.set()
            assert go_on.wait(PATIENCE)
            answers.append(room.get_messages_count())

        with room.on.message_added.expect(where=lambda message: message.body == "3"):
            for number in range(1, 4):
                room.send_message(str(number))
        assert busy.wait(PATIENCE)
        go_on.set()
    assert heard == ["1", "2", "3"]
    assert answers == [3, 3, 3]


def test_handlers_that_take_too_long_are_waited_for_and_those_behind_are_dropped(
    service: ThreadedService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("twilio_realtime.blocking.client.HANDLER_GRACE", 0.01)
    heard: list[str | None] = []
    busy = threading.Event()
    with client_of(service, "alice") as client:
        room = client.create_channel().join()

        @room.on.message_added
        def hear(message: Message) -> None:
            heard.append(message.body)
            busy.set()
            client.on.token_expired.wait(timeout=PATIENCE)

        with room.on.message_added.expect(where=lambda message: message.body == "2"):
            room.send_message("1")
            room.send_message("2")
        assert busy.wait(PATIENCE)
    assert heard == ["1"]
    # What the end of the client has broken off is no failure of the handler.
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_handler_may_close_its_client(service: ThreadedService) -> None:
    closed = threading.Event()
    heard: list[str | None] = []
    client = client_of(service, "alice")
    with client:
        room = client.create_channel().join()

        @room.on.message_added
        def hear(message: Message) -> None:
            heard.append(message.body)
            client.shutdown()
            closed.set()

        with contextlib.suppress(ClosedError, DisconnectedError):
            room.send_message("1")
            room.send_message("2")
        assert closed.wait(PATIENCE)
        assert state_of(client) == "disconnected"
    assert heard == ["1"]
    assert client_threads() == []


def test_a_handler_that_closes_while_the_client_is_being_closed_goes_on(
    service: ThreadedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_realtime.blocking.client.HANDLER_GRACE", 0.05)
    busy, done = threading.Event(), threading.Event()
    with client_of(service, "alice") as client:
        room = client.create_channel().join()

        @client.on.connection_state_changed
        def hear(state: str) -> None:
            if state == "connected":
                return
            client.shutdown()
            done.set()

        @room.on.message_added
        def keep_busy(message: Message) -> None:
            busy.set()
            with pytest.raises(ClosedError):
                client.on.token_expired.wait()
            client.shutdown()
            done.set()

        room.send_message("1")
        assert busy.wait(PATIENCE)
    assert done.is_set()


# ---------------------------------------------------------------------------------------------- tokens


def test_a_provider_may_block(service: ThreadedService) -> None:
    asked: list[str] = []

    def provide() -> str:
        asked.append(threading.current_thread().name)
        return service.token("alice")

    with Client(token_provider=provide, base_url=service.base_url) as client:
        assert client.user.identity == "alice"
        with client.on.connection_state_changed.expect(where=lambda state: state == "connected"):
            service.call(lambda running: running.faults.cut("alice"))
        client.update_token(service.token("alice"))
    assert asked == ["token provider"]


@pytest.mark.parametrize("kind", [RuntimeError, SystemExit])
def test_a_provider_that_fails(service: ThreadedService, kind: type[BaseException]) -> None:
    def provide() -> str:
        raise kind("no tokens today")

    with pytest.raises(TokenProviderError) as caught, Client(token_provider=provide, base_url=service.base_url):
        pytest.fail("entered")
    assert caught.value.__cause__ is not None


def test_providers_that_are_none(service: ThreadedService) -> None:
    async def provide() -> str:
        return service.token("alice")

    with pytest.raises(ArgumentError, match="must be a plain function that returns a token, not an async one"):
        Client(token_provider=provide)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with pytest.raises(ArgumentError, match="not a str"):
        Client(token_provider="token")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_a_provider_that_hangs_does_not_hold_up_the_end(service: ThreadedService) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def provide() -> str:
        asked.set()
        go_on.wait(PATIENCE)
        return "too late"

    client = Client(token_provider=provide, base_url=service.base_url)
    with ThreadPoolExecutor(1) as other:
        starting = other.submit(client.start)
        assert asked.wait(PATIENCE)
        client.shutdown()
        with pytest.raises(ClosedError):
            starting.result(PATIENCE)
    assert client_threads() == []
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "token provider":
            thread.join(PATIENCE)


def test_the_end_can_be_waited_for(service: ThreadedService) -> None:
    client = client_of(service, "alice")
    with ThreadPoolExecutor(2) as others:
        waiting = [others.submit(client.until_closed) for _ in range(2)]
        with client:
            assert not any(each.done() for each in waiting)
        for each in waiting:
            each.result(PATIENCE)
    client.until_closed()


def test_the_end_has_a_reason(service: ThreadedService) -> None:
    with client_of(service, "alice") as client, ThreadPoolExecutor(1) as other:
        renewed = threading.Event()

        @client.on.token_expired
        def renew() -> None:
            client.update_token(service.token("alice", ttl=7200))
            renewed.set()

        waiting = other.submit(client.until_closed)
        service.call(lambda running: running.faults.expire_token("alice"))
        assert renewed.wait(PATIENCE)
        client.off("tokenExpired", renew)
        service.call(lambda running: running.faults.expire_token("alice"))
        with pytest.raises(ExpiredTokenError):
            waiting.result(PATIENCE)
    with pytest.raises(ExpiredTokenError):
        client.until_closed()


def test_a_start_with_a_limit_and_with_one_attempt(service: ThreadedService) -> None:
    nowhere = "http://127.0.0.1:9"
    with pytest.raises(DeadlineError, match=r"1 seconds: cannot reach 127\.0\.0\.1:9: connection refused"):
        Client(service.token("alice"), base_url=nowhere).start(timeout=1)
    with pytest.raises(DeadlineError), Client(service.token("alice"), base_url=nowhere, start_timeout=1):
        pass
    with pytest.raises(DisconnectedError, match="connection refused"):
        Client(service.token("alice"), base_url=nowhere).start(retry=False)


def test_a_service_of_tests_is_one_of_its_own() -> None:
    with ThreadedService(LocalService()) as service, client_of(service, "eve") as eve:
        assert eve.user.identity == "eve"


def test_calls_after_the_end_of_a_token(service: ThreadedService, alice: Client, room: Channel) -> None:
    with pytest.raises(ArgumentError, match="cannot be sent"):
        room.send_message("x" * (9 * 1024 * 1024))
    service.call(lambda running: running.faults.close_with(410, identity="alice"))
    with pytest.raises(ExpiredTokenError):
        alice.until_closed()
    calls: list[Callable[[], object]] = [
        alice.create_channel,
        room.get_messages,
        lambda: room.send_message("x"),
        lambda: room.send_message(media=b"x"),
    ]
    for call in calls:
        with pytest.raises(ExpiredTokenError):
            call()

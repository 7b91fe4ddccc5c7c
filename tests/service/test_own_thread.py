"""The service on a thread of its own: for clients without asyncio, and for any thread that makes trouble."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.patience import PATIENCE
from support.rooms import client_of, make_room
from twilio_chat import blocking as without_asyncio
from twilio_local import Faults, LocalService, LocalServiceError
from twilio_local.own_thread import FaultsFromOutside, OwnThread


def test_a_conversation_without_asyncio() -> None:
    with (
        LocalService() as service,
        without_asyncio.Client(service.token("alice"), base_url=service.base_url) as alice,
        without_asyncio.Client(service.token("bob"), base_url=service.base_url) as bob,
    ):
        assert service.sessions == ("alice", "bob")
        room = alice.create_channel(unique_name="lobby").join()
        bobs_room = bob.get_channel_by_unique_name("lobby").join()
        assert service.faults.cut("bob") == 1
        with bobs_room.on.message_added.expect() as pending:
            room.send_message("did you get this?")
        assert pending.value.body == "did you get this?"
        service.faults.fail_next_request(403, path_contains="/Messages")
        with pytest.raises(without_asyncio.ForbiddenError):
            room.send_message("hello")
    assert not [thread for thread in threading.enumerate() if thread.name == "twilio-local"]


async def test_together_with_asyncio() -> None:
    """As in a notebook, where a loop runs already."""
    service = LocalService().start_in_thread()
    async with client_of(service, "alice") as alice:
        await make_room(alice)
        assert list(service.sessions) == ["alice"]
    await service.stop()
    service.stop_thread()
    with pytest.raises(LocalServiceError, match="not running"):
        _ = service.sessions
    with service:  # and once more
        assert not service.sessions


def test_what_cannot_start() -> None:
    with LocalService() as service:
        with pytest.raises(LocalServiceError, match="runs already"), service:
            pass
        with pytest.raises(LocalServiceError, match="is in use"), LocalService(port=service.port):
            pass
    assert not [thread for thread in threading.enumerate() if thread.name == "twilio-local"]


def test_every_fault_is_made_on_the_thread_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    def public(kind: type[Faults]) -> dict[str, Callable[..., object]]:
        found = inspect.getmembers(kind, inspect.isfunction)
        return {
            name: method
            for name, method in found
            if not name.startswith("_") and not inspect.iscoroutinefunction(method)
        }

    outside = public(FaultsFromOutside)
    assert all(outside[name] is not method for name, method in public(Faults).items())
    called: list[str] = []

    def clear(_: Faults) -> None:
        called.append(threading.current_thread().name)

    monkeypatch.setattr(Faults, "clear", clear)
    with LocalService() as service:
        service.faults.clear()
    assert called == ["twilio-local"]


def test_many_threads_at_once() -> None:
    with LocalService() as service:

        def converse(number: int) -> None:
            with without_asyncio.Client(service.token(f"user {number}"), base_url=service.base_url) as client:
                channel = client.create_channel().join()
                for _ in range(5):
                    service.faults.cut(f"user {number}")
                    assert all(identity.startswith("user") for identity in service.sessions)
                channel.send_message("still here")
                done.append(number)

        done: list[int] = []
        threads = [threading.Thread(target=converse, args=[number]) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(done) == [0, 1, 2]


def test_a_call_that_comes_too_late_for_the_loop_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its caller would wait for ever."""

    async def nothing() -> None:
        pass

    class EndingLoop:
        """Takes calls, and runs none of them any more."""

        def __init__(self) -> None:
            self.called = threading.Event()

        def call_soon_threadsafe(self, callback: Callable[[], object]) -> None:
            self.called.set()

    thread, loop = OwnThread(nothing, nothing), EndingLoop()
    thread.start()
    with ThreadPoolExecutor() as pool, monkeypatch.context() as patched:
        patched.setattr(thread, "_loop", loop)
        late = pool.submit(thread.call, lambda: None)
        assert loop.called.wait(PATIENCE)
        patched.undo()
        thread.stop()
        with pytest.raises(LocalServiceError, match="not running"):
            late.result(PATIENCE)
    with pytest.raises(LocalServiceError, match="not running"):
        thread.call(lambda: None)

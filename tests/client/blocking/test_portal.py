"""The way into an event loop on another thread."""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial

import pytest

from support.patience import PATIENCE
from twilio_realtime.blocking import Portal
from twilio_realtime.errors import ClosedError, DeadlineError, StateError


@pytest.fixture
def portal() -> Iterator[Portal]:
    made = Portal("portal under test")
    yield made
    made.close()
    assert "portal under test" not in [thread.name for thread in threading.enumerate()]


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


def test_there_is_no_thread_before_the_first_call(portal: Portal) -> None:
    assert "new" in repr(portal)
    assert portal.call(threading.current_thread) is threading.current_thread()
    assert portal.run(lambda: double(21)) == 42
    assert "running" in repr(portal)
    assert portal.call(threading.current_thread).name == "portal under test"
    portal.close()
    assert "closed" in repr(portal)
    assert portal.call(threading.current_thread) is threading.current_thread()


def test_anything_that_can_be_awaited_is_made_and_awaited_on_the_loop(portal: Portal) -> None:
    class Pending:
        def __init__(self) -> None:
            self.made_on = threading.current_thread().name
            self.answer = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_soon(self.answer.set_result, "answer")

        def __await__(self) -> Generator[object, None, tuple[str, str]]:
            value = yield from self.answer.__await__()
            return self.made_on, value

    assert portal.run(Pending) == ("portal under test", "answer")


def test_exceptions_arrive_with_the_frames_of_both_threads(portal: Portal) -> None:
    class Trouble(Exception):
        pass

    async def fails_on_the_loop() -> None:
        await asyncio.sleep(0)
        raise Trouble("as expected")

    def asks() -> None:
        portal.run(fails_on_the_loop)

    with pytest.raises(Trouble, match="as expected") as caught:
        asks()
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names.index("asks") < names.index("fails_on_the_loop")


@pytest.mark.parametrize("error", [DeadlineError("own"), StopAsyncIteration(), KeyError("key")])
def test_exceptions_stay_what_they_are(portal: Portal, error: Exception) -> None:
    async def fails() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        portal.run(fails, timeout=PATIENCE)
    assert caught.value is error


def test_context_variables_of_the_caller_are_seen(portal: Portal) -> None:
    who: ContextVar[str] = ContextVar("who", default="nobody")

    async def ask() -> str:
        return who.get()

    portal.start()
    who.set("alice")
    assert portal.run(ask) == "alice"


def test_a_timeout_of_the_awaitable_is_not_the_portals(portal: Portal) -> None:
    async def fails() -> None:
        raise TimeoutError("own")

    with pytest.raises(TimeoutError, match=r"^own$"):
        portal.run(fails, timeout=PATIENCE)


def test_the_loops_own_thread_is_refused(portal: Portal) -> None:
    async def inside() -> str:
        with pytest.raises(StateError, match="on the event loop's own thread"):
            portal.run(lambda: double(1))
        with pytest.raises(StateError):
            portal.close()
        return portal.call(lambda: "but short functions just run")

    assert portal.run(inside) == "but short functions just run"


def test_what_takes_too_long_is_cancelled(portal: Portal) -> None:
    cancelled = threading.Event()

    async def endless() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            cancelled.set()

    with pytest.raises(DeadlineError, match=r"within 0\.01 seconds"):
        portal.run(endless, timeout=0.01)
    assert cancelled.wait(PATIENCE)


def test_closing_answers_everybody_who_waits(portal: Portal) -> None:
    waiting = threading.Semaphore(0)

    async def endless() -> None:
        waiting.release()
        await asyncio.get_running_loop().create_future()

    with ThreadPoolExecutor(4) as others:
        calls = [others.submit(portal.run, endless) for _ in range(4)]
        for _ in calls:
            assert waiting.acquire(timeout=PATIENCE)
        portal.close()
        for call in calls:
            with pytest.raises(ClosedError, match="was shut down"):
                call.result(PATIENCE)
    with pytest.raises(ClosedError):
        portal.run(endless)
    with pytest.raises(ClosedError):
        portal.start()
    portal.post(lambda: pytest.fail("there is no loop any more"))
    portal.close()


def test_what_was_cancelled_by_its_own_doing_is_not_the_portals_end(portal: Portal) -> None:
    async def cancelled() -> None:
        raise asyncio.CancelledError

    with pytest.raises(CancelledError):
        portal.run(cancelled)
    assert portal.run(lambda: double(1)) == 2


def test_waiting_in_slices(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is done on Windows."""
    monkeypatch.setattr("twilio_realtime.blocking.portal._SLICE", 0.001)
    waiting = threading.Event()

    async def late() -> str:
        waiting.set()
        await asyncio.get_running_loop().run_in_executor(None, looked.wait, PATIENCE)
        return "late"

    looked = threading.Event()
    with ThreadPoolExecutor(1) as other:
        call = other.submit(portal.run, late)
        assert waiting.wait(PATIENCE)
        with pytest.raises(DeadlineError):
            portal.run(_forever, timeout=0.01)
        looked.set()
        assert call.result(PATIENCE) == "late"
    with pytest.raises(KeyError):
        portal.run(_failing)


async def _forever() -> None:
    await asyncio.get_running_loop().create_future()


async def _failing() -> None:
    raise KeyError


def test_many_threads_at_once(portal: Portal) -> None:
    def count() -> int:
        return sum(portal.run(partial(double, number)) for number in range(50))

    with ThreadPoolExecutor(8) as others:
        sums = [others.submit(count) for _ in range(8)]
        assert {call.result(PATIENCE) for call in sums} == {2 * sum(range(50))}


def test_posting_waits_for_nothing(portal: Portal) -> None:
    portal.post(lambda: pytest.fail("there is no loop yet"))
    portal.start()
    done = threading.Event()
    portal.post(done.set)
    assert done.wait(PATIENCE)


def test_a_loop_that_cannot_be_made_is_reported_and_may_be_tried_again(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more_files() -> asyncio.AbstractEventLoop:
        raise OSError("too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "new_event_loop", no_more_files)
        patched.setattr("asyncio.events.new_event_loop", no_more_files)
        with pytest.raises(OSError, match="too many open files"):
            portal.start()
    assert portal.run(lambda: double(3)) == 6


def test_closing_what_never_ran(portal: Portal) -> None:
    portal.close()
    with pytest.raises(ClosedError):
        portal.run(lambda: double(1))

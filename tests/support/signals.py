"""A signal of numbers, its dispatcher, and what that reports."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from twilio_realtime.events import Dispatcher, Signal


class Failures:
    """What a dispatcher reported."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.heard: list[tuple[str, BaseException]] = []
        dispatcher.on_failure = lambda handler, error: self.heard.append((handler, error))


@pytest.fixture
async def dispatcher() -> AsyncIterator[Dispatcher]:
    made = Dispatcher()
    yield made
    await made.close()


@pytest.fixture
def failures(dispatcher: Dispatcher) -> Failures:
    return Failures(dispatcher)


@pytest.fixture
def signal(dispatcher: Dispatcher) -> Signal[int]:
    return Signal("numbered", dispatcher)

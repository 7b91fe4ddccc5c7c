"""Events that are waited for, from before the action that causes them."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from ..arguments import require_each, require_instance, require_seconds
from ..errors import ArgumentError
from ..events.expectations import Occurrence, first_happening
from ..mirror.live import Live
from .portal import Portal

__all__ = ["Expectation", "first_of"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Expectation(Live, Generic[T_co]):
    """An event that is waited for. It listens from the moment it was made, until it happens or nobody holds it.

    Call `result` for the payload, or use it as a ``with`` block, whose end waits for the event; `value` is the payload
    afterwards.

    Args:
        occurrence: The event; waited for through this object only.
        portal: The way to the event loop.
        wrap: Makes the payload that users see.
    """

    def __init__(self, occurrence: Occurrence[object], portal: Portal, wrap: Callable[[object], T_co]) -> None:
        self._occurrence = occurrence
        self._portal = portal
        self._wrap = wrap

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._occurrence!r}>"

    @property
    def done(self) -> bool:
        """Whether the event has happened, or cannot happen any more."""
        return self._occurrence.done

    @property
    def value(self) -> T_co:
        """Payload of the event.

        Raises:
            StateError: It has not happened yet.
            ClosedError: The client was closed before it happened.
        """
        return self._wrap(self._occurrence.outcome())

    def start(self) -> Self:
        """Return the expectation itself, which listens already."""
        return self

    def result(self) -> T_co:
        """Wait for the event. Can be called several times.

        Raises:
            DeadlineError: It did not happen in time; it is still listened for.
            ClosedError: The client was closed meanwhile.
            StateError: The caller is on the event loop's thread.
        """
        awaited = self._occurrence
        return self._wrap(awaited.outcome() if awaited.done else self._portal.run(awaited.result))

    def abandon(self) -> None:
        """Stop listening, whether it has happened or not. Idempotent."""
        self._portal.call(self._occurrence.abandon)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.result()
        finally:
            self.abandon()

    def __del__(self) -> None:
        # The list of listeners belongs to the loop, and this runs on any thread.
        if not self._portal.post(self._occurrence.abandon):
            self._occurrence.abandon()


def _require_expectation(name: str, value: object) -> None:
    require_instance(name, value, Expectation, "what `expect` has returned")


def first_of(*expected: Expectation[T], timeout: float | None = None) -> Expectation[T]:
    """Wait for whichever of several events happens first; all of one client.

    The others are still listened for: wait for them as well, or let them go:

        joined, left = thing.on.joined.expect(), thing.on.left.expect()
        if first_of(joined, left, timeout=10) is joined:
            print(joined.value)

    Args:
        expected: What `expect` has returned. The first of them counts where several have happened already.
        timeout: Most seconds to wait, at least 0; None waits for ever.

    Returns:
        The one that has happened.

    Raises:
        ArgumentError: There is nothing to wait for, the events are of several clients, or an argument is of the wrong
            kind.
        DeadlineError: None happened in time.
        ClosedError: The client was closed meanwhile.
        StateError: The caller is on the event loop's thread.
    """
    require_each("expected", expected, _require_expectation)
    if timeout is not None:
        require_seconds("timeout", timeout, zero=True)
    parts = [_parts(each) for each in expected]
    if len({id(portal) for _, portal in parts}) != 1:
        raise ArgumentError("first_of needs at least one expectation, and all of them from the same client")
    awaited, portal = [occurrence for occurrence, _ in parts], parts[0][1]
    return expected[portal.run(lambda: first_happening(awaited, timeout))]


def _parts(expected: Expectation[T]) -> tuple[Occurrence[object], Portal]:
    return expected._occurrence, expected._portal  # pyright: ignore[reportPrivateUsage] - what stands for it, for `first_of`

"""Events that are waited for, from before the action that causes them."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from ..errors import ArgumentError
from ..events import expectations as asynchronous
from ..live import Live
from .portal import Portal

__all__ = ["Expectation", "first_of"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Expectation(Live, Generic[T_co]):
    """An event that is waited for. It listens from the moment it was made, until it happens or nobody holds it.

    Call `result` for the payload, or use it as a ``with`` block, whose end waits for the event; `value` is the payload
    afterwards.

    Args:
        inner: The expectation of the asynchronous client.
        portal: The way to the event loop.
        wrap: Makes the payload that users see.
    """

    def __init__(self, inner: asynchronous.Expectation[object], portal: Portal, wrap: Callable[[object], T_co]) -> None:
        self._inner = inner
        self._portal = portal
        self._wrap = wrap

    def __repr__(self) -> str:
        return repr(self._inner)

    @property
    def done(self) -> bool:
        """Whether the event has happened, or cannot happen any more."""
        return self._inner.done

    @property
    def value(self) -> T_co:
        """Payload of the event.

        Raises:
            RuntimeError: It has not happened yet.
            ClosedError: The client was closed before it happened.
        """
        return self._wrap(self._inner.value)

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
        return self._wrap(self._inner.value if self._inner.done else self._portal.run(self._inner.result))

    def abandon(self) -> None:
        """Stop listening, whether it has happened or not. Idempotent."""
        self._portal.call(self._inner.abandon)

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
        # The list of subscribers belongs to the loop, and this runs on any thread.
        self._portal.post(self._inner.abandon)


def first_of(*expected: Expectation[T], timeout: float | None = None) -> Expectation[T]:
    """Wait for whichever of several events happens first; all of one client.

    The others are still listened for: wait for them as well, or let them go::

        joined, left = thing.on.joined.expect(), thing.on.left.expect()
        if first_of(joined, left, timeout=10) is joined:
            print(joined.value)

    Args:
        expected: What `expect` has returned. The first of them counts where several have happened already.
        timeout: Most seconds to wait; None waits for ever.

    Returns:
        The one that has happened.

    Raises:
        ArgumentError: There is nothing to wait for, or the events are of several clients.
        DeadlineError: None happened in time.
        ClosedError: The client was closed meanwhile.
        StateError: The caller is on the event loop's thread.
    """
    parts = [_parts(each) for each in expected]
    if len({id(portal) for _, portal in parts}) != 1:
        raise ArgumentError("first_of needs at least one expectation, and all of them from the same client")
    inner, portals = zip(*parts, strict=True)
    found = portals[0].run(lambda: asynchronous.first_of(*inner, timeout=timeout))
    return expected[inner.index(found)]


def _parts(expected: Expectation[T]) -> tuple[asynchronous.Expectation[object], Portal]:
    return expected._inner, expected._portal  # pyright: ignore[reportPrivateUsage] - what stands for it, for `first_of`

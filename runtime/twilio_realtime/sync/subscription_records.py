"""Records about subscriptions: one for each object, one for each request under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from ..clock import Timer
from .mirror import AnyMirror

__all__ = ["Batch", "Entry"]

_PATIENCE: Final = 10.0


@dataclass(slots=True, eq=False)
class Entry:
    """One object.

    Attributes:
        target: Who receives the events; None once the cancellation was sent.
        wanted: Whether it is open.
        phase: Where matters stand; ``idle`` means that nothing is under way and the subscription is not trusted.
        known: Whether the service may have a subscription.
        correlation: Id of the request that the phase waits for.
        asked_from: The event id that the service was asked to continue after.
        retried: Whether the last request for it came to nothing.
        refusals: How often the service has failed at it in a row.
        lapsed: Whether its time has run out.
        cancellations: How often it was cancelled in vain.
        rests_until: Clock reading before which it is not asked for.
    """

    target: AnyMirror | None
    sid: str
    kind: str
    wanted: bool = True
    phase: Literal["idle", "establishing", "established", "canceling", "failed"] = "idle"
    known: bool = False
    correlation: int = 0
    asked_from: int = 0
    retried: bool = False
    refusals: int = 0
    lapsed: bool = False
    cancellations: int = 0
    rests_until: float = 0.0

    @property
    def to_establish(self) -> bool:
        """Whether its events are to be asked for."""
        return self.wanted and self.phase == "idle"

    @property
    def to_cancel(self) -> bool:
        """Whether the service is to be told that nobody wants its events any more."""
        return not self.wanted and (self.phase == "established" or (self.phase == "idle" and self.known))

    def distrust(self) -> None:
        """Expect no events until the subscription is established again."""
        self.phase = "idle"
        if self.target is not None:
            self.target.hold()


@dataclass(slots=True, eq=False)
class Batch:
    """One request and the objects whose answers are still to come.

    Attributes:
        correlation: Its number.
        waiting: The objects by sid.
        heard: Clock reading when a part of the answer arrived last, or when the request was made or accepted.
        patience: Seconds after that in which something more has to arrive; used as it is when the service does not
            say how long its answers take.
        timer: Runs until then.
    """

    correlation: int
    waiting: dict[str, Entry]
    heard: float
    patience: float = _PATIENCE
    timer: Timer | None = None

"""Subscription requests whose answers, which are notifications, are still to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from ..clock import Clock
from ..telemetry.logs import logger_of
from .subscription_records import Batch, Entry

__all__ = ["PendingAnswers"]

_log = logger_of(__name__)
_SHORTEST_PATIENCE: Final = 0.5
_LONGEST_PATIENCE: Final = 60.0


class PendingAnswers:
    """The batches under way by the number that their answers repeat, and how long each is waited for.

    Every notification of a batch shows that more may be on the way, and the waiting begins anew.
    """

    def __init__(self, clock: Clock, unanswered: Callable[[Batch], None]) -> None:
        """Start with none.

        Args:
            clock: Source of time.
            unanswered: Told of a batch that nothing was heard of for too long.
        """
        self._clock = clock
        self._unanswered = unanswered
        self._batches: dict[int, Batch] = {}
        self._last_number = 0

    def begin(self, entries: Iterable[Entry]) -> Batch:
        """Make a batch of entries, under a number of its own."""
        # Milliseconds like the official client's, but never the same twice.
        number = self._last_number = max(self._last_number + 1, int(self._clock.wall() * 1000))
        batch = Batch(number, {entry.sid: entry for entry in entries}, self._clock.monotonic())
        self._batches[number] = batch
        return batch

    def accepted(self, batch: Batch, delivery_ms: int | None) -> None:
        """The service has taken a batch; wait for the answers that did not come even before that.

        Args:
            batch: The batch.
            delivery_ms: How long the service says that they take, in milliseconds, or None.
        """
        if not batch.waiting:
            return
        if delivery_ms is None or delivery_ms <= 0:
            _log.debug("the service does not say when answers come; waiting %.0f s", batch.patience)
        else:
            batch.patience = min(max(delivery_ms / 1000, _SHORTEST_PATIENCE), _LONGEST_PATIENCE)
        batch.heard = self._clock.monotonic()
        self._watch(batch)

    def heard(self, number: int) -> None:
        """A notification of this batch arrived."""
        batch = self._batches.get(number)
        if batch is not None:
            batch.heard = self._clock.monotonic()

    def settle(self, entry: Entry) -> None:
        """What an entry waited for has come, or does not matter any more."""
        batch = self._batches.get(entry.correlation)
        if batch is not None and batch.waiting.pop(entry.sid, None) is not None and not batch.waiting:
            self.discard(batch)

    def discard(self, batch: Batch) -> None:
        """Wait for a batch no longer."""
        batch.waiting = {}
        if batch.timer is not None:
            batch.timer.cancel()
        self._batches.pop(batch.correlation, None)

    def clear(self) -> None:
        """Wait for nothing any more."""
        for batch in list(self._batches.values()):
            self.discard(batch)

    def _watch(self, batch: Batch) -> None:
        left = max(0.0, batch.heard + batch.patience - self._clock.monotonic())
        batch.timer = self._clock.call_later(left, partial(self._check, batch))

    def _check(self, batch: Batch) -> None:
        if self._clock.monotonic() < batch.heard + batch.patience:
            self._watch(batch)
            return
        _log.info("no answer for %d subscriptions within %.1f s; asking again", len(batch.waiting), batch.patience)
        self._unanswered(batch)

"""Keeping the service's subscriptions equal to the set of open objects."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from ..clock import Timer, Timing
from ..errors import ClosedError, RealtimeError, RequestError, ThrottledError
from ..json import JsonObject, JsonValue, as_object
from ..requests.backoff import Backoff
from ..requests.exchange import error_of_body
from ..telemetry.logs import logger_of
from .items import as_integer
from .mirror import AnyMirror
from .pending_answers import PendingAnswers
from .subscription_records import Batch, Entry
from .subscription_work import SubscriptionWork

__all__ = ["Subscriptions"]

_log = logger_of(__name__)

_GATHER: Final = 0.1  # seconds in which objects opened or closed one after the other join the same batch
_BATCH: Final = 100
_CANCEL_ATTEMPTS: Final = 3
_LONGEST_LIFE: Final = 7 * 86_400.0  # seconds; what is to live longer is asked for again all the same
_NOT_FOUND: Final = 404


class Subscriptions:
    """Requests the events of every open object, again and again until it gets them.

    Objects wait a moment for company and are asked for in batches, one request at a time, new ones before
    cancellations. Answers arrive as notifications, possibly before the reply to the request. Whatever stays
    unanswered, is interrupted, lapses or is cancelled by the service is asked for again; after every connection
    everything is.
    """

    def __init__(
        self,
        post: Callable[[JsonObject], Awaitable[JsonValue]],
        timing: Timing,
        *,
        dropped: Callable[[AnyMirror], None],
    ) -> None:
        """Start without objects and in the belief that there is a connection.

        Args:
            post: Sends a subscription request and returns the body of its answer.
            dropped: Told that a released object receives no more events.
            timing: Source of time, timers and jitter.
        """
        self._post = post
        self._dropped = dropped
        self._clock = timing.clock
        self._backoff = Backoff(timing.random)
        self._entries: dict[str, Entry] = {}
        self._work = SubscriptionWork()
        self._pending = PendingAnswers(timing.clock, self._unanswered)
        self._limit = _BATCH
        self._connected = True
        self._closed = False
        self._not_before = 0.0
        self._task: asyncio.Task[None] | None = None
        # keys alone: an empty set takes three times the memory of an empty dict
        self._ending: dict[asyncio.Task[None], None] = {}
        self._wake_timer: Timer | None = None
        self._wake_at = 0.0
        self._ttl_timer: Timer | None = None

    def add(self, target: AnyMirror) -> None:
        """The object is open."""
        entry = self._entries.get(target.sid)
        if entry is None:
            entry = self._entries[target.sid] = Entry(target, target.sid, target.kind)
        else:
            entry.target = target
            entry.wanted = True
            if entry.phase in ("establishing", "established"):
                # Who closes and opens in one breath has perhaps lost and regained access, and with it the subscription.
                self._pending.settle(entry)
                entry.distrust()
        self._work.note(entry)
        self._wake(_GATHER)

    def release(self, target: AnyMirror) -> None:
        """Nobody has the object open; until the service is told, `add` undoes it."""
        entry = self._entries.get(target.sid)
        if entry is None:
            return
        entry.wanted = False
        if entry.phase == "failed" or (entry.phase == "idle" and not entry.known):
            self._drop(entry)
        else:
            self._work.note(entry)
            self._wake(_GATHER)

    def forget(self, sid: str) -> None:
        """The object was removed; the service ends such a subscription by itself."""
        entry = self._entries.get(sid)
        if entry is not None:
            self._remove(entry)
            self._pending.settle(entry)

    def connected(self) -> None:
        """There is a new connection: ask for everything again."""
        self._suspend()
        self._connected = True
        self._backoff.reset()
        self._not_before = 0.0
        if self._entries:
            self._wake(0.0)

    def disconnected(self) -> None:
        """There is no connection: stop asking."""
        self._suspend()
        self._connected = False

    async def close(self) -> None:
        """End all work."""
        self._closed = True
        self._suspend()
        self._entries.clear()
        self._work.clear()
        if self._ending:
            await asyncio.wait(self._ending)

    def heard(self, correlation: int) -> None:
        """A notification of this request arrived: more may be on the way."""
        self._pending.heard(correlation)

    def ask_again(self, sids: Iterable[str]) -> None:
        """Events of some objects were not worked on: have them sent once more, after a while."""
        delay: float | None = None
        for sid in set(sids):
            entry = self._entries.get(sid)
            if entry is None or not entry.wanted or entry.phase not in ("establishing", "established"):
                continue
            if delay is None:
                delay = self._backoff.next_delay()
            self._pending.settle(entry)
            self._distrust(entry)
            self._rest(entry, delay)

    def answer(self, event_type: str, correlation: int | None, event: JsonObject) -> None:
        """Take one event of a subscription message.

        Args:
            event_type: ``subscription_established``, ``subscription_failed`` or ``subscription_canceled``.
            correlation: The request it answers; None if the service acts on its own.
            event: The event.
        """
        sid = event.get("object_sid")
        entry = self._entries.get(sid) if isinstance(sid, str) else None
        if entry is None:
            return
        own = correlation is None and event_type != "subscription_established"
        # A request that was repeated is established more than once, and the last time counts: if that was interrupted,
        # the service has stopped sending events.
        again = event_type == "subscription_established" and entry.phase == "established"
        if not own and (
            correlation != entry.correlation or not (again or entry.phase in ("establishing", "canceling"))
        ):
            _log.debug("ignored late %s for %s", event_type, sid)
        elif event_type == "subscription_established":
            if entry.phase != "canceling":
                self._established(entry, event)
        elif event_type == "subscription_failed":
            self._refused(entry, as_object(event.get("error")))
        elif event_type == "subscription_canceled":
            self._canceled(entry)
        else:
            _log.debug("ignored unknown %s for %s", event_type, sid)

    # ------------------------------------------------------------------------------------------ answers

    def _established(self, entry: Entry, event: JsonObject) -> None:
        status = event.get("replay_status")
        if status not in ("completed", "interrupted"):
            _log.warning("ignored establishment of %s: its replay_status is %r", entry.sid, status)
            return
        self._pending.settle(entry)
        if status == "completed":
            entry.phase = "established"
            entry.retried = False
            entry.refusals = 0
            self._backoff.reset()
            if entry.target is not None:
                entry.target.caught_up(as_integer(event.get("last_event_id"), minimum=-1))
            if not entry.wanted:
                self._work.note(entry)
                self._wake(_GATHER)
            return
        self._distrust(entry)
        if entry.target is not None and entry.target.resume_point() > entry.asked_from:
            self._wake(0.0)
        else:
            self._rest(entry)

    def _refused(self, entry: Entry, error: JsonObject) -> None:
        self._pending.settle(entry)
        if entry.phase == "canceling":
            self._end_of_cancellation(entry)
            return
        status = as_integer(error.get("status")) or 0
        target = entry.target
        if status == _NOT_FOUND or target is None or not entry.wanted:
            self._remove(entry)
            if target is not None and status == _NOT_FOUND:
                target.removed()
            if target is not None:
                self._dropped(target)
            return
        entry.known = False
        problem = error_of_body(f"subscription of {entry.kind} {entry.sid}", status, error)
        if status >= 500 or isinstance(problem, ThrottledError):
            # The first time it may be over the next time; what lasts is worth a warning, and one is enough.
            entry.refusals += 1
            level = {1: logging.INFO, 2: logging.WARNING}.get(entry.refusals, logging.DEBUG)
            _log.log(level, "%s; asked for again after a while", problem)
            self._distrust(entry)
            self._rest(entry)
            return
        entry.phase = "failed"
        _log.warning("%s; asked for again after the next connection", problem)
        target.lost(problem)

    def _canceled(self, entry: Entry) -> None:
        self._pending.settle(entry)
        if entry.phase == "canceling":
            self._end_of_cancellation(entry)
        elif entry.phase in ("establishing", "established"):
            entry.known = False
            self._distrust(entry)
            if entry.wanted:
                self._rest(entry)
            else:
                self._drop(entry)

    def _end_of_cancellation(self, entry: Entry) -> None:
        entry.phase = "idle"
        entry.known = False
        entry.cancellations = 0
        self._work.note(entry)
        if entry.wanted:
            self._wake(0.0)
        else:
            self._drop(entry)

    def _rest(self, entry: Entry, delay: float | None = None) -> None:
        """Ask again, but not in a circle as fast as the service answers."""
        if delay is None:
            delay = self._backoff.next_delay()
        entry.rests_until = self._clock.monotonic() + delay
        self._wake(delay)

    def _drop(self, entry: Entry) -> None:
        self._remove(entry)
        if entry.target is not None:
            self._dropped(entry.target)

    def _remove(self, entry: Entry) -> None:
        self._entries.pop(entry.sid, None)
        self._work.forget(entry)

    # ------------------------------------------------------------------------------------------ requests

    def _wake(self, delay: float) -> None:
        """Look for something to ask for, at the latest in ``delay`` seconds unless the service needs a rest."""
        if self._closed or not self._connected or self._is_asking():
            return
        now = self._clock.monotonic()
        at = max(now + delay, self._not_before)
        if self._wake_timer is not None:
            if self._wake_at <= at:
                return
            self._wake_timer.cancel()
        self._wake_at = at
        self._wake_timer = self._clock.call_later(at - now, self._begin)

    def _is_asking(self) -> bool:
        return self._task is not None and not self._task.done()

    def _begin(self) -> None:
        self._wake_timer = None
        if not self._is_asking():
            self._task = asyncio.create_task(self._ask())
            self._ending[self._task] = None
            self._task.add_done_callback(lambda ended: self._ending.pop(ended, None))

    async def _ask(self) -> None:
        while (found := self._next_request()) is not None:
            batch, request = found
            try:
                reply = await self._post(request)
            except ClosedError:
                self._give_back(batch)
                return
            except RealtimeError as error:
                self._give_back(batch, in_vain=_is_final(error))
                delay = self._backoff.next_delay()
                _log.warning("a subscription request failed, next one in %.1f s: %s", delay, error)
                self._not_before = self._clock.monotonic() + delay
                # The task that is asking is this one, about to end.
                self._task = None
                self._wake(delay)
                return
            self._accepted(batch, as_object(reply))
        self._task = None
        rest_ends = self._work.rest_ends()
        if rest_ends is not None:
            self._wake(rest_ends - self._clock.monotonic())

    def _distrust(self, entry: Entry) -> None:
        entry.distrust()
        self._work.note(entry)

    def _next_request(self) -> tuple[Batch, JsonObject] | None:
        action, chosen = self._work.take(self._limit, self._clock.monotonic())
        if not chosen:
            return None
        batch = self._pending.begin(chosen)
        request: JsonObject = {
            "event_protocol_version": 4,
            "action": action,
            "correlation_id": batch.correlation,
            "retried_requests": sum(entry.retried for entry in chosen),
            "ttl_in_s": -1,
        }
        if any(entry.lapsed for entry in chosen):
            request["reason"] = "ttl"
        establish = action == "establish"
        request["requests"] = [self._mark_asked(entry, batch.correlation, establish) for entry in chosen]
        return batch, request

    def _mark_asked(self, entry: Entry, correlation: int, establish: bool) -> JsonObject:
        entry.correlation = correlation
        entry.known = True
        entry.lapsed = False
        target = entry.target
        request: JsonObject = {"object_sid": entry.sid, "object_type": entry.kind}
        if not establish:
            entry.phase = "canceling"
            entry.target = None
            if target is not None:
                self._dropped(target)
        elif target is not None:
            entry.phase = "establishing"
            target.asked()
            request["last_event_id"] = entry.asked_from = target.resume_point()
        return request

    def _accepted(self, batch: Batch, reply: JsonObject) -> None:
        self._backoff.reset()
        limit = as_integer(reply.get("max_batch_size"))
        if limit is not None and limit > 0:
            self._limit = limit
        ttl = as_integer(reply.get("ttl_in_s"))
        # Of several batches the first to lapse counts; everything is asked for again then.
        if ttl is not None and ttl > 0 and self._ttl_timer is None:
            self._ttl_timer = self._clock.call_later(min(ttl, _LONGEST_LIFE), self._lapse)
        self._pending.accepted(batch, as_integer(reply.get("estimated_delivery_in_ms")))

    def _unanswered(self, batch: Batch) -> None:
        self._give_back(batch)
        self._wake(0.0)

    def _give_back(self, batch: Batch, *, in_vain: bool = True) -> None:
        """The request came to nothing for the objects that still wait.

        Args:
            batch: The request.
            in_vain: Whether repeating it is likely to end the same way; what is to be cancelled is then given up
                after some attempts.
        """
        for entry in batch.waiting.values():
            entry.retried = True
            if entry.phase == "canceling":
                entry.cancellations += in_vain
                if entry.cancellations >= _CANCEL_ATTEMPTS or entry.wanted:
                    self._end_of_cancellation(entry)
                    continue
            entry.phase = "idle"
            self._work.note(entry)
        self._pending.discard(batch)

    # ------------------------------------------------------------------------------------------ time and connections

    def _lapse(self) -> None:
        self._ttl_timer = None
        for entry in self._entries.values():
            if entry.phase == "established":
                self._distrust(entry)
                entry.lapsed = True
        self._wake(0.0)

    def _suspend(self) -> None:
        """End what is under way; nothing is established any more."""
        for timer in (self._wake_timer, self._ttl_timer):
            if timer is not None:
                timer.cancel()
        self._wake_timer = self._ttl_timer = None
        self._pending.clear()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._work.clear()
        for entry in self._entries.values():
            self._distrust(entry)
            entry.retried = False
            entry.rests_until = 0.0


def _is_final(error: RealtimeError) -> bool:
    return isinstance(error, RequestError) and 400 <= error.status < 500 and not isinstance(error, ThrottledError)

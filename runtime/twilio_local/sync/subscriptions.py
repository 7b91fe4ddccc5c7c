"""Who is told about which Sync object, replay of what was missed, and live delivery.

A subscription is replayed and switched to live delivery in one step, so a subscriber sees each event once and in order.
A replay that is too long for one answer ends as ``interrupted``: the client asks again, and goes live only then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from twilio_realtime.json import JsonObject, JsonValue, as_object

from ..errors import Refusal
from ..limits import Limits
from .notifications import Notification
from .store import SyncEvent, SyncObject, SyncStore
from .wire import SyncWire

__all__ = ["SYNC_EVENTS", "Subscriber", "Subscriptions"]

SYNC_EVENTS: Final = "twilio.sync.event"
_DELIVERY_MS: Final = 10_000
_VERSIONS: Final = (3, 4)


class Subscriber(Protocol):
    """A connected client."""

    @property
    def identity(self) -> str:
        """Who it is."""
        ...

    @property
    def base_url(self) -> str:
        """The address under which it reached the service."""
        ...

    def notify(self, notification: Notification) -> None:
        """Send a notification."""
        ...


@dataclass(slots=True)
class _Subscription:
    version: int
    deadline: float | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    sid: str
    kind: JsonValue
    last_event_id: int | None


class Subscriptions:
    """Subscriptions of all connected clients.

    Args:
        store: Where objects and their history are.
        wire: Renders events.
        may_open: Whether an identity may read an object.
        limits: Sizes of batches and replays.
        now: Seconds; for subscriptions that end by themselves.
    """

    def __init__(
        self,
        store: SyncStore,
        wire: SyncWire,
        may_open: Callable[[SyncObject, str], bool],
        limits: Limits,
        now: Callable[[], float],
    ) -> None:
        self._store = store
        self._wire = wire
        self._may_open = may_open
        self._limits = limits
        self._now = now
        self._by_object: dict[str, dict[Subscriber, _Subscription]] = {}
        self._by_subscriber: dict[Subscriber, set[str]] = {}
        store.listener = self._publish

    def request(self, subscriber: Subscriber, body: JsonObject) -> tuple[JsonObject, Callable[[], None]]:
        """Check a subscription request.

        Args:
            subscriber: Who asks.
            body: Body of the request.

        Returns:
            The answer, and what carries the request out once the answer is on its way.

        Raises:
            Refusal: 400, not a valid request.
        """
        version = body.get("event_protocol_version", 4)
        if not isinstance(version, int) or version not in _VERSIONS:
            raise Refusal(400, 54001, "event_protocol_version must be 3 or 4")
        action, entries, correlation_id = body.get("action"), body.get("requests"), body.get("correlation_id")
        if not isinstance(entries, list) or len(entries) > self._limits.batch:
            raise Refusal(400, 54002, f"requests must be an array of at most {self._limits.batch} objects")
        if not isinstance(correlation_id, int) or abs(correlation_id) >= 2**63:
            raise Refusal(400, 54003, "correlation_id must be an integer")
        wanted = [_wanted(as_object(entry)) for entry in entries]
        if action == "establish":
            carry_out = self._establish
        elif action == "cancel":
            carry_out = self._cancel
        else:
            raise Refusal(400, 54004, "action must be 'establish' or 'cancel'")
        ttl = self._limits.subscription_ttl_seconds
        answer: JsonObject = {
            "max_batch_size": self._limits.batch,
            "estimated_delivery_in_ms": _DELIVERY_MS,
            "ttl_in_s": -1 if ttl is None else ttl,
        }
        return answer, lambda: carry_out(subscriber, wanted, version, correlation_id)

    def leave(self, subscriber: Subscriber) -> None:
        """Forget everything about a client."""
        for sid in self._by_subscriber.pop(subscriber, ()):
            self._forget(sid, subscriber)

    def revoke(self, identity: str, unique_names: Iterable[str]) -> None:
        """Stop telling an identity about objects that it may not read any more."""
        for name in unique_names:
            sync_object = self._store.require(name)
            if self._may_open(sync_object, identity):
                continue
            for subscriber in list(self._by_object.get(sync_object.sid, ())):
                if subscriber.identity == identity:
                    self._drop(sync_object.sid, subscriber)

    def _establish(self, subscriber: Subscriber, wanted: list[_Wanted], version: int, correlation_id: int) -> None:
        budget = _Budget(self._limits.replay_events, self._limits.replay_bytes)
        established: list[JsonObject] = []
        failed: list[JsonObject] = []
        for want in wanted:
            sync_object = self._store.by_sid(want.sid)
            if (
                sync_object is None
                or want.kind not in (None, sync_object.kind)
                or not self._may_open(sync_object, subscriber.identity)
            ):
                failed.append(_failure(want, 404, 54100, "Object not found"))
                continue
            held = self._by_subscriber.get(subscriber, set())
            if len(held) >= self._limits.subscriptions and want.sid not in held:
                failed.append(_failure(want, 429, 54009, f"At most {self._limits.subscriptions} subscriptions"))
                continue
            reached = sync_object.last_event_id
            if want.last_event_id is not None and want.last_event_id < reached:
                reached = self._replay(subscriber, sync_object, want.last_event_id, version, correlation_id, budget)
            completed = reached >= sync_object.last_event_id
            if completed:
                self._subscribe(subscriber, sync_object.sid, version)
            else:
                # Live events would hide the gap from the client.
                self._drop(sync_object.sid, subscriber)
            established.append(
                {
                    "object_sid": sync_object.sid,
                    "object_type": sync_object.kind,
                    "replay_status": "completed" if completed else "interrupted",
                    "last_event_id": reached,
                }
            )
        self._tell(subscriber, "subscription_established", version, established, correlation_id)
        self._tell(subscriber, "subscription_failed", version, failed, correlation_id)

    def _cancel(self, subscriber: Subscriber, wanted: list[_Wanted], version: int, correlation_id: int) -> None:
        cancelled: list[JsonObject] = []
        for want in wanted:
            self._drop(want.sid, subscriber)
            cancelled.append({"object_sid": want.sid, "object_type": want.kind})
        self._tell(subscriber, "subscription_canceled", version, cancelled, correlation_id)

    def _replay(
        self,
        subscriber: Subscriber,
        sync_object: SyncObject,
        last_event_id: int,
        version: int,
        correlation_id: int,
        budget: _Budget,
    ) -> int:
        reached = last_event_id
        for event_type, events in _runs(budget.take(self._store.events_after(sync_object, last_event_id))):
            reached = events[-1].id
            bodies = [self._wire.event(subscriber.base_url, event) for event in events]
            self._tell(subscriber, event_type, version, bodies, correlation_id)
        return sync_object.last_event_id if not budget.exhausted else reached

    def _tell(
        self, subscriber: Subscriber, event_type: str, version: int, events: list[JsonObject], correlation: int
    ) -> None:
        if events:
            for payload in self._wire.notification(event_type, version, events, correlation):
                subscriber.notify(Notification.of(SYNC_EVENTS, payload))

    def _publish(self, event: SyncEvent) -> None:
        now = self._now()
        # Most subscribers are told the same: only the address that they know the service by may differ.
        written: dict[tuple[str, int], list[Notification]] = {}
        for subscriber, subscription in list(self._by_object.get(event.object_sid, {}).items()):
            if subscription.deadline is not None and subscription.deadline <= now:
                self._drop(event.object_sid, subscriber)
                continue
            key = (subscriber.base_url, subscription.version)
            if (told := written.get(key)) is None:
                body = self._wire.event(subscriber.base_url, event)
                payloads = self._wire.notification(event.type, subscription.version, [body])
                told = written[key] = [Notification.of(SYNC_EVENTS, payload) for payload in payloads]
            for notification in told:
                subscriber.notify(notification)
            if event.change == "removed":
                self._drop(event.object_sid, subscriber)

    def _subscribe(self, subscriber: Subscriber, sid: str, version: int) -> None:
        ttl = self._limits.subscription_ttl_seconds
        deadline = None if ttl is None else self._now() + ttl
        self._by_object.setdefault(sid, {})[subscriber] = _Subscription(version, deadline)
        self._by_subscriber.setdefault(subscriber, set()).add(sid)

    def _drop(self, sid: str, subscriber: Subscriber) -> None:
        if sid in self._by_subscriber.get(subscriber, ()):
            self._by_subscriber[subscriber].discard(sid)
            self._forget(sid, subscriber)

    def _forget(self, sid: str, subscriber: Subscriber) -> None:
        subscribers = self._by_object[sid]
        del subscribers[subscriber]
        if not subscribers:
            del self._by_object[sid]


class _Budget:
    """How much may still be replayed for one request."""

    def __init__(self, events: int, size: int) -> None:
        self._events = events
        self._size = size
        self.exhausted = False

    def take(self, events: Iterator[SyncEvent]) -> Iterator[SyncEvent]:
        for event in events:
            if self._events <= 0 or self._size <= 0:
                self.exhausted = True
                return
            self._events -= 1
            self._size -= len(str(event.data))
            yield event


def _runs(events: Iterator[SyncEvent]) -> Iterator[tuple[str, list[SyncEvent]]]:
    """Consecutive events of one type, at most 100 together."""
    run: list[SyncEvent] = []
    for event in events:
        if run and (event.type != run[0].type or len(run) == 100):
            yield run[0].type, run
            run = []
        run.append(event)
    if run:
        yield run[0].type, run


def _wanted(entry: JsonObject) -> _Wanted:
    sid, last = entry.get("object_sid"), entry.get("last_event_id")
    if not isinstance(sid, str) or len(sid) > 64:
        raise Refusal(400, 54005, "object_sid must be a SID")
    if last is not None and (not isinstance(last, int) or isinstance(last, bool) or abs(last) >= 2**62):
        raise Refusal(400, 54006, "last_event_id must be an integer or null")
    return _Wanted(sid, entry.get("object_type"), last)


def _failure(want: _Wanted, status: int, code: int, message: str) -> JsonObject:
    error: JsonObject = {"status": status, "code": code, "message": message}
    return {"object_sid": want.sid, "object_type": want.kind, "error": error}

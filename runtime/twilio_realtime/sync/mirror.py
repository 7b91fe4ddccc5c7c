"""The one local counterpart of an open Sync object, shared by everybody who has opened it."""

from __future__ import annotations

import heapq
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, Generic, Literal, TypeVar

from ..errors import RealtimeError
from ..json import JsonObject, empty_list
from ..telemetry.logs import logger_of
from .event_order import EventOrder
from .items import as_integer
from .listeners import SubscriptionListener

__all__ = ["APPLYING", "AnyMirror", "Mirror", "ObjectType"]

ObjectType = Literal["document", "map", "list"]
"""Kind of a Sync object, as subscriptions name it."""

APPLYING: Final[ContextVar[tuple[str, int | None] | None]] = ContextVar("APPLYING", default=None)
"""SID of the object and id of its event, the latter None for the end of the object; None outside of events.

It is set in whatever the event calls, handlers among it, and in the tasks that are started there.
"""

_log = logger_of(__name__)
_ListenerT = TypeVar("_ListenerT", bound=SubscriptionListener)
_HELD: Final = 1000


class AnyMirror(ABC):
    """Takes the events of one object and passes each on once, in order.

    As long as the service has not confirmed the subscription, its promises do not hold: a live event may overtake
    the replay, and then it is the only delivery of that event; or it may come again in the replay. Events are
    therefore kept back until the replay is complete and then passed on by id, each once. They survive a lost
    connection and replays that never end. At most 1,000 are kept; beyond that the lowest goes out, so that even a
    longer replay comes out in order unless an event is displaced by more than that.

    After that events go out as they come: an overtaken one (25, 27, 26) late rather than never.
    """

    def __init__(self, kind: ObjectType, sid: str, unique_name: str | None, last_event_id: int) -> None:
        """Begin with a snapshot, no subscription and no holder.

        Args:
            kind: What kind of object it is.
            sid: The object's identifier.
            unique_name: Its other name, if any.
            last_event_id: Id of the last event that the snapshot contains; -1 if there was none.
        """
        self.kind: Final = kind
        self.sid: Final = sid
        self.unique_name: Final = unique_name
        self.names: tuple[str, ...] = ()
        self.holders: int = 0
        self.news: int = 0
        """Events taken so far: equal before and after something means that nothing happened meanwhile."""
        self._removal = f"{kind}_removed"
        self._order = EventOrder(last_event_id)
        self._live = False
        self._gone = False
        self._held: list[tuple[int, str, JsonObject]] = empty_list()

    @property
    def gone(self) -> bool:
        """Whether the object was removed."""
        return self._gone

    @property
    def may_bring_older(self) -> bool:
        """Whether an event may still be passed on that is older than one passed on already."""
        return self._order.has_gaps or bool(self._held)

    def brings_no_older(self, event_id: int) -> bool:
        """Whether no event up to this id can be passed on any more."""
        return event_id <= self._order.passed_for_good and not self.may_bring_older

    def is_plausible(self, event_id: int) -> bool:
        """Whether an id can be that of an event of this object."""
        return self._order.is_plausible(event_id)

    def resume_point(self) -> int:
        """The event id after which the service has to continue."""
        return self._order.resume_point

    def asked(self) -> None:
        """The service is being asked to continue after `resume_point`."""
        self._order.asked()

    def hold(self) -> None:
        """Keep events back until `caught_up`: there is no subscription that keeps its promises."""
        self._live = False

    def caught_up(self, last_told: int | None = None) -> None:
        """The replay is complete: pass on what was kept back, and from now on everything at once.

        Args:
            last_told: Id of the object's last event, as the service named it with that; None if it did not.
        """
        self._order.replayed(last_told)
        self._go_live()

    def lost(self, error: RealtimeError) -> None:
        """The service refuses to send changes of this object."""
        self._go_live()
        self._tell_lost(error)

    def removed(self) -> None:
        """The object does not exist any more."""
        if not self._gone:
            self._go_live()
            self._gone = True
            before = APPLYING.set((self.sid, None))
            try:
                self._tell_removed()
            finally:
                APPLYING.reset(before)

    def receive(self, event_type: str, event: JsonObject) -> None:
        """Take an event of this object; anything that was seen before is ignored."""
        if self._gone:
            return
        if event_type == self._removal:
            self.removed()
            return
        event_id = as_integer(event.get("id"))
        if event_id is None or not self._order.is_plausible(event_id):
            _log.warning("dropped a %s event of %s: it has no usable id", event_type, self.sid)
            return
        if self._order.shows_false_start(event_id):
            _log.warning("%s was opened with a last_event_id beyond its events; it is corrected", self.sid)
            self._corrected_to(self._order.start_again())
        if not self._order.admit(event_id):
            _log.debug("%s event %d of %s was seen before", event_type, event_id, self.sid)
        elif self._live:
            self.news += 1
            self._pass_on(event_id, event_type, event)
        else:
            self.news += 1
            if not self._held:
                self._held = []  # one of its own
            heapq.heappush(self._held, (event_id, event_type, event))
            if len(self._held) > _HELD:
                self._pass_on(*heapq.heappop(self._held))

    def _go_live(self) -> None:
        self._live = True
        while self._held:
            self._pass_on(*heapq.heappop(self._held))
        self._held = empty_list()

    def _pass_on(self, event_id: int, event_type: str, event: JsonObject) -> None:
        before = APPLYING.set((self.sid, event_id))
        try:
            self._apply(event_id, event_type, event)
        finally:
            APPLYING.reset(before)

    @abstractmethod
    def _corrected_to(self, last_event_id: int) -> None:
        """The object was opened with a wrong id; this is the right one."""

    @abstractmethod
    def _apply(self, event_id: int, event_type: str, event: JsonObject) -> None: ...

    @abstractmethod
    def _tell_lost(self, error: RealtimeError) -> None: ...

    @abstractmethod
    def _tell_removed(self) -> None: ...


class Mirror(AnyMirror, Generic[_ListenerT]):
    """A mirror with its listeners."""

    def __init__(self, kind: ObjectType, sid: str, unique_name: str | None, last_event_id: int) -> None:
        """See `AnyMirror`."""
        super().__init__(kind, sid, unique_name, last_event_id)
        self._listeners: tuple[_ListenerT, ...] = ()

    def attach(self, listener: _ListenerT) -> None:
        """Tell ``listener`` from now on."""
        self._listeners = (*self._listeners, listener)

    def detach(self, listener: _ListenerT) -> None:
        """Stop telling ``listener``, from the next event on."""
        kept = list(self._listeners)
        for place, other in enumerate(kept):
            if other is listener:
                del kept[place]
                break
        self._listeners = tuple(kept)

    def _tell(self, call: Callable[[_ListenerT], None]) -> None:
        for listener in self._listeners:
            try:
                call(listener)
            except Exception:
                _log.exception("listener %s of %s failed", type(listener).__qualname__, self.sid)

    def _tell_lost(self, error: RealtimeError) -> None:
        self._tell(lambda listener: listener.subscription_lost(error))

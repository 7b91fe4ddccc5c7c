"""The Sync client: opens objects and routes their events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from ..clock import Timing
from ..errors import ClosedError, ResponseError
from ..json import JsonObject, as_object
from ..requests.links import join_path, resolve_link, with_query
from ..requests.shared_calls import SharedCalls
from ..requests.transport import Transport
from ..telemetry.logs import logger_of
from ..visible_text import quoted
from .collection import ListMirror, MapMirror
from .document import DocumentMirror
from .event_order import LAST_PLAUSIBLE_ID
from .item_query import map_query
from .items import MapItem, as_integer
from .mirror import AnyMirror, ObjectType
from .objects import SyncDocument, SyncList, SyncMap
from .requests import SyncRequests
from .subscriptions import Subscriptions

__all__ = ["MAX_EVENTS", "SyncClient"]

_log = logger_of(__name__)
_MirrorT = TypeVar("_MirrorT", bound=AnyMirror)
_ANSWERS: Final = frozenset(("subscription_established", "subscription_canceled"))
"""Events that say nothing about an object: the failure of a subscription may say that it is gone."""
MAX_EVENTS: Final = 2_000
"""Most events of one notification that are worked on at a stretch: nobody else has a turn meanwhile."""
_COLLECTIONS: Final[dict[ObjectType, str]] = {"document": "Documents", "map": "Maps", "list": "Lists"}


class SyncClient:
    """Opens existing documents, maps and lists, and keeps them up to date over any number of connections.

    An object is shared by everybody who has opened it, under its sid or its unique name; opening it again makes no
    request. Its events are asked for as soon as it is open, and until its last user closes it. Each change is
    announced once, in the order of the event ids as far as the service keeps its promises; `AnyMirror` and
    `EventOrder` say how.

    The owner passes on what the connection says: `connected`, `disconnected`, `notification`.
    """

    def __init__(
        self,
        transport: Transport,
        base_url: str,
        timing: Timing,
        *,
        news: Callable[[], None] | None = None,
    ) -> None:
        """Prepare; nothing is sent. A connection is assumed until `disconnected` says otherwise.

        Args:
            transport: What carries the requests.
            base_url: Root of the Sync service, such as ``https://sync.example.com``.
            timing: Source of time, timers and jitter.
            news: Called before a change of any object is passed on.
        """
        self._base_url = base_url
        self._news = news
        self._requests = SyncRequests(transport, timing)
        url = join_path(base_url, "v4", "Subscriptions")
        self._subscriptions = Subscriptions(lambda body: self._requests.post(url, body), timing, dropped=self._drop)
        self._opening: SharedCalls[str, JsonObject] = SharedCalls()
        self._mirrors: dict[str, AnyMirror] = {}
        self._names: dict[tuple[ObjectType, str], AnyMirror] = {}
        # Looked up for each object, it would be made anew for each.
        self._released = self._release
        self._closed = False

    @property
    def held(self) -> int:
        """How many objects are kept up to date."""
        return len(self._mirrors)

    async def document(self, id_or_name: str) -> SyncDocument:
        """Open an existing document.

        Args:
            id_or_name: Its sid or unique name.

        Returns:
            A hold on it, to be closed by the caller.

        Raises:
            NotFoundError: There is no such document.
            ArgumentError: An empty name.
            ClosedError: The client was closed.
            RealtimeError: It could not be read.
        """
        mirror, _ = await self._open(DocumentMirror, "document", id_or_name, _document_in)
        return SyncDocument(mirror, self._released)

    async def map(self, id_or_name: str, *, include_items: bool = False) -> SyncMap:
        """Open an existing map.

        Args:
            id_or_name: Its sid or unique name.
            include_items: Read the items along with it, see `SyncMap.included`; meant for small maps.

        Returns:
            A hold on it, to be closed by the caller.

        Raises:
            NotFoundError: There is no such map.
            ArgumentError: An empty name.
            ClosedError: The client was closed.
            RealtimeError: It could not be read.
        """
        query = {"Include": "items"} if include_items else {}
        mirror, body = await self._open(MapMirror, "map", id_or_name, self._map_in, query)
        opened = SyncMap(mirror, self._released, self._requests)
        if include_items:
            try:
                opened.included = await self._items_of(mirror, body)
            except BaseException:
                opened.close()
                raise
        return opened

    async def list(self, id_or_name: str) -> SyncList:
        """Open an existing list.

        Args:
            id_or_name: Its sid or unique name.

        Returns:
            A hold on it, to be closed by the caller.

        Raises:
            NotFoundError: There is no such list.
            ArgumentError: An empty name.
            ClosedError: The client was closed.
            RealtimeError: It could not be read.
        """
        mirror, _ = await self._open(ListMirror, "list", id_or_name, self._list_in)
        return SyncList(mirror, self._released, self._requests)

    def connected(self) -> None:
        """There is a connection, possibly a new one: every object is asked for again from its resume point."""
        self._subscriptions.connected()

    def disconnected(self) -> None:
        """The connection is gone: nothing is asked for until `connected`."""
        self._subscriptions.disconnected()

    def notification(self, payload: JsonObject, *, ordered: bool) -> None:
        """Take the payload of a Sync notification. Never raises.

        Args:
            payload: What arrived: one ``event``, or several ``events``.
            ordered: Whether the kind of notification promises order (``twilio.sync.event``) or not
                (``com.twilio.rtd.cds.*``). Events are told apart by their ids, so this only shows in the log.
        """
        event_type = payload.get("event_type")
        if not isinstance(event_type, str):
            _log.warning("dropped a Sync notification without event_type")
            return
        correlation = as_integer(payload.get("correlation_id"))
        if correlation is not None:
            self._subscriptions.heard(correlation)
        if self._news is not None and event_type not in _ANSWERS:
            self._news()
        several, one = payload.get("events"), payload.get("event")
        if several is None and isinstance(one, dict) and not event_type.startswith("subscription_"):
            self._route(event_type, one, ordered)  # nearly always
            return
        found = (*(several if isinstance(several, list) else ()), one)
        events = [event for event in found if isinstance(event, dict)]
        for event in events[:MAX_EVENTS]:
            if event_type.startswith("subscription_"):
                self._subscriptions.answer(event_type, correlation, event)
            else:
                self._route(event_type, event, ordered)
        if len(events) > MAX_EVENTS:
            _log.warning("a Sync notification has %d events; the later ones are asked for again", len(events))
            # Of their objects alone, and after a pause: asking for all at once would let one notification cost a
            # request for each hundred open objects, and a service that sends such ones go round in a circle with us.
            # Nothing is lost by it: what was worked on moves the point from which the replay continues. Answers among
            # the later ones count as not given, and those objects are asked for again when their time is over.
            self._subscriptions.ask_again(filter(None, map(_sid_in, events[MAX_EVENTS:])))

    async def close(self) -> None:
        """End everything; objects that are open stay readable and change no more. Harmless twice."""
        self._closed = True
        self._mirrors.clear()
        self._names.clear()
        await self._opening.close()
        await self._subscriptions.close()

    def _route(self, event_type: str, event: JsonObject, ordered: bool) -> None:
        kind = event_type.partition("_")[0]
        sid = event.get(f"{kind}_sid")
        mirror = self._mirrors.get(sid) if isinstance(sid, str) else None
        if mirror is None or mirror.kind != kind:
            _log.debug("dropped %s event (ordered: %s): no such object is open", event_type, ordered)
            return
        mirror.receive(event_type, event)
        if mirror.gone:
            self._subscriptions.forget(mirror.sid)
            self._drop(mirror)

    async def _open(
        self,
        wanted: type[_MirrorT],
        kind: ObjectType,
        id_or_name: str,
        build: Callable[[JsonObject], _MirrorT],
        query: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[_MirrorT, JsonObject | None]:
        """Find or make the mirror and count one more holder; also returns the answer if the service was asked."""
        body: JsonObject | None = None
        mirror = self._find(kind, id_or_name, id_or_name)
        if mirror is None:
            url = with_query(self._url(kind, id_or_name), query)
            body = await self._opening.run(url, lambda: self._requests.get(url))
            sid = body.get("sid")
            mirror = self._find(kind, id_or_name, sid if isinstance(sid, str) else "") or build(body)
        if not isinstance(mirror, wanted):
            raise ResponseError(f"{quoted(id_or_name)} was opened as a {kind}, but it is a {mirror.kind}")
        self._hold(mirror, id_or_name)
        return mirror, body

    def _find(self, kind: ObjectType, name: str, sid: str) -> AnyMirror | None:
        if self._closed:
            raise ClosedError(f"cannot open {kind} {quoted(name)}: the client was closed; make a new one")
        mirror = self._names.get((kind, name))
        return mirror if mirror is not None else self._mirrors.get(sid)

    async def _items_of(self, mirror: MapMirror, body: JsonObject | None) -> tuple[MapItem, ...]:
        came = None if body is None else body.get("items")
        if not isinstance(came, list) or mirror.news:
            # The map was open already, or became so meanwhile, or the service sends no items along.
            while True:
                news = mirror.news
                found = tuple([item async for item in map_query(self._requests, mirror).all("asc")])
                if news == mirror.news:
                    return found  # and whoever listens now has missed nothing
        return tuple(map_query(self._requests, mirror).included(came))

    def _map_in(self, body: JsonObject) -> MapMirror:
        sid, unique_name, last_event_id = _identity("map", body)
        return MapMirror(sid, unique_name, last_event_id, self._items_url("map", sid, body))

    def _list_in(self, body: JsonObject) -> ListMirror:
        sid, unique_name, last_event_id = _identity("list", body)
        return ListMirror(sid, unique_name, last_event_id, self._items_url("list", sid, body))

    def _items_url(self, kind: ObjectType, sid: str, body: JsonObject) -> str:
        link = as_object(body.get("links")).get("items")
        if isinstance(link, str) and link:
            return resolve_link(self._base_url, link)
        return self._url(kind, sid, "Items")

    def _url(self, kind: ObjectType, *parts: str) -> str:
        return join_path(self._base_url, "v3", _COLLECTIONS[kind], *parts)

    def _hold(self, mirror: AnyMirror, id_or_name: str) -> None:
        self._mirrors[mirror.sid] = mirror
        for name in (id_or_name, mirror.unique_name):
            if name is not None and name not in mirror.names:
                mirror.names = (*mirror.names, name)
                self._names[mirror.kind, name] = mirror
        mirror.holders += 1
        if mirror.holders == 1:
            self._subscriptions.add(mirror)

    def _release(self, mirror: AnyMirror) -> None:
        mirror.holders -= 1
        if mirror.holders == 0:
            self._subscriptions.release(mirror)

    def _drop(self, mirror: AnyMirror) -> None:
        if self._mirrors.get(mirror.sid) is mirror:
            del self._mirrors[mirror.sid]
        for name in mirror.names:
            if self._names.get((mirror.kind, name)) is mirror:
                del self._names[mirror.kind, name]
        mirror.names = ()


def _sid_in(event: JsonObject) -> str | None:
    """The sid of the object that an event is about."""
    for kind in _COLLECTIONS:
        sid = event.get(f"{kind}_sid")
        if isinstance(sid, str):
            return sid
    return None


def _document_in(body: JsonObject) -> DocumentMirror:
    return DocumentMirror(*_identity("document", body), as_object(body.get("data")))


def _identity(kind: ObjectType, body: JsonObject) -> tuple[str, str | None, int]:
    sid = body.get("sid")
    last_event_id = as_integer(body.get("last_event_id"), minimum=-1)
    # From an absurd one on, nothing would ever be new.
    if not isinstance(sid, str) or not sid or last_event_id is None or last_event_id > LAST_PLAUSIBLE_ID:
        raise ResponseError(f"a {kind} was opened without usable sid or last_event_id; its fields: {sorted(body)}")
    name = body.get("unique_name")
    return sid, name if isinstance(name, str) else None, last_event_id

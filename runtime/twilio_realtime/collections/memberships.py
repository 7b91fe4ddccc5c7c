"""Objects that the signed-in user takes part in, put together from several sources.

Three sources tell about an entry: the user's Sync map (``sync``), the REST list read at the start (``listing``) and
single look-ups (``lookup``). All changes of one entry are worked off one after the other, those of different entries
at the same time.

* The Sync map decides. What another source says about the status counts only while the map has said nothing.
* An entry that the map removed before the listing was complete stays removed, whatever the listing says.
* A new entry is announced once its document is open, with what was said about it in place except the status: what the
  user is to it is announced on its own. That the user joined is announced once the collections are followed, so that
  nothing that happens afterwards is missed. Values that come along with a new status are part of that news, and not
  announced as changes.
* Whatever cannot be opened is tried again until it can be, or the map says that the user is out.
* When the user is out, the entry stays known unless it is hidden from outsiders.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from ..clock import Timing
from ..errors import ClosedError, NotFoundError, RealtimeError, ResponseError
from ..json import JsonObject
from ..lifetime.tasks import TaskOwner
from ..requests.links import join_path
from ..requests.pagination import PageSource, Paginator
from ..requests.rest import Rest
from ..sync import MapItem, SyncClient, SyncMap
from ..telemetry.logs import logger_of
from ..visible_text import quoted
from .changes import Change, ChangeQueues
from .confirmations import Confirmations
from .membership_entry import (
    MembershipEntry,
    MembershipListener,
    MembershipResource,
    MembershipRules,
    Stage,
)
from .membership_listing import MembershipListing

__all__ = ["MembershipCollection", "MembershipWatcher"]

# What the collection does to its objects is hidden from their users, not from here.
# pyright: reportPrivateUsage=false

_logger = logger_of(__name__)
ResourceT = TypeVar("ResourceT", bound=MembershipResource)
WatchedT = TypeVar("WatchedT", contravariant=True)

MAX_OPENING = 50
"""Entries that are opened at the same time."""


class MembershipWatcher(Protocol[WatchedT]):
    """Receives which entries are followed, at once and in order."""

    def followed(self, key: str, resource: WatchedT) -> None:
        """The user is in, and the collections of the entry are open; again after one of them was lost."""

    def unfollowed(self, key: str) -> None:
        """The user is out, or the entry is gone."""


class MembershipCollection(Generic[ResourceT]):
    """The entries by key.

    Args:
        what: What an entry is, in words, for errors.
        sync: Where the map is opened.
        rest: Where lists and look-ups are asked for.
        tasks: Owner of the background work.
        rules: How the product spells things.
        create: Makes the entry of a key. The functions it is given are to be called when its document is deleted, and
            when a collection that is followed is.
        listener: Receives what becomes of the entries.
        timing: Source of time and jitter.
    """

    def __init__(
        self,
        what: str,
        *,
        sync: SyncClient,
        rest: Rest,
        tasks: TaskOwner,
        rules: MembershipRules,
        create: Callable[[str, Callable[[], None], Callable[[], None]], ResourceT],
        listener: MembershipListener[ResourceT],
        timing: Timing,
    ) -> None:
        self._what = what
        self._sync = sync
        self._rest = rest
        self._tasks = tasks
        self._rules = rules
        self._create = create
        self._listener = listener
        self._out = next(status for status, stage in rules.stages.items() if stage == "out")
        self._opening = asyncio.Semaphore(MAX_OPENING)
        self._entries: dict[str, MembershipEntry[ResourceT]] = {}
        self._confirmations = Confirmations(what, timing.clock)
        self._changes = ChangeQueues(
            what, apply=self._apply, failed=self._confirmations.failed, tasks=tasks, timing=timing
        )
        # keys alone: an empty set takes three times the memory of an empty dict
        self._tombstones: dict[str, None] = {}
        self._map: SyncMap | None = None
        self._lookup_url = ""
        self._listing = MembershipListing(what, rest=rest, rules=rules, found=self._list, timing=timing)
        self._watchers: list[MembershipWatcher[ResourceT]] = []
        self._closed = False

    def watch(self, watcher: MembershipWatcher[ResourceT]) -> None:
        """Tell a watcher of the entries that are followed, and of those that follow or end later."""
        self._watchers = [*self._watchers, watcher]  # another list: this may happen while one of them is called
        for key, entry in list(self._entries.items()):
            if entry.stage == "joined" and not entry.lost:
                watcher.followed(key, entry.resource)

    def unwatch(self, watcher: MembershipWatcher[ResourceT]) -> None:
        """Tell a watcher nothing more. Idempotent."""
        self._watchers = [other for other in self._watchers if other is not watcher]

    async def open(self, map_name: str) -> None:
        """Follow the user's map. What it says is worked off, and announced, from `begin` on.

        Args:
            map_name: Name of the Sync map.

        Raises:
            NotFoundError: There is no such map.
            RequestError: The service refused it.
            ClosedError: The client was closed.
        """
        self._map = await self._sync.map(map_name)
        self._map.listen(self)

    def begin(self, pages_url: str, lookup_url: str) -> None:
        """Begin to announce entries, and to read the list in the background.

        Args:
            pages_url: URL of the REST list.
            lookup_url: URL below which single entries are looked up.
        """
        self._lookup_url = lookup_url
        self._changes.begin()
        self._tasks.spawn(self._read_listing(pages_url), f"list of {self._what}s")

    def close(self) -> None:
        """Forget every entry and stop following. Idempotent."""
        self._closed = True
        opened, self._map = self._map, None
        if opened is not None:
            opened.close()
        error = ClosedError()
        self._confirmations.close(error)
        self._changes.close(error)
        self._listing.close(ClosedError())
        entries, self._entries = self._entries, {}
        for entry in entries.values():
            entry.resource._unfollow()
            entry.resource._close()

    async def all(self) -> list[ResourceT]:
        """Every entry known, once the list of the start has been read."""
        await self._listing.wait()
        return [entry.resource for entry in self._entries.values()]

    async def get(self, key: str) -> ResourceT:
        """The entry with a key, looked up if it is not known.

        Raises:
            NotFoundError: There is none, or it cannot be seen.
        """
        await self._listing.wait()
        known = self._entries.get(key)
        if known is not None:
            return known.resource
        if await self._is_in_map(key):
            return self._known(key)
        return await self.look_up(join_path(self._lookup_url, key))

    async def look_up(self, url: str) -> ResourceT:
        """Ask the service for an entry, take it in, and return it.

        Args:
            url: URL of its description.

        Raises:
            ResponseError: The description lacks its key.
            NotFoundError: There is none, or it cannot be seen.
        """
        description = await self._rest.read(url)
        try:
            return await self.adopt(description)
        except NotFoundError:
            # Read a moment ago, it may be about an entry that has made room for another one since.
            return await self.adopt(await self._rest.read(url, fresh=True))

    def peek(self, key: str) -> ResourceT | None:
        """The entry with a key if it is known, without asking anybody."""
        entry = self._entries.get(key)
        return entry.resource if entry is not None else None

    async def page(
        self, size: int, start: str | None, *, inclusive: bool = True, descending: bool = False
    ) -> Paginator[ResourceT]:
        """One page of the entries that the user takes part in, ascending by key.

        Args:
            size: Most entries.
            start: Key to start from; None starts at the first.
            inclusive: Whether the entry of that key belongs to the page.
            descending: Whether the page lies before the start instead of after it.
        """
        followed = self._required_map()
        page = await followed.page(start, page_size=size, order="desc" if descending else "asc", inclusive=inclusive)
        unknown = [item for item in page.items if item.key not in self._entries and followed.is_current(item)]
        # All of them before anything else happens: the page ages.
        opening = [self._changes.submit_awaited(item.key, Change("data", "sync", item.data)) for item in unknown]
        for outcome in await asyncio.gather(*opening, return_exceptions=True):
            if outcome is not None and not isinstance(outcome, NotFoundError):
                raise outcome
        keys = [item.key for item in page.items]
        has_next, has_previous = page.has_next, page.has_previous
        if descending:
            keys.reverse()
            has_next, has_previous = has_previous, has_next

        def neighbour(key: str, before: bool) -> PageSource[ResourceT]:
            return lambda: self.page(size, key, inclusive=False, descending=before)

        return Paginator(
            [entry.resource for key in keys if (entry := self._entries.get(key)) is not None],
            next_page=neighbour(keys[-1], False) if has_next and keys else None,
            prev_page=neighbour(keys[0], True) if has_previous and keys else None,
        )

    async def adopt(self, answer: JsonObject) -> ResourceT:
        """Take in an entry that the service has just described, and return it.

        Raises:
            ResponseError: The description lacks its key.
            NotFoundError: It disappeared meanwhile.
        """
        keys = self._rules.lookup_keys
        key = next((found for name in keys if isinstance(found := answer.get(name), str)), None)
        if key is None:
            raise ResponseError(f"the description of a {self._what} has no {' or '.join(map(repr, keys))}")
        # While the list is being read, the user may take part in what is not known here; a description does not say so.
        if key in self._entries or self._listing.is_complete or not await self._is_in_map(key):
            await self._changes.submit_awaited(key, Change("data", "lookup", self._spelled_as_mirror(answer)))
        return self._known(key)

    async def _is_in_map(self, key: str) -> bool:
        """Look an entry up in the user's map; if it is there, take in what the map says."""
        followed = self._required_map()
        item = await followed.get(key)
        # A removal may have overtaken the answer, and then there is nothing to say that it was told wrong.
        if item is None or not followed.is_current(item):
            return False
        await self._changes.submit_awaited(key, Change("data", "sync", item.data))
        return True

    def _known(self, key: str) -> ResourceT:
        entry = self._entries.get(key)
        if entry is None:
            raise NotFoundError(f"the {self._what} {quoted(key)} is gone", status=404)
        return entry.resource

    async def settled(self, key: str, stage: Stage) -> None:
        """Wait until an entry has reached a stage, after the service accepted a change that leads to it.

        Raises:
            DeadlineError: The service accepted the change and never confirmed it.
            RequestError: The entry cannot be followed.
            ClosedError: The client was closed meanwhile.
        """
        entry = self._entries.get(key)
        if entry is None or entry.wanted is None:
            if stage == "out":
                return
        elif entry.wanted == entry.stage == stage:
            return
        await self._confirmations.wait(key, stage)

    def _required_map(self) -> SyncMap:
        if self._map is None:
            raise ClosedError()
        return self._map

    async def _read_listing(self, url: str) -> None:
        await self._listing.read(url)
        self._tombstones.clear()

    def _list(self, key: str, data: JsonObject) -> asyncio.Future[None]:
        return self._changes.submit_awaited(key, Change("data", "listing", self._spelled_as_mirror(data)))

    def _spelled_as_mirror(self, data: JsonObject) -> JsonObject:
        return {self._rules.rename.get(name, name): value for name, value in data.items()}

    # -- changes, one after the other for each key

    async def _apply(self, key: str, change: Change) -> None:
        entry = self._entries.get(key)
        if change.kind == "gone":
            if entry is not None:
                self._forget(key, entry)
            return
        if change.kind == "out":
            if entry is not None:
                self._leave(key, entry)
            return
        if change.kind == "again":
            if entry is not None:
                entry.lost = False
                if entry.wanted == "joined":
                    await self._join(key, entry)
            return
        if entry is None:
            if change.source != "sync" and key in self._tombstones:
                return
            entry = await self._open(key, change.data)
        await self._update(key, entry, change)

    async def _open(self, key: str, data: JsonObject) -> MembershipEntry[ResourceT]:
        resource = self._create(
            key, lambda: self._changes.submit(key, Change("gone", "sync", {})), lambda: self._follow_again(key)
        )
        named = data.get(self._rules.document_field)
        try:
            async with self._opening:
                await resource._open(named if isinstance(named, str) else key + self._rules.document_suffix)
            if self._closed:
                raise ClosedError()
        except BaseException:
            resource._close()
            raise
        resource._accept_membership(
            {name: value for name, value in data.items() if name != self._rules.status_field}, False
        )
        self._entries[key] = entry = MembershipEntry(resource)
        self._listener.added(resource)
        return entry

    async def _update(self, key: str, entry: MembershipEntry[ResourceT], change: Change) -> None:
        status = change.data.get(self._rules.status_field)
        stage = self._rules.stages.get(status) if isinstance(status, str) else None
        if not entry.heeds(change.source):
            return
        before = entry.wanted
        if stage is not None:
            entry.decided_by, entry.wanted = change.source, stage
        if stage == "out" and before not in (None, "out"):
            self._leave(key, entry, change.data)
            return
        news = entry.wanted is not None and entry.wanted != entry.stage
        entry.resource._accept_membership(change.data, not news)
        if not news:
            return
        if entry.wanted == "joined":
            try:
                await self._join(key, entry)
            except RealtimeError:
                if change.source != "lookup":
                    raise
                # The look-up itself has succeeded. The rest is not its business, but must not be forgotten either.
                self._changes.submit(key, Change("again", "listing", {}))
            return
        entry.stage = entry.wanted
        if entry.stage == "invited":
            self._listener.invited(entry.resource)
        self._reached(key, entry)

    async def _join(self, key: str, entry: MembershipEntry[ResourceT]) -> None:
        await entry.resource._follow()
        for watcher in self._watchers:
            watcher.followed(key, entry.resource)
        if entry.stage != "joined":
            entry.stage = "joined"
            self._listener.joined(entry.resource)
        self._reached(key, entry)

    def _follow_again(self, key: str) -> None:
        """A collection that was followed is gone: with its owner, which we will hear of, or for a moment."""
        entry = self._entries.get(key)
        if entry is not None and not entry.lost:
            entry.lost = True
            self._changes.submit(key, Change("again", "listing", {}))

    def _reached(self, key: str, entry: MembershipEntry[ResourceT]) -> None:
        self._confirmations.reached(key, entry.stage or "out")

    def _leave(self, key: str, entry: MembershipEntry[ResourceT], data: JsonObject | None = None) -> None:
        before, entry.wanted, entry.stage, entry.decided_by = entry.stage, "out", "out", "sync"
        entry.resource._accept_membership({**(data or {}), self._rules.status_field: self._out}, True)
        entry.resource._unfollow()
        self._unfollowed(key)
        if before in ("joined", "invited"):
            self._listener.left(entry.resource)
        if entry.resource._hidden_when_out():
            self._forget(key, entry)
        self._confirmations.reached(key, "out")

    def _forget(self, key: str, entry: MembershipEntry[ResourceT]) -> None:
        if self._entries.pop(key, None) is None:
            return
        entry.wanted = entry.stage = "out"
        entry.resource._accept_membership({self._rules.status_field: self._out}, False)
        entry.resource._unfollow()
        entry.resource._close()
        self._unfollowed(key)
        self._listener.removed(entry.resource)
        self._confirmations.reached(key, "out")

    def _unfollowed(self, key: str) -> None:
        for watcher in self._watchers:
            watcher.unfollowed(key)

    # -- the user's map

    def item_added(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        self._changes.submit(item.key, Change("data", "sync", item.data))

    def item_updated(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        self._changes.submit(item.key, Change("data", "sync", item.data))

    def item_removed(self, key: str, data: JsonObject) -> None:
        """See `sync.MapListener`."""
        if not self._listing.is_complete:
            self._tombstones[key] = None
        self._changes.submit(key, Change("out", "sync", data))

    def map_removed(self) -> None:
        """See `sync.MapListener`."""
        _logger.warning("the service removed the user's list of %ss", self._what)

    def subscription_lost(self, error: RealtimeError) -> None:
        """See `sync.MapListener`."""
        _logger.warning("the user's list of %ss is not followed at present: %s", self._what, error)

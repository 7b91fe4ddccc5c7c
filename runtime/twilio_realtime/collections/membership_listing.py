"""The REST list of the entries that the user takes part in, read once at the start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from ..clock import Timing
from ..errors import ClosedError, RealtimeError
from ..json import JsonObject, as_object
from ..lifetime.flag import Flag
from ..requests.backoff import Backoff
from ..requests.links import with_query
from ..requests.pagination import MAX_ENTRIES, too_many
from ..requests.rest import Rest
from ..telemetry.logs import logger_of
from .membership_entry import MembershipRules

__all__ = ["MembershipListing"]

_logger = logger_of(__name__)

MAX_BEGUN = 200
"""Entries of the list that are begun and not done yet."""


class MembershipListing:
    """Reads the list page by page, from the first page again if that fails, until it is complete.

    Args:
        what: What an entry is, in words, for logs.
        rest: Where the list is asked for.
        rules: How the product spells things.
        found: Takes in the description of the entry with a key; the result ends once that was tried.
        timing: Source of time and jitter.
    """

    def __init__(
        self,
        what: str,
        *,
        rest: Rest,
        rules: MembershipRules,
        found: Callable[[str, JsonObject], asyncio.Future[None]],
        timing: Timing,
    ) -> None:
        self._what = what
        self._rest = rest
        self._rules = rules
        self._found = found
        self._timing = timing
        self._tried = Flag()
        self._error: RealtimeError | None = None
        self._closed: ClosedError | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the whole list was read, and each entry tried."""
        return self._tried.is_set() and self._error is None

    async def wait(self) -> None:
        """Wait until the list was read.

        Raises:
            RealtimeError: It could not be read the last time.
            ClosedError: `close` was called.
        """
        await self._tried.wait()
        error = self._closed or self._error
        if error is not None:
            raise error.with_traceback(None)  # raised many times, it would grow each time

    def close(self, error: ClosedError) -> None:
        """Let nobody wait any longer."""
        self._closed = error
        self._tried.set()

    async def read(self, url: str) -> None:
        """Read the list, again and again until that succeeds."""
        backoff = Backoff(self._timing.random)
        while True:
            try:
                await self._read_pages(url)
            except RealtimeError as error:
                # Once for as long as the reason is the same: it is tried again for as long as the client lives.
                if self._error is None or str(self._error) != str(error):
                    _logger.error("the list of %ss could not be read, trying again: %s", self._what, error)
                self._error = error
            else:
                self._error = None
                return
            finally:
                self._tried.set()
            await self._timing.clock.sleep(backoff.next_delay())

    async def _read_pages(self, url: str) -> None:
        opening: set[asyncio.Future[None]] = set()
        # The list may be very long: an entry waits until one of those begun before is done.
        room = asyncio.Semaphore(MAX_BEGUN)

        def done(opened: asyncio.Future[None]) -> None:
            opening.discard(opened)
            room.release()
            if not opened.cancelled():
                opened.exception()  # seen: what cannot be opened is tried again, and holds up nobody meanwhile

        async for key, data in self._entries(url):
            await room.acquire()
            opened = self._found(key, data)
            opening.add(opened)
            opened.add_done_callback(done)
        await asyncio.gather(*opening, return_exceptions=True)

    async def _entries(self, url: str) -> AsyncIterator[tuple[str, JsonObject]]:
        count = 0
        token: str | None = None
        seen: set[str | None] = set()
        while token not in seen:  # a service that points back would keep us here for ever
            seen.add(token)
            page = await self._rest.read(with_query(url, {self._rules.token_parameter: token}), fresh=True)
            found = page.get(self._rules.items)
            for item in found if isinstance(found, list) else []:
                data = as_object(item)
                key = data.get(self._rules.items_key)
                if isinstance(key, str):
                    count += 1
                    yield key, data
            following = as_object(page.get("meta")).get(self._rules.next_token)
            if following is None:
                return
            if count >= MAX_ENTRIES or len(seen) >= MAX_ENTRIES:
                _logger.warning("%s", too_many(f"the list of {self._what}s"))
                return
            token = str(following)

"""The simulated restarts are worth something: durable consumption with a flaw does not survive them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from simulation.restarts import simulate_restarts
from simulation.world import Violation
from twilio_chat import Channel
from twilio_realtime.deliveries import Cursor
from twilio_realtime.deliveries.delivery import Settlement
from twilio_realtime.deliveries.feed import Feed
from twilio_realtime.deliveries.reader import Reader
from twilio_realtime.errors import CursorError

MOST_SEEDS = 40

AnyFeed = Feed[object]
AnyReader = Reader[Channel, object, object]
Flaw = Callable[[pytest.MonkeyPatch], None]


def forget_what_was_handed_out(patch: pytest.MonkeyPatch) -> None:
    """Only what was acknowledged is kept."""

    def cursor(position: int, pending: int | None = None, attempts: int = 0) -> Cursor:
        return Cursor(position)

    patch.setattr("twilio_realtime.deliveries.reader.Cursor", cursor)


def believe_what_could_not_be_written(patch: pytest.MonkeyPatch) -> None:
    """An acknowledgement counts though the store has refused it."""
    original = Settlement.acknowledge

    async def acknowledge(self: Settlement) -> None:
        try:
            await original(self)
        except CursorError:
            self.outcome = "acknowledged"

    patch.setattr(Settlement, "acknowledge", acknowledge)


def go_on_before_it_is_kept(patch: pytest.MonkeyPatch) -> None:
    """The next message comes while the store is still at work."""
    original = cast("Callable[[AnyReader, AnyFeed, int, int], Settlement]", vars(Reader)["_settlement"])

    def settlement(self: AnyReader, feed: AnyFeed, position: int, attempts: int) -> Settlement:
        made = original(self, feed, position, attempts)
        keep = cast("Callable[[], object]", vars(made)["_acknowledge"])

        def acknowledge() -> object:
            vars(self)["_busy"].discard(feed)
            feed.cursor = Cursor(position)
            vars(self)["_ready"][feed] = None
            vars(self)["_turn"].set()
            return keep()

        vars(made)["_acknowledge"] = acknowledge
        return made

    patch.setattr(Reader, "_settlement", settlement)


def skip_what_follows(patch: pytest.MonkeyPatch) -> None:
    """One acknowledgement in some stands for two messages."""
    original = cast("Callable[[AnyReader, AnyFeed, int], None]", vars(Reader)["_passed"])

    def passed(self: AnyReader, feed: AnyFeed, position: int) -> None:
        original(self, feed, position)
        if position % 7 == 3:
            feed.cursor = Cursor(position + 1)

    patch.setattr(Reader, "_passed", passed)


def see_no_gaps(patch: pytest.MonkeyPatch) -> None:
    """What is heard counts as the next one, whatever its index is."""

    def hold(self: AnyFeed, index: int, item: object) -> None:
        state = vars(self)
        if index > state["_last"]:
            state["_live"].append((index, item))
            state["_last"] = index

    patch.setattr(Feed, "_hold", hold)


def hand_out_what_follows_what_was_given_back(patch: pytest.MonkeyPatch) -> None:
    """What was given back is behind what is held."""
    original = cast("Callable[[AnyReader, AnyFeed, float], None]", vars(Reader)["_rest"])

    def rest(self: AnyReader, feed: AnyFeed, seconds: float) -> None:
        if feed.cursor is not None and feed.cursor.pending is not None:
            feed.cursor = Cursor(feed.cursor.pending)
        original(self, feed, seconds)

    patch.setattr(Reader, "_rest", rest)


def first_violation() -> str:
    """What the first seed that notices something has to say; empty if none does."""
    for seed in range(MOST_SEEDS):
        try:
            simulate_restarts("chat", seed)
        except Violation as found:
            return str(found)
    return ""


@pytest.mark.parametrize(
    ("flaw", "symptom"),
    [
        (forget_what_was_handed_out, "as attempt 1"),
        (believe_what_could_not_be_written, "was acknowledged"),
        (go_on_before_it_is_kept, "unsettled"),
        (skip_what_follows, "never handed out"),
        (see_no_gaps, "never handed out"),
        (hand_out_what_follows_what_was_given_back, "never handed out"),
    ],
)
def test_a_flaw_is_found(flaw: Flaw, symptom: str, monkeypatch: pytest.MonkeyPatch) -> None:
    flaw(monkeypatch)
    found = first_violation()
    assert "replay with `nox -s simulate -- --product chat --seed " in found
    assert symptom in found

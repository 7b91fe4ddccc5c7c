"""The simulation is worth something: a runtime with a flaw does not survive it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulation.world import Violation, simulate
from twilio_realtime.json import JsonObject
from twilio_realtime.sync import SyncClient
from twilio_realtime.sync.event_order import EventOrder
from twilio_realtime.sync.item_ids import Change, ItemIds
from twilio_realtime.sync.subscriptions import Subscriptions

MOST_SEEDS = 40


def drop_one_replay(patch: pytest.MonkeyPatch) -> None:
    """Of each client one replayed message is lost."""
    original = SyncClient.notification
    dropped: set[SyncClient] = set()

    def notification(self: SyncClient, payload: JsonObject, *, ordered: bool) -> None:
        replayed = "correlation_id" in payload and payload.get("event_type") == "list_item_added"
        if replayed and self not in dropped:
            dropped.add(self)
        else:
            original(self, payload, ordered=ordered)

    patch.setattr(SyncClient, "notification", notification)


def skip_the_id_check(patch: pytest.MonkeyPatch) -> None:
    """Every event counts as new, to the object and to its items."""

    def admit(self: EventOrder, event_id: int) -> bool:
        return True

    def changed(self: ItemIds[str], key: str, event_id: int, change: Change) -> Change | None:
        return change

    def removed(self: ItemIds[str], key: str, event_id: int) -> bool:
        return True

    patch.setattr(EventOrder, "admit", admit)
    patch.setattr(ItemIds, "changed", changed)
    patch.setattr(ItemIds, "removed", removed)


def forget_to_subscribe_again(patch: pytest.MonkeyPatch) -> None:
    """A new connection does not count as a reason to ask for anything again."""

    def nothing(self: Subscriptions) -> None: ...

    patch.setattr(Subscriptions, "connected", nothing)
    patch.setattr(Subscriptions, "disconnected", nothing)


def ignore_the_time_to_live(patch: pytest.MonkeyPatch) -> None:
    """Subscriptions are believed to last for ever."""

    def nothing(self: Subscriptions) -> None: ...

    patch.setattr(Subscriptions, "_lapse", nothing)


def first_violation(product: str) -> str:
    """What the first seed that notices something has to say; empty if none does."""
    for seed in range(MOST_SEEDS):
        try:
            simulate(product, seed)
        except Violation as found:
            return str(found)
    return ""


@pytest.mark.parametrize(
    "flaw", [drop_one_replay, skip_the_id_check, forget_to_subscribe_again, ignore_the_time_to_live]
)
def test_a_flaw_is_found(
    product: str, flaw: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    flaw(monkeypatch)
    assert f"replay with `nox -s simulate -- --product {product} --seed " in first_violation(product)

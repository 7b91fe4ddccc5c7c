"""What the command `relay` says of the users whom it serves, on standard error: a line when their number changes."""

from __future__ import annotations

import asyncio
from typing import Final

from twilio_fleet.health import Watch

from .console import note, warn

__all__ = ["tell_of_users"]

_LOOK: Final = 1.0
"""Seconds between two looks. A number is told when it is the same at two of them."""
_PATIENCE: Final = 10
"""Looks after which it is told that users have no connection yet, or not any more."""


async def tell_of_users(watch: Watch, fleet: str | None) -> None:
    """Tell how many users are served, once for each number that lasts, and of those who have no connection.

    Args:
        watch: Knows it.
        fleet: Name of the fleet; None without one.
    """
    told, before, missing, troubled = "", "", 0, False
    while True:
        now = watch.health
        count = now.users - now.failing
        served = f"serving {count} {'user' if count == 1 else 'users'}"
        if fleet is not None:
            served = f"serving {count} of {watch.identities} users of the fleet {fleet!r}"
        absent = max(0, now.users - now.failing - now.connected)
        settled = absent == 0 and (now.leases_held is None or now.leases_held == now.leases_wanted) and watch.begun
        if settled:
            missing = 0
            if troubled:
                troubled = False
                note("all users are connected")
            if served == before and served != told:
                told = served
                note(served)
        else:
            missing += 1
            if missing == _PATIENCE:
                troubled = True
                why = watch.waits_for
                reason = f": {why[0]}" if why else ", they wait for their turn to start, for a token, or for a lease"
                users = "1 user has" if absent == 1 else f"{absent or 'some'} users have"
                warn(f"{users} no connection{reason}; trying again")
        before = served if settled else ""
        await asyncio.sleep(_LOOK)

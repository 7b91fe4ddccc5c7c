"""How much is written, and what happens meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["LONG", "SHORT", "Amounts"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """The size of a soak.

    Attributes:
        workers: Workers that share the users.
        people: Users.
        rooms: Rooms of one or two users each. There is one more, in which everybody is.
        messages: Messages that are written.
        commands: Messages that users of the fleet write because other programs ask for it.
        kills: How often a worker is killed.
        restarts: How often the broker is killed and started again.
        pauses: How often a worker is stopped for longer than a lease.
        lease: Seconds of a lease.
    """

    workers: int
    people: int
    rooms: int
    messages: int
    commands: int
    kills: int
    restarts: int
    pauses: int
    lease: float


SHORT: Final = Amounts(
    workers=3, people=15, rooms=10, messages=240, commands=120, kills=2, restarts=1, pauses=1, lease=2.0
)
LONG: Final = Amounts(
    workers=4, people=200, rooms=120, messages=20_000, commands=1_000, kills=20, restarts=3, pauses=4, lease=5.0
)

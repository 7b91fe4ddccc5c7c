"""One attack, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hostile.victims import Fared

__all__ = ["Attack", "Outcome"]

_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attack.

    Attributes:
        volume: What was thrown at the victim, in words.
        fared: How the victim fared.
        held: What did not hold, in words; empty if all did.
    """

    volume: str
    fared: Fared
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack.

    Attributes:
        name: A word or a few.
        run: Carries it out, given how much of it there shall be (1 is what the gate takes).
        growth: How many times the memory of an idle process the victim may take at most.
        seed: What it draws from; None if nothing is left to chance.
    """

    name: str
    run: Callable[[int], Awaitable[Outcome]]
    growth: float = 1.5
    seed: int | None = None

    async def verdict(self, idle: Fared, scale: int) -> Outcome:
        """Carry it out and judge.

        Args:
            idle: How a process fares that nobody attacks, in the same run.
            scale: How much of it.
        """
        try:
            async with asyncio.timeout(_PATIENCE * scale):
                outcome = await self.run(scale)
        except (TimeoutError, ConnectionError, AssertionError) as error:
            return Outcome("", idle, (f"{type(error).__name__}: {error}",))
        broken = list(outcome.broken)
        if outcome.fared.peak > self.growth * idle.peak:
            broken.append(f"memory grew to more than {self.growth} times that of an idle process")
        broken += [f"it logged an error: {error}" for error in outcome.fared.errors]
        return Outcome(outcome.volume, outcome.fared, tuple(broken))

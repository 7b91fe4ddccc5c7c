"""Attack client, service and compiler, and judge how they fared.

    python -m hostile [--scale N] [--seed N] [NAME…]

Each attack names its volume, the seed if it draws from one, the victim's greatest memory as a multiple of an idle
process of this run, the longest time for which its event loop did nothing else, and a verdict. The exit code is 1 if
one did not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from hostile.attack import Attack, Outcome
from hostile.client_attacks import client_attacks, idle_client
from hostile.compiler_attacks import compiler_attacks, idle_compiler
from hostile.service_attacks import service_attacks
from hostile.victims import Fared, victim
from support.fresh_seeds import fresh_seed

_AT_ONCE = 2
"""Most attacks wait for what does not come; each has a victim of its own."""


async def _idle_service() -> Fared:
    async with victim("service") as service:
        return await service.fared()


def _shown(attack: Attack, outcome: Outcome, idle: Fared) -> str:
    verdict = "held" if not outcome.broken else "BROKEN: " + "; ".join(outcome.broken)
    memory = f"{outcome.fared.peak / idle.peak:4.2f} × idle"
    # Also of an attack that was given up halfway, of which nothing else is known.
    drawn = [] if attack.seed is None else [f"seed {attack.seed}"]
    volume = ", ".join([outcome.volume, *drawn] if outcome.volume else drawn)
    return f"{attack.name:42} {volume:38} {memory}  {outcome.fared.stall * 1000:6.0f} ms  {verdict}"


async def _run(attacks: list[Attack], scale: int) -> bool:
    idle = {"service": await _idle_service(), "client": await idle_client(), "compiler": await idle_compiler()}
    for kind, fared in idle.items():
        print(f"idle {kind}: {fared.peak / 1024**2:.0f} MiB", flush=True)
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def verdict(attack: Attack, mine: Fared) -> Outcome:
        async with at_once:
            return await attack.verdict(mine, scale)

    held = True
    async with asyncio.TaskGroup() as group:
        mine = [idle[attack.name.partition(":")[0]] for attack in attacks]
        outcomes = [group.create_task(verdict(*one)) for one in zip(attacks, mine, strict=True)]
        for attack, fared, outcome in zip(attacks, mine, outcomes, strict=True):
            print(_shown(attack, await outcome, fared), flush=True)
            held = held and not outcome.result().broken
    return held


def main() -> None:
    """Run the attacks named on the command line, or all."""
    parser = argparse.ArgumentParser(prog="python -m hostile", description="Attack client and service over loopback.")
    parser.add_argument("names", nargs="*", help="parts of the names of attacks; all if none is given")
    parser.add_argument("--scale", type=int, default=1, help="how many times what the gate takes (default: 1)")
    parser.add_argument("--seed", type=int, help="what is drawn from (default: what follows from the code under test)")
    given = parser.parse_args()
    seed = fresh_seed(1_000_000) if given.seed is None else given.seed
    attacks = [
        attack
        for attack in (*service_attacks(seed), *client_attacks(seed), *compiler_attacks())
        if not given.names or any(name in attack.name for name in given.names)
    ]
    if not attacks:
        parser.error("no attack has such a name")
    sys.exit(0 if asyncio.run(_run(attacks, given.scale)) else 1)


if __name__ == "__main__":
    main()

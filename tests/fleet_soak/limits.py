"""How long users may be without an owner, on a machine that has other things to do, too."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_soak.lease_record import Gap, latest_end
from fleet_soak.run_queue import RunQueue
from fleet_soak.trouble import Trouble
from fleet_soak.workers import Workers
from support.nats_process import NatsProcess

__all__ = ["Limits"]

_FOUND_AFTER = 2.0
"""Seconds after the end of a lease in which somebody takes over."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long somebody may be without an owner.

    For a lease and two seconds, each time anew when another worker dies meanwhile, who might have been the one to take
    over. What is added is the time in which the broker was not there, and in which the one who took over, or the
    broker, was ready to run and was not let by the kernel: it holds on a busy machine.
    """

    lease: float
    workers: Workers
    trouble: Trouble
    queue: RunQueue
    broker: NatsProcess

    def excess(self, gap: Gap) -> float:
        """How many seconds too late a gap was over; negative if it was over in time."""
        latest = latest_end(gap, self.lease + _FOUND_AFTER, self.workers.faults)
        return gap.end - latest - self._broker_away(gap) - self._not_let_run(gap)

    def explain(self, gap: Gap) -> str:
        """What a gap was like."""
        return (
            f"{gap.identity} had nobody for {gap.end - gap.begin:.1f} s, {self.excess(gap):.1f} s too long; for "
            f"{self._broker_away(gap):.1f} s the broker was away, and {self._not_let_run(gap):.1f} s are due to others "
            "on this machine"
        )

    def _broker_away(self, gap: Gap) -> float:
        return sum(max(0.0, min(to, gap.end) - max(since, gap.begin)) for since, to in self.trouble.outages)

    def _not_let_run(self, gap: Gap) -> float:
        pids = list(self.broker.pids)
        if gap.taker is not None:
            pids.append(self.workers.pids[gap.taker])
        return sum(self.queue.waited(pid, gap.begin, gap.end) for pid in pids)

"""The report of a run: what was answered and which fields were seen, fit to be shown to everybody."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from twilio_realtime.version import VERSION
from twilio_realtime.visible_text import one_line

from .shapes import Shapes

__all__ = ["EVENT_NUMBERS", "LiveReport", "numbering"]

EVENT_NUMBERS: Final = "event-numbers"
"""The answer that no question gives, but what was received meanwhile."""
NOT_PLAYED: Final = "not played"
_SID: Final = re.compile(r"\b([A-Z]{2})[0-9a-f]{32}\b")


@dataclass(slots=True, kw_only=True)
class LiveReport:
    """What a run has seen so far.

    Attributes:
        command: The command that was run.
        host: Where the service was; ``Twilio`` for its own addresses.
        story: How the story of the demo ended.
        answers: What was seen, by the name of the question.
        trouble: What ended the run early; empty if it came to its end.
        left: What could not be removed.
    """

    command: str
    host: str
    story: str = NOT_PLAYED
    answers: dict[str, str] = field(default_factory=dict[str, str])
    trouble: str = ""
    left: Sequence[str] = ()

    def text(self, shapes: Iterable[Shapes]) -> str:
        """Return the whole report as Markdown.

        Args:
            shapes: What each client has received.
        """
        shapes = list(shapes)
        system = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}"
        answers = {**self.answers, EVENT_NUMBERS: numbering(shapes)}
        fields = sorted({line for each in shapes for line in each.lines()})
        nothing_more = "nothing" if self.story == NOT_PLAYED else "two users, nothing else"
        lines = [
            f"# {self.command} {VERSION} on {self.host}",
            "",
            f"- ran on: {system}",
            f"- story: {self.story}",
            f"- ended by: {self.trouble or 'nothing, it came to its end'}",
            f"- left there: {', '.join(self.left) or nothing_more}",
            "",
            "## Answers",
            "",
            *(f"- {name}: {answer}" for name, answer in answers.items()),
            "",
            "## Fields",
            "",
            *(f"- `{line}`" for line in fields),
        ]
        return "".join(f"{_without_sids(one_line(line))}\n" for line in lines)


def numbering(shapes: Iterable[Shapes]) -> str:
    """Return how the events of Sync objects were numbered: where they begin, whether numbers are missing, their order.

    Args:
        shapes: What each client has received.
    """
    runs = [numbers for each in shapes for numbers in each.events.values()]
    if not runs:
        return "none seen"
    begins = ", ".join(map(str, sorted({run[0] for run in runs})))
    gaps = any(set(range(min(run), max(run) + 1)) - set(run) for run in runs)
    ordered = all(earlier < later for run in runs for earlier, later in pairwise(run))
    return (
        f"first seen: {begins}; {'with' if gaps else 'without'} gaps; "
        f"{'in order' if ordered else 'repeated or out of order'}"
    )


def _without_sids(line: str) -> str:
    return _SID.sub(r"\1…", line)

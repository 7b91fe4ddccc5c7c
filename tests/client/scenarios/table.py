"""What an entry of the tables says: which tests show it, or why it is none of this client's business."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Entry", "NotOurs", "Shown", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Shown by tests.

    Attributes:
        says: What happens, in a few words.
        tests: Where it is shown: ``folder/file::function`` below ``tests``, without ``.py``.
        instead: What this client does on purpose where the official ones do something else; empty if nothing.
    """

    says: str
    tests: tuple[str, ...]
    instead: str = ""


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Does not apply.

    Attributes:
        says: What it is about, in a few words.
        why: Why it does not apply.
    """

    says: str
    why: str


Entry = Shown | NotOurs
"""What stands behind a number or key."""


def shown(says: str, *tests: str, instead: str = "") -> Shown:
    """An entry that tests show."""
    return Shown(says, tests, instead)

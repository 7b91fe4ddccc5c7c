"""The figures of a benchmark: lines for people, and a file for `table`, which puts them together."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

__all__ = ["NAMES", "OFFICIAL", "Figures", "add_option", "this_machine"]

NAMES: Final = ("chat", "conversations")
"""The products, by the words that benchmarks use."""

OFFICIAL: Final = {f"official {name}": name for name in NAMES}
"""What the official clients are called in results, and the product of each."""


class Figures:
    """Collects the figures of one run by name, such as ``burst.chat``."""

    def __init__(self) -> None:
        self._values: dict[str, float] = {}

    @classmethod
    def joined(cls, parts: Iterable[Figures]) -> Figures:
        """Put the figures of several parts of a run together."""
        whole = cls()
        for part in parts:
            whole._values |= part._values
        return whole

    def keep(self, name: str, value: float) -> None:
        """Keep a figure.

        Args:
            name: Its name, with that of the benchmark first.
            value: Its value; its unit is that of the row of the table.
        """
        self._values[name] = value

    def keep_median(self, name: str, values: Sequence[float]) -> float:
        """Keep the median of what the rounds gave, and return it."""
        median = statistics.median(values)
        self.keep(name, median)
        return median

    def keep_ratios(self, name: str, over: Sequence[float], under: Sequence[float]) -> float:
        """Keep the median of the ratios of values that were taken in the same rounds, and return it.

        Whatever else the machine does changes from round to round, so a ratio of two medians would say less.

        Args:
            name: Its name.
            over: The values, round by round.
            under: What they are divided by.
        """
        ratio = statistics.median(mine / other for mine, other in zip(over, under, strict=True))
        self.keep(name, ratio)
        return ratio

    def write(self, file: Path | None) -> None:
        """Write the figures, as JSON, if a file is named."""
        if file is not None:
            file.write_text(json.dumps(self._values, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the file, ``figures`` of the parsed options."""
    parser.add_argument("--figures", type=Path, metavar="FILE", help="also write the figures there, as JSON")


def this_machine() -> str:
    """Return what the figures hold for."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}, {machine}"

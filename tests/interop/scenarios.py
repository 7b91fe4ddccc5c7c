"""The table of scenarios in the documentation, made from the tests: run this file to write it anew."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent
DOCUMENT = FOLDER.parents[1] / "docs" / "local-service.md"
BEGIN = "<!-- scenarios: written by tests/interop/scenarios.py -->"
END = "<!-- end of scenarios -->"
AREAS = (
    "start",
    "tokens",
    "channels",
    "membership",
    "permissions",
    "messages",
    "media",
    "reading",
    "typing",
    "users",
    "directories",
    "reconnection",
    "restart",
    "with_python",
    "with_python_people",
    "conversations",
    "conversations_media",
    "conversations_outside",
    "conversations_with_chat",
    "conversations_with_python",
    "conversations_files_with_python",
    "conversations_outside_with_python",
    "conversations_rooms_with_python",
    "browser",
    "browser_conversations",
)
"""The modules that hold scenarios, `test_` left out, in the order of the table."""


@dataclass(frozen=True)
class Scenario:
    """One test function.

    Attributes:
        area: What its module is about.
        place: Where the official client runs in it.
        text: What is shown.
    """

    area: str
    place: Literal["Node", "browser"]
    text: str


def scenarios() -> list[Scenario]:
    """Returns all scenarios, read from the tests without running them.

    Raises:
        ValueError: A test has no docstring.
    """
    found: list[Scenario] = []
    for name in AREAS:
        module = ast.parse((FOLDER / f"test_{name}.py").read_text(encoding="utf-8"))
        area = (ast.get_docstring(module) or name).partition("\n")[0].rstrip(".")
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                text = ast.get_docstring(node)
                if text is None:
                    raise ValueError(f"{node.name} in test_{name}.py has no docstring that says what it shows")
                found.append(
                    Scenario(area, "browser" if name.startswith("browser") else "Node", " ".join(text.split()))
                )
    return found


def table() -> str:
    """Returns the table in Markdown."""
    rows = ["| # | area | scenario |", "| --- | --- | --- |"]
    area = ""
    for number, scenario in enumerate(scenarios(), 1):
        shown = scenario.area if scenario.area != area else ""
        area = scenario.area
        rows.append(f"| {number} | {shown} | {scenario.text} |")
    return "\n".join(rows)


def with_table(document: str) -> str:
    """Returns the document with the table as it is now.

    Raises:
        ValueError: The document has no place for it.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{DOCUMENT} does not hold the lines {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")

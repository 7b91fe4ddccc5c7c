"""The tables are complete, and what they name exists."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from client.scenarios.behaviour_rules import RULES
from client.scenarios.known_defects import DEFECTS
from client.scenarios.official_scenarios import SCENARIOS
from client.scenarios.table import Entry, NotOurs

TESTS = Path(__file__).parents[2]
TABLE: dict[str, Entry] = {
    **{f"scenario {number}": entry for number, entry in SCENARIOS.items()},
    **RULES,
    **{f"defect {number}": entry for number, entry in DEFECTS.items()},
}
FEWEST_RULES = {
    "reasons": 18,
    "events": 22,
    "sources": 9,
    "messages": 8,
    "horizons": 2,
    "users": 5,
    "rest": 4,
    "replay": 2,
    "sorting": 3,
    "arguments": 7,
    "errors": 5,
}
"""How many rules each part of the description has; the number of scenarios and defects is that of the description."""


@cache
def functions_of(file: str) -> frozenset[str]:
    """Names of the test functions in a file, without running it."""
    tree = ast.parse((TESTS / f"{file}.py").read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_number_is_missing() -> None:
    assert list(SCENARIOS) == list(range(1, 154))
    assert list(DEFECTS) == list(range(1, 37))


def test_no_rule_is_missing() -> None:
    counted = dict.fromkeys(FEWEST_RULES, 0)
    for key in RULES:
        counted[key.partition(":")[0]] += 1
    assert counted == FEWEST_RULES


@pytest.mark.parametrize("key", TABLE)
def test_each_entry_is_shown_or_explained(key: str) -> None:
    entry = TABLE[key]
    assert entry.says
    if isinstance(entry, NotOurs):
        assert len(entry.why.split()) >= 4, "say why it does not apply"
        return
    assert entry.tests
    for test in entry.tests:
        file, _, name = test.partition("::")
        assert name.startswith("test_")
        assert name in functions_of(file), f"there is no {name} in tests/{file}.py any more"


def test_not_many_scenarios_are_none_of_ours() -> None:
    others = [number for number, entry in SCENARIOS.items() if isinstance(entry, NotOurs)]
    assert len(others) < len(SCENARIOS) / 5

"""The documentation lists the scenarios as they are."""

from __future__ import annotations

from interop.scenarios import AREAS, DOCUMENT, FOLDER, scenarios, with_table


def test_table_is_up_to_date() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert with_table(document) == document, "run: python tests/interop/scenarios.py"


def test_enough_scenarios() -> None:
    places = [scenario.place for scenario in scenarios()]
    assert places.count("Node") >= 60
    assert places.count("browser") >= 8


def test_enough_scenarios_of_conversations() -> None:
    found = [one for one in scenarios() if one.place == "Node" and "Conversations" in one.area]
    assert len(found) >= 80


def test_every_module_is_listed() -> None:
    without_scenarios = {"documentation", "own_pages", "chromium"}
    modules = {path.stem.removeprefix("test_") for path in FOLDER.glob("test_*.py")}
    assert modules - without_scenarios == set(AREAS)

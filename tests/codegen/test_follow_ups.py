"""Damage in one place of a schema is reported there, and nothing else is said because of it."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from _pytest.mark.structures import ParameterSet

from support.schemas import GARDEN, diagnose
from support.yaml_edits import Tree, read_tree, write_tree

FLEET = Path(__file__).parents[1] / "second_product" / "schema"
Entry = dict[str, object]
SECTIONS = ("types", "values", "tagged", "wire", "payloads", "options", "caches")
OF_RESOURCES = ("properties", "links", "collections", "events", "notifications", "methods")
MISTAKE: Entry = {
    "resource": "Nettle",
    "doc": "It stings.",
    "section": "Nettle",
    "mirror": {"payload": "NettleRecord", "kind": "record", "doc": "One in an answer."},
    "properties": {"sid": {"type": "Nonsense", "identity": True, "doc": "Identifier."}},
}
"""A resource that refers to something that does not exist."""


def places(tree: Tree) -> Iterator[tuple[str, ...]]:
    """Where something can be damaged: each definition and each entry of a resource, and resources themselves."""
    for file, document in tree.items():
        if "resource" not in document:
            for section in SECTIONS:
                for name, entry in cast("dict[str, Entry]", document.get(section, {})).items():
                    yield file, section, name
                    if section in ("values", "wire", "payloads", "options"):
                        yield from ((file, section, name, "fields", key) for key in cast("Entry", entry["fields"]))
            continue
        yield (file,)
        brought = cast("Entry", document.get("owner-gets", {}))
        for part in ("mirror", "membership", "key", "owner-gets"):
            if part in document:
                yield file, part
        for section in OF_RESOURCES:
            yield from ((file, section, name) for name in cast("Entry", document.get(section, {})))
            yield from ((file, "owner-gets", section, name) for name in cast("Entry", brought.get(section, {})))
    yield "product.yaml", "profile"
    yield "product.yaml", "profile", "bootstrap"


def case(folder: Path, place: tuple[str, ...], damage: str) -> ParameterSet:
    return pytest.param(folder, place, damage, id="/".join((folder.name, *place, damage)))


DAMAGES = ("unknown key", "something else")
CASES = [
    *(case(GARDEN, place, DAMAGES[at % 2]) for at, place in enumerate(places(read_tree(GARDEN)))),
    # Of the larger schema every third place, to be done in time.
    *(case(FLEET, place, DAMAGES[at % 2]) for at, place in enumerate(places(read_tree(FLEET))) if at % 3 == 0),
]


def damaged(folder: Path, place: tuple[str, ...], damage: str) -> Tree:
    """A schema with one mistake of form at a place."""
    tree = copy.deepcopy(read_tree(folder))
    parent = cast("Entry", tree)
    for part in place[:-1]:
        parent = cast("Entry", parent[part])
    entry = cast("Entry", parent[place[-1]])
    if damage == "unknown key":
        entry["damaged"] = True
    elif len(place) == 1 or place[-1] == "owner-gets":
        parent[place[-1]] = {**entry, "methods": [entry.get("methods")]}
    else:
        parent[place[-1]] = [entry]
    return tree


def written(folder: Path, tree: Tree, target: Path) -> Path:
    """A schema with a mistake in it that has nothing to do with the damage."""
    write_tree({**tree, "resources/nettle.yaml": MISTAKE}, target)
    if (folder / "hooks.py").is_file():
        shutil.copy(folder / "hooks.py", target)
    return target


@pytest.mark.parametrize(("folder", "place", "damage"), CASES)
def test_damage_is_told_and_nothing_that_follows_from_it(
    tmp_path: Path, folder: Path, place: tuple[str, ...], damage: str
) -> None:
    tree = damaged(folder, place, damage)
    problems = [(problem.code, problem.message) for problem in diagnose(written(folder, tree, tmp_path))]

    told = [message for code, message in problems if code in ("unknown-key", "wrong-type", "missing-key")]
    assert 0 < len(told) <= 2, told
    others = [problem for problem in problems if problem[1] not in told]
    assert [code for code, _ in others] == ["unknown-type"], others


@pytest.mark.parametrize("folder", [GARDEN, FLEET], ids=lambda path: path.name)
def test_a_file_that_cannot_be_read_hides_no_mistake_in_another(tmp_path: Path, folder: Path) -> None:
    tree = read_tree(folder)
    for number, file in enumerate(tree):
        target = written(folder, tree, tmp_path / str(number))
        path = target / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n}}\n", encoding="utf-8")

        found = {(problem.pos.file, problem.code) for problem in diagnose(target)}

        assert found == {(file, "yaml-syntax"), ("resources/nettle.yaml", "unknown-type")}, file

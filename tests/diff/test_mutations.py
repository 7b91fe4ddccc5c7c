"""Two hundred random edits: classified as the rules say, and honest about not breaking anything."""

from __future__ import annotations

import copy
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from diff.consumers import consumer
from diff.mutations import Mutation, mutations
from support.schemas import CHAT
from support.yaml_edits import Tree, read_tree, write_tree
from twilio_codegen.diff import LEVELS, RULES, Change, api_of_schema, compare_apis
from twilio_codegen.errors import SchemaError
from twilio_codegen.generator import generate
from twilio_codegen.lint import load_linted
from twilio_codegen.output import write
from twilio_codegen.schema_loader import load_schema

SEED = int(os.environ.get("MUTATION_SEED", "20"))
COUNT = 200
PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tree() -> Tree:
    return read_tree(CHAT)


@pytest.fixture(scope="module")
def chosen(tree: Tree) -> list[Mutation]:
    return [mutation for mutation, _ in zip(mutations(tree, random.Random(SEED)), range(COUNT), strict=False)]


def mutated(tree: Tree, *edits: Mutation) -> Tree:
    changed = copy.deepcopy(tree)
    for mutation in edits:
        mutation.edit(changed)
    return changed


def saved(tree: Tree, folder: Path) -> Path:
    """Writes a schema with its hooks and returns the folder."""
    write_tree(tree, folder)
    (folder / "hooks.py").write_text((CHAT / "hooks.py").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def classified(
    tree: Tree, chosen: list[Mutation], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Mutation, list[Change]]]:
    old = api_of_schema(load_schema(CHAT), "old")
    found: list[tuple[Mutation, list[Change]]] = []
    for number, mutation in enumerate(chosen):
        folder = write_tree(mutated(tree, mutation), tmp_path_factory.mktemp("mutated") / str(number))
        found.append((mutation, compare_apis(old, api_of_schema(load_schema(folder), "new"))))
    return found


@pytest.mark.timeout(180)
def test_each_edit_is_classified_as_the_rules_say(classified: list[tuple[Mutation, list[Change]]]) -> None:
    levels = list(LEVELS)
    wrong: list[str] = []
    for mutation, changes in classified:
        ids = {change.rule.id for change in changes}
        gravest = min((levels.index(change.rule.level) for change in changes), default=len(levels))
        if mutation.rule not in ids or gravest != levels.index(RULES[mutation.rule].level):
            wrong.append(f"{mutation}: {sorted(ids)}")

    assert wrong == []
    assert len(classified) == COUNT
    assert len({mutation.target for mutation, _ in classified}) > COUNT / 2
    assert set(Counter(RULES[mutation.rule].level for mutation, _ in classified)) == set(LEVELS)


@pytest.mark.timeout(300)
def test_what_does_not_break_leaves_the_users_code_correct(
    tree: Tree, classified: list[tuple[Mutation, list[Change]]], tmp_path: Path
) -> None:
    harmless = [
        mutation for mutation, changes in classified if all(change.rule.level != "breaking" for change in changes)
    ]
    compiled = [mutation for mutation in harmless if compiles(tree, [mutation], tmp_path / "alone")]
    code = consumer(load_schema(CHAT))
    assert errors(tree, [], code, tmp_path) == []
    batches = together(tree, compiled, tmp_path / "together")

    assert len(compiled) >= 0.75 * len(harmless)
    assert sum(map(len, batches)) == len(compiled)
    for batch in batches:
        assert errors(tree, batch, code, tmp_path) == [], "\n".join(map(str, batch))


@pytest.mark.timeout(300)
def test_what_breaks_types_is_noticed_by_the_users_code(
    tree: Tree, classified: list[tuple[Mutation, list[Change]]], tmp_path: Path
) -> None:
    """The other way round, so that the code of users is known to use what is edited."""
    silent = {"check-added", "parameter-default", "option-default", "reason-removed", "reason-changed"}
    silent |= {"bubbling-removed", "member-added", "requirement-added"}
    breaking = [
        mutation
        for mutation, _ in classified
        if RULES[mutation.rule].level == "breaking" and mutation.rule not in silent
    ]
    one_of_each = {mutation.rule: mutation for mutation in breaking if compiles(tree, [mutation], tmp_path / "alone")}
    code = consumer(load_schema(CHAT))
    batches = together(tree, list(one_of_each.values()), tmp_path / "together")

    assert len(one_of_each) >= 10
    found = [line for batch in batches for line in errors(tree, batch, code, tmp_path)]
    assert len(found) >= len(one_of_each)


def compiles(tree: Tree, edits: list[Mutation], folder: Path) -> bool:
    """Whether a schema with these edits can be compiled: not every edit leaves all references intact."""
    try:
        load_linted(saved(mutated(tree, *edits), folder), "0.1.0")
    except SchemaError:
        return False
    return True


def together(tree: Tree, edits: list[Mutation], folder: Path) -> list[list[Mutation]]:
    """Edits in as few groups as possible, each of which can be made at once."""
    groups: list[list[Mutation]] = []
    for mutation in edits:
        for group in groups:
            apart = all(
                mutation.target[: len(other.target)] != other.target
                and other.target[: len(mutation.target)] != mutation.target
                for other in group
            )
            if apart:
                group.append(mutation)
                break
        else:
            groups.append([mutation])
    assert all(compiles(tree, group, folder) for group in groups)
    return groups


def errors(tree: Tree, edits: list[Mutation], code: str, folder: Path) -> list[str]:
    """What mypy finds wrong with the code of users when the package is generated from an edited schema."""
    schema = saved(mutated(tree, *edits), folder / "schema")
    write(generate(schema), folder / "generated" / "twilio_chat")
    (folder / "consumer.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "MYPYPATH": f"{folder / 'generated'}{os.pathsep}{PROJECT / 'runtime'}"}
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir=.cache", "consumer.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if ": error: " in line]

"""Two hundred random edits: classified as the rules say, and honest about not breaking anything."""

from __future__ import annotations

import copy
import itertools
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from compiler.diff.consumers import consumer
from compiler.diff.mutations import Mutation, mutations
from support.schemas import CHAT
from support.type_checkers import strict_mypy
from support.yaml_edits import read_tree, write_tree
from twilio_codegen.comparing.diff import LEVELS, RULES, Change, compare_apis
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.errors import SchemaError
from twilio_codegen.generator import generate
from twilio_codegen.lint import load_linted
from twilio_codegen.output.files import write
from twilio_codegen.reading.schema_loader import load_schema

pytestmark = pytest.mark.checkers  # all of it, for what takes long is what all of it looks at

SEED = int(os.environ.get("MUTATION_SEED", "20"))
COUNT = 200
SEEN_BY_CHECKERS = {
    *("event-removed", "event-renamed", "field-order", "member-removed", "member-renamed", "method-removed"),
    *("method-renamed", "option-removed", "option-renamed", "option-required-added", "parameter-accepts-less"),
    *("parameter-removed", "parameter-renamed", "parameter-required", "parameter-required-added", "payload-added"),
    *("payload-nullable", "payload-removed", "payload-type", "property-nullable", "property-removed"),
    *("property-renamed", "property-type", "result-nullable", "result-removed"),
}
"""Rules for changes that show in types, and not only in what happens."""


class Workshop:
    """A folder with the schema, in which edits are made and undone.

    Attributes:
        folder: The folder.
        tree: What the schema's files hold.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tree = read_tree(CHAT)
        shutil.copytree(CHAT, folder / "schema")
        (folder / "consumer.py").write_text(consumer(load_schema(CHAT)), encoding="utf-8")
        self._edited: set[str] = set()

    def edited(self, *edits: Mutation) -> Path:
        """Makes edits, and only these, and returns the folder of the schema."""
        changed = copy.deepcopy(self.tree)
        for mutation in edits:
            mutation.edit(changed)
        for name in self._edited:
            shutil.copy(CHAT / name, self.folder / "schema" / name)
        # As text, for the order counts, too.
        self._edited = {name for name, content in changed.items() if repr(content) != repr(self.tree[name])}
        write_tree({name: changed[name] for name in self._edited}, self.folder / "schema")
        return self.folder / "schema"

    def compiles(self, *edits: Mutation) -> bool:
        """Whether a schema with these edits can be compiled: not every edit leaves all references intact."""
        try:
            load_linted(self.edited(*edits), "0.1.0")
        except SchemaError:
            return False
        return True

    def groups(self, edits: Iterable[Mutation]) -> list[list[Mutation]]:
        """Edits in as few groups as possible, each of which can be made at once."""
        groups: list[list[Mutation]] = []
        for mutation in edits:
            group = next((group for group in groups if all(apart(mutation, other) for other in group)), None)
            if group is not None and self.compiles(*group, mutation):
                group.append(mutation)
            else:
                groups.append([mutation])
        return groups

    def errors(self, *edits: Mutation) -> list[str]:
        """What mypy finds wrong with the code of users when the package is generated from the edited schema."""
        write(generate(self.edited(*edits)), self.folder / "generated" / "twilio_chat")
        done = strict_mypy(self.folder, "consumer.py", path=[self.folder / "generated"])
        assert done.stderr == ""
        return [line for line in done.stdout.splitlines() if line.startswith("consumer.py") and ": error: " in line]


def apart(one: Mutation, other: Mutation) -> bool:
    """Whether neither edit is made within what the other one edits."""
    length = min(len(one.target), len(other.target))
    return one.target[:length] != other.target[:length]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="module")
def classified(workshop: Workshop) -> list[tuple[Mutation, list[Change]]]:
    old = api_of_schema(load_schema(CHAT), "old")
    chosen = itertools.islice(mutations(workshop.tree, random.Random(SEED)), COUNT)
    return [
        (mutation, compare_apis(old, api_of_schema(load_schema(workshop.edited(mutation)), "new")))
        for mutation in chosen
    ]


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


def test_what_does_not_break_leaves_the_users_code_correct(
    workshop: Workshop, classified: list[tuple[Mutation, list[Change]]]
) -> None:
    harmless = [
        mutation for mutation, changes in classified if all(change.rule.level != "breaking" for change in changes)
    ]
    compiled = [mutation for mutation in harmless if workshop.compiles(mutation)]
    assert len(compiled) >= 0.75 * len(harmless)
    assert workshop.errors() == []

    # Many at a time: code that one of them breaks is broken by all of them together.
    groups = workshop.groups(compiled)

    assert sum(map(len, groups)) == len(compiled)
    for group in groups:
        assert workshop.errors(*group) == [], "\n".join(map(str, group))


def test_what_breaks_types_is_noticed_by_the_users_code(
    workshop: Workshop, classified: list[tuple[Mutation, list[Change]]]
) -> None:
    """The other way round, so that the code of users is known to use what is edited."""
    one_of_each = {
        mutation.rule: mutation
        for mutation, _ in classified
        if mutation.rule in SEEN_BY_CHECKERS and workshop.compiles(mutation)
    }
    groups = workshop.groups(one_of_each.values())

    assert len(one_of_each) >= 10
    found = [line for group in groups for line in workshop.errors(*group)]
    assert len(found) >= len(one_of_each)

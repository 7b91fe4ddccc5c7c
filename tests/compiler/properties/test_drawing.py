"""Everything that the schema language has is drawn, and accepted at times: else nothing of it would be tried."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Literal, cast, get_args, get_origin

import pytest

from compiler.properties.drawing import draw
from support.schemas import diagnose
from twilio_codegen import language
from twilio_codegen.language import Node, Schema
from twilio_codegen.reading import yaml_loader
from twilio_codegen.reading.diagnostics import Diagnostic
from twilio_codegen.reading.positions import Key, LocatedDict, LocatedList, LocatedStr, Position

SEEDS = range(300)

NOT_DRAWN: dict[str, str] = {
    "Link.host: sync": "The service of drawn schemas takes whatever comes to that host for Sync's own requests.",
    **{
        f"{node.__name__}.{field}": "No drawn schema takes the place of another; `tests/compiler/moving` has these."
        for node in (language.Move, language.Moved, language.GuardedProperty, language.Written)
        for field in node.model_fields
    },
}
"""Words of the language that no drawn schema has that is accepted, each with why."""


def _words(node: object, found: dict[str, set[object]]) -> None:
    """Note which fields of which class are set below a node, and which of the words allowed each has."""
    if isinstance(node, Node):
        for name in node.model_fields_set:
            value = getattr(node, name)
            if value in (None, (), {}, False) and type(node).model_fields[name].default == value:
                continue
            found[f"{type(node).__name__}.{name}"].add(value if isinstance(value, str) else None)
            _words(value, found)
    elif isinstance(node, dict):
        for item in cast("dict[object, object]", node).values():
            _words(item, found)
    elif isinstance(node, tuple | list):
        for item in cast("Sequence[object]", node):
            _words(item, found)


def _allowed(annotation: object) -> set[object]:
    """The words that a field may have, if it has such a list."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    found: set[object] = set()
    for part in get_args(annotation):
        found |= _allowed(part)
    return found if get_origin(annotation) not in (dict, list, tuple) else set()


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> list[Schema]:
    folder = tmp_path_factory.mktemp("drawn")
    drawn = [draw(seed) for seed in SEEDS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_loader, "read_document", _read_json)
        return [
            Schema.model_validate(schema.tree)
            for schema in drawn
            if all(problem.severity != "error" for problem in diagnose(schema.write(folder / schema.package)))
        ]


def _read_json(name: str, text: str) -> tuple[LocatedDict, tuple[Diagnostic, ...]]:
    """Read a file of a drawn schema, which is JSON but for a few keys: reading YAML takes most of the time of lint.

    `test_schemas` reads YAML. Here it matters only that no two places are the same.
    """
    whole = json.loads(re.sub(r"^( *)(true|false): ", r'\1"\2": ', text, flags=re.MULTILINE))
    found = _located(whole, (Position(name, line, 1) for line in count(1)))
    assert isinstance(found, LocatedDict)
    return found, ()


def _located(value: object, places: Iterator[Position]) -> object:
    if isinstance(value, str):
        return LocatedStr(value, next(places))
    if isinstance(value, list):
        items = [_located(item, places) for item in cast("list[object]", value)]
        return LocatedList(items, next(places), [next(places) for _ in items])
    if isinstance(value, dict):
        words: dict[str, Key] = {"true": True, "false": False}
        entries = {
            words.get(key, key): _located(item, places) for key, item in cast("dict[str, object]", value).items()
        }
        keys_at = {key: next(places) for key in entries}
        return LocatedDict(entries, next(places), keys_at, {key: next(places) for key in entries})
    return value


def test_drawn_files_are_read_as_yaml_would_be() -> None:
    for seed in SEEDS[:5]:
        for name, text in draw(seed).files.items():
            if name.endswith(".yaml"):
                assert _read_json(name, text)[0] == yaml_loader.read_document(name, text)[0]


def test_seven_of_ten_are_accepted(accepted: list[Schema]) -> None:
    """The linter must be tried, too, but what it refuses says nothing about the rest of the compiler."""
    assert 0.7 < len(accepted) / len(SEEDS) < 0.85


def test_every_word_of_the_language_is_accepted(accepted: list[Schema]) -> None:
    drawn: dict[str, set[object]] = defaultdict(set)
    for schema in accepted:
        _words(schema, drawn)
    missing: set[str] = set()
    for name in language.__all__:
        kind = getattr(language, name)
        if not isinstance(kind, type) or not issubclass(kind, Node) or kind is Node:
            continue
        for field, info in kind.model_fields.items():
            place = f"{name}.{field}"
            if place not in drawn:
                missing.add(place)
                continue
            missing |= {
                f"{place}: {word}" for word in _allowed(info.annotation) - drawn[place] if isinstance(word, str)
            }

    assert sorted(missing) == sorted(NOT_DRAWN)

"""Reads YAML files into values that know where they stand.

Only what a schema needs is accepted: YAML 1.2 without anchors, aliases, tags, directives and several documents. The
parser's events are read one by one, so a file that is too deep or too large is refused before it costs anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from .diagnostics import Diagnostic
from .positions import Key, LocatedDict, LocatedList, LocatedStr, Position
from .schema_files import schema_files
from .yaml_events import YamlEvent, YamlSyntaxError, read_events

MAX_BYTES = 256 * 1024
"""Largest file, in bytes: nothing of that size takes the parser a second, whatever it holds."""
MAX_DEPTH = 40
"""Deepest nesting of mappings and sequences."""
MAX_NODES = 10_000
"""Most scalars, mappings and sequences in one file."""

_CHOICE_KEY = "choose"
"""The key below which `true` and `false` are keys."""
_REFUSED: Final = object()
"""Stands for a value that was complained about already."""


def load_folder(folder: Path) -> tuple[dict[str, LocatedDict | None], list[Diagnostic]]:
    """Read every file of a schema folder.

    Returns:
        What each file holds, by its path relative to the folder (None if it cannot be used at all), and the problems.

    Raises:
        UnreadableSchemaError: The folder is missing, cannot be listed, or holds no YAML file.
    """
    documents: dict[str, LocatedDict | None] = {}
    problems: list[Diagnostic] = []
    for path in schema_files(folder):
        name = path.relative_to(folder).as_posix()
        documents[name], found = load_file(path, name)
        problems += found
    return documents, problems


def load_file(path: Path, name: str) -> tuple[LocatedDict | None, list[Diagnostic]]:
    """Read one YAML file.

    Args:
        path: The file.
        name: How positions name it.

    Returns:
        The mapping that the file holds (None if it cannot be used at all), and every problem found.
    """
    start = Position(name, 1, 1)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [Diagnostic(start, "unreadable", f"the file cannot be read: {error.strerror}")]
    if len(data) > MAX_BYTES:
        return None, [Diagnostic(start, "too-large", f"the file is larger than {MAX_BYTES} bytes; split it")]
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        pos = _after(name, data[: error.start].decode("utf-8", "replace"))
        return None, [Diagnostic(pos, "encoding", f"the byte 0x{data[error.start]:02X} is not UTF-8; save it as UTF-8")]
    document, problems = read_document(name, text)
    return document, [*problems]


@lru_cache(maxsize=128)
def read_document(name: str, text: str) -> tuple[LocatedDict | None, tuple[Diagnostic, ...]]:
    """Read the text of a YAML file; the same text once only, for a schema that others move from is read with each.

    Args:
        name: How positions name the file.
        text: What it holds.

    Returns:
        The mapping that the file holds, which is not to be changed (None if it cannot be used at all), and every
        problem found.
    """
    document, problems = _Reader(name, text).read()
    return document, tuple(problems)


def _after(name: str, text: str) -> Position:
    """The place that follows ``text`` at the beginning of a file."""
    return Position(name, text.count("\n") + 1, len(text) - text.rfind("\n"))


class _Refused(Exception):
    """The rest of the file cannot be read."""


class _Reader:
    """Builds the values of one file out of the parser's events."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.nodes = 0
        self.problems: list[Diagnostic] = []
        self.events: Iterator[YamlEvent] = read_events(name, text)

    def read(self) -> tuple[LocatedDict | None, list[Diagnostic]]:
        start = Position(self.name, 1, 1)
        try:
            value = self.document()
        except _Refused:
            return None, self.problems
        except YamlSyntaxError as error:
            self.report(error.pos, "yaml-syntax", f"not valid YAML: {error.problem}")
            return None, self.problems
        if isinstance(value, LocatedDict):
            return value, self.problems
        if value is None:
            self.report(start, "empty-file", "the file is empty; write a mapping or delete it")
        else:
            pos = value.pos if isinstance(value, LocatedList | LocatedStr) else start
            self.report(pos, "wrong-type", "the file must hold a mapping: lines of the form 'key: value'")
        return None, self.problems

    def report(self, pos: Position, code: str, message: str) -> None:
        self.problems.append(Diagnostic(pos, code, message))

    def refuse(self, pos: Position, code: str, message: str) -> _Refused:
        self.report(pos, code, message)
        return _Refused()

    def document(self) -> object:
        value: object = None
        seen = False
        for event in self.events:
            if event.kind != "document":
                value = self.value(event, 1, choice=False)
                continue
            if event.directives:
                raise self.refuse(event.pos, "directive", "directives (%YAML, %TAG) are not allowed; remove them")
            if seen:
                raise self.refuse(event.pos, "several-documents", "one document a file; put the second in its own file")
            seen = True
        return value

    def value(self, event: YamlEvent, depth: int, *, choice: bool) -> object:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.refuse(event.pos, "too-large", f"the file has more than {MAX_NODES} values; split it")
        if depth > MAX_DEPTH:
            raise self.refuse(event.pos, "too-deep", f"nested more than {MAX_DEPTH} deep")
        if event.kind == "alias":
            self.report(event.pos, "alias", f"aliases are not allowed; write out what *{event.anchor} stands for")
            return _REFUSED
        if event.anchor is not None:
            self.report(event.pos, "anchor", f"anchors are not allowed; remove &{event.anchor}")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.report(event.pos, "tag", f"tags are not allowed; remove {tag}")
        if event.kind == "sequence":
            return self.sequence(event.pos, depth)
        if event.kind == "mapping":
            return self.mapping(event.pos, depth, choice=choice)
        if isinstance(event.value, str):
            return LocatedStr(event.value, event.pos)
        if isinstance(event.value, float) and math.isnan(event.value):
            shown = event.text[:40]
            self.report(event.pos, "wrong-value", f"{shown} is no usable number; put it in quotes if text is meant")
        return event.value

    def sequence(self, pos: Position, depth: int) -> LocatedList:
        items: list[object] = []
        items_at: list[Position] = []
        incomplete = False
        for event in self.events:
            if event.kind == "end":
                break
            item = self.value(event, depth + 1, choice=False)
            if item is _REFUSED:
                incomplete = True
            else:
                items.append(item)
                items_at.append(event.pos)
        return LocatedList(items, pos, items_at, incomplete=incomplete)

    def mapping(self, pos: Position, depth: int, *, choice: bool) -> LocatedDict:
        entries: dict[Key, object] = {}
        keys_at: dict[Key, Position] = {}
        values_at: dict[Key, Position] = {}
        incomplete = False
        for event in self.events:
            if event.kind == "end":
                break
            key = self.key(event, depth, choice=choice)
            value_event = next(self.events)
            value = self.value(value_event, depth + 1, choice=key == _CHOICE_KEY)
            if key is None or value is _REFUSED:
                incomplete = True
                continue
            if key in entries:
                message = f"duplicate key '{event.text}', first on line {keys_at[key].line}; remove one of them"
                self.report(event.pos, "duplicate-key", message)
                continue
            entries[key], keys_at[key], values_at[key] = value, event.pos, value_event.pos
        return LocatedDict(entries, pos, keys_at, values_at, incomplete=incomplete)

    def key(self, event: YamlEvent, depth: int, *, choice: bool) -> Key | None:
        # Read even where it is refused, so that the events of a composite key are used up.
        value = self.value(event, depth + 1, choice=False)
        if isinstance(value, LocatedStr) and value == "<<":
            self.report(event.pos, "key-type", "merge keys are not allowed; write the entries out")
            return None
        if isinstance(value, LocatedStr):
            return str(value)
        if isinstance(value, bool) and choice:
            return value
        if event.kind != "alias":
            shown = f"'{event.text[:40]}'" if event.kind == "scalar" else "a mapping or a list"
            self.report(event.pos, "key-type", f"keys must be text, this one is {shown}; put it in quotes")
        return None

"""Adds entries to YAML files as a person would: in their place, in the style around them, touching nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from twilio_codegen.errors import CodegenError, UnreadableSchemaError
from twilio_codegen.reading.positions import LocatedDict
from twilio_codegen.reading.yaml_loader import load_file

YamlValue: TypeAlias = "bool | int | float | str | Sequence[YamlValue] | Mapping[str, YamlValue] | None"

_PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_$./-]*\??")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_NESTED = frozenset({"fields", "members", "params"})
_INDENT = 2
_BLOCKS = _NESTED | {"returns"}
"""Keys of what is written as a block: methods, values and unions."""


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry to add to a mapping of a file.

    Attributes:
        file: The file, relative to the schema folder.
        path: Keys that lead to the mapping; the last one is made if it is missing.
        key: The new key.
        value: Its value.
        order: Keys of the mapping in the order in which they should stand.
        around: Keys of what is around the mapping in that order, for one that has to be made first.
    """

    file: str
    path: tuple[str, ...]
    key: str
    value: YamlValue
    order: tuple[str, ...] = ()
    around: tuple[str, ...] = ()


def flow_text(value: YamlValue) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    return _scalar(value)


def _scalar(value: bool | int | float | str | None) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def shown_entry(key: str, value: YamlValue) -> str:
    """Write an entry as it would stand in a file, without indentation."""
    return "\n".join(_entry(key, value))


def _entry(key: str, value: YamlValue) -> Iterator[str]:
    """Yield the lines of an entry: a definition stands in a block, anything smaller on one line."""
    if not isinstance(value, Mapping) or not _BLOCKS & value.keys():
        yield f"{_scalar(key)}: {flow_text(value)}"
        return
    yield f"{_scalar(key)}:"
    for inner, item in value.items():
        if inner in _NESTED and isinstance(item, Mapping) and item:
            yield f"  {inner}:"
            yield from (f"    {line}" for name, part in item.items() for line in _entry(name, part))
        else:
            yield f"  {_scalar(inner)}: {flow_text(item)}"


def add_entries(folder: Path, additions: Sequence[Addition]) -> list[str]:
    """Write entries into the files of a schema.

    Args:
        folder: The schema folder.
        additions: What to add; entries of one mapping in the order in which they are documented.

    Returns:
        The files that were changed, sorted.

    Raises:
        UnreadableSchemaError: A file cannot be read, or does not hold what an entry is to be added to.
        CodegenError: A file cannot be written.
    """
    for addition in additions:
        path = folder / addition.file
        document, problems = load_file(path, addition.file)
        if document is None or problems:
            reason = problems[0] if problems else "it holds no mapping"
            raise UnreadableSchemaError(f"{path} cannot be changed: {reason}")
        try:
            text = path.read_text(encoding="utf-8")
            path.write_text(_with_entry(text, document, addition), encoding="utf-8", newline="\n")
        except OSError as error:
            raise CodegenError(f"{path} cannot be changed: {error.strerror}") from error
    return sorted({addition.file for addition in additions})


def _with_entry(text: str, document: LocatedDict, addition: Addition) -> str:
    parent, rest = _descend(document, addition)
    key, value, order = addition.key, addition.value, addition.order
    if rest:
        key, value, order = rest, {addition.key: addition.value}, addition.around
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    line = parent.pos.line - 1
    start = lines[line][parent.pos.column - 1 :]
    if start.rstrip() == "{}":
        indent = " " * (len(lines[line]) - len(lines[line].lstrip(" ")) + _INDENT)
        lines[line] = f"{lines[line][: parent.pos.column - 1].rstrip()}\n"
        block = [f"{indent}{text}\n" for text in _entry(key, value)]
        return "".join([*lines[: line + 1], *block, *lines[line + 1 :]])
    if start.startswith("{"):
        return _in_flow(lines, parent, key, value, order)
    return _in_block(lines, parent, key, value, order, section=bool(rest) and len(addition.path) == 1)


def _descend(document: LocatedDict, addition: Addition) -> tuple[LocatedDict, str]:
    """Find the mapping to add to, and the key that must be made in it first."""
    found = document
    for depth, part in enumerate(addition.path, start=1):
        inner = found.get(part)
        if isinstance(inner, LocatedDict) and (inner or depth < len(addition.path)):
            found = inner
        elif part not in found and depth == len(addition.path):
            return found, part
        elif isinstance(inner, LocatedDict):
            return inner, ""
        else:
            where = "/".join(addition.path[:depth])
            raise UnreadableSchemaError(f"{addition.file} has no mapping '{where}' to add '{addition.key}' to")
    return found, ""


def _in_block(
    lines: list[str], parent: LocatedDict, key: str, value: YamlValue, order: Sequence[str], *, section: bool
) -> str:
    lines_of = {str(name): parent.keys_at[name].line for name in parent}
    indent = " " * (min(parent.keys_at[name].column for name in parent) - 1)
    known = order[: order.index(key)] if key in order else list(lines_of)
    before = [lines_of[name] for name in known if name in lines_of]
    if section and isinstance(value, Mapping):
        new = [f"{key}:", *(f"  {line}" for name, item in value.items() for line in _entry(name, item))]
    else:
        new = list(_entry(key, value))
    block = [f"{indent}{line}\n" for line in new]
    gap = ["\n"] if len(new) > 1 or (section and before) else []
    at = _end_of_entry(lines, before[-1], len(indent)) if before else min(lines_of.values()) - 1
    return "".join([*lines[:at], *(gap + block if before else block + gap), *lines[at:]])


def _end_of_entry(lines: list[str], line: int, indent: int) -> int:
    """Return the last line of the entry that begins on a line, without the comments after it."""
    end = line
    for number, text in enumerate(lines[line:], start=line + 1):
        if not text.strip() or text.strip().startswith("#"):
            continue
        if len(text) - len(text.lstrip(" ")) <= indent:
            break
        end = number
    return end


def _in_flow(lines: list[str], parent: LocatedDict, key: str, value: YamlValue, order: Sequence[str]) -> str:
    entry = f"{_scalar(key)}: {flow_text(value)}"
    after = [name for name in order[order.index(key) + 1 :] if name in parent] if key in order else []
    first = min(parent.keys_at.values(), default=parent.pos)
    place = parent.keys_at[after[0]] if after else first
    text = "".join(lines)
    at = sum(map(len, lines[: place.line - 1])) + place.column - (1 if parent else 0)
    return f"{text[:at]}{entry}{', ' if parent else ''}{text[at:]}"

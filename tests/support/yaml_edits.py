"""Edits of schema folders, file by file, as plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from ruamel.yaml import YAML

__all__ = ["Tree", "read_tree", "remove_entry", "write_tree"]

Tree = dict[str, dict[str, object]]
"""What the files of a schema hold, by path."""


class _Yaml(Protocol):
    """The part of ruamel's `YAML` that is used, with types."""

    def load(self, stream: Path) -> dict[str, object]: ...

    def dump(self, data: object, stream: Path) -> None: ...


def _safe() -> _Yaml:
    return cast("_Yaml", YAML(typ="safe", pure=True))


def _exact() -> _Yaml:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return cast("_Yaml", yaml)


def read_tree(folder: Path) -> Tree:
    """Returns what the files of a schema hold."""
    yaml = _safe()
    files = sorted((*folder.glob("*.yaml"), *folder.glob("resources/*.yaml")))
    return {path.relative_to(folder).as_posix(): yaml.load(path) for path in files}


def write_tree(tree: Tree, folder: Path) -> Path:
    """Writes files of a schema and returns the folder."""
    for name, content in tree.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(_lines(content, "")) + "\n", encoding="ascii")
    return folder


def _lines(content: dict[str, object], indent: str) -> Iterator[str]:
    """Lays out a mapping: YAML's own writer takes longer than the compiler, and tests write thousands of files."""
    for key, value in content.items():
        if inner := _entries(value):
            yield f"{indent}{_flow(key)}:"
            yield from _lines(inner, f"{indent}  ")
        else:
            yield f"{indent}{_flow(key)}: {_flow(value)}"


def _entries(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _flow(value: object) -> str:
    """Writes a value in a line."""
    if isinstance(value, dict):
        entries = cast("dict[object, object]", value).items()
        return f"{{{', '.join(f'{_flow(key)}: {_flow(item)}' for key, item in entries)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, cast('list[object]', value)))}]"
    # JSON, but for characters that take two escapes there.
    return re.sub(r"[^\x20-\x7e]", _escaped, json.dumps(value, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def remove_entry(folder: Path, file: str, path: tuple[str, ...]) -> None:
    """Removes one entry from a file, with comments and everything else as it was."""
    yaml = _exact()
    document = yaml.load(folder / file)
    parent = document
    for part in path[:-1]:
        parent = cast("dict[str, object]", parent[part])
    del parent[path[-1]]
    yaml.dump(document, folder / file)

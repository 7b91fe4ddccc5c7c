"""Edits of schema folders, file by file, as plain data."""

from __future__ import annotations

import copy
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
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    setattr(yaml, "sort_base_mapping_type_on_output", False)  # noqa: B010 - declared as always None
    yaml.width = 1_000_000
    return cast("_Yaml", yaml)


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
    yaml = _safe()
    for name, content in tree.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        yaml.dump(copy.deepcopy(content), folder / name)
    return folder


def remove_entry(folder: Path, file: str, path: tuple[str, ...]) -> None:
    """Removes one entry from a file, with comments and everything else as it was."""
    yaml = _exact()
    document = yaml.load(folder / file)
    parent = document
    for part in path[:-1]:
        parent = cast("dict[str, object]", parent[part])
    del parent[path[-1]]
    yaml.dump(document, folder / file)

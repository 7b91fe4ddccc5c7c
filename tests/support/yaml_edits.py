"""Edits of schema folders, file by file, as plain data."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import cast

from ruamel.yaml import YAML

__all__ = ["Tree", "read_tree", "remove_entry", "write_tree"]

Tree = dict[str, dict[str, object]]
"""What the files of a schema hold, by path."""


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False
    yaml.width = 1_000_000
    return yaml


def read_tree(folder: Path) -> Tree:
    """Returns what the files of a schema hold."""
    load = cast("Callable[[Path], dict[str, object]]", _yaml().load)
    files = sorted((*folder.glob("*.yaml"), *folder.glob("resources/*.yaml")))
    return {path.relative_to(folder).as_posix(): load(path) for path in files}


def write_tree(tree: Tree, folder: Path) -> Path:
    """Writes files of a schema and returns the folder."""
    dump = cast("Callable[[object, Path], None]", _yaml().dump)
    for name, content in tree.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        dump(copy.deepcopy(content), folder / name)
    return folder


def remove_entry(folder: Path, file: str, path: tuple[str, ...]) -> None:
    """Removes one entry from a file, with comments and everything else as it was."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    load = cast("Callable[[Path], dict[str, object]]", yaml.load)
    dump = cast("Callable[[object, Path], None]", yaml.dump)
    document = load(folder / file)
    parent = document
    for part in path[:-1]:
        parent = cast("dict[str, object]", parent[part])
    del parent[path[-1]]
    dump(document, folder / file)

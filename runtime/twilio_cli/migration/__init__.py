"""Rewrites programs that were written for one product for the one that took its place.

What becomes of each name is data (`table`), made by the compiler from the schemas. Nothing here knows a product. Names
are rewritten where it is certain whose they are (`inference`); whatever is not certain is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from .bindings import read_scopes
from .decisions import Finding, decide
from .files import SourceFile, find_files, module_names, read_file
from .inference import Inference
from .rewriting import rewrite
from .scopes import Scope
from .table import Table, read_table

__all__ = ["Finding", "Migrated", "Table", "migrate", "read_table"]


@dataclass(frozen=True, slots=True)
class Migrated:
    """What became of one file.

    Attributes:
        path: The file.
        before: What it held.
        after: What it should hold; the same where nothing is to do.
        findings: What a person has to look at, in order.
    """

    path: Path
    before: bytes
    after: bytes
    findings: Sequence[Finding]

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        return self.before != self.after

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff, without their ends."""
        before, after = (text.decode(errors="replace").splitlines() for text in (self.before, self.after))
        yield from (
            line.rstrip("\n") for line in unified_diff(before, after, str(self.path), str(self.path), lineterm="")
        )


def migrate(paths: Iterable[Path], table: Table) -> Iterator[Migrated | str]:
    """Rewrite files; nothing is written to disk.

    Args:
        paths: Files and folders. What is read together is understood together.
        table: What becomes of each name.

    Yields:
        Each file, and for each that cannot be used one line that says why.
    """
    files: list[SourceFile] = []
    for path in find_files(paths):
        found = read_file(path) if isinstance(path, Path) else path
        if isinstance(found, str):
            yield found
        else:
            files.append(found)
    scopes: dict[SourceFile, tuple[Scope, dict[cst.CSTNode, Scope]]] = {}
    places: dict[SourceFile, Mapping[cst.CSTNode, CodeRange]] = {}
    for file in list(files):
        try:
            wrapper = MetadataWrapper(file.module, unsafe_skip_copy=True)
            places[file] = wrapper.resolve(PositionProvider)
            scopes[file] = read_scopes(wrapper.module, file)
        except RecursionError:
            files.remove(file)
            yield f"{file.path}: is nested too deeply; left as it is"
    modules = {name: scopes[file][0] for name, file in module_names(files).items()}
    kinds = Inference(table, modules, [nodes for _, nodes in scopes.values()])
    for file in files:
        is_about, is_moved = _names(file, table.old.package), _names(file, table.new.package)
        try:
            nodes, place = scopes[file][1], places[file].__getitem__
            made = decide(file.module, nodes, place, kinds, about=is_about, moved=is_moved)
            after = rewrite(file.module, made)
        except RecursionError:
            yield f"{file.path}: is nested too deeply; left as it is"
            continue
        yield Migrated(file.path, file.raw, file.encoded(after), sorted(made.findings))


def _names(file: SourceFile, package: str) -> bool:
    """Whether a file names a package."""
    return package.encode() in file.raw

"""Finds and reads the Python files that are to be migrated. A file that cannot be used costs only itself."""

from __future__ import annotations

import os
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import libcst as cst

from .nesting import is_too_deep

__all__ = ["SourceFile", "find_files", "module_names", "read_file"]

_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})
MAX_BYTES = 4 * 1024 * 1024
"""Longest file that is read; nobody writes a longer one by hand."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    """A file of Python code.

    Attributes:
        path: Where it is.
        raw: What it holds.
        module: The same as code.
    """

    path: Path
    raw: bytes
    module: cst.Module

    @property
    def is_package(self) -> bool:
        """Whether it is the module of a folder."""
        return self.path.name == "__init__.py"

    def encoded(self, module: cst.Module) -> bytes:
        """Return changed code as it is written into the file."""
        return module.code.encode(module.encoding)


def find_files(paths: Iterable[Path]) -> Iterator[Path | str]:
    """Yield every Python file of paths, in order and once, and for what cannot be used one line that says why.

    Args:
        paths: Files, and folders that are searched with all that is below them. Hidden folders are left out, and those
            of environments.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found: list[Path] = []
            errors: list[OSError] = []
            for folder, folders, names in os.walk(path, onerror=errors.append):
                folders[:] = sorted(
                    name
                    for name in folders
                    if not name.startswith(".")
                    and name not in _SKIPPED
                    and not Path(folder, name, "pyvenv.cfg").exists()
                )
                found += [Path(folder, name) for name in sorted(names) if name.endswith((".py", ".pyi"))]
            yield from (f"{error.filename}: cannot be listed: {error.strerror}" for error in errors)
            if not found and not errors:
                yield f"{path}: there is no Python file in this folder"
        else:
            found = [path]
        for file in found:
            real = Path(os.path.realpath(file))
            if real not in seen:
                seen.add(real)
                yield file


def read_file(path: Path) -> SourceFile | str:
    """Read a file.

    Returns:
        The file, or one line that says why it cannot be used.
    """
    try:
        if not path.is_file() and path.exists():
            return f"{path}: this is no file; left as it is"
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"{path}: cannot be read: {reason}"
    if len(raw) > MAX_BYTES:
        return f"{path}: is larger than {MAX_BYTES // 1024 // 1024} MiB; left as it is"
    if b"\0" in raw:  # which no encoding of a program has: from CPython 3.14 on asking for the encoding fails
        return f"{path}: is not Python that can be read; left as it is"
    try:
        raw.decode(tokenize.detect_encoding(BytesIO(raw).readline)[0])
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return f"{path}: is not in the encoding that it names, UTF-8 by default; left as it is"
    try:
        if is_too_deep(raw):
            return f"{path}: is nested too deeply; left as it is"
        module = cst.parse_module(raw)
    except (cst.ParserSyntaxError, SyntaxError, tokenize.TokenError) as error:
        return f"{path}{_line(error)}: is not Python that can be read; left as it is"
    if module.code.encode(module.encoding) != raw:
        return f"{path}: its encoding cannot be kept; convert it to UTF-8 without a byte order mark"
    return SourceFile(path, raw, module)


def _line(error: cst.ParserSyntaxError | SyntaxError | tokenize.TokenError) -> str:
    """Where an error is, as far as that is known."""
    if isinstance(error, cst.ParserSyntaxError):
        return f":{error.raw_line}"
    if isinstance(error, SyntaxError):
        return f":{error.lineno}" if error.lineno else ""
    return ""


def module_names(files: Iterable[SourceFile]) -> dict[str, SourceFile]:
    """Return files by the names under which others may import them.

    A file is known by its own name, and by longer ones that begin with folders around it. A name that several files
    have is nobody's.
    """
    found: dict[str, list[SourceFile]] = {}
    for file in files:
        parts = [part for part in Path(os.path.realpath(file.path)).with_suffix("").parts[1:] if part]
        if file.is_package:
            parts = parts[:-1]
        for start in range(max(0, len(parts) - 4), len(parts)):
            found.setdefault(".".join(parts[start:]), []).append(file)
    return {name: owners[0] for name, owners in found.items() if len(owners) == 1}

"""Puts generated files into their folder, or tells how the folder differs from them."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from twilio_codegen.errors import OutputError

from .header import is_generated
from .manifest import MANIFEST, Manifest


@dataclass(frozen=True, slots=True)
class Written:
    """What writing changed, by path inside the folder."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def write(files: Mapping[str, str], folder: Path) -> Written:
    """Make a folder hold generated files.

    Each file is replaced in one step, and only if it differs. Generated files that are no longer made are removed;
    others are never touched.

    Args:
        files: Text by path inside the folder.
        folder: The folder; it is made if it is missing.

    Returns:
        What changed.

    Raises:
        OutputError: A file cannot be read or written.
    """
    stale = stale_files(files, folder)
    changed = [name for name in sorted(files) if _read(folder / name) != files[name]]
    for name in changed:
        _replace(folder / name, files[name])
    for name in stale:
        try:
            (folder / name).unlink()
        except OSError as error:
            raise OutputError(f"{folder / name} cannot be removed: {error.strerror}") from error
    return Written(tuple(changed), tuple(stale), len(files) - len(changed))


def write_file(path: Path, text: str) -> bool:
    """Make a file hold a text, in one step, if it does not yet.

    Returns:
        Whether it was changed.

    Raises:
        OutputError: It cannot be read or written.
    """
    if _read(path) == text:
        return False
    _replace(path, text)
    return True


def compare_file(path: Path, text: str) -> str:
    """Show how a file differs from what it should hold, as a unified diff.

    Raises:
        OutputError: It cannot be read.
    """
    return "".join(_difference(path.name, _read(path), text))


def compare(files: Mapping[str, str], folder: Path) -> str:
    """Show how a folder differs from what it should hold.

    Returns:
        A unified diff that turns what is there into what should be; empty if nothing differs. Hashes are shown only
        if nothing else differs.

    Raises:
        OutputError: A file cannot be read.
    """
    parts = {name: "".join(_difference(name, _read(folder / name), files[name])) for name in sorted(files)}
    for name in stale_files(files, folder):
        parts[name] = "".join(_difference(name, _read(folder / name), None))
    hashes = parts.pop(MANIFEST, "")
    return "".join(parts[name] for name in sorted(parts)) or hashes


def stale_files(files: Mapping[str, str], folder: Path) -> list[str]:
    """Generated files in a folder that are not, or no longer, among the files made.

    Modules are known by their header, other files by the record of the run that made them.

    Raises:
        OutputError: A module cannot be read.
    """
    found = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.py")))
    stale = [name for name in found if name not in files and is_generated(_read(folder / name) or "")]
    record = Manifest.read(folder)
    for name in record.outputs if record is not None else ():
        inside = folder.resolve() in (folder / name).resolve().parents
        if inside and name not in files and name not in stale and (folder / name).is_file():
            stale.append(name)
    return sorted(stale)


def _difference(name: str, old: str | None, new: str | None) -> Iterator[str]:
    old_lines, new_lines = ((text or "").splitlines(keepends=True) for text in (old, new))
    from_file = f"a/{name}" if old is not None else "/dev/null"
    to_file = f"b/{name}" if new is not None else "/dev/null"
    if old_lines == new_lines and (old is None) != (new is None):  # an empty file is there, or is not
        yield f"--- {from_file}\n+++ {to_file}\n"
    for line in difflib.unified_diff(old_lines, new_lines, from_file, to_file):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(text, encoding="utf-8", newline="\n")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error

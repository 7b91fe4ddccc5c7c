"""Shows what migration makes of files, or writes it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from rich.text import Text

from twilio_realtime.json import JsonObject

from .console import say, say_json, say_source, warn
from .migration import Migrated, Table, migrate

__all__ = ["migrate_files"]

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def migrate_files(paths: Iterable[Path], table: Table, *, write: bool, as_json: bool) -> bool:
    """Rewrite files and tell what a person has to look at.

    Args:
        paths: Files and folders.
        table: What becomes of each name.
        write: Whether to change the files; otherwise a diff is shown.
        as_json: Whether to tell it as JSON, one object for each file and for each finding.

    Returns:
        Whether every file could be used.
    """
    usable, changed = True, 0
    found: list[Migrated] = []
    for result in migrate(paths, table):
        if isinstance(result, str):
            usable = False
            warn(result)
            continue
        found.append(result)
        if result.changed:
            if write and not _write(result):
                usable = False
                continue
            changed += 1
            _tell_change(result, write=write, as_json=as_json)
    for result in found:
        for finding in result.findings:
            if as_json:
                where: JsonObject = {"file": str(result.path), "line": finding.line, "column": finding.column}
                say_json({**where, "sort": finding.sort, "message": finding.message})
            else:
                say(f"{result.path}:{finding.line}:{finding.column}: {_sort(finding.sort)}{finding.message}")
    if not as_json:
        _summarise(found, changed, write=write)
    return usable


def _sort(sort: str) -> str:
    return "check: " if sort == "check" else ""


def _tell_change(result: Migrated, *, write: bool, as_json: bool) -> None:
    if as_json:
        say_json({"file": str(result.path), "written": write, "diff": "\n".join(result.diff())})
    elif write:
        say(f"changed {result.path}")
    else:
        for line in result.diff():
            say_source(Text(line, style=_COLOURS.get(line[:1], "")))


def _summarise(found: list[Migrated], changed: int, *, write: bool) -> None:
    left = sum(finding.sort == "left" for result in found for finding in result.findings)
    check = sum(finding.sort == "check" for result in found for finding in result.findings)
    verb = "changed" if write else "to change"
    say(f"{changed} of {_count(len(found), 'file')} {verb}; {left} left to you, {check} to check")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _write(result: Migrated) -> bool:
    """Replace a file in one step, so that it is never half written; tells what keeps it from that."""
    path = Path(os.path.realpath(result.path))
    try:
        if path.read_bytes() != result.before:
            warn(f"{result.path}: was changed meanwhile; left as it is")
            return False
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            unfinished = Path(file.name)
            try:
                file.write(result.after)
                file.close()
                unfinished.chmod(path.stat().st_mode)
                unfinished.replace(path)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
    except OSError as error:
        warn(f"{result.path}: cannot be written: {error.strerror}")
        return False
    return True

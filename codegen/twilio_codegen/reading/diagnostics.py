"""Problems of a schema and the three ways to show them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal, NamedTuple

from .positions import Position

Severity = Literal["error", "warning", "note"]
Style = Literal["text", "json", "github"]

WARNINGS = frozenset({"empty-doc", "never-raised", "unused"})
"""Codes of problems that do not stop the compiler: what it makes of such a schema works."""

NOTES = frozenset({"todo"})
"""Codes of what the schema itself says is left to do, which is no problem."""

UNUSABLE = frozenset(
    (
        *("directive", "empty-file", "encoding", "hook-syntax", "several-documents"),
        *("too-deep", "too-large", "unreadable", "yaml-syntax"),
    )
)
"""Codes of problems that keep a whole file from being read."""


_MAX_MESSAGE = 400


class Diagnostic(NamedTuple):
    """One problem.

    Attributes:
        pos: Where it is.
        code: What kind of problem it is, in kebab case.
        message: What is wrong, with which value, and what would be right.
    """

    pos: Position
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        """Whether the problem stops the compiler, or is none."""
        if self.code in NOTES:
            return "note"
        return "warning" if self.code in WARNINGS else "error"

    @property
    def unusable(self) -> bool:
        """Whether the problem keeps a whole file from being read."""
        return self.code in UNUSABLE

    def __str__(self) -> str:
        return f"{self.pos}: {self.line}"

    @property
    def line(self) -> str:
        """The message on one line of bounded length, whatever names it quotes."""
        text = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in self.message)
        return text if len(text) <= _MAX_MESSAGE else f"{text[: _MAX_MESSAGE - 1]}…"


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The valid name that ``name`` is most probably meant to be, if any is near."""
    matches = get_close_matches(name[:200], sorted(set(valid)), n=1, cutoff=0.6)
    return matches[0] if matches else None


def suggestion(name: str, valid: Iterable[str]) -> str:
    """Text to end a message with: the nearest valid name, else all of them if they are few."""
    names = sorted(set(valid))
    if (match := nearest(name, names)) is not None:
        return f"; did you mean '{match}'?"
    if not names:
        return "; there is none"
    return f"; known are {', '.join(names)}" if len(names) <= 12 else ""


def render(diagnostics: Iterable[Diagnostic], style: Style = "text", *, folder: str = "") -> str:
    """Write problems, one a line; ``json`` gives one list.

    Args:
        diagnostics: The problems; they are sorted by place.
        style: ``text`` for people and editors, ``json`` for programs, ``github`` for annotations in GitHub Actions.
        folder: Put before each file, so that paths can be followed from the working directory.

    Returns:
        The text, ending in a line break unless it is empty.
    """
    return render_all([(folder, diagnostics)], style)


def render_all(found_in: Iterable[tuple[str, Iterable[Diagnostic]]], style: Style = "text") -> str:
    """Write the problems of several schemas as `render` does, in one list.

    Args:
        found_in: The problems of each, with what is put before its files.
        style: As for `render`.

    Returns:
        The text, ending in a line break unless it is empty.
    """
    found = [(_path(folder, item.pos.file), item) for folder, problems in found_in for item in sorted(problems)]
    if style == "json":
        rows = [
            {
                "file": path,
                "line": item.pos.line,
                "column": item.pos.column,
                "severity": item.severity,
                "code": item.code,
                "message": item.message,
            }
            for path, item in found
        ]
        return json.dumps(rows, indent=2) + "\n"
    line = _github if style == "github" else _text
    return "".join(f"{line(path, item)}\n" for path, item in found)


def _path(folder: str, file: str) -> str:
    return "/".join(part for part in (folder.rstrip("/"), file) if part)


def _text(path: str, item: Diagnostic) -> str:
    return f"{path}:{item.pos.line}:{item.pos.column}: {item.line}"


def _github(path: str, item: Diagnostic) -> str:
    place = f"file={_escape(path)},line={item.pos.line},col={item.pos.column},title={_escape(item.code)}"
    command = "notice" if item.severity == "note" else item.severity
    return f"::{command} {place}::{_escape_data(item.message)}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")

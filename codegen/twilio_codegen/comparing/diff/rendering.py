"""Writes a comparison as text for people, JSON for programs, or Markdown for changelog and release notes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from twilio_codegen.reading.positions import Position

from .changes import Change, verdict_of
from .rules import LEVELS, RULES

DiffFormat = Literal["text", "json", "markdown"]

_INTRODUCTION = """\
# Compatibility

<!-- Written by `twilio-codegen rules`. Do not edit. -->

`twilio-codegen diff OLD NEW` compares two versions of an API and puts each change into one of four classes.
What counts is what users of the generated Python package notice, and what a strict type checker tells them.

| class | means |
| --- | --- |
{classes}
The most severe change decides about the next version. With `--fail-on breaking` the command exits 1 if there is a
breaking one.

Something that was removed and something that was added are one renamed thing if they are declared alike: of the
same type, and with the same place on the wire, the same description or a similar name. A class or an alias
counts as renamed if most of its members stayed and its old name is used nowhere any more.

Where one side is a schema and the other official declarations, only what both can say is compared: names,
parameters, and types without null.

Warnings that a checker gives only on request, such as that code cannot be reached, do not count: a value that
cannot be None any more makes a test superfluous, not wrong.
"""

_VERDICTS = {
    "major": "a major release",
    "minor": "a minor release",
    "patch": "a patch release",
    "none": "no release: nothing changed",
}
_QUIET = frozenset({"described", "wire-changed"})
"""Rules whose changes a changelog sums up in one line."""

_NOTES = {
    "package-renamed": "Import from `{new}` instead of `{old}`.",
    "class-removed": "`{old}` is gone; nothing takes its place.",
    "class-changed-kind": "`{old}` was a {before} and is a {after}: it is built or received otherwise.",
    "union-removed": "`{old}` is gone; nothing takes its place.",
    "union-opened": "`{old}` may be any string now; a `match` over it needs a case for all others.",
    "union-closed": "`{old}` allows its own strings only now; remove others.",
    "member-added": "A `match` over `{new}` needs a case for `{after!r}`.",
    "member-removed": "`{before!r}` is no `{old}` any more; remove comparisons with it.",
    "member-renamed": "The `{old}` `{before!r}` is `{after!r}` now.",
    "reason-removed": "`{old}` raises no update reason any more; it was `{before!r}`.",
    "reason-changed": "Changes of `{old}` come with the reason `{after!r}` instead of `{before!r}`.",
    "field-order": "The fields of `{old}` stand in another order: {after}. Name them instead of counting them.",
    "method-static": "`{old}` is plain if it is static now, and has to be awaited if it is not.",
    "method-plain": "`{old}` is plain if it is picked from a list now, and has to be awaited if it is not.",
    "option-required-added": "Give `{new}`, which is new and required.",
    "option-required": "Give `{old}`, which may not be left out any more.",
    "option-default": "Who does not give `{old}` gets {after} instead of {before}; give it to be sure.",
    "requirement-added": "`{old}` refuses in more cases: {after}.",
    "keywords-removed": "`{old}` does not take the fields of `{before}` as keywords any more; pass the object.",
    "parameter-required-added": "Pass `{new}`, which is new and required.",
    "parameter-required": "Pass `{old}`, which may not be left out any more.",
    "parameter-default": "Who does not pass `{old}` gets {after} instead of {before}; pass it to be sure.",
    "parameter-order": "The parameters of `{old}` stand in another order: {after}. Pass them by name.",
    "check-added": "`{old}` is checked more strictly: {after}.",
    "event-respelt": "Handlers connected by name: {before!r} is {after!r} now.",
    "payload-added": "Handlers of `{old}` take an argument now: {after}.",
    "payload-removed": "Handlers of `{old}` take no argument any more.",
    "bubbling-removed": "`{old}` is not repeated as {before!r} any more; listen there.",
    "result-removed": "`{old}` returns nothing any more.",
}
_BY_ENDING = {
    "-removed": "`{old}` is gone; nothing takes its place.",
    "-renamed": "Write `{new}` instead of `{old}`.",
    "-nullable": "`{old}` may be None now; look before you use it.",
    "-type": "`{old}` is {after} now; it was {before}.",
    "-accepts-less": "`{old}` takes {after} only; it took {before}.",
}


def render_changes(changes: Sequence[Change], style: DiffFormat) -> str:
    """Write a comparison."""
    if style == "json":
        return json.dumps(_data(changes), indent=2) + "\n"
    lines = _markdown(changes) if style == "markdown" else _text(changes)
    return "\n".join(lines) + "\n"


def _text(changes: Sequence[Change]) -> Iterator[str]:
    for level in LEVELS:
        found = [change for change in changes if change.rule.level == level]
        if found:
            yield f"{level} ({len(found)})"
        for change in found:
            yield f"  {change}"
            for position in (change.old_at, change.new_at):
                if position is not None and position.file:
                    yield f"    {'old' if position is change.old_at else 'new'}  {position}"
    yield f"verdict: {_VERDICTS[verdict_of(changes)]}"


def _identifier(change: Change) -> str:
    names = [name for name in (change.python_old, change.python_new) if name]
    shown = " → ".join(f"`{name}`" for name in dict.fromkeys(names)) or f"`{change.subject}`"
    if change.rule.id.endswith(("-renamed", "-moved", "-respelt", "-added", "-removed")) and not _is_about_part(change):
        return shown
    sides = [side for side in (change.before, change.after) if side]
    return f"{shown}: {' → '.join(f'`{side}`' for side in sides)}" if sides else shown


def _is_about_part(change: Change) -> bool:
    """Return whether what changed is a part without a Python name of its own, such as the string of an alias."""
    owner = ("member-", "check-", "keywords-", "requirement-", "reason-", "bubbling-", "payload-", "result-")
    return change.rule.id.startswith(owner)


def _section(change: Change) -> str:
    if change.rule.id == "deprecated":
        return "Deprecated"
    if change.rule.id.endswith("-removed"):
        return "Changed" if _is_about_part(change) and not change.rule.id.startswith("member-") else "Removed"
    if change.rule.id.endswith(("-added", "-accepted")) and not _is_about_part(change):
        return "Added"
    return "Added" if change.rule.id.startswith("member-a") else "Changed"


def changelog_entry(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the lines of an entry in the form of Keep a Changelog, without a version and a date."""
    yield "## [Unreleased]"
    told = [change for change in changes if change.rule.id not in _QUIET]
    for section in ("Added", "Changed", "Deprecated", "Removed"):
        lines = [
            f"- {'**Breaking:** ' if change.rule.level == 'breaking' else ''}{_identifier(change)} ({change.rule.id})"
            for change in told
            if _section(change) == section
        ]
        quiet = len(changes) - len(told) if section == "Changed" else 0
        if quiet:
            lines.append(f"- Descriptions, and how the client talks to the service, in {quiet} places.")
        if lines:
            yield from ("", f"### {section}", "")
            yield from lines


def _markdown(changes: Sequence[Change]) -> Iterator[str]:
    yield from changelog_entry(changes)
    notes = list(migration_notes(changes))
    if notes:
        yield from ("", "### Migration", "")
        yield from (f"- {note}" for note in notes)
    yield from ("", f"Verdict: {_VERDICTS[verdict_of(changes)]}.")


def migration_notes(changes: Iterable[Change]) -> Iterator[str]:
    """Yield one sentence for each change that breaks something."""
    for change in changes:
        if change.rule.level != "breaking":
            continue
        ending = next((text for end, text in _BY_ENDING.items() if change.rule.id.endswith(end)), "")
        text = _NOTES.get(change.rule.id, ending) or f"`{{old}}`: {change.rule.why}"
        yield text.format(
            old=change.python_old or change.subject,
            new=change.python_new or change.subject,
            before=change.before,
            after=change.after,
        )


def _data(changes: Sequence[Change]) -> dict[str, object]:
    return {
        "verdict": verdict_of(changes),
        "changes": [
            {
                "rule": change.rule.id,
                "level": change.rule.level,
                "subject": change.subject,
                "python_old": change.python_old,
                "python_new": change.python_new,
                "before": change.before,
                "after": change.after,
                "old": _place(change.old_at),
                "new": _place(change.new_at),
            }
            for change in changes
        ],
        "migration": list(migration_notes(changes)),
    }


def _place(position: Position | None) -> str | None:
    return str(position) if position is not None and position.file else None


def compatibility_page() -> str:
    """Write the page that explains the rules, in Markdown."""
    classes = "".join(f"| **{level}** | {meaning} |\n" for level, meaning in LEVELS.items())
    lines = _INTRODUCTION.format(classes=classes).splitlines()
    for level in LEVELS:
        lines += ["", f"## {level.capitalize()}", "", "| rule | why | example |", "| --- | --- | --- |"]
        lines += [f"| `{rule.id}` | {rule.why} | {rule.example} |" for rule in RULES.values() if rule.level == level]
    return "\n".join(lines) + "\n"

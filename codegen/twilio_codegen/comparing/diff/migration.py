"""Tells users what to do about changes that break their code, in the names that they write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .changes import Change

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

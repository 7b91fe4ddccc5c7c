"""Decides about `match` statements."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from ..calls import text_of
from ..kinds import ProductClass
from ..scopes import dotted
from ..table import Member
from .made import Deciding, inside, may_be_any
from .words import Words

__all__ = ["Matches"]

Seen = Mapping[str, cst.MatchValue]


class Matches(cst.CSTVisitor):
    """Renames strings and keywords of patterns; leaves out what never comes and adds what may come now.

    Args:
        deciding: What is known of the file.
        words: Decides about strings.
    """

    def __init__(self, deciding: Deciding, words: Words) -> None:
        super().__init__()
        self._deciding = deciding
        self._words = words

    def visit_MatchClass(self, node: cst.MatchClass) -> None:
        kind = self._deciding.of(node.cls)
        members: Mapping[str, Member] = {}
        if isinstance(kind, ProductClass) and kind.name in self._deciding.table.classes:
            members = self._deciding.table.classes[kind.name].members
        for item in node.kwds:
            entry = members.get(item.key.value)
            if entry is not None and entry.to is None:
                self._deciding.tell(item.key, f"`{item.key.value}` is gone: {entry.why}")
            elif entry is not None and entry.to is not None and entry.to != item.key.value:
                self._deciding.made.names[item.key] = entry.to
            if entry is not None:
                kind = self._deciding.kinds.annotations.text(entry.type, False)
                union = self._deciding.kinds.as_word(kind)
                for value in _values(item.pattern) if union is not None else ():
                    if isinstance(value.value, cst.SimpleString) and union is not None:
                        self._words.word(value.value, union)

    def visit_Match(self, node: cst.Match) -> None:
        kind = self._deciding.of(node.subject)
        union = self._deciding.kinds.as_word(kind)
        if union is not None:
            self._cases(node, union)
        elif may_be_any(kind):
            for value in (value for case in node.cases for value in _values(case.pattern)):
                if isinstance(value.value, cst.SimpleString):
                    self._words.unknown(value.value)

    def _cases(self, node: cst.Match, union: str) -> None:
        members = self._deciding.table.unions[union].members
        made = self._deciding.made
        seen: dict[str, cst.MatchValue] = {}
        for case in node.cases:
            values = _values(case.pattern)
            gone: list[cst.MatchValue] = []
            for value in values:
                text = text_of(value.value)
                if not isinstance(value.value, cst.SimpleString) or text is None:
                    continue
                self._deciding.texts.add(value.value)
                if case.guard is None:
                    seen[text] = value
                entry = members.get(text)
                if entry is None or entry.to == text:
                    continue
                if entry.to is not None:
                    made.strings[value.value] = entry.to
                elif isinstance(case.pattern, cst.MatchValue | cst.MatchOr):
                    gone.append(value)
                    message = f"{text!r} is gone from {union}, and left out here: {entry.why}"
                    self._deciding.tell(value, message, "check")
                else:
                    self._deciding.tell(value, f"{text!r} is gone from {union}: {entry.why}")
            if gone and len(gone) == len(values):
                if len(node.cases) > 1:
                    made.dropped.add(case)
            else:
                made.dropped |= set(gone)
        if _ends_with_never(node.cases[-1]):
            self._new_members(node.cases[-1], union, seen)

    def _new_members(self, last: cst.MatchCase, union: str, seen: Seen) -> None:
        """Let a match without a rest treat new strings as those that they resemble."""
        described = self._deciding.table.unions[union]
        for new, like in described.new.items():
            if new in seen:
                continue
            value = seen.get(like or "")
            if like is not None and value is not None and value not in self._deciding.made.dropped:
                self._deciding.made.patterns.setdefault(value, []).append(new)
                self._deciding.tell(value, f"{new!r} is new in {union}; it is treated like {like!r} here", "check")
            else:
                self._deciding.tell(last, f"{new!r} is new in {union}; say what becomes of it here")


def _values(pattern: cst.MatchPattern) -> list[cst.MatchValue]:
    match pattern:
        case cst.MatchValue():
            return [pattern]
        case cst.MatchOr(patterns=patterns):
            return [value for item in patterns for value in _values(item.pattern)]
        case cst.MatchAs(pattern=inner) if inner is not None:
            return _values(inner)
        case _:
            return []


def _ends_with_never(case: cst.MatchCase) -> bool:
    """Whether a case says that nothing is left."""
    return (
        isinstance(case.pattern, cst.MatchAs)
        and case.pattern.pattern is None
        and any(
            isinstance(node, cst.Call) and (dotted(node.func) or "").rpartition(".")[2] == "assert_never"
            for node in inside(case.body)
        )
    )

"""Writes what was decided into the code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import libcst as cst

from .decisions import Decisions
from .scopes import dotted

__all__ = ["rewrite"]

StatementT = TypeVar("StatementT", cst.SimpleStatementLine, cst.FunctionDef)


def rewrite(module: cst.Module, made: Decisions) -> cst.Module:
    """Return a file with everything that was decided about it.

    Args:
        module: The file.
        made: The decisions.
    """
    return module.visit(_Rewriter(made))


class _Rewriter(cst.CSTTransformer):
    def __init__(self, made: Decisions) -> None:
        super().__init__()
        self._made = made

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        new = self._made.names.get(original_node)
        return updated_node if new is None else updated_node.with_changes(value=new)

    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.SimpleString:
        new = self._made.strings.get(original_node)
        if new is None:
            return updated_node
        return updated_node.with_changes(value=f"{original_node.prefix}{original_node.quote}{new}{original_node.quote}")

    def leave_ImportAlias(self, original_node: cst.ImportAlias, updated_node: cst.ImportAlias) -> cst.ImportAlias:
        kept = self._made.aliases.get(original_node)
        if kept is None:
            return updated_node
        return updated_node.with_changes(asname=cst.AsName(cst.Name(kept)))

    def _expression(self, original: cst.BaseExpression, inner: cst.BaseExpression) -> cst.BaseExpression | None:
        found = self._made.expressions.get(original)
        if found is None:
            return None
        return cst.parse_expression(found[0].replace("{}", cst.Module([]).code_for_node(inner)))

    def leave_Await(self, original_node: cst.Await, updated_node: cst.Await) -> cst.BaseExpression:
        call = updated_node.expression
        if not (isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute)):
            return updated_node
        return self._expression(original_node, call.func.value) or updated_node

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.BaseExpression:
        return self._expression(original_node, updated_node.value) or updated_node

    def leave_Comparison(self, original_node: cst.Comparison, updated_node: cst.Comparison) -> cst.BaseExpression:
        left = updated_node.left
        if not isinstance(left, cst.Attribute):
            return updated_node
        return self._expression(original_node, left.value) or updated_node

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        if any(argument in self._made.dropped for argument in original_node.args):
            updated_node = _without_arguments(original_node, updated_node, self._made)
        if not isinstance(updated_node.func, cst.Attribute):
            return updated_node
        return self._expression(original_node, updated_node.func.value) or updated_node

    # -- statements that go

    def _kept(self, original: cst.CSTNode, updated: StatementT) -> StatementT | cst.RemovalSentinel:
        return cst.RemoveFromParent() if original in self._made.dropped else updated

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement] | cst.RemovalSentinel:
        if original_node in self._made.dropped:
            return cst.RemoveFromParent()
        if len(original_node.body) == 1 and len(updated_node.body) == 1:
            before, after = original_node.body[0], updated_node.body[0]
            if isinstance(before, cst.ImportFrom) and isinstance(after, cst.ImportFrom):
                return _imports(original_node, updated_node, before, after, self._made)
            if isinstance(before, cst.Import) and any(alias in self._made.kept for alias in before.names):
                return cst.FlattenSentinel([updated_node, original_node.with_changes(leading_lines=[])])
        return updated_node

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.BaseStatement | cst.RemovalSentinel:
        return self._kept(original_node, updated_node)

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock) -> cst.BaseSuite:
        if updated_node.body or not original_node.body:
            return updated_node
        nothing = cst.SimpleStatementLine([cst.Pass()])
        return updated_node.with_changes(body=[nothing])

    # -- match statements

    def leave_Match(self, original_node: cst.Match, updated_node: cst.Match) -> cst.Match:
        cases = [
            after
            for before, after in zip(original_node.cases, updated_node.cases, strict=True)
            if before not in self._made.dropped
        ]
        return updated_node if len(cases) == len(original_node.cases) else updated_node.with_changes(cases=cases)

    def leave_MatchCase(self, original_node: cst.MatchCase, updated_node: cst.MatchCase) -> cst.MatchCase:
        pattern = original_node.pattern
        words = self._made.patterns.get(pattern, []) if isinstance(pattern, cst.MatchValue) else []
        if not words:
            return updated_node
        added = [_word_pattern(pattern, word) for word in words]
        return updated_node.with_changes(pattern=_alternatives([updated_node.pattern, *added]))

    def leave_MatchOr(self, original_node: cst.MatchOr, updated_node: cst.MatchOr) -> cst.MatchPattern:
        patterns: list[cst.MatchPattern] = []
        changed = False
        for before, after in zip(original_node.patterns, updated_node.patterns, strict=True):
            if before.pattern in self._made.dropped:
                changed = True
                continue
            patterns.append(after.pattern)
            for word in self._made.patterns.get(before.pattern, ()):
                changed = True
                patterns.append(_word_pattern(before.pattern, word))
        if not changed or not patterns:
            return updated_node
        return patterns[0] if len(patterns) == 1 else _alternatives(patterns, updated_node)


def _word_pattern(like: cst.MatchPattern, word: str) -> cst.MatchPattern:
    quote = '"'
    if isinstance(like, cst.MatchValue) and isinstance(like.value, cst.SimpleString):
        quote = like.value.quote
    return cst.MatchValue(cst.SimpleString(f"{quote}{word}{quote}"))


def _alternatives(patterns: Sequence[cst.MatchPattern], like: cst.MatchOr | None = None) -> cst.MatchOr:
    separator = cst.BitOr(cst.SimpleWhitespace(" "), cst.SimpleWhitespace(" "))
    last = len(patterns) - 1
    elements = [
        cst.MatchOrElement(pattern, separator if place < last else cst.MaybeSentinel.DEFAULT)
        for place, pattern in enumerate(patterns)
    ]
    return cst.MatchOr(elements) if like is None else like.with_changes(patterns=elements)


def _without_arguments(original: cst.Call, updated: cst.Call, made: Decisions) -> cst.Call:
    kept = [after for before, after in zip(original.args, updated.args, strict=True) if before not in made.dropped]
    if kept and original.args[-1] in made.dropped:
        kept[-1] = kept[-1].with_changes(comma=original.args[-1].comma)
    return updated.with_changes(args=kept)


def _imports(
    line: cst.SimpleStatementLine,
    updated_line: cst.SimpleStatementLine,
    original: cst.ImportFrom,
    updated: cst.ImportFrom,
    made: Decisions,
) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement] | cst.RemovalSentinel:
    """Write an import anew: what has no counterpart stays in one of its own, and what is not used any more goes."""
    if isinstance(original.names, cst.ImportStar) or isinstance(updated.names, cst.ImportStar):
        return updated_line
    pairs = list(zip(original.names, updated.names, strict=True))
    moved = [after for before, after in pairs if before not in made.kept and before not in made.dropped]
    stayed = [before for before, _ in pairs if before in made.kept and before not in made.dropped]
    if len(moved) == len(pairs):
        changed = any(before.name in made.names for before in original.names)
        return updated_line.with_changes(body=[_with_names(updated, moved, original)]) if changed else updated_line
    if not moved and not stayed:
        return cst.RemoveFromParent()
    if not moved and len(stayed) == len(pairs):
        return line
    statements: list[cst.BaseStatement] = []
    if moved:
        statements.append(updated_line.with_changes(body=[_with_names(updated, moved, original)]))
    if stayed:
        kept = line.with_changes(body=[_with_names(original, stayed, original)])
        statements.append(kept.with_changes(leading_lines=[]) if moved else kept)
    return cst.FlattenSentinel(statements)


def _with_names(
    statement: cst.ImportFrom, names: Sequence[cst.ImportAlias], original: cst.ImportFrom
) -> cst.ImportFrom:
    """Let an import have other names: in order if those that it had were."""
    assert not isinstance(statement.names, cst.ImportStar)
    assert not isinstance(original.names, cst.ImportStar)
    kept = [*names[:-1], names[-1].with_changes(comma=statement.names[-1].comma)]
    before = [_order(alias) for alias in original.names]
    if before == sorted(before) and "#" not in cst.Module([]).code_for_node(original):
        kept = [
            slot.with_changes(name=alias.name, asname=alias.asname)
            for slot, alias in zip(kept, sorted(kept, key=_order), strict=True)
        ]
    return statement.with_changes(names=kept)


def _order(alias: cst.ImportAlias) -> tuple[int, str]:
    """What sorters of imports sort names by: constants, classes, anything else."""
    name = dotted(alias.name) or ""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)

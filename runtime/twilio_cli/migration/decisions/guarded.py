"""Decides about properties that became lists: where a program asks whether there is a value before it uses it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from ..kinds import ProductObject, parts
from ..scopes import dotted
from ..table import Guarded
from .made import Deciding, inside

__all__ = ["Guards"]


class Guards(cst.CSTVisitor):
    """Writes other expressions for a property and for the question whether it has a value, where both belong together.

    Args:
        deciding: What is known of the file.
    """

    def __init__(self, deciding: Deciding) -> None:
        super().__init__()
        self._deciding = deciding

    def visit_IfExp(self, node: cst.IfExp) -> None:
        self._decide(node.test, node.body, node.orelse)

    def visit_If(self, node: cst.If) -> None:
        self._decide(node.test, node.body, node.orelse)

    def _decide(self, test: cst.BaseExpression, there: cst.CSTNode, absent: cst.CSTNode | None) -> None:
        first = test.left if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And) else test
        used: list[cst.CSTNode] = [] if first is test or not isinstance(test, cst.BooleanOperation) else [test.right]
        match first:
            case cst.Attribute():
                self._write(first, first, [*used, there], is_there=True)
            case cst.Comparison(
                left=cst.Attribute() as asked,
                comparisons=[cst.ComparisonTarget(operator=cst.IsNot(), comparator=cst.Name(value="None"))],
            ):
                self._write(first, asked, [*used, there], is_there=True)
            case cst.Comparison(
                left=cst.Attribute() as asked,
                comparisons=[cst.ComparisonTarget(operator=cst.Is(), comparator=cst.Name(value="None"))],
            ) if first is test and absent is not None:
                self._write(first, asked, [absent], is_there=False)
            case _:
                pass

    def _guarded(self, node: cst.Attribute) -> Guarded | None:
        classes = self._deciding.table.classes
        kinds = parts(self._deciding.of(node.value))
        found = [
            classes[kind.name].members[node.attr.value].guarded
            if isinstance(kind, ProductObject) and node.attr.value in classes[kind.name].members
            else None
            for kind in kinds
        ]
        return found[0] if found and all(item == found[0] for item in found) else None

    def _write(
        self, question: cst.BaseExpression, asked: cst.Attribute, places: Iterable[cst.CSTNode], *, is_there: bool
    ) -> None:
        text = dotted(asked)
        guarded = self._guarded(asked) if text is not None else None
        if guarded is None or text is None or question in self._deciding.settled:
            return
        root = text.partition(".")[0]
        nodes = [node for place in places for node in inside(place)]
        if any(_binds(node, root) for node in nodes):
            return
        self._deciding.made.expressions[question] = (guarded.there if is_there else guarded.absent, asked.value)
        self._deciding.settled |= {question, asked}
        for node in nodes:
            if isinstance(node, cst.Attribute) and dotted(node) == text:
                self._deciding.made.expressions[node] = (guarded.value, node.value)
                self._deciding.settled.add(node)
        self._deciding.tell(asked.attr, f"`.{asked.attr.value}` became a list; its first item is used here", "check")


def _binds(node: cst.CSTNode, name: str) -> bool:
    """Whether a node gives a name another value."""
    match node:
        case cst.AssignTarget(target=target) | cst.NamedExpr(target=target) | cst.For(target=target):
            return any(isinstance(item, cst.Name) and item.value == name for item in inside(target))
        case cst.AsName(name=target):
            return isinstance(target, cst.Name) and target.value == name
        case _:
            return False

"""Decides about strings: those of documented unions, and names of events."""

from __future__ import annotations

from itertools import pairwise

import libcst as cst

from ..calls import text_of
from ..kinds import Kind, Mapped, Sequence, Word, parts
from ..scopes import Scope, dotted
from .made import Deciding, inside, items_of, may_be_any

__all__ = ["Words"]

_COLLECTIONS = frozenset({"frozenset", "list", "set", "tuple"})


class Words(cst.CSTVisitor):
    """Renames strings where it is known which union they are of.

    Args:
        deciding: What is known of the file.
    """

    def __init__(self, deciding: Deciding) -> None:
        super().__init__()
        self._deciding = deciding
        self._docstrings: set[cst.CSTNode] = set()
        self._unsure: list[cst.SimpleString] = []

    # -- where it is known what an expression must be

    def expect(self, node: cst.BaseExpression, kind: Kind) -> None:
        """Decide about the strings of an expression of which it is known what it must be.

        Args:
            node: The expression.
            kind: What it must be.
        """
        match node:
            case cst.SimpleString():
                union = self._deciding.kinds.as_word(kind)
                if union is not None:
                    self.word(node, union)
            case cst.IfExp(body=one, orelse=other) | cst.BooleanOperation(left=one, right=other):
                self.expect(one, kind)
                self.expect(other, kind)
            case cst.List(elements=elements) | cst.Set(elements=elements) | cst.Tuple(elements=elements):
                for place, element in enumerate(elements):
                    if isinstance(element, cst.Element):
                        self.expect(element.value, items_of(kind, place))
            case cst.Dict(elements=elements):
                for entry in elements:
                    for part in parts(kind):
                        if isinstance(entry, cst.DictElement) and isinstance(part, Mapped):
                            self.expect(entry.key, part.key)
                            self.expect(entry.value, part.value)
            case cst.Call(func=cst.Name(value=name), args=[one]) if name in _COLLECTIONS:
                self.expect(one.value, kind)
            case _:
                pass

    def word(self, node: cst.SimpleString, union: str) -> None:
        """Decide about a string of a union."""
        text = text_of(node)
        entry = self._deciding.table.unions[union].members.get(text or "")
        if node in self._deciding.texts:
            return
        self._deciding.texts.add(node)
        if entry is None:
            return
        if entry.to is None:
            self._deciding.tell(node, f"{text!r} is gone from {union}: {entry.why}")
        elif entry.to != text:
            self._deciding.made.strings[node] = entry.to

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        scope = self._deciding.nodes.get(node)
        if scope is not None and node.value is not None:
            self.expect(node.value, self._deciding.kinds.annotated(node.annotation.annotation, scope))

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            if isinstance(target.target, cst.Name | cst.Attribute):
                self.expect(node.value, self._deciding.of(target.target))

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        scope = self._deciding.nodes[node]
        params = node.params
        for param in (*params.posonly_params, *params.params, *params.kwonly_params):
            if param.annotation is not None and param.default is not None:
                self.expect(param.default, self._deciding.kinds.annotated(param.annotation.annotation, scope))
        if node.returns is not None:
            self._returned(node, node.returns.annotation, scope)

    def _returned(self, node: cst.FunctionDef, annotation: cst.BaseExpression, scope: Scope) -> None:
        body = self._deciding.kinds.scope_of_function(node)
        for value in body.returned if body is not None else ():
            if value is not None:
                self.expect(value, self._deciding.kinds.annotated(annotation, scope))

    # -- comparisons

    def visit_Comparison(self, node: cst.Comparison) -> None:
        sides = [node.left, *(item.comparator for item in node.comparisons)]
        for one, other in pairwise(sides):
            self._compared(one, other)
            self._compared(other, one)

    def _compared(self, value: cst.BaseExpression, text: cst.BaseExpression) -> None:
        """Decide about the strings of `text`, which is compared with `value` or looked for in it."""
        if isinstance(text, cst.Call) and dotted(text.func) not in _COLLECTIONS:
            return
        if not isinstance(text, cst.SimpleString | cst.List | cst.Set | cst.Tuple | cst.Call):
            return
        kind = self._deciding.of(value)
        items = [items_of(part) for part in parts(kind)]
        as_word = self._deciding.kinds.as_word
        union = as_word(kind) or next(filter(None, map(as_word, items)), None)
        for string in inside(text):
            if isinstance(string, cst.SimpleString):
                if union is not None:
                    self.word(string, union)
                elif may_be_any(kind) or any(map(may_be_any, items)):
                    self.unknown(string)

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        if isinstance(node.operator, cst.BitAnd | cst.BitOr | cst.Subtract | cst.BitXor):
            for value, text in ((node.left, node.right), (node.right, node.left)):
                union = self._deciding.kinds.as_word(items_of(self._deciding.of(value)))
                if union is not None and isinstance(text, cst.Set | cst.Call):
                    self.expect(text, Sequence(Word(union)))

    # -- where it is not known

    def unknown(self, node: cst.SimpleString) -> None:
        """Tell of a string that may be one of the product's."""
        text = text_of(node) or ""
        entry = self._deciding.table.words.get(text)
        if entry is None or node in self._deciding.texts or not self._deciding.about:
            return
        self._deciding.texts.add(node)
        what = f"write {entry.to!r}" if entry.to is not None else f"it is gone: {entry.why}"
        self._deciding.tell(node, f"{text!r}: if this is a name of {self._deciding.table.old.title}, {what}")

    def visit_Expr(self, node: cst.Expr) -> None:
        # A string that is a statement says nothing to a program.
        self._docstrings.add(node.value)

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        text = text_of(node)
        if text is None or node in self._deciding.texts or node in self._docstrings:
            return
        if self._deciding.is_old(text):
            self._deciding.texts.add(node)
            message = f"{text!r} names the package, which is {self._deciding.table.new.package} now"
            self._deciding.tell(node, message)
        elif not text.isalpha() or not text.islower():
            # A word of the language means too many things; others are names of the product wherever they stand.
            self._unsure.append(node)

    def finish(self) -> None:
        """Tell of the strings that nothing was decided about."""
        for node in self._unsure:
            self.unknown(node)

"""Decides about strings that hold code: annotations in quotes, and names in ``__all__``."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from ..annotations import string_expression
from ..calls import text_of
from ..kinds import External
from ..scopes import Scope
from .imports import Imports
from .made import Deciding, inside

__all__ = ["Types"]

_WITH_TYPES = frozenset({"typing.cast", "typing_extensions.cast"})
_BOUND = frozenset({"typing.TypeVar", "typing_extensions.TypeVar"})


class Types(cst.CSTVisitor):
    """Renames what strings name that stand for types.

    Args:
        deciding: What is known of the file.
        imports: Decides about the names.
    """

    def __init__(self, deciding: Deciding, imports: Imports) -> None:
        super().__init__()
        self._deciding = deciding
        self._imports = imports

    def visit_Annotation(self, node: cst.Annotation) -> None:
        self._in(node.annotation)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        # Signatures are evaluated around the function.
        params = node.params
        for param in (
            *params.posonly_params,
            *params.params,
            *params.kwonly_params,
            params.star_arg,
            params.star_kwarg,
        ):
            if isinstance(param, cst.Param) and param.annotation is not None:
                self._in(param.annotation.annotation)
        if node.returns is not None:
            self._in(node.returns.annotation)

    def visit_TypeAlias(self, node: cst.TypeAlias) -> None:
        self._in(node.value)

    def visit_Subscript(self, node: cst.Subscript) -> None:
        kind = self._deciding.of(node.value)
        if isinstance(kind, External) and not kind.path.endswith(".Literal"):
            name = kind.path.rpartition(".")[2]
            if name[:1].isupper() or name in ("list", "dict", "set", "tuple", "frozenset", "type"):
                for element in node.slice:
                    self._in(element)

    def visit_Call(self, node: cst.Call) -> None:
        called = self._deciding.of(node.func)
        path = called.path if isinstance(called, External) else ""
        if path in _WITH_TYPES and node.args:
            self._in(node.args[0].value)
        for argument in node.args if path in _BOUND else ():
            if argument.keyword is not None and argument.keyword.value == "bound":
                self._in(argument.value)

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            if isinstance(target.target, cst.Name) and target.target.value == "__all__":
                scope = self._deciding.nodes[node]
                for item in inside(node.value):
                    if isinstance(item, cst.SimpleString):
                        self._exported(item, scope)

    def _exported(self, node: cst.SimpleString, scope: Scope) -> None:
        text = text_of(node)
        if text is not None and text.isidentifier():
            self._deciding.texts.add(node)
            new = self._imports.renamed(text, node, scope)
            if new is not None and new != text:
                self._deciding.made.strings[node] = new

    def _in(self, annotation: cst.CSTNode) -> None:
        for node in inside(annotation):
            scope = self._deciding.nodes.get(node)
            if isinstance(node, cst.Subscript):
                kind = self._deciding.of(node.value)
                if isinstance(kind, External) and kind.path.endswith(".Literal"):
                    self._deciding.texts |= set(inside(node))
            if isinstance(node, cst.SimpleString) and node not in self._deciding.texts and scope is not None:
                self._deciding.texts.add(node)
                self._string(node, scope)

    def _string(self, node: cst.SimpleString, scope: Scope) -> None:
        code = string_expression(node)
        if code is None:
            return
        new: dict[cst.CSTNode, str] = {}
        attributes = {item.attr for item in inside(code) if isinstance(item, cst.Attribute)}
        for name in inside(code):
            if isinstance(name, cst.Name) and name not in attributes:
                found = self._imports.renamed(name.value, node, scope)
                if found is not None:
                    new[name] = found
            elif isinstance(name, cst.Attribute) and self._is_package(name.value, scope):
                entry = self._deciding.table.names.get(name.attr.value)
                if entry is not None and entry.to is not None:
                    new[name.attr] = entry.to
        text = cst.Module([]).code_for_node(_renamed(code, new))
        if text != node.evaluated_value:
            self._deciding.made.strings[node] = text

    def _is_package(self, node: cst.BaseExpression, scope: Scope) -> bool:
        from ..kinds import Package

        return isinstance(self._deciding.kinds.of(node, scope), Package)


def _renamed(node: cst.BaseExpression, names: Mapping[cst.CSTNode, str]) -> cst.BaseExpression:
    class Renamer(cst.CSTTransformer):
        def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
            new = names.get(original_node)
            return updated_node if new is None else updated_node.with_changes(value=new)

    renamed = node.visit(Renamer())
    assert isinstance(renamed, cst.BaseExpression)
    return renamed

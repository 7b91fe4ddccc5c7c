"""Decides about handlers of events that do not exist any more: nothing ever calls them, so they go."""

from __future__ import annotations

import libcst as cst

from ..calls import text_of
from ..kinds import Hub, Method
from ..scopes import Scope
from .attributes import decided
from .made import Deciding, inside

__all__ = ["Removals"]


class Removals(cst.CSTVisitor):
    """Leaves out handlers of events that are gone, unless something else uses them.

    Args:
        deciding: What is known of the file.
    """

    def __init__(self, deciding: Deciding) -> None:
        super().__init__()
        self._deciding = deciding

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> None:
        if len(node.body) == 1 and isinstance(node.body[0], cst.Expr):
            expression = node.body[0].value
            gone = self._subscribed(expression)
            if gone is not None:
                self._leave_out(node, expression, gone)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        scope = self._deciding.nodes[node]
        if len(node.decorators) != 1:
            return
        decorator = node.decorators[0].decorator
        gone = self._event(decorator)
        if gone is None and isinstance(decorator, cst.Attribute) and decorator.attr.value in ("connect", "once"):
            gone = self._event(decorator.value)
        if gone is not None and not self._is_used(node, scope):
            self._leave_out(node, decorator, gone)

    def _subscribed(self, node: cst.BaseExpression) -> tuple[str, str] | None:
        """The event that an expression connects a handler to, if it is gone, and why."""
        if not isinstance(node, cst.Call):
            return None
        func = node.func
        if isinstance(func, cst.Attribute) and func.attr.value in ("connect", "once"):
            found = self._event(func.value)
            if found is not None:
                return found
        return self._event(func) or self._by_name(node)

    def _event(self, node: cst.BaseExpression) -> tuple[str, str] | None:
        if isinstance(node, cst.Call):
            return self._by_name(node)
        if isinstance(node, cst.Attribute):
            hub = self._deciding.of(node.value)
            entry = decided(self._deciding, hub, node.attr.value) if isinstance(hub, Hub) else None
            return (node.attr.value, entry.why) if entry is not None and entry.to is None else None
        return None

    def _by_name(self, node: cst.Call) -> tuple[str, str] | None:
        called = self._deciding.of(node.func)
        owner = called.owner if isinstance(called, Hub | Method) else None
        if owner is None or (isinstance(called, Method) and called.name not in ("once", "off")):
            return None
        name = text_of(node.args[0].value) if node.args else None
        event = self._deciding.table.classes[owner.name].events.get(name or "")
        return (event.name, event.why) if event is not None and event.documented is None else None

    def _leave_out(self, whole: cst.CSTNode, expression: cst.BaseExpression, gone: tuple[str, str]) -> None:
        self._deciding.made.dropped.add(whole)
        for node in inside(whole):
            self._deciding.settled.add(node)
            self._deciding.texts.add(node)
        self._deciding.tell(expression, f"the event `{gone[0]}` is gone, and its handler left out: {gone[1]}", "check")

    def _is_used(self, function: cst.FunctionDef, scope: Scope) -> bool:
        name = function.name.value
        return any(
            isinstance(node, cst.Name)
            and node.value == name
            and node is not function.name
            and seen.holder(name) is scope
            for node, seen in self._deciding.nodes.items()
        )

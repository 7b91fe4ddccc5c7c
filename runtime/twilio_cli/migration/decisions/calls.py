"""Decides about calls: what is written instead of them, and their arguments."""

from __future__ import annotations

from typing import Literal

import libcst as cst
from pydantic import JsonValue

from ..calls import text_of
from ..kinds import Function, Hub, Method, ProductClass, ProductObject, parts
from ..scopes import Scope
from ..table import Member, Parameter
from .made import Deciding, inside
from .words import Words

__all__ = ["Arguments", "Replacements"]

_NO_LITERAL = object()


class Replacements(cst.CSTVisitor):
    """Writes other expressions instead of calls of methods that are gone, where the table knows one.

    Args:
        deciding: What is known of the file.
    """

    def __init__(self, deciding: Deciding) -> None:
        super().__init__()
        self._deciding = deciding

    def visit_Await(self, node: cst.Await) -> None:
        if isinstance(node.expression, cst.Call):
            self._replace(node.expression, node, "awaited")

    def visit_Call(self, node: cst.Call) -> None:
        self._replace(node, node, "blocking")

    def _replace(self, call: cst.Call, whole: cst.BaseExpression, form: Literal["awaited", "blocking"]) -> None:
        called = self._deciding.of(call.func)
        if not (isinstance(called, Method) and isinstance(call.func, cst.Attribute)) or call in self._deciding.settled:
            return
        member = self._deciding.table.classes[called.owner.name].members.get(called.name)
        given = _literals(call)
        if member is None or given is None or called.owner.blocking is not (form == "blocking"):
            return
        for writing in member.writing:
            if dict(writing.when) == given:
                text = writing.awaited if form == "awaited" else writing.blocking
                self._deciding.made.expressions[whole] = (text, call.func.value)
                self._deciding.settled |= {call, call.func}
                self._deciding.texts |= {node for argument in call.args for node in inside(argument)}
                self._deciding.tell(call.func.attr, f"`.{called.name}` is gone, and replaced: {member.why}", "check")
                return


class Arguments(cst.CSTVisitor):
    """Renames keywords, and what is said by strings in arguments.

    Args:
        deciding: What is known of the file.
        words: Decides about strings.
    """

    def __init__(self, deciding: Deciding, words: Words) -> None:
        super().__init__()
        self._deciding = deciding
        self._words = words

    def visit_Call(self, node: cst.Call) -> None:
        if node in self._deciding.settled:
            return
        classes = self._deciding.table.classes
        for called in parts(self._deciding.of(node.func)):
            match called:
                case Method(owner, name) if name in classes[owner.name].members:
                    member = classes[owner.name].members[name]
                    if member.to is not None:
                        self._of_method(node, member)
                case Method(owner, "once" | "off") | Hub(owner):
                    self._event(node, owner)
                case ProductClass(name) if name in classes:
                    self._fields(node, name)
                case Function(scope, bound):
                    self._of_own(node, scope, bound is not None)
                case _:
                    pass

    def _event(self, node: cst.Call, owner: ProductObject) -> None:
        if not node.args:
            return
        argument = node.args[0].value
        name = text_of(argument)
        event = self._deciding.table.classes[owner.name].events.get(name or "")
        if event is None:
            if name is None:
                self._deciding.tell(argument, "the name of the event is not written here; see which ones it can be")
            return
        self._deciding.texts.add(argument)
        if event.documented is None:
            self._deciding.tell(argument, f"the event {name!r} is gone: {event.why}")
        elif event.documented != name:
            self._deciding.made.strings[argument] = event.documented
        if event.note:
            self._deciding.tell(argument, f"{event.documented!r}: {event.note}", "check")

    def _of_method(self, node: cst.Call, member: Member) -> None:
        options = {
            name: _as_parameter(name, item)
            for keyword in member.keywords
            for name, item in self._deciding.table.classes[keyword].members.items()
        }
        by_name = {**options, **{item.name: item for item in member.params}}
        lost = {name for keyword in member.lost_keywords for name in self._deciding.table.classes[keyword].members}
        place = 0
        for argument in node.args:
            if argument.star:
                continue
            if argument.keyword is None:
                parameter = member.params[place] if place < len(member.params) else None
                place += 1
            else:
                parameter = by_name.get(argument.keyword.value)
                if argument.keyword.value in lost:
                    notes = [item.note for item in member.params if item.note]
                    self._deciding.tell(argument, f"`{argument.keyword.value}` cannot be given so: {' '.join(notes)}")
                    continue
            if parameter is not None:
                self._argument(argument, parameter)

    def _fields(self, node: cst.Call, name: str) -> None:
        members = self._deciding.table.classes[name].members
        for argument in node.args:
            if argument.keyword is not None and argument.keyword.value in members:
                self._argument(argument, _as_parameter(argument.keyword.value, members[argument.keyword.value]))

    def _argument(self, argument: cst.Arg, parameter: Parameter) -> None:
        self._words.expect(argument.value, self._deciding.kinds.annotations.text(parameter.type, False))
        if parameter.to is None:
            value = _literal(argument.value)
            if any(value == item and type(value) is type(item) for item in parameter.drop_when):
                self._deciding.made.dropped.add(argument)
                message = f"`{parameter.name}` is gone, and left out: {parameter.why}"
                self._deciding.tell(argument, message, "check")
            else:
                self._deciding.tell(argument, f"`{parameter.name}` is gone: {parameter.why}")
            return
        if argument.keyword is not None and parameter.to != argument.keyword.value:
            self._deciding.made.names[argument.keyword] = parameter.to
        if parameter.note and any(isinstance(part, ProductObject) for part in parts(self._deciding.of(argument.value))):
            self._deciding.tell(argument, f"`{parameter.to}`: {parameter.note}")

    def _of_own(self, node: cst.Call, scope: Scope, bound: bool) -> None:
        parameters = scope.parameters()[1 if bound else 0 :]
        by_name = dict(parameters)
        for place, argument in enumerate(node.args):
            if argument.star:
                return
            if argument.keyword is not None:
                parameter = by_name.get(argument.keyword.value)
            else:
                parameter = parameters[place][1] if place < len(parameters) else None
            if parameter is not None and parameter.param.annotation is not None and scope.parent is not None:
                kind = self._deciding.kinds.annotated(parameter.param.annotation.annotation, scope.parent)
                self._words.expect(argument.value, kind)


def _as_parameter(name: str, member: Member) -> Parameter:
    drops = next((item.drop_when for item in member.params), ())
    return Parameter(name=name, type=member.type, to=member.to, why=member.why, note=member.note, drop_when=drops)


def _literal(node: cst.BaseExpression) -> object:
    match node:
        case cst.Name(value="True"):
            return True
        case cst.Name(value="False"):
            return False
        case cst.Name(value="None"):
            return None
        case cst.Integer():
            return node.evaluated_value
        case cst.SimpleString():
            return node.evaluated_value
        case _:
            return _NO_LITERAL


def _literals(call: cst.Call) -> dict[str, JsonValue] | None:
    """The arguments of a call, if all are literals given by keyword."""
    found: dict[str, JsonValue] = {}
    for argument in call.args:
        value = _literal(argument.value)
        if argument.keyword is None or not (value is None or isinstance(value, bool | int | str)):
            return None
        found[argument.keyword.value] = value
    return found

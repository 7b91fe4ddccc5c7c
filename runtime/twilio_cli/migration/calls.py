"""What calls give, and what they tell about the parameters of the functions that they call or pass on."""

from __future__ import annotations

from collections.abc import Sequence as Items
from typing import TYPE_CHECKING

import libcst as cst

from .kinds import (
    FOREIGN,
    NOTHING,
    UNKNOWN,
    Coroutine,
    External,
    Function,
    Giving,
    Hub,
    Kind,
    Method,
    OwnClass,
    OwnObject,
    Pages,
    ProductClass,
    ProductObject,
    Sequence,
    Signal,
    SignalCall,
    Tuple,
    is_foreign,
    item_of,
    joined,
    parts,
)
from .scopes import Scope, dotted

if TYPE_CHECKING:
    from .inference import Inference

__all__ = ["Calls", "Hints", "text_of"]

Hints = dict[Scope, dict[str, set[Kind]]]
"""What calls tell about parameters, by function and name."""

_ITEMS = frozenset({"next", "min", "max", "choice"})
_SAME_ITEMS = frozenset(
    {"list", "sorted", "set", "tuple", "frozenset", "reversed", "iter", "aiter", "deque", "islice", "chain"}
)
_PLAIN = frozenset(
    {
        *("bool", "bytes", "float", "format", "hash", "id", "int", "isinstance", "issubclass", "len", "print", "repr"),
        *("round", "str", "sum", "any", "all", "hasattr", "callable", "range", "open", "input", "dumps", "dump"),
    }
)
_HANDLED = frozenset({"connect", "once"})
"""Methods of a signal that take a handler; a signal that is called takes one as well."""

_KEYED = frozenset({"sorted", "min", "max", "filter", "map", "sort"})


def text_of(node: cst.BaseExpression | None) -> str | None:
    """Return the text of a string without prefix and parts; None for anything else."""
    if isinstance(node, cst.SimpleString):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


class Calls:
    """Tells what calls give.

    Args:
        kinds: Tells what other expressions are.
    """

    def __init__(self, kinds: Inference) -> None:
        self._kinds = kinds

    # -- results

    def result(self, node: cst.Call, scope: Scope) -> Kind:
        """Return what a call gives."""
        return joined(self._result(part, node, scope) for part in parts(self._kinds.of(node.func, scope)))

    def _result(self, called: Kind, node: cst.Call, scope: Scope) -> Kind:
        match called:
            case ProductClass(name, blocking):
                return self._kinds.annotations.instance(name, blocking)
            case Method(owner, name):
                return self._of_method(owner, name, node)
            case Hub(owner):
                return self._event(owner, node)
            case Signal():
                return self._argument(node, scope, 0)
            case SignalCall(signal, name):
                return self._of_signal(signal, name)
            case Function():
                return self._kinds.result_of(called)
            case OwnClass(inner):
                return OwnObject(inner)
            case Giving(result):
                return result
            case External(path):
                return self._of_external(path, node, scope)
            case _:
                return self._of_unread(called, node, scope)

    def _of_method(self, owner: ProductObject, name: str, node: cst.Call) -> Kind:
        member = self._kinds.table.classes[owner.name].members.get(name)
        if member is None:
            return FOREIGN
        result = self._kinds.annotations.text(member.type, owner.blocking)
        if member.pages:
            return result
        return Coroutine(result) if member.is_async and not owner.blocking else result

    def _event(self, owner: ProductObject, node: cst.Call) -> Kind:
        name = text_of(node.args[0].value) if node.args else None
        event = self._kinds.table.classes[owner.name].events.get(name or "")
        return (
            Signal(UNKNOWN, owner.blocking)
            if event is None
            else self._kinds.members.signal(event.payload, owner.blocking)
        )

    def _of_signal(self, signal: Signal, name: str) -> Kind:
        match name:
            case "wait" | "result":
                return signal.payload if signal.blocking else Coroutine(signal.payload)
            case "connect" | "stream" | "expect" | "start":
                return signal
            case _:
                return FOREIGN

    def _argument(self, node: cst.Call, scope: Scope, number: int) -> Kind:
        if len(node.args) <= number:
            return UNKNOWN
        return self._kinds.of(node.args[number].value, scope)

    def _of_external(self, path: str, node: cst.Call, scope: Scope) -> Kind:
        home, _, name = path.rpartition(".")
        arguments = [self._kinds.of(item.value, scope) for item in node.args if item.keyword is None]
        first = arguments[0] if arguments else NOTHING
        match home, name:
            case (
                "asyncio",
                "run" | "wait_for" | "shield" | "create_task" | "ensure_future" | "run_coroutine_threadsafe",
            ):
                return self._kinds.awaited(first) if name == "run" else _task(first)
            case "asyncio", "gather":
                starred = any(item.star for item in node.args)
                results = [self._kinds.awaited(item_of(item) if starred else item) for item in arguments]
                return Coroutine(Sequence(joined(results)) if starred else Tuple(tuple(results)))
            case "asyncio", "as_completed":
                return Sequence(item_of(first))
            case "typing" | "typing_extensions", "cast" if len(node.args) == 2:
                return self._kinds.annotated(node.args[0].value, scope)
            case "typing" | "typing_extensions", "assert_never":
                return FOREIGN
            case "contextlib", "closing" | "aclosing" | "nullcontext":
                return _entering(first)
            case _, "partial" if arguments:
                return first
            case _ if name in _PLAIN:
                return FOREIGN
            case _ if name in _SAME_ITEMS:
                return Sequence(joined(map(item_of, arguments))) if arguments else Sequence(joined(()))
            case "builtins", "filter" if len(arguments) == 2:
                return Sequence(item_of(arguments[1]))
            case "builtins", "map" if len(arguments) >= 2:
                return Sequence(self._kinds.result_of(first) if isinstance(first, Function) else UNKNOWN)
            case "builtins", "enumerate":
                return Sequence(Tuple((FOREIGN, item_of(first))))
            case "builtins", "zip":
                return Sequence(Tuple(tuple(map(item_of, arguments))))
            case "builtins", "anext":
                return Coroutine(item_of(first))
            case _ if name in _ITEMS and arguments:
                return joined(
                    (item_of(first) if len(arguments) == 1 or name == "next" else joined(arguments), *arguments[1:])
                )
            case "builtins", "dict" if not arguments:
                return FOREIGN
            case "twilio_realtime.events", "first_of":
                return Coroutine(joined(arguments))
            case _:
                return self._of_unread(FOREIGN, node, scope)

    def _of_unread(self, called: Kind, node: cst.Call, scope: Scope) -> Kind:
        """What a function gives that is not read: something of ours only if something of ours went in."""
        name = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        arguments = [self._kinds.of(item.value, scope) for item in node.args]
        if name in ("create_task", "run_coroutine_threadsafe") and arguments:
            return _task(arguments[0])
        if name in ("run_until_complete", "run") and arguments and is_foreign(called):
            return self._kinds.awaited(arguments[0])
        if name in ("enter_context", "enter_async_context") and arguments:
            entered = self._kinds.entered(arguments[0])
            return Coroutine(entered) if name == "enter_async_context" else entered
        return FOREIGN if is_foreign(called) and all(map(_is_harmless, arguments)) else UNKNOWN

    # -- hints

    def note_hints(self, node: cst.Call, scope: Scope, hints: Hints) -> None:
        """Note what a call tells about parameters without an annotation."""
        for called in parts(self._kinds.of(node.func, scope)):
            match called:
                case Signal(payload):
                    self._hint_handler(node.args[:1], payload, scope, hints)
                case SignalCall(Signal(payload), name):
                    if name in _HANDLED:
                        self._hint_handler(node.args[:1], payload, scope, hints)
                    conditions = [
                        item for item in node.args if item.keyword is not None and item.keyword.value == "where"
                    ]
                    self._hint_handler(conditions, payload, scope, hints)
                case Hub(owner) | Method(owner, "once" | "off"):
                    event = self._event(owner, node)
                    if isinstance(event, Signal):
                        self._hint_handler(node.args[1:2], event.payload, scope, hints)
                case Function(inner, bound):
                    self._hint_arguments(inner, bound is not None, node, scope, hints)
                case OwnClass(inner):
                    found = self._kinds.members.of_own(inner, "__init__", called, set())
                    if isinstance(found, Function):
                        self._hint_arguments(found.scope, True, node, scope, hints)
                case External(path) if path.rpartition(".")[2] in _KEYED:
                    self._hint_key(node, scope, hints)
                case _:
                    pass
            if isinstance(node.func, cst.Attribute) and node.func.attr.value in ("sort",):
                self._hint_key(node, scope, hints)

    def _hint_key(self, node: cst.Call, scope: Scope, hints: Hints) -> None:
        placed = [item for item in node.args if item.keyword is None]
        keys = [item for item in node.args if item.keyword is not None and item.keyword.value == "key"]
        name = (dotted(node.func) or "").rpartition(".")[2]
        if name == "sort" and isinstance(node.func, cst.Attribute):
            items = item_of(self._kinds.of(node.func.value, scope))
        elif name in ("filter", "map") and len(placed) >= 2:
            keys, items = placed[:1], item_of(self._kinds.of(placed[1].value, scope))
        elif placed:
            items = item_of(self._kinds.of(placed[0].value, scope))
        else:
            return
        self._hint_handler(keys, items, scope, hints)

    def note_decorators(self, node: cst.FunctionDef, scope: Scope, hints: Hints) -> None:
        """Note what the decorators of a function tell about its first parameter."""
        function = self._kinds.scope_of_function(node)
        for decorator in node.decorators:
            kind = self._kinds.of(decorator.decorator, scope)
            for part in parts(kind):
                if isinstance(part, SignalCall) and part.name in _HANDLED:
                    part = part.signal
                if isinstance(part, Signal) and function is not None:
                    self._hint(function, 0, part.payload, hints)

    def _hint_handler(self, arguments: Items[cst.Arg], payload: Kind, scope: Scope, hints: Hints) -> None:
        for argument in arguments:
            for kind in parts(self._kinds.of(argument.value, scope)):
                if isinstance(kind, Function):
                    self._hint(kind.scope, 0 if kind.bound is None else 1, payload, hints)

    def _hint_arguments(self, function: Scope, bound: bool, node: cst.Call, scope: Scope, hints: Hints) -> None:
        place = 1 if bound else 0
        for argument in node.args:
            if argument.star:
                return
            kind = self._kinds.of(argument.value, scope)
            if argument.keyword is not None:
                hints.setdefault(function, {}).setdefault(argument.keyword.value, set()).add(kind)
            else:
                self._hint(function, place, kind, hints)
                place += 1

    def _hint(self, function: Scope, place: int, kind: Kind, hints: Hints) -> None:
        for name, parameter in function.parameters():
            if parameter.number == place and not parameter.star:
                hints.setdefault(function, {}).setdefault(name, set()).add(kind)


def _is_harmless(kind: Kind) -> bool:
    return all(
        is_foreign(part) or (isinstance(part, Sequence | Tuple) and all(map(_is_harmless, _inner(part))))
        for part in parts(kind)
    )


def _inner(kind: Sequence | Tuple) -> tuple[Kind, ...]:
    return (kind.item,) if isinstance(kind, Sequence) else kind.items


def _task(kind: Kind) -> Kind:
    """A task or another wrapper of what can be awaited."""
    return joined(
        Coroutine(part) if isinstance(part, Pages) else Coroutine(part.payload) if isinstance(part, Signal) else part
        for part in parts(kind)
    )


def _entering(kind: Kind) -> Kind:
    from .kinds import Entered

    return Entered(kind)

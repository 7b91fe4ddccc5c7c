"""What the hook module of a product defines, and whether its functions fit the methods that name them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from twilio_codegen.language import Method
from twilio_codegen.python.hook_views import HOOK_CONTEXT
from twilio_codegen.reading.diagnostics import Diagnostic
from twilio_codegen.reading.positions import Position

from .scope import Scope

__all__ = ["HOOKS_FILE", "HookModule", "check_hook", "check_private_names", "read_hooks"]

HOOKS_FILE = "hooks.py"


@dataclass(frozen=True, slots=True)
class HookModule:
    """A hook module, read without running it.

    Attributes:
        functions: Where each public function stands.
        with_context: Those whose first parameter is the context.
        texts: Every text in it, such as the name of a link.
        private_names: Where it uses a private name of something else.
    """

    functions: Mapping[str, Position] = field(default_factory=dict[str, Position])
    with_context: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    private_names: tuple[tuple[str, Position], ...] = ()


def read_hooks(folder: Path) -> tuple[HookModule, list[Diagnostic]]:
    """Read the hook module of a schema.

    Args:
        folder: The schema folder. It need not have a hook module.

    Returns:
        The module, and what keeps it from being read.
    """
    path = folder / HOOKS_FILE
    start = Position(HOOKS_FILE, 1, 1)
    try:
        tree = ast.parse(path.read_bytes())
    except FileNotFoundError:
        return HookModule(), []
    except OSError as error:
        return HookModule(), [Diagnostic(start, "unreadable", f"the file cannot be read: {error.strerror}")]
    except SyntaxError as error:
        pos = Position(HOOKS_FILE, error.lineno or 1, error.offset or 1)
        return HookModule(), [Diagnostic(pos, "hook-syntax", f"not valid Python: {error.msg}")]
    except (ValueError, RecursionError, MemoryError) as error:
        return HookModule(), [Diagnostic(start, "hook-syntax", f"not valid Python: {error}")]
    functions = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]
    return HookModule(
        {node.name: _position(node) for node in functions},
        frozenset(node.name for node in functions if _takes_context(node)),
        frozenset(
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ),
        tuple(_private_names(tree)),
    ), []


def check_hook(scope: Scope, method: Method, key: str, hook: str, module: HookModule) -> None:
    """Check that a function is there, and that it takes the context if there is one."""
    if not scope.known(method.at(key), "hook", hook, module.functions):
        return
    pos, takes = module.functions[hook], hook in module.with_context
    if method.static and takes:
        scope.report(pos, "hook-context", f"'{hook}' answers a static method, which has no client; remove the context")
    elif not method.static and not takes:
        first = f"context: {HOOK_CONTEXT}"
        scope.report(pos, "hook-context", f"the first parameter of '{hook}' must be '{first}', of '.hook_context'")


def check_private_names(scope: Scope, module: HookModule) -> None:
    """Check that hooks use nothing that may be another thing tomorrow."""
    for name, pos in module.private_names:
        scope.report(pos, "private-name", f"'{name}' is private; hooks use public names and {HOOK_CONTEXT}")


def _takes_context(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the annotation of the first parameter names the context, in any way of writing it."""
    first = next(iter((*function.args.posonlyargs, *function.args.args)), None)
    match first.annotation if first is not None else None:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
            return name.rpartition(".")[2] == HOOK_CONTEXT
        case _:
            return False


def _private_names(tree: ast.Module) -> Iterator[tuple[str, Position]]:
    """Attributes with private names, except those of the module's own classes, and imports of such names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_private(node.attr):
            if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
                yield node.attr, _position(node)
        elif isinstance(node, ast.ImportFrom):
            for name in node.names:
                if _is_private(name.name):
                    yield name.name, _position(node)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def _position(node: ast.expr | ast.stmt) -> Position:
    return Position(HOOKS_FILE, node.lineno, node.col_offset + 1)

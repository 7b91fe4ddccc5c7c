"""Which functions the hook module of a product defines."""

from __future__ import annotations

import ast
from pathlib import Path

from twilio_codegen.reading.diagnostics import Diagnostic
from twilio_codegen.reading.positions import Position

__all__ = ["HOOKS_FILE", "hook_functions"]

HOOKS_FILE = "hooks.py"


def hook_functions(folder: Path) -> tuple[dict[str, Position], list[Diagnostic]]:
    """Read the names of the hooks without running anything.

    Args:
        folder: The schema folder. It need not have a hook module.

    Returns:
        Where each public function stands, and what keeps the module from being read.
    """
    path = folder / HOOKS_FILE
    start = Position(HOOKS_FILE, 1, 1)
    try:
        tree = ast.parse(path.read_bytes())
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [Diagnostic(start, "unreadable", f"the file cannot be read: {error.strerror}")]
    except SyntaxError as error:
        pos = Position(HOOKS_FILE, error.lineno or 1, error.offset or 1)
        return {}, [Diagnostic(pos, "hook-syntax", f"not valid Python: {error.msg}")]
    except (ValueError, RecursionError, MemoryError) as error:
        return {}, [Diagnostic(start, "hook-syntax", f"not valid Python: {error}")]
    return {
        node.name: Position(HOOKS_FILE, node.lineno, node.col_offset + 1)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    }, []

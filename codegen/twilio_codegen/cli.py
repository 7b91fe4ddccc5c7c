"""Entry point of the ``twilio-codegen`` command."""

from __future__ import annotations

import gc
import sys
from importlib.util import find_spec

__all__ = ["run"]

_NEEDED = (
    "typer",
    "rich",
    "ruamel.yaml",
    "jinja2",
    "datamodel_code_generator",
    "ruff",
    "tree_sitter",
    "tree_sitter_typescript",
)


def run() -> None:
    """Run the command; without the packages that it needs, say in one line how to install them."""
    missing = [name for name in _NEEDED if not _installed(name)]
    if missing:
        names = ", ".join(missing)
        sys.exit(f"twilio-codegen needs {names}: pip install 'twilio-chat[codegen]'")
    # A run is over before it would pay to look for garbage, and looking costs a tenth of it.
    gc.disable()
    from .commands import app

    app()


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False

"""Entry point of the ``twilio-codegen`` command."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # that of `typing` takes longer to import, and an interrupt in that time is told as a traceback
if TYPE_CHECKING:
    from typing import NoReturn

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


def run() -> NoReturn:
    """Run the command; without the packages that it needs, say in one line how to install them."""
    try:
        from .process_end import run_to_the_end
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    run_to_the_end(_run)


def _run() -> int:
    import gc

    missing = [name for name in _NEEDED if not _installed(name)]
    if missing:
        names = ", ".join(missing)
        sys.exit(f"twilio-codegen needs {names}; in the clone of twilio-chat run: pip install '.[codegen]'")
    # A run is over before it would pay to look for garbage, and looking costs a tenth of it.
    gc.disable()
    from .commands import app

    output = sys.stdout
    try:
        app(prog_name="twilio-codegen")
    except SystemExit:
        if sys.stdout is not output:  # what the library does when the reader has gone, before it exits with 1
            raise BrokenPipeError from None
        raise
    return 0


def _installed(name: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False

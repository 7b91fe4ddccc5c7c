"""``python -m package``: the command that is named after a generated package."""

from __future__ import annotations

import sys
from typing import NoReturn

__all__ = ["run_command"]


def run_command(package: str) -> NoReturn:
    """Run the installed command that has the name of a package, with dashes, and end the process.

    The package does not know its command: it is found among the commands of all installed distributions.

    Args:
        package: Name of the package.
    """
    name = package.replace("_", "-")
    try:
        from importlib.metadata import entry_points

        for entry in entry_points(group="console_scripts", name=name):
            sys.exit(entry.load()())
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(f"error: there is no command {name!r}; {package} is a library: import it")

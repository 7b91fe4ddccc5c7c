"""Formats generated code with ruff: two calls to put imports in order, one to format."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from twilio_codegen.errors import ToolError
from twilio_codegen.python.wrapping import LINE_LENGTH

_OPTIONS = ("--isolated", "--no-cache", "--target-version", "py311", "--line-length", str(LINE_LENGTH))
_FIXES = ("F401", "I,RUF022,D212")
"""Unused imports; then import order, order of ``__all__``, docstrings that begin on their first line. What is not used
goes first, so that nothing is wrapped for its sake."""
_TIMEOUT = 60.0


def format_package(files: Mapping[str, str], package: str) -> dict[str, str]:
    """Format the modules of one package.

    Neither the working directory nor anybody's settings have any influence.

    Args:
        files: Text by path inside the package. Other files than Python modules are left as they are.
        package: Import name of the package: it and the runtime count as first-party imports.

    Returns:
        All files, in alphabetical order.

    Raises:
        ToolError: ruff cannot be run, or what was generated is not Python; the message names the place.
    """
    with tempfile.TemporaryDirectory(prefix="twilio-codegen-") as temporary:
        root = Path(temporary)
        for name, text in files.items():
            if name.endswith(".py"):
                path = root / package / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
        first_party = f'lint.isort.known-first-party=["{package}", "twilio_realtime"]'
        for fixes in _FIXES:
            _ruff(root, ["check", "--fix-only", "--select", fixes, "--config", first_party])
        _ruff(root, ["format"])
        return {
            name: (root / package / name).read_text(encoding="utf-8") if name.endswith(".py") else files[name]
            for name in sorted(files)
        }


@cache
def _executable() -> str:
    """The program itself: through Python it would take as long again to start."""
    try:
        from ruff import find_ruff_bin
    except ModuleNotFoundError as error:
        raise ToolError("ruff is not installed; in the clone of twilio-chat run: pip install '.[codegen]'") from error
    try:
        return str(find_ruff_bin())
    except FileNotFoundError as error:
        raise ToolError(f"ruff is installed without its program: {error}") from error


def _ruff(root: Path, arguments: Sequence[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUFF_")}
    try:
        done = subprocess.run(
            [_executable(), *arguments, *_OPTIONS, "."],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"ruff cannot be run: {error}") from error
    if done.returncode != 0:
        raise ToolError(
            f"ruff {arguments[0]} refuses what was generated:\n{done.stderr.strip() or done.stdout.strip()}"
        )

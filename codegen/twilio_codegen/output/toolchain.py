"""The two tools whose very bytes end up in the generated package, pinned."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from twilio_codegen.errors import ToolError

PINNED = {"datamodel-code-generator": "0.89.0", "ruff": "0.17.6"}
"""Versions by distribution name. The `codegen` extra of the distribution pins the same."""


def require_pinned_tools() -> None:
    """Make sure that the tools are those that the committed output was made with.

    Raises:
        ToolError: A tool is missing or is of another version; the message says how to install it.
    """
    for name, wanted in PINNED.items():
        try:
            found = version(name)
        except PackageNotFoundError as error:
            raise ToolError(
                f"{name} is not installed; in the clone of twilio-chat run: pip install '.[codegen]'"
            ) from error
        if found != wanted:
            raise ToolError(f"{name} {found} may write other code than the pinned one: pip install {name}=={wanted}")

"""The official packages of three generations, installed from npm by the tests that compare their declarations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from interop.node import install_packages
from twilio_codegen.comparing.api import Api
from twilio_codegen.comparing.declarations import read_declarations

__all__ = ["Version", "declarations", "installed", "package"]

Version = Literal["4.0.0", "5.0.2", "6.0.0"]

FOLDER = Path(__file__).parents[1] / "compiler" / "history"

installed: Callable[[], Path] = cache(lambda: install_packages(FOLDER) / "node_modules")
"""Returns the folder that the packages are in."""


def package(version: Version) -> Path:
    """Returns the folder of one generation of the official client."""
    return installed() / f"twilio-chat-{version[0]}"


@cache
def declarations(version: Version) -> Api:
    """Returns what one generation of the official client declares."""
    return read_declarations([package(version)])

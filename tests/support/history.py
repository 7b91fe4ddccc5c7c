"""The official packages through the years, installed from npm by the tests that compare their declarations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from interop.node import install_packages
from twilio_codegen.comparing.api import Api
from twilio_codegen.comparing.declarations import read_declarations

__all__ = ["Version", "declarations", "installed", "package"]

Version = Literal["4.0.0", "5.0.2", "6.0.0", "2.0.0", "2.5.0", "2.6.5", "3.0.1"]
"""A version of Chat, or of Conversations."""

_FOLDERS: dict[Version, str] = {
    "4.0.0": "twilio-chat-4",
    "5.0.2": "twilio-chat-5",
    "6.0.0": "twilio-chat-6",
    "2.0.0": "conversations-2.0",
    "2.5.0": "conversations-2.5",
    "2.6.5": "conversations-2.6",
    "3.0.1": "conversations-3.0",
}

FOLDER = Path(__file__).parents[1] / "compiler" / "history"

installed: Callable[[], Path] = cache(lambda: install_packages(FOLDER) / "node_modules")
"""Returns the folder that the packages are in."""


def package(version: Version) -> Path:
    """Returns the folder of one version of an official client."""
    return installed() / _FOLDERS[version]


@cache
def declarations(version: Version) -> Api:
    """Returns what one version of an official client declares."""
    return read_declarations([package(version)])

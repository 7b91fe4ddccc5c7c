"""Which files a schema folder holds."""

from __future__ import annotations

import os
from pathlib import Path

from twilio_codegen.errors import UnreadableSchemaError

_ADVICE = "give the folder of a schema, such as schema/chat"
_RESOURCES = "resources"

MOVES = "moving"
"""Folder of a schema with one file for each product that programs move from, called after that."""


def move_files(folder: Path) -> list[Path]:
    """The files about moves of a schema folder, sorted by path."""
    return sorted((folder / MOVES).glob("*.yaml"))


def schema_files(folder: Path) -> list[Path]:
    """The YAML files of a schema folder: its own and those of ``resources/``, sorted by path.

    Raises:
        UnreadableSchemaError: The folder is missing, cannot be listed, or holds no such file.
    """
    resources = folder / _RESOURCES
    files = _yaml_files(folder, _ADVICE)
    if os.path.lexists(resources):
        files += _yaml_files(resources, "it is to hold one file for each resource")
    if not files:
        raise UnreadableSchemaError(f"{folder} holds no .yaml file: {_ADVICE}")
    return files


def _yaml_files(folder: Path, advice: str) -> list[Path]:
    # Unlike looking for a pattern, this says when a folder may not be listed.
    try:
        return [folder / name for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableSchemaError(f"{folder} is not a folder: {advice}") from error
    except OSError as error:
        raise UnreadableSchemaError(f"{folder} cannot be listed ({error.strerror}): {advice}") from error

"""What users are told about deprecated things, and when those have to go."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from twilio_codegen.language import Deprecation, Node, Schema

__all__ = ["first_removal", "notice_of", "parse_version", "release_version"]

DISTRIBUTION = "twilio-chat"
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_ASSIGNED = re.compile(r'^VERSION = "([^"]+)"', re.MULTILINE)


def notice_of(subject: str, deprecation: Deprecation | None) -> str:
    """What a warning about something says; empty if it is not deprecated.

    Args:
        subject: What users write for it.
        deprecation: What the schema says about that.
    """
    return f"{subject} is {deprecation.notice}" if deprecation is not None else ""


def parse_version(text: str) -> tuple[int, ...] | None:
    """A version such as ``1.4.0`` as numbers; None if it has another form."""
    match = _VERSION.match(text)
    return tuple(map(int, match[0].split("."))) if match is not None else None


def first_removal(schema: Schema) -> str:
    """The first release that must be without something that is deprecated now; empty if nothing has to go."""
    found: list[str] = []
    for resource in schema.resources.values():
        nodes: list[Node] = [*resource.properties.values(), *resource.events.values(), *resource.methods.values()]
        nodes += [param for method in resource.methods.values() for param in method.params.values()]
        deprecated = (getattr(node, "deprecated", None) for node in nodes)
        found += [item.remove_in for item in deprecated if isinstance(item, Deprecation) and item.remove_in is not None]
    return min(found, key=lambda text: parse_version(text) or (), default="")


def release_version(schema: Path) -> str | None:
    """The version that a project is about to release.

    Args:
        schema: The schema folder. The project is looked for around it.

    Returns:
        The version of the project's runtime, else of the installed distribution; None if neither is there.
    """
    for folder in schema.resolve().parents:
        found = folder / "runtime" / "twilio_realtime" / "version.py"
        if found.is_file():
            assigned = _ASSIGNED.search(found.read_text(encoding="utf-8"))
            return assigned[1] if assigned is not None else None
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return None

"""Holds the files of a schema that is being outlined, writes them as text, and knows which line belongs to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from twilio_codegen.comparing.audit.yaml_text import YamlValue, flow_text

Entry: TypeAlias = "dict[str, YamlValue | dict[str, YamlValue]]"
Path: TypeAlias = tuple[str, ...]

_BLOCKS = ("fields", "members", "params", "never-raised")
"""Keys of entries whose parts stand on lines of their own."""
_HEADER = "# yaml-language-server: $schema={}schema.json"


@dataclass(slots=True)
class FileDraft:
    """A file.

    Attributes:
        name: Its path in the schema folder.
        about: What a comment says about it at its top.
        head: Keys at its top.
        sections: The rest: entries by name, by section.
    """

    name: str
    about: str
    head: dict[str, YamlValue] = field(default_factory=dict[str, YamlValue])
    sections: dict[str, dict[str, Entry]] = field(default_factory=dict[str, dict[str, Entry]])

    def add(self, section: str, name: str, entry: Entry) -> None:
        """Add an entry to a section."""
        self.sections.setdefault(section, {})[name] = entry

    def remove(self, path: Path) -> None:
        """Remove an entry, or a part of one; with the last part the entry goes."""
        section, name, *inner = path
        entry = self.sections.get(section, {}).get(name)
        parts = entry.get(inner[0]) if entry is not None and len(inner) == 2 else None
        if isinstance(parts, dict):
            parts.pop(inner[1], None)
            if parts:
                return
        self.sections.get(section, {}).pop(name, None)

    def is_empty(self) -> bool:
        """Return whether nothing is in it."""
        return not self.head and not any(self.sections.values())

    def lines(self) -> list[tuple[str, Path]]:
        """Return each line of the file with what it belongs to; no path for what is at its top."""
        up = "../" * (self.name.count("/") + 1)
        found: list[tuple[str, Path]] = [(_HEADER.format(up), ())]
        found += [(f"# {line}".rstrip(), ()) for line in self.about.splitlines()]
        found += [(line, ()) for key, value in self.head.items() for line in _head(key, value)]
        for section, entries in self.sections.items():
            if entries:
                found += [("", ()), (f"{section}:", ())] if self.head or len(found) > 2 else [(f"{section}:", ())]
            for index, (name, entry) in enumerate(entries.items()):
                block = list(_entry((section, name), entry))
                if index and len(block) > 1:
                    found.append(("", (section, name)))
                found += block
        return found

    def text(self) -> str:
        """Return the file as it is written."""
        return "\n".join(line for line, _ in self.lines()) + "\n"


def _head(key: str, value: YamlValue) -> Iterator[str]:
    if isinstance(value, Mapping) and key != "key":
        yield f"{key}:"
        yield from (f"  {line}" for inner, item in value.items() for line in _head_inner(inner, item))
    else:
        yield f"{flow_text(key)}: {flow_text(value)}"


def _head_inner(key: str, value: YamlValue) -> Iterator[str]:
    if key == "hosts" and isinstance(value, Mapping):
        yield f"{key}:"
        yield from (f"  {flow_text(name)}: {flow_text(item)}" for name, item in value.items())
    else:
        yield f"{flow_text(key)}: {flow_text(value)}"


def _entry(path: Path, entry: Entry) -> Iterator[tuple[str, Path]]:
    name = flow_text(path[-1])
    if not any(key in entry for key in (*_BLOCKS, "returns")):
        yield f"  {name}: {flow_text(entry)}", path
        return
    yield f"  {name}:", path
    for key, value in entry.items():
        if key in _BLOCKS and isinstance(value, dict) and value:
            yield f"    {key}:", path
            for part, item in value.items():
                yield f"      {flow_text(part)}: {flow_text(item)}", (*path, key, part)
        else:
            yield f"    {flow_text(key)}: {flow_text(value)}", path

"""Adds to the built site what language models read: `llms.txt`, `llms-full.txt`, and each page as Markdown.

    python .ci/llms.py [SITE]

`llms.txt` lists the pages in the order of the navigation (see https://llmstxt.org), `llms-full.txt` holds all of them.
Both are made from the pages that the site is built from, whatever builds it: files that a page includes stand in their
place, and so do the docstrings that it shows.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import griffe
import yaml

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PACKAGES = [ROOT / folder for folder in ("generated", "runtime", "codegen")]
LAST = "Optional"
"""The name that the format has for a section that may be left out where room is short."""
LESS = {"Inside", "Changelog"}

COMMENT = re.compile(r"^<!--.*?-->\n*", re.DOTALL | re.MULTILINE)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
SNIPPET = re.compile(r'^--8<-- "([^":]+)(?::(\w+))?"$', re.MULTILINE)
SNIPPET_MARK = re.compile(r"^<!-- --8<-- \[(?:start|end):\w+\] -->\n", re.MULTILINE)
DIRECTIVE = re.compile(r"^::: ([\w.]+)\n((?: {4}.*\n|\n(?= {4}))*)", re.MULTILINE)
REFERENCE = re.compile(r"\[([^\]\n]+)\]\[[\w.]+\]")
ATTRIBUTES = re.compile(r" ?\{ [#.:][^}\n]*\}")
BLOCK = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Page:
    """A page: its path in the documentation, its title, and its text without what only builders need."""

    path: str
    title: str
    text: str

    @property
    def summary(self) -> str:
        """The first sentence of the page."""
        for paragraph in re.split(r"\n{2,}", self.text.partition("\n")[2].strip()):
            if re.match(r"(?!```)[\w*`\"“(]", paragraph):
                plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(paragraph.split())).replace("**", "")
                return re.split(r"(?<=[.:])\s", plain, maxsplit=1)[0].rstrip(":")
        return ""


def sections(nav: Sequence[object], name: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the pages of a navigation: the section that each is in, the title that it has there, and its path."""
    for entry in nav:
        if isinstance(entry, str):
            yield name, "", entry
        elif isinstance(entry, Mapping):
            for title, below in cast("Mapping[str, object]", entry).items():
                if isinstance(below, str):
                    yield name or (title if title in LESS else ""), title, below
                else:
                    yield from sections(cast("Sequence[object]", below), f"{name}: {title}" if name else title)


def read_page(path: str, title: str) -> Page:
    """Read a page, with everything in its place that builders put there; its own title is for want of another."""
    text = FRONT_MATTER.sub("", (DOCS / path).read_text(encoding="utf-8"))
    text = DIRECTIVE.sub(_documented, SNIPPET.sub(_included, text))
    parts = BLOCK.split(text)
    text = "".join(part if at % 2 else _plain(part) for at, part in enumerate(parts)).strip()
    own = re.match(r"# (.+)", text)
    if own is None:
        raise ValueError(f"docs/{path} does not begin with its title")
    return Page(path, title or own[1].strip(), text + "\n")


def _plain(text: str) -> str:
    """Markdown as everybody reads it."""
    text = PICTURE.sub(r"Picture: \1", COMMENT.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", REFERENCE.sub(r"\1", ATTRIBUTES.sub("", text)))


def _included(match: re.Match[str]) -> str:
    text = (ROOT / match[1]).read_text(encoding="utf-8")
    if match[2]:
        text = text.partition(f"[start:{match[2]}] -->\n")[2].partition(f"<!-- --8<-- [end:{match[2]}]")[0]
    return SNIPPET_MARK.sub("", text).rstrip()


def _documented(match: re.Match[str]) -> str:
    """What mkdocstrings shows: the signature and the docstring of an object, and those of its members."""
    options = yaml.safe_load(match[2]) or {}
    wanted = options.get("options", {})
    found = _load(match[1].partition(".")[0])[match[1].partition(".")[2]]
    if isinstance(found, griffe.Alias):
        found = found.final_target
    level = "#" * int(wanted.get("heading_level", 2))
    lines = _of_object(found, level) if wanted.get("show_root_heading", True) else []
    members = wanted.get("members")
    for name, member in found.all_members.items() if wanted.get("inherited_members") else found.members.items():
        if found.is_module and (member.is_alias or member.is_module):
            continue  # what it imports
        chosen = name in members if isinstance(members, list) else not name.startswith("_")
        if chosen and member.has_docstring:
            lines += _of_object(member, level if found.is_module else f"{level}#")
    return "\n".join(lines) + "\n"


@cache
def _load(package: str) -> griffe.Object | griffe.Alias:
    return griffe.load(package, search_paths=PACKAGES, docstring_parser="google", resolve_aliases=True)


def _of_object(item: griffe.Object | griffe.Alias, level: str) -> list[str]:
    signature = ""
    if item.is_function:
        signature = f"{'async ' if 'async' in item.labels else ''}def {item.signature(return_type=True)}: ..."
    elif item.is_attribute and item.annotation is not None:
        signature = f"{item.name}: {item.annotation}"
    code = ["", "```python", signature, "```"] if signature else []
    return [f"{level} {item.name}", *code, "", item.docstring.value if item.docstring else "", ""]


def main(site: Path) -> None:
    """Write the files into the folder of the site."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    chapters: dict[str, list[Page]] = {}
    for section, title, path in sections(config["nav"]):
        chapters.setdefault(LAST if section in LESS else section or "Start", []).append(read_page(path, title))
    chapters[LAST] = chapters.pop(LAST)
    head = f"# {config['site_name']}\n\n> {config['site_description']}\n"
    index, full = [head], [head]
    for section, pages in chapters.items():
        index.append(f"\n## {section}\n\n")
        for page in pages:
            index.append(f"- [{page.title}]({page.path})" + (f": {page.summary}" if page.summary else "") + "\n")
            full.append(f"\n<!-- {page.path} -->\n\n{page.text}")
            copy = site / page.path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(page.text, encoding="utf-8", newline="\n")
    (site / "llms.txt").write_text("".join(index), encoding="utf-8", newline="\n")
    (site / "llms-full.txt").write_text("".join(full), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(*(sys.argv[1:] or ["site"])))

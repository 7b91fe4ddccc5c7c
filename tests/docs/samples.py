"""The samples of the documentation: what each page holds, cut into stories.

A story is what stands under one heading. Its samples share their names, one service and one folder:

* A Python sample runs inside the story's coroutine, so ``await`` stands where it likes. Names that it uses without
  making them, such as ``client``, come from `docs.surroundings`.
* A sample with a title is a file. Those called ``test_….py`` are run by pytest.
* A comment ``<!--- hidden: python … -->`` holds code that readers need not see: what ends a loop, what checks.
* A block of plain text right behind a sample is what the sample prints; ``…`` stands for any text.
* A comment ``<!--- not run: why -->`` right before a sample says that it is only read.
"""

from __future__ import annotations

import re
import symtable
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sybil import Document, Region
from sybil.parsers.markdown.lexers import DirectiveInHTMLCommentLexer, FencedCodeBlockLexer

__all__ = ["PAGES", "ROOT", "Sample", "Story", "stories"]

ROOT = Path(__file__).parents[2]
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "examples" / "README.md",
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("docs/cookbook/*.md")),
)

_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
_TITLE = re.compile(r'title="([^"]+)"')
_LEXERS = (
    FencedCodeBlockLexer(language=".+"),
    DirectiveInHTMLCommentLexer(directive="hidden|not run", arguments=".*?"),
)

Kind = Literal["python", "hidden", "output", "file", "shell", "unread", "other"]


@dataclass(frozen=True)
class Sample:
    """One block of code.

    Attributes:
        kind: What becomes of it; ``unread`` is not run, ``other`` is neither code nor output.
        language: As the page says it.
        source: The code.
        line: Number of its first line in the page.
        title: Name of the file that it is; empty if it is none.
        reason: Why it is not run.
    """

    kind: Kind
    language: str
    source: str
    line: int
    title: str = ""
    reason: str = ""


@dataclass
class Story:
    """The samples under one heading of a page."""

    page: Path
    heading: str
    samples: list[Sample] = field(default_factory=list[Sample])

    @property
    def name(self) -> str:
        """Tells it apart from others: page and heading."""
        page = self.page.relative_to(ROOT) if self.page.is_relative_to(ROOT) else self.page.name
        return f"{page}: {self.heading}"

    @property
    def files(self) -> list[Sample]:
        """The samples that are files."""
        return [sample for sample in self.samples if sample.kind == "file"]

    @property
    def shell(self) -> list[Sample]:
        """The samples for a shell, and what they print."""
        before = ""
        found: list[Sample] = []
        for sample in self.samples:
            if sample.kind == "shell" or (sample.kind == "output" and before == "shell"):
                found.append(sample)
            before = sample.kind
        return found

    @property
    def python(self) -> list[Sample]:
        """The samples that run in the story's coroutine, and what they print."""
        before = ""
        found: list[Sample] = []
        for sample in self.samples:
            if sample.kind in ("python", "hidden") or (sample.kind == "output" and before in ("python", "hidden")):
                found.append(sample)
            before = sample.kind
        return found

    def coroutine(self, parameters: str = "") -> str:
        """Source of the story as one coroutine function, each sample on the line that it has in the page."""
        lines = [f"async def story({parameters}) -> None:"]
        for sample in self.python:
            if sample.kind == "output":
                lines[-1] += f"; check_output({sample.source!r})"
                continue
            lines += [""] * (sample.line - 1 - len(lines))
            lines += textwrap.indent(sample.source, "    ").rstrip().splitlines()
            lines.append("    pass")
        return "\n".join(lines if len(lines) > 1 else [*lines, "    pass"]) + "\n"

    def mentions(self, text: str) -> bool:
        """Whether a text stands in what runs in the story's coroutine."""
        return any(text in sample.source for sample in self.python)

    def free_names(self) -> set[str]:
        """Names that the story uses without making them."""

        def unbound(table: symtable.SymbolTable) -> Iterator[str]:
            for symbol in table.get_symbols():
                if symbol.is_global() and symbol.is_referenced():
                    yield symbol.get_name()
            for child in table.get_children():
                yield from unbound(child)

        return {
            name
            for child in symtable.symtable(self.coroutine(), self.name, "exec").get_children()
            for name in unbound(child)
        }


def stories(page: Path) -> list[Story]:
    """The stories of a page, without those that have no sample.

    Args:
        page: A Markdown file.
    """
    document = Document.parse(str(page), *_LEXERS)
    marks: list[tuple[int, Region | str]] = [(region.start, region) for _, region in document.regions]
    covered = [(region.start, region.end) for _, region in document.regions]
    marks += [
        (heading.start(), heading[1])
        for heading in _HEADING.finditer(document.text)
        if not any(start <= heading.start() < end for start, end in covered)
    ]
    found = [Story(page, "")]
    end = 0
    reason = ""
    for at, mark in sorted(marks, key=lambda entry: entry[0]):
        if isinstance(mark, str):
            found.append(Story(page, mark))
            continue
        near = not document.text[end:at].strip().removeprefix("-->")
        if mark.lexemes.get("directive") == "not run":
            reason = str(mark.lexemes["arguments"]).strip()
        else:
            sample = _sample(document, mark, reason, follows=found[-1].samples[-1:] if near else [])
            found[-1].samples.append(sample)
            reason = ""
        end = mark.end
    return [story for story in found if story.samples]


def _sample(document: Document, region: Region, reason: str, *, follows: list[Sample]) -> Sample:
    source = str(region.lexemes["source"])
    line = document.text.count("\n", 0, region.start) + 2
    if region.lexemes.get("directive") == "hidden":
        return Sample("hidden", "python", source, line)
    info = str(region.lexemes["language"])
    language, _, rest = info.partition(" ")
    title = match[1] if (match := _TITLE.search(rest)) else ""
    kinds: dict[str, Kind] = {"python": "file" if title else "python", "sh": "shell"}
    kind = kinds.get(language, "other")
    if language == "text" and follows and follows[0].kind in ("python", "hidden", "shell"):
        kind = "output"
    if reason:
        kind = "unread"
    return Sample(kind, language, source, line, title, reason)

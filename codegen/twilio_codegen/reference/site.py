"""Puts the references of all products into a documentation: pages on disk, and their places in its navigation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twilio_codegen.errors import CodegenError, OutputError
from twilio_codegen.output.files import write_file

from .products import ProductReference, overview

__all__ = ["ReferenceWritten", "navigation", "write_reference"]

FOLDER = "reference"
NAVIGATION = "mkdocs.yml"
_OVERVIEW = "Overview"
_MARK = "by `twilio-codegen reference`. Do not edit. -->\n"
_PART = re.compile(
    r"^(?P<indent> *)# (?P<name>reference|side by side): written by `twilio-codegen reference`\n"
    r".*?(?P<end>^ *# end of what is written\n)",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class ReferenceWritten:
    """What writing a reference changed.

    Attributes:
        changed: Files that were written anew.
        removed: Pages of an earlier run that are no longer made.
        unchanged: Number of files that were right already.
    """

    changed: tuple[Path, ...]
    removed: tuple[Path, ...]
    unchanged: int


def write_reference(products: Sequence[ProductReference], docs: Path) -> ReferenceWritten:
    """Make a documentation hold the reference: pages in its folder ``reference``, and a navigation that has them.

    Each file is replaced in one step, and only if it differs. Pages of an earlier run that are no longer made are
    removed; files written by hand are never touched. The navigation is the `mkdocs.yml` beside the folder, if there is
    one: see `navigation`.

    Args:
        products: The references, in the order in which they are shown.
        docs: Folder of the documentation.

    Returns:
        What changed.

    Raises:
        OutputError: A file cannot be read or written.
    """
    texts = {docs / FOLDER / "index.md": _marked(overview(products), "schema")}
    for product in products:
        for page, text in product.pages.items():
            texts[docs / FOLDER / page] = _marked(text, f"schema/{product.folder}")
    config = docs.parent / NAVIGATION
    stale = [path for path in sorted((docs / FOLDER).rglob("*.md")) if path not in texts and _is_made(path)]
    if config.is_file():
        texts[config] = navigation(_read(config), products)
    changed = [path for path, text in sorted(texts.items()) if write_file(path, text)]
    for path in stale:
        try:
            path.unlink()
        except OSError as error:
            raise OutputError(f"{path} cannot be removed: {error.strerror}") from error
    return ReferenceWritten(tuple(changed), tuple(stale), len(texts) - len(changed))


def navigation(config: str, products: Sequence[ProductReference]) -> str:
    """Return a configuration whose navigation has the pages of the reference.

    They stand between the comments ``# reference: written by `twilio-codegen reference` `` and
    ``# end of what is written``; the tables for those who come from JavaScript likewise, with ``side by side`` in
    place of ``reference``. What is not marked so is left as it is.

    Args:
        config: Text of the configuration, in YAML.
        products: The references, in the order in which they are shown.
    """

    def part(match: re.Match[str]) -> str:
        entries = _reference(products) if match["name"] == "reference" else _side_by_side(products)
        first, _, _ = match[0].partition("\n")
        lines = (f"{match['indent']}{line}\n" for line in entries)
        return "".join((first, "\n", *lines, match["end"]))

    return _PART.sub(part, config)


def _reference(products: Sequence[ProductReference]) -> Iterator[str]:
    yield f"- {_OVERVIEW}: {FOLDER}/index.md"
    for product in products:
        yield f"- {_quoted(product.title)}:"
        for page in product.order:
            title = f"{_OVERVIEW}: " if page == f"{product.folder}/index.md" else ""
            yield f"    - {title}{FOLDER}/{page}"


def _side_by_side(products: Sequence[ProductReference]) -> Iterator[str]:
    beside = [product for product in products if product.documented]
    for product in beside:
        title = f"Side by side: {product.title}" if len(beside) > 1 else "Side by side"
        yield f"- {_quoted(title)}: {FOLDER}/{product.beside_javascript}"


def _quoted(title: str) -> str:
    """A title as YAML takes it, whatever is in it."""
    return json.dumps(title, ensure_ascii=False)


def _marked(text: str, source: str) -> str:
    return f"{text.rstrip()}\n\n<!-- Generated from {source} {_MARK}"


def _is_made(path: Path) -> bool:
    return _read(path).endswith(_MARK)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CodegenError(f"{path} is not UTF-8: {error.reason}") from error

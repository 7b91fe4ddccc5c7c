"""What is decided about one file, and what the decisions are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import libcst as cst
from libcst.metadata import CodeRange

from ..inference import Inference
from ..kinds import NEVER, NOTHING, UNKNOWN, Kind, Mapped, Pages, Sequence, Signal, Tuple, is_foreign, parts
from ..scopes import Scope
from ..table import Table

__all__ = ["Deciding", "Decisions", "Finding", "Place", "inside", "items_of", "may_be_any"]

_MOVED, _UNRELATED = 2, 3
"""How many words a name has at least that is told in files of the new product, and where nothing is known of either."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that a person has to look at.

    Attributes:
        line: Line in the file as it was, from 1.
        column: Column there, from 1.
        message: What it is and what to do.
        sort: `left` as it was, for it could not be decided; or changed, with something to `check`.
    """

    line: int
    column: int
    message: str
    sort: Literal["left", "check"] = "left"


@dataclass(slots=True)
class Decisions:
    """What becomes of one file.

    Attributes:
        names: New text of names, by node.
        strings: New text of what stands between the quotes of strings, by node.
        aliases: Names that imported things keep in the file, by the part of the import.
        expressions: Expressions that are replaced: by text, in which ``{}`` stands for the code of another node.
        dropped: Arguments, statements, functions, cases and imported names that go.
        patterns: Strings that are added to a pattern, by the pattern.
        kept: Imported names that stay the old package's, and modules whose import is needed twice.
        findings: What is left to people.
    """

    names: dict[cst.CSTNode, str] = field(default_factory=dict[cst.CSTNode, str])
    strings: dict[cst.CSTNode, str] = field(default_factory=dict[cst.CSTNode, str])
    aliases: dict[cst.CSTNode, str] = field(default_factory=dict[cst.CSTNode, str])
    expressions: dict[cst.CSTNode, tuple[str, cst.BaseExpression]] = field(
        default_factory=dict[cst.CSTNode, tuple[str, cst.BaseExpression]]
    )
    dropped: set[cst.CSTNode] = field(default_factory=set[cst.CSTNode])
    patterns: dict[cst.CSTNode, list[str]] = field(default_factory=dict[cst.CSTNode, list[str]])
    kept: set[cst.CSTNode] = field(default_factory=set[cst.CSTNode])
    findings: set[Finding] = field(default_factory=set[Finding])


Place = Callable[[cst.CSTNode], CodeRange]


class Deciding:
    """What all who decide about a file share.

    Args:
        nodes: The nodes of the file, each with the scope that it is evaluated in.
        place: Where a node stands.
        kinds: Tells what expressions are.
        about: Whether the file has to do with the product for sure.
        moved: Whether it has to do with the new one.

    Attributes:
        scopes: The scopes of the file.
        made: The decisions.
        settled: Nodes about which nothing more is to be said.
        texts: Strings of which it is known what they are.
    """

    def __init__(
        self, nodes: Mapping[cst.CSTNode, Scope], place: Place, kinds: Inference, *, about: bool, moved: bool
    ) -> None:
        self.nodes = nodes
        self.scopes = frozenset(nodes.values())
        self.kinds = kinds
        self.table: Table = kinds.table
        self.about = about
        self.moved = moved
        self.made = Decisions()
        self.settled: set[cst.CSTNode] = set()
        self.texts: set[cst.CSTNode] = set()
        self._place = place

    def of(self, node: cst.BaseExpression) -> Kind:
        """Return what an expression of the file is."""
        scope = self.nodes.get(node)
        return UNKNOWN if scope is None else self.kinds.of(node, scope)

    def tell(self, node: cst.CSTNode, message: str, sort: Literal["left", "check"] = "left") -> None:
        """Note something for people."""
        start = self._place(node).start
        self.made.findings.add(Finding(start.line, start.column + 1, message, sort))

    def is_old(self, module: str) -> bool:
        """Whether a module is the package that programs move from, or in it."""
        package = self.table.old.package
        return module == package or module.startswith(f"{package}.")

    def is_worth_telling(self, name: str) -> bool:
        """Whether a name may be the product's for all that is known of the file."""
        return self.about or len(name.split("_")) >= (_MOVED if self.moved else _UNRELATED)


def may_be_any(kind: Kind) -> bool:
    """Whether nothing is known of an expression."""
    return any(part is UNKNOWN for part in parts(kind)) or kind == NEVER


def items_of(kind: Kind, place: int = 0) -> Kind:
    """Return what is in a collection, at a place in a tuple."""
    match kind:
        case Sequence(item) | Signal(item) | Pages(item):
            return item
        case Tuple(items):
            return items[place] if place < len(items) else UNKNOWN
        case Mapped(key):
            return key
        case _:
            return NOTHING if is_foreign(kind) else UNKNOWN


def inside(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node and all in it."""
    yield node
    for child in node.children:
        yield from inside(child)

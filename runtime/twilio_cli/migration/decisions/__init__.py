"""Decides what to write instead of each name of the product, and lists what cannot be decided."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from ..inference import Inference
from ..scopes import Scope
from .attributes import Attributes
from .calls import Arguments, Replacements
from .guarded import Guards
from .imports import Imports
from .made import Deciding, Decisions, Finding, Place
from .matches import Matches
from .removals import Removals
from .types import Types
from .words import Words

__all__ = ["Decisions", "Finding", "decide"]


def decide(
    module: cst.Module, nodes: Mapping[cst.CSTNode, Scope], place: Place, kinds: Inference, *, about: bool, moved: bool
) -> Decisions:
    """Decide about one file.

    Args:
        module: The file.
        nodes: Its nodes, each with the scope that it is evaluated in.
        place: Where a node stands.
        kinds: Tells what expressions are.
        about: Whether the file has to do with the product for sure.
        moved: Whether it has to do with the new one.
    """
    deciding = Deciding(nodes, place, kinds, about=about, moved=moved)
    imports = Imports(deciding)
    words = Words(deciding)
    # What is replaced or left out as a whole comes first: nothing more is said about its parts.
    for visitor in (
        Removals(deciding),
        Replacements(deciding),
        Guards(deciding),
        Types(deciding, imports),
        Matches(deciding, words),
        Arguments(deciding, words),
        Attributes(deciding),
        words,
        imports,
    ):
        module.visit(visitor)
    words.finish()
    imports.finish()
    return deciding.made

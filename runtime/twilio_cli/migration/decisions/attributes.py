"""Decides about attributes: members of objects, events, and what is named through the package."""

from __future__ import annotations

import libcst as cst

from ..calls import text_of
from ..kinds import (
    NOTHING,
    UNKNOWN,
    External,
    Hub,
    Kind,
    Module,
    OwnClass,
    OwnObject,
    Package,
    ProductClass,
    ProductObject,
    is_foreign,
    parts,
)
from ..scopes import Imported, dotted
from ..table import Entry
from .made import Deciding, may_be_any

__all__ = ["Attributes", "decided"]

_BY_NAME = frozenset(
    {"builtins.delattr", "builtins.getattr", "builtins.hasattr", "builtins.setattr", "operator.attrgetter"}
)


class Attributes(cst.CSTVisitor):
    """Renames attributes where it is certain whose they are.

    Args:
        deciding: What is known of the file.
    """

    def __init__(self, deciding: Deciding) -> None:
        super().__init__()
        self._deciding = deciding

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def visit_Attribute(self, node: cst.Attribute) -> None:
        name = node.attr.value
        if node in self._deciding.settled:
            return
        kinds = [part for part in parts(self._deciding.of(node.value)) if part is not NOTHING] or [UNKNOWN]
        unknown = [part for part in kinds if may_be_any(part)]
        found = {part: decided(self._deciding, part, name) for part in kinds if part not in unknown}
        known = [entry for entry in found.values() if entry is not None]
        if not known:
            if unknown and name in self._deciding.table.attributes and self._deciding.is_worth_telling(name):
                self._deciding.tell(node.attr, self._unknown(node, name))
            return
        new = {entry.to for entry in known}
        if len(new) > 1 or (new != {name} and (unknown or None in found.values())):
            self._deciding.tell(node.attr, self._unknown(node, name))
            return
        (to,) = new
        if to is None:
            self._gone(node, known[0], found)
            return
        if to != name:
            self._deciding.made.names[node.attr] = to
        for note in sorted({entry.note for entry in known} - {""}):
            self._deciding.tell(node.attr, f"`.{to}`: {note}", "check")

    def _gone(self, node: cst.Attribute, entry: Entry, found: dict[Kind, Entry | None]) -> None:
        self._deciding.tell(node.attr, f"`.{node.attr.value}` is gone: {entry.why}")
        if any(isinstance(part, Package) for part in found):  # stays the old package's
            root: cst.BaseExpression = node
            while isinstance(root, cst.Attribute):
                root = root.value
            self._deciding.made.kept.add(root)

    def _unknown(self, node: cst.Attribute, name: str) -> str:
        by_new: dict[str, list[str]] = {}
        for owner, entry in self._deciding.table.holders(name):
            what = f"write `.{entry.to}`" if entry.to is not None else f"it is gone: {entry.why}"
            by_new.setdefault(what, []).append(owner)
        choices = "; ".join(f"if it is a {' or '.join(owners)}, {what}" for what, owners in by_new.items())
        text = dotted(node.value)
        whose = f"`{text}`" if text is not None else "the object"
        return f"`.{name}`: it is not known here what {whose} is; {choices}"

    def visit_Call(self, node: cst.Call) -> None:
        called = self._deciding.of(node.func)
        if not isinstance(called, External) or called.path not in _BY_NAME:
            return
        place = 0 if called.path == "operator.attrgetter" else 1
        name = text_of(node.args[place].value) if len(node.args) > place else None
        if name is None or name not in self._deciding.table.attributes or not self._deciding.is_worth_telling(name):
            return
        if place and all(is_foreign(kind) for kind in parts(self._deciding.of(node.args[0].value))):
            return
        becomes = ", ".join(sorted({f"`{to.to}`" if to.to else "gone" for _, to in self._deciding.table.holders(name)}))
        self._deciding.texts.add(node.args[place].value)
        self._deciding.tell(node.args[place], f"the attribute {name!r} is named by a string; it becomes {becomes}")


def decided(deciding: Deciding, kind: Kind, name: str) -> Entry | None:
    """Return what becomes of an attribute of something that is known.

    Args:
        deciding: What is known of the file.
        kind: What the object is.
        name: The attribute.

    Returns:
        What becomes of it; None if it has nothing to do with the product.
    """
    table = deciding.table
    match kind:
        case ProductObject(owner):
            return table.classes[owner].members.get(name)
        case ProductClass(owner) if owner in table.classes:
            return table.classes[owner].members.get(name)
        case OwnObject(scope) | OwnClass(scope):
            if name in scope.bindings or name in scope.declared or name in scope.attributes:
                return None
            for base in deciding.kinds.members.product_bases(scope):
                found = table.classes[base.name].members.get(name)
                if found is not None:
                    return found
            return None
        case Hub(owner):
            events = table.classes[owner.name].events.values()
            return next((event for event in events if event.name == name), None)
        case Module(scope):
            # Another of the files passes on what it has imported, under its new name.
            imported = any(isinstance(item, Imported) for item in scope.bindings.get(name, ()))
            stands = deciding.kinds.name(name, scope) if imported else None
            return table.names.get(name) if isinstance(stands, ProductClass) and stands.name == name else None
        case Package(path):
            return table.modules[name] if name in table.modules and path in ("", "blocking") else table.names.get(name)
        case _:
            return None

"""Decides about imports, and about the names that they bind."""

from __future__ import annotations

import libcst as cst

from ..kinds import ProductClass
from ..scopes import Assigned, Imported, Scope, dotted
from ..table import Entry
from .made import Deciding, inside

__all__ = ["Imports"]


class Imports(cst.CSTVisitor):
    """Renames what is imported. What has no counterpart stays the old package's.

    Args:
        deciding: What is known of the file.
    """

    def __init__(self, deciding: Deciding) -> None:
        super().__init__()
        self._deciding = deciding
        self._uses: dict[cst.ImportAlias, list[cst.CSTNode]] = {}

    def visit_Name(self, node: cst.Name) -> None:
        scope = self._deciding.nodes.get(node)
        if scope is not None:
            new = self.renamed(node.value, node, scope)
            if node in self._deciding.made.kept:
                self._keep_module(node.value, scope)
            elif new is not None:
                self._deciding.made.names[node] = new

    def _keep_module(self, name: str, scope: Scope) -> None:
        """Import the old package as well, since something of it is still named through it."""
        holder = scope.holder(name)
        for binding in holder.bindings.get(name, ()) if holder is not None else ():
            if isinstance(binding, Imported) and binding.name is None and binding.alias.asname is None:
                self._deciding.made.kept.add(binding.alias)
                return

    def renamed(self, name: str, place: cst.CSTNode, scope: Scope) -> str | None:
        """Return what to write instead of a name that an import may have bound, and note that it is used.

        Args:
            name: The name.
            place: Where it is used.
            scope: The scope there.
        """
        holder = scope.holder(name)
        if holder is None:
            return self._through_star(name, scope)
        for binding in holder.bindings.get(name, ()):
            if not isinstance(binding, Imported):
                continue
            self._uses.setdefault(binding.alias, []).append(place)
            if binding.alias.asname is not None:
                return None
            if binding.name is not None:
                return self._new_name(binding, holder)
            if self._deciding.is_old(binding.module):
                return self._deciding.table.new.package
        return None

    def _through_star(self, name: str, scope: Scope) -> str | None:
        names = self._deciding.table.names
        if name in names and any(self._deciding.is_old(module) for module, _ in scope.module.stars):
            return names[name].to
        return None

    def _new_name(self, binding: Imported, holder: Scope) -> str | None:
        entry = self._entry(binding, holder)
        if entry is None or entry.to is None or entry.to == binding.name:
            return None
        return None if self._keeps_its_name(binding, holder, entry.to) else entry.to

    def _entry(self, binding: Imported, holder: Scope) -> Entry | None:
        """What becomes of something imported: from the package itself, or through another of the files."""
        name = binding.name or ""
        table, kinds = self._deciding.table, self._deciding.kinds
        if self._deciding.is_old(binding.module):
            submodule = binding.module in (table.old.package, f"{table.old.package}.blocking") and name in table.modules
            return table.modules[name] if submodule else table.names.get(name)
        if kinds.reads(binding.module, holder) is None:
            return None
        kind = kinds.name(binding.alias.evaluated_alias or name, holder)
        return table.names.get(name) if isinstance(kind, ProductClass) and kind.name == name else None

    def _keeps_its_name(self, binding: Imported, holder: Scope, new: str) -> bool:
        """Whether the file goes on to call something imported as before, because something else has the new name."""
        others = holder.bindings.get(binding.name or "", ())
        if not all(isinstance(other, Imported | Assigned) for other in others):
            return True
        for scope in self._deciding.scopes:
            for other in scope.bindings.get(new, ()):
                if not (isinstance(other, Imported) and self._deciding.is_old(other.module)):
                    return True
        return False

    # -- statements

    def visit_Import(self, node: cst.Import) -> bool:
        for alias in node.names:
            if self._deciding.is_old(dotted(alias.name) or ""):
                self._module(alias.name)
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        module = "." * len(node.relative) + (dotted(node.module) or "")
        is_old = self._deciding.is_old(module)
        if is_old and node.module is not None and not self._module(node.module):
            if not isinstance(node.names, cst.ImportStar):
                self._deciding.made.kept |= set(node.names)
            return False
        if not isinstance(node.names, cst.ImportStar):
            for alias in node.names:
                self._imported(alias, Imported(module, dotted(alias.name), alias, node), self._deciding.nodes[node])
        return False

    def _imported(self, alias: cst.ImportAlias, binding: Imported, scope: Scope) -> None:
        made = self._deciding.made
        entry = self._entry(binding, scope)
        if entry is None or not isinstance(alias.name, cst.Name):
            return
        if entry.to is None:
            made.kept.add(alias)
            self._deciding.tell(alias, f"`{alias.name.value}` is gone: {entry.why}")
        elif entry.to != alias.name.value:
            made.names[alias.name] = entry.to
            if alias.asname is None and self._keeps_its_name(binding, scope, entry.to):
                made.aliases[alias] = alias.name.value

    def _module(self, node: cst.Attribute | cst.Name) -> bool:
        """Rename a module of the package; False if there is none like it."""
        new: dict[cst.CSTNode, str] = {}
        part: cst.BaseExpression = node
        while isinstance(part, cst.Attribute):
            entry = self._deciding.table.modules.get(part.attr.value)
            if entry is not None and entry.to is None:
                self._deciding.tell(node, f"the module `{dotted(node)}` is gone: {entry.why}")
                return False
            if entry is not None and entry.to is not None and entry.to != part.attr.value:
                new[part.attr] = entry.to
            part = part.value
        new[part] = self._deciding.table.new.package
        self._deciding.made.names |= new
        return True

    def finish(self) -> None:
        """Leave out imports of the package that only served what was left out."""
        made = self._deciding.made
        gone = {node for whole in made.dropped for node in inside(whole)}
        gone |= {node for whole in made.expressions for node in inside(whole)} - {
            node for _, inner in made.expressions.values() for node in inside(inner)
        }
        for alias, uses in self._uses.items():
            if alias in made.kept and all(use in made.kept for use in uses):  # the old package alone
                made.kept.discard(alias)
                for node in inside(alias.name):
                    made.names.pop(node, None)
            if uses and all(use in gone for use in uses) and (alias.name in made.names or alias in made.kept):
                made.dropped.add(alias)
                made.kept.discard(alias)

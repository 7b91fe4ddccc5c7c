"""Reads the files of packages as modules, and resolves names in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .sources import SourcePackage
from .syntax import Node, children, named, parse, text, text_of

__all__ = ["Module", "Modules", "Symbol"]

_DECLARATIONS = frozenset(
    {
        "abstract_class_declaration",
        "class_declaration",
        "enum_declaration",
        "interface_declaration",
        "internal_module",
        "module",
        "type_alias_declaration",
    }
)
_WRAPPERS = frozenset({"ambient_declaration", "export_statement", "expression_statement"})


class Symbol(NamedTuple):
    """Something declared: in which file of which package, and under which name there (``Outer.Inner``)."""

    package: str
    file: str
    name: str


class _Import(NamedTuple):
    specifier: str
    name: str


@dataclass(slots=True)
class Module:
    """A file of declarations.

    Attributes:
        package: The package it belongs to.
        file: Its path in the package.
        root: Its syntax tree.
        declared: Declarations by name, several where a namespace and a class share one.
        imported: Local name to specifier and name there; ``*`` for a whole module.
        exported: Exported name to local name.
        re_exported: Exported name to specifier and name there.
        stars: Specifiers of modules that are exported whole.
    """

    package: SourcePackage
    file: str
    root: Node
    declared: dict[str, list[Node]] = field(default_factory=dict[str, list[Node]])
    imported: dict[str, _Import] = field(default_factory=dict[str, _Import])
    exported: dict[str, str] = field(default_factory=dict[str, str])
    re_exported: dict[str, _Import] = field(default_factory=dict[str, _Import])
    stars: list[str] = field(default_factory=list[str])

    @property
    def shown(self) -> str:
        """The file as a person would name it."""
        return f"{self.package.source.shown}{self.file}"


class Modules:
    """Every module of some packages, read when it is needed.

    Args:
        packages: The packages that were named; others are looked for beside them, as Node does.
    """

    def __init__(self, packages: Sequence[SourcePackage]) -> None:
        self._named = {package.name: package for package in reversed(packages)}
        self._modules: dict[tuple[str, str, str], Module] = {}
        self._wanted: set[tuple[int, str]] = set()

    def module(self, package: SourcePackage, file: str) -> Module:
        """Read the module of a file.

        Raises:
            DeclarationError: It cannot be read or parsed.
        """
        key = (package.source.shown, package.name, file)
        if key not in self._modules:
            shown = f"{package.source.shown}{file}"
            module = Module(package, file, parse(package.source.read(file) or "", shown))
            _collect(module)
            self._modules[key] = module
        return self._modules[key]

    def exports(self, module: Module) -> Iterator[tuple[str, Module, str]]:
        """Yield what a module exports: name outside, then where it is declared and under which name there."""
        return self._exports(module, set())

    def _exports(self, module: Module, visited: set[int]) -> Iterator[tuple[str, Module, str]]:
        # Modules may export each other's exports, which is no mistake.
        if id(module) in visited:
            return
        visited.add(id(module))
        for name in (*module.exported, *module.re_exported):
            found = self.exported(module, name)
            if found is not None:
                yield name, *found
        for specifier in module.stars:
            target = self._target(module, specifier)
            if target is not None:
                yield from self._exports(target, visited)

    def exported(self, module: Module, name: str) -> tuple[Module, str] | None:
        """Find where an exported name is declared; None if that is not at hand, or if it only leads back to itself."""
        wanted = (id(module), name)
        if wanted in self._wanted:
            return None
        self._wanted.add(wanted)
        try:
            return self._exported(module, name)
        finally:
            self._wanted.remove(wanted)

    def _exported(self, module: Module, name: str) -> tuple[Module, str] | None:
        if name in module.exported:
            return self.resolve(module, module.exported[name])
        if name in module.re_exported:
            return self._follow(module, module.re_exported[name])
        for specifier in module.stars:
            target = self._target(module, specifier)
            found = self.exported(target, name) if target is not None else None
            if found is not None:
                return found
        return None

    def resolve(self, module: Module, name: str) -> tuple[Module, str] | None:
        """Find where a name used in a module is declared.

        Args:
            module: The module.
            name: A name, with dots for what stands in a namespace.

        Returns:
            The module that declares it, and the name there; None if it is not at hand, such as a name of TypeScript.
        """
        first, dot, rest = name.partition(".")
        if name in module.declared:
            return module, name
        if first in module.imported:
            found = self._follow(module, module.imported[first])
            if found is None or not dot:
                return found
            target, outer = found
            inner = rest if outer == "*" else f"{outer}.{rest}"
            return (target, inner) if inner in target.declared else self.exported(target, rest)
        return None

    def resolve_inside(self, module: Module, local: str, name: str) -> tuple[Module, str] | None:
        """Find what a name means inside a declaration: first in the namespaces around it, then as `resolve`."""
        scope = local
        while scope := scope.rpartition(".")[0]:
            if f"{scope}.{name}" in module.declared:
                return module, f"{scope}.{name}"
        return self.resolve(module, name)

    def symbol(self, module: Module, name: str) -> Symbol:
        """Return the identity of a declaration."""
        return Symbol(module.package.source.shown, module.file, name)

    def imported(self, module: Module, name: str) -> Symbol | None:
        """Return the identity of something imported from a package that is not at hand; None if it is not imported."""
        found = module.imported.get(name)
        return Symbol(found.specifier, "", found.name) if found is not None else None

    def _follow(self, module: Module, wanted: _Import) -> tuple[Module, str] | None:
        target = self._target(module, wanted.specifier)
        if target is None:
            return None
        return (target, "*") if wanted.name == "*" else self.exported(target, wanted.name)

    def _target(self, module: Module, specifier: str) -> Module | None:
        package = module.package
        if specifier.startswith("."):
            file = package.find(module.file, specifier)
            return self.module(package, file) if file is not None else None
        other = package.neighbour(specifier) or self._named.get(specifier)
        return self.module(other, other.entries[0]) if other is not None else None


def _collect(module: Module) -> None:
    for node in module.root.named_children:
        if node.type == "import_statement":
            _collect_import(module, node)
        elif node.type == "export_statement":
            _collect_export(module, node)
        else:
            _declare(module, node, "")


def _collect_import(module: Module, node: Node) -> None:
    specifier = text_of(node, "source").strip("\"'")
    for clause in children(node, "import_clause"):
        for item in clause.named_children:
            if item.type == "identifier":
                module.imported[text(item)] = _Import(specifier, "default")
            elif item.type == "namespace_import":
                module.imported[text(item.named_children[0])] = _Import(specifier, "*")
            else:
                for entry in children(item, "import_specifier"):
                    name = text_of(entry, "name")
                    module.imported[text_of(entry, "alias") or name] = _Import(specifier, name)


def _collect_export(module: Module, node: Node) -> None:
    specifier = text_of(node, "source").strip("\"'")
    value = named(node, "value")
    clauses = list(children(node, "export_clause"))
    if value is not None and value.type == "identifier":
        module.exported["default"] = text(value)
    for clause in clauses:
        for entry in children(clause, "export_specifier"):
            name = text_of(entry, "name")
            outside = text_of(entry, "alias") or name
            if specifier:
                module.re_exported[outside] = _Import(specifier, name)
            else:
                module.exported[outside] = name
    if specifier and not clauses:
        module.stars.append(specifier)
    declaration = named(node, "declaration")
    if declaration is not None:
        for name in _declare(module, declaration, ""):
            module.exported[name] = name


def _declare(module: Module, node: Node, prefix: str) -> list[str]:
    """Record a declaration and what a namespace holds, and return the names declared at the top."""
    if node.type in _WRAPPERS:
        return [name for child in node.named_children for name in _declare(module, child, prefix)]
    if node.type not in _DECLARATIONS:
        return []
    name = f"{prefix}{text_of(node, 'name')}"
    module.declared.setdefault(name, []).append(node)
    body = named(node, "body")
    if node.type in ("internal_module", "module") and body is not None:
        for child in body.named_children:
            _declare(module, child, f"{name}.")
    return [name]

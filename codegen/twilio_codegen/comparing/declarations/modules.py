"""Reads the files of packages as modules, and resolves names in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from .sources import SourcePackage
from .syntax import children, named, parse, text, text_of, unquoted_field
from .versions import satisfies

_DECLARATIONS = frozenset(
    (
        *("abstract_class_declaration", "class_declaration", "enum_declaration", "interface_declaration"),
        *("internal_module", "module", "type_alias_declaration"),
    )
)
_WRAPPERS = frozenset({"ambient_declaration", "export_statement", "expression_statement"})


class Import(NamedTuple):
    """A name of another module, given by its specifier; ``*`` for all that it exports."""

    specifier: str
    name: str


@dataclass(eq=False, slots=True)
class Module:
    """A file of declarations.

    Attributes:
        package: The package it belongs to.
        file: Its path in the package.
        root: Its syntax tree.
        declared: Declarations by name, several where a namespace and a class share one.
        imported: What each imported name means elsewhere.
        exported: The local name, or the name elsewhere, by exported name.
        stars: Specifiers of modules that are exported whole.
    """

    package: SourcePackage
    file: str
    root: Node
    declared: dict[str, list[Node]] = field(default_factory=dict[str, list[Node]])
    imported: dict[str, Import] = field(default_factory=dict[str, Import])
    exported: dict[str, str | Import] = field(default_factory=dict[str, "str | Import"])
    stars: list[str] = field(default_factory=list[str])

    @property
    def shown(self) -> str:
        """The file as a person would name it."""
        return f"{self.package.source.shown}{self.file}"


class Declaration(NamedTuple):
    """Something declared: in which module, and under which name there (``Outer.Inner``)."""

    module: Module
    name: str

    @property
    def nodes(self) -> list[Node]:
        """Where it is declared, in the syntax; empty for a whole module."""
        return self.module.declared.get(self.name, [])


class Modules:
    """Every module of some packages, read when it is needed.

    Args:
        packages: The packages that were named; others are looked for beside them, as Node does. Of several versions
            of one package each importer has the one that it can be used with, or else the first.
    """

    def __init__(self, packages: Sequence[SourcePackage]) -> None:
        self._named = packages
        self._modules: dict[str, Module] = {}
        self._wanted: set[Declaration] = set()

    def module(self, package: SourcePackage, file: str) -> Module:
        """Read the module of a file.

        Raises:
            DeclarationError: It cannot be read or parsed.
        """
        shown = f"{package.source.shown}{file}"
        if shown not in self._modules:
            module = Module(package, file, parse(package.source.read(file) or "", shown))
            _collect(module)
            self._modules[shown] = module
        return self._modules[shown]

    def exports(self, module: Module, visited: set[Module] | None = None) -> Iterator[tuple[str, Declaration]]:
        """Yield what a module exports: the name outside, and what it means."""
        visited = set() if visited is None else visited
        # Modules may export each other's exports, which is no mistake.
        if module in visited:
            return
        visited.add(module)
        for name in sorted(module.exported, key=lambda name: isinstance(module.exported[name], Import)):
            if (found := self.exported(module, name)) is not None:
                yield name, found
        for specifier in module.stars:
            if (target := self._target(module, specifier)) is not None:
                yield from self.exports(target, visited)

    def exported(self, module: Module, name: str) -> Declaration | None:
        """Find where an exported name is declared; None if that is not at hand, or if it only leads back to itself."""
        wanted = Declaration(module, name)
        if wanted in self._wanted:
            return None
        self._wanted.add(wanted)
        try:
            return self._exported(module, name)
        finally:
            self._wanted.remove(wanted)

    def _exported(self, module: Module, name: str) -> Declaration | None:
        if (known := module.exported.get(name)) is not None:
            return self.resolve(module, known) if isinstance(known, str) else self._follow(module, known)
        targets = (self._target(module, specifier) for specifier in module.stars)
        found = (self.exported(target, name) for target in targets if target is not None)
        return next((item for item in found if item is not None), None)

    def resolve(self, module: Module, name: str) -> Declaration | None:
        """Find what a name used in a module means; None if that is not at hand, such as a name of TypeScript.

        Args:
            module: The module.
            name: A name, with dots for what stands in a namespace.
        """
        if name in module.declared:
            return Declaration(module, name)
        first, _, rest = name.partition(".")
        found = self._follow(module, module.imported[first]) if first in module.imported else None
        if found is None or not rest:
            return found
        inner = Declaration(found.module, rest if found.name == "*" else f"{found.name}.{rest}")
        return inner if inner.nodes else self.exported(found.module, rest)

    def resolve_inside(self, here: Declaration, name: str) -> Declaration | None:
        """Find what a name means inside a declaration: first in the namespaces around it, then as `resolve`."""
        scope = here.name
        while scope := scope.rpartition(".")[0]:
            if f"{scope}.{name}" in here.module.declared:
                return Declaration(here.module, f"{scope}.{name}")
        return self.resolve(here.module, name)

    def _follow(self, module: Module, wanted: Import) -> Declaration | None:
        target = self._target(module, wanted.specifier)
        if target is None:
            return None
        return Declaration(target, "*") if wanted.name == "*" else self.exported(target, wanted.name)

    def _target(self, module: Module, specifier: str) -> Module | None:
        package = module.package
        if specifier.startswith("."):
            file = package.find(module.file, specifier)
            return self.module(package, file) if file is not None else None
        other = package.neighbour(specifier) or self._among_named(package, specifier)
        return self.module(other, other.entries[0]) if other is not None else None

    def _among_named(self, importer: SourcePackage, name: str) -> SourcePackage | None:
        found = [package for package in self._named if package.name == name]
        wanted = importer.dependencies.get(name, "")
        fitting = (package for package in found if satisfies(package.version, wanted))
        return next(fitting, found[0] if found else None)


def _collect(module: Module) -> None:
    for node in module.root.named_children:
        if node.type == "import_statement":
            _collect_import(module, node)
        elif node.type == "export_statement":
            _collect_export(module, node)
        else:
            _declare(module, node, "")


def _collect_import(module: Module, node: Node) -> None:
    specifier = unquoted_field(node, "source")
    for item in (item for clause in children(node, "import_clause") for item in clause.named_children):
        if item.type == "identifier":
            module.imported[text(item)] = Import(specifier, "default")
        elif item.type == "namespace_import":
            module.imported[text(item.named_children[0])] = Import(specifier, "*")
        else:
            for name, alias in _specifiers(item, "import_specifier"):
                module.imported[alias] = Import(specifier, name)


def _collect_export(module: Module, node: Node) -> None:
    specifier = unquoted_field(node, "source")
    value = named(node, "value")
    clauses = list(children(node, "export_clause"))
    if value is not None and value.type == "identifier":
        module.exported["default"] = text(value)
    for name, outside in (pair for clause in clauses for pair in _specifiers(clause, "export_specifier")):
        module.exported[outside] = Import(specifier, name) if specifier else name
    if specifier and not clauses:
        module.stars.append(specifier)
    if (declaration := named(node, "declaration")) is not None:
        module.exported.update({name: name for name in _declare(module, declaration, "")})


def _specifiers(clause: Node, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each name of an import or export, and what it is called from there on."""
    for entry in children(clause, kind):
        name = text_of(entry, "name")
        yield name, text_of(entry, "alias") or name


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

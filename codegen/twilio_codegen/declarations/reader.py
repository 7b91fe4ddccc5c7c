"""Finds out what is public in a package of declarations.

Public is what the package's entry exports; what stands in a namespace of that; and what its public members mention,
if the module that declares it exports it. Everything is named as its users name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from twilio_codegen.errors import DeclarationError
from twilio_codegen.positions import Position

from .comments import commented_events, is_deprecated
from .members import Member, event_map, heritage, members, object_body, string_members
from .model import (
    Declarations,
    DeclaredClass,
    DeclaredEvent,
    DeclaredMethod,
    DeclaredParameter,
    DeclaredProperty,
    DeclaredUnion,
)
from .modules import Module, Modules, Symbol
from .sources import SourcePackage, open_packages
from .syntax import Node, children, doc_comment, named, parse, place, replaced, text, text_of

__all__ = ["read_declarations"]

_NAMESPACES = frozenset({"internal_module", "module"})
_REFERENCES = frozenset({"type_identifier", "nested_type_identifier"})


def read_declarations(paths: Sequence[Path]) -> Declarations:
    """Read the declarations of a package.

    Args:
        paths: A ``.d.ts`` file, a folder or an npm ``.tgz``; then packages it imports from, where they are not
            installed beside it.

    Raises:
        DeclarationError: Something cannot be read or is no TypeScript.
    """
    if not paths:
        raise DeclarationError("name a .d.ts file, a folder or an npm .tgz")
    try:
        return _read(open_packages(paths))
    except RecursionError as error:
        raise DeclarationError(
            f"{paths[0]}: a name is passed on by too many declarations to be followed; declare it nearer to its use"
        ) from error


def _read(packages: Sequence[SourcePackage]) -> Declarations:
    reader = _Reader(Modules(packages))
    main = packages[0]
    for entry in main.entries:
        reader.enter(reader.modules.module(main, entry))
    classes, unions, hidden = reader.read()
    if not classes and not unions:
        raise DeclarationError(f"{main.source.shown}{main.entries[0]} exports nothing")
    return Declarations(main.name, main.version, classes, unions, hidden)


class _Reader:
    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.names: dict[Symbol, str] = {}
        self.public: dict[Symbol, tuple[Module, str]] = {}
        self.mentioned: dict[Symbol, tuple[Module, str]] = {}

    # -- what is public, and under which name

    def enter(self, module: Module) -> None:
        """Take the exports of an entry as public."""
        found = list(self.modules.exports(module))
        for outside, target, local in sorted(found, key=lambda item: item[0] == "default"):
            name = local if outside == "default" else outside
            if self.modules.symbol(target, local) not in self.names:
                self._publish(target, local, name)

    def _publish(self, module: Module, local: str, name: str) -> None:
        symbol = self.modules.symbol(module, local)
        self.names[symbol] = name
        self.public[symbol] = (module, local)
        for inner in [other for other in module.declared if other.startswith(f"{local}.")]:
            inner_symbol = self.modules.symbol(module, inner)
            self.names[inner_symbol] = name + inner.removeprefix(local)
            self.public[inner_symbol] = (module, inner)

    def read(
        self,
    ) -> tuple[dict[str, DeclaredClass], dict[str, DeclaredUnion], dict[str, DeclaredClass | DeclaredUnion]]:
        """Follow what is public to what it mentions, then read it all."""
        for module, local in list(self.public.values()):
            self._name_target(module, local)
        done: set[Symbol] = set()
        while waiting := [symbol for symbol in (*self.public, *self.mentioned) if symbol not in done]:
            for symbol in waiting:
                done.add(symbol)
                module, local = self.public.get(symbol) or self.mentioned[symbol]
                self._follow(module, local, public=symbol in self.public)
        classes: dict[str, DeclaredClass] = {}
        unions: dict[str, DeclaredUnion] = {}
        for symbol, (module, local) in self.public.items():
            found = self._declared(module, local)
            if isinstance(found, DeclaredClass):
                classes[self.names[symbol]] = found
            elif found is not None:
                unions[self.names[symbol]] = found
        hidden: dict[str, DeclaredClass | DeclaredUnion] = {}
        for module, local in self.mentioned.values():
            found = self._declared(module, local)
            if found is not None and local not in classes and local not in unions:
                hidden.setdefault(local, found)
        self._add_commented_events(classes)
        return classes, unions, hidden

    def _name_target(self, module: Module, local: str) -> None:
        """What a public alias merely passes on is known under the name of the alias."""
        for node in module.declared.get(local, ()):
            value = named(node, "value")
            if node.type == "type_alias_declaration" and value is not None and value.type in _REFERENCES:
                target = self._identity(module, local, text(value))
                if target is not None:
                    self.names.setdefault(target, self.names[self.modules.symbol(module, local)])

    def _follow(self, module: Module, local: str, *, public: bool) -> None:
        for node in module.declared.get(local, ()):
            for kind in self._types(module, local, node):
                for reference in _references(kind):
                    target = self._resolve(module, local, text(reference))
                    if target is None or target[1] == "*":
                        continue
                    symbol = self.modules.symbol(*target)
                    if symbol in self.public or target[0].package.source is not module.package.source:
                        continue
                    outer = target[1].partition(".")[0]
                    if public and outer in target[0].exported.values():
                        self._publish(*target, target[1])
                    else:
                        self.mentioned.setdefault(symbol, target)

    def _types(self, module: Module, local: str, node: Node) -> Iterator[Node]:
        """Every type that a declaration shows to users."""
        for member in self._members(node):
            yield from member.types()
        for _, payload, _ in self._mapped_events(module, local, node):
            if payload is not None:
                yield payload

    def _resolve(self, module: Module, local: str, name: str) -> tuple[Module, str] | None:
        """What a name means inside a declaration: first in the namespaces around it."""
        scope = local
        while scope := scope.rpartition(".")[0]:
            if f"{scope}.{name}" in module.declared:
                return module, f"{scope}.{name}"
        return self.modules.resolve(module, name)

    def _identity(self, module: Module, local: str, name: str) -> Symbol | None:
        """What a name means, even if it is declared in a package that is not at hand."""
        target = self._resolve(module, local, name)
        return self.modules.symbol(*target) if target is not None else self.modules.imported(module, name)

    # -- the declarations

    def _members(self, node: Node) -> list[Member]:
        value = named(node, "value")
        body = named(node, "body") if value is None else object_body(value)[0]
        return list(members(body)) if body is not None and node.type not in _NAMESPACES else []

    def _mapped_events(self, module: Module, local: str, node: Node) -> list[tuple[str, Node | None, Node]]:
        """Events named by a type that is given to the base class."""
        for argument in heritage(node):
            target = self._resolve(module, local, text(argument))
            for declared in target[0].declared.get(target[1], ()) if target is not None else ():
                value = named(declared, "value")
                body = object_body(value)[0] if value is not None else named(declared, "body")
                events = event_map(body) if body is not None else None
                if events is not None:
                    return events
        return []

    def _declared(
        self, module: Module, local: str, passed: frozenset[Symbol] = frozenset()
    ) -> DeclaredClass | DeclaredUnion | None:
        symbol = self.modules.symbol(module, local)
        if symbol in passed:
            return None  # an alias of itself
        nodes = [node for node in module.declared.get(local, ()) if node.type not in _NAMESPACES]
        if not nodes:
            return None
        node = nodes[0]
        at = place(node, module.shown)
        if node.type == "enum_declaration":
            return _enumeration(node, at, module.shown)
        if node.type != "type_alias_declaration":
            return self._class(module, local, node, "interface" if node.type == "interface_declaration" else "class")
        value = named(node, "value")
        if value is None:
            return None
        strings, nullable = string_members(value)
        if strings is not None:
            places = {text(item).strip("\"'"): place(item, module.shown) for item in strings}
            return DeclaredUnion(tuple(places), at, places, nullable)
        if value.type in _REFERENCES:
            target = self._resolve(module, local, text(value))
            found = self._declared(*target, passed | {symbol}) if target is not None else None
            return found if isinstance(found, DeclaredClass) else _passed_on(found, at)
        return self._class(module, local, node, "alias")

    def _class(self, module: Module, local: str, node: Node, kind: str) -> DeclaredClass:
        value = named(node, "value")
        properties: dict[str, DeclaredProperty] = {}
        methods: dict[str, DeclaredMethod] = {}
        for member in self._members(node):
            at = place(member.node, module.shown)
            shown = self._text(module, local, member.type)
            old = is_deprecated(doc_comment(member.node))
            if member.kind == "property":
                name = f"static {member.name}" if member.static else member.name
                properties.setdefault(name, DeclaredProperty(shown, member.optional, at, old))
                continue
            params = {
                item.name: DeclaredParameter(
                    self._text(module, local, item.type), item.optional, place(item.node, module.shown)
                )
                for item in member.params
            }
            methods.setdefault(member.name, DeclaredMethod(params, shown, member.static, at, old))
        events = {
            name: DeclaredEvent(
                "void" if payload is None else self._text(module, local, payload), place(item, module.shown)
            )
            for name, payload, item in self._mapped_events(module, local, node)
        }
        return DeclaredClass(
            "alias" if kind == "alias" else "interface" if kind == "interface" else "class",
            place(node, module.shown),
            properties,
            methods,
            events,
            nullable=value is not None and object_body(value)[1],
        )

    def _text(self, module: Module, local: str, kind: Node | None) -> str:
        """A type with the names that its users know."""
        if kind is None:
            return "any"
        spans: dict[tuple[int, int], str] = {}
        for node in _references(kind):
            target = self._identity(module, local, text(node))
            known = self.names.get(target) if target is not None else None
            if known is not None:
                spans[node.start_byte, node.end_byte] = known
        for node in _walk(kind):
            if node.type == "string":
                spans[node.start_byte, node.end_byte] = f'"{text(node)[1:-1]}"'
            elif node.type == "this_type":
                spans[node.start_byte, node.end_byte] = self.names.get(self.modules.symbol(module, local), local)
        return replaced(kind, spans)

    def _add_commented_events(self, classes: Mapping[str, DeclaredClass]) -> None:
        """Events that only comments declare, of classes that declare none otherwise."""
        typed = {name for name, item in classes.items() if item.events}
        for module in {id(module): module for module, _ in self.public.values()}.values():
            for node in _walk(module.root):
                if node.type != "comment":
                    continue
                for event in commented_events(text(node)):
                    owner = classes.get(event.owner)
                    if owner is None or event.owner in typed or not isinstance(owner.events, dict):
                        continue
                    payload = _normal(event.payload)
                    owner.events.setdefault(event.name, DeclaredEvent(payload, place(node, module.shown)))


def _passed_on(found: DeclaredUnion | None, at: Position) -> DeclaredUnion:
    if found is None:
        return DeclaredUnion(None, at)
    return DeclaredUnion(found.members, at, found.members_at, found.nullable)


def _enumeration(node: Node, at: Position, file: str) -> DeclaredUnion:
    places: dict[str, Position] = {}
    body = named(node, "body")
    for item in children(body) if body is not None else ():
        value = text_of(item, "value").strip("\"'")
        places[value or text_of(item, "name") or text(item)] = place(item, file)
    return DeclaredUnion(tuple(places), at, places)


def _normal(payload: str) -> str:
    """A type of a comment, written as those of declarations are."""
    root = parse(f"type Payload = {payload};", "the type of an event in a comment")
    value = named(root.named_children[0], "value")
    return replaced(value, {}) if value is not None else payload


def _references(kind: Node) -> Iterator[Node]:
    if kind.type in _REFERENCES:
        yield kind
        return
    for child in kind.named_children:
        yield from _references(child)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.named_children:
        yield from _walk(child)

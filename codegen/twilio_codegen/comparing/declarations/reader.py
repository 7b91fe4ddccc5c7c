"""Reads the public API of a package of declarations.

Public is what the package's entry exports; what stands in a namespace of that; and what its public members mention,
if the module that declares it exports it. Everything is named as its users name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from twilio_codegen.comparing.api import Api, ApiClass, ApiField, ApiMethod, ApiUnion
from twilio_codegen.comparing.types import NULL, ApiType, union
from twilio_codegen.errors import DeclarationError
from twilio_codegen.python.naming import class_name, python_name
from twilio_codegen.reading.positions import Position

from .comments import commented_events, is_deprecated
from .json_values import is_json_alias
from .members import Member, event_map, extends, heritage, members, object_body, string_members
from .modules import Module, Modules, Symbol
from .parts import (
    Section,
    declared_alias,
    declared_api,
    declared_class,
    declared_event,
    declared_field,
    declared_method,
    declared_parameter,
)
from .sources import SourcePackage, open_packages
from .syntax import Node, children, doc_comment, named, parse, place, replaced, text, text_of

__all__ = ["read_declarations"]

_NAMESPACES = frozenset({"internal_module", "module"})
_REFERENCES = frozenset({"type_identifier", "nested_type_identifier"})
_PREDICATES = {"type_predicate": "boolean", "asserts": "void"}
"""What a function returns whose result says something about the type of its argument."""


def read_declarations(paths: Sequence[Path]) -> Api:
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


def _read(packages: Sequence[SourcePackage]) -> Api:
    reader = _Reader(Modules(packages))
    main = packages[0]
    for entry in main.entries:
        reader.enter(reader.modules.module(main, entry))
    classes, unions, hidden = reader.read()
    if not classes and not unions:
        raise DeclarationError(f"{main.source.shown}{main.entries[0]} exports nothing")
    return declared_api(main.name, main.version, classes, unions, hidden)


class _Reader:
    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.names: dict[Symbol, str] = {}
        self.public: dict[Symbol, tuple[Module, str]] = {}
        self.mentioned: dict[Symbol, tuple[Module, str]] = {}
        self.nullable: set[str] = set()

    # -- what is public, and under which name

    def enter(self, module: Module) -> None:
        """Record the exports of an entry as public."""
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

    def read(self) -> tuple[dict[str, ApiClass], dict[str, ApiUnion], dict[str, ApiUnion]]:
        """Follow what is public to what it mentions, then read all of it."""
        for module, local in list(self.public.values()):
            self._name_target(module, local)
        done: set[Symbol] = set()
        while waiting := [symbol for symbol in (*self.public, *self.mentioned) if symbol not in done]:
            for symbol in waiting:
                done.add(symbol)
                module, local = self.public.get(symbol) or self.mentioned[symbol]
                self._follow(module, local, public=symbol in self.public)
        self._set_apart()
        public = {self.names[symbol]: self._declared(*where) for symbol, where in self.public.items()}
        mentioned = {local: self._declared(module, local) for module, local in reversed(self.mentioned.values())}
        classes = {name: item for name, item in public.items() if isinstance(item, ApiClass)}
        unions = {name: item for name, item in public.items() if isinstance(item, ApiUnion)}
        hidden = {name: item for name, item in mentioned.items() if isinstance(item, ApiUnion) and name not in public}
        self._add_commented_events(classes)
        include_null = self._include_null
        classes = {name: item.retyped(lambda kind: kind.mapped(include_null)) for name, item in classes.items()}
        return classes, unions, hidden

    def _set_apart(self) -> None:
        """Remove from what is public what every product has: promises, and aliases of JSON values."""
        for found in (self.public, self.mentioned):
            for symbol, (module, local) in list(found.items()):
                if is_json_alias(self.modules, module, local):
                    self.names[symbol] = "any"
                    del found[symbol]
                elif any("Promise" in extends(node) for node in module.declared.get(local, ())):
                    del found[symbol]

    def _include_null(self, part: ApiType) -> ApiType:
        """Return a type with the null that its alias includes."""
        return union((part, NULL)) if part.name in self.nullable else part

    def _name_target(self, module: Module, local: str) -> None:
        """Name a declaration after the public alias that stands for it alone."""
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
                    target = self.modules.resolve_inside(module, local, text(reference))
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
        """Yield every type that a declaration shows to users."""
        value = named(node, "value")
        if value is not None and value.type not in _REFERENCES and object_body(value)[0] is None:
            yield value
        for member in self._members(node):
            yield from member.types()
        for _, payload, _ in self._mapped_events(module, local, node):
            if payload is not None:
                yield payload

    def _identity(self, module: Module, local: str, name: str) -> Symbol | None:
        """Find what a name means, even if it is declared in a package that is not at hand."""
        target = self.modules.resolve_inside(module, local, name)
        return self.modules.symbol(*target) if target is not None else self.modules.imported(module, name)

    # -- the declarations

    def _members(self, node: Node) -> list[Member]:
        value = named(node, "value")
        body = named(node, "body") if value is None else object_body(value)[0]
        return list(members(body)) if body is not None and node.type not in _NAMESPACES else []

    def _mapped_events(self, module: Module, local: str, node: Node) -> list[tuple[str, Node | None, Node]]:
        """Return the events named by a type that is given to the base class."""
        for argument in heritage(node):
            target = self.modules.resolve_inside(module, local, text(argument))
            for declared in target[0].declared.get(target[1], ()) if target is not None else ():
                value = named(declared, "value")
                body = object_body(value)[0] if value is not None else named(declared, "body")
                events = event_map(body) if body is not None else None
                if events is not None:
                    return events
        return []

    def _declared(
        self, module: Module, local: str, passed: frozenset[Symbol] = frozenset()
    ) -> ApiClass | ApiUnion | None:
        symbol = self.modules.symbol(module, local)
        if symbol in passed:
            return None  # an alias of itself
        nodes = [node for node in module.declared.get(local, ()) if node.type not in _NAMESPACES]
        if not nodes:
            return None
        node = nodes[0]
        at = place(node, module.shown)
        name = self.names.get(symbol, local)
        if node.type == "enum_declaration":
            return _enumeration(class_name(name), node, at, module.shown)
        if node.type != "type_alias_declaration":
            return self._class(module, local, node, "interface" if node.type == "interface_declaration" else "class")
        value = named(node, "value")
        if value is None:
            return None
        if (found := string_members(value)) is not None:
            if found.nullable:
                self.nullable.add(name)
            places = {text(item).strip("\"'"): place(item, module.shown) for item in found.strings}
            return _union(class_name(name), at, places, is_open=found.open)
        if value.type in _REFERENCES:
            target = self.modules.resolve_inside(module, local, text(value))
            passed_on = self._declared(*target, passed | {symbol}) if target is not None else None
            if passed_on is None:
                return ApiUnion(class_name(name), at=at, known=False)
            return passed_on if isinstance(passed_on, ApiClass) else replace(passed_on, python=class_name(name), at=at)
        return self._class(module, local, node, "alias")

    def _class(self, module: Module, local: str, node: Node, kind: Section) -> ApiClass:
        symbol = self.modules.symbol(module, local)
        name = self.names.get(symbol, local)
        at = place(node, module.shown)
        value = named(node, "value")
        if value is not None:
            body, nullable = object_body(value)
            if nullable:
                self.nullable.add(name)
            if body is None:
                return declared_alias(name, self._text(module, local, value), at)
        found = declared_class(name, kind, at)
        fields: dict[str, ApiField] = {}
        methods: dict[str, ApiMethod] = {}
        for member in self._members(node):
            if member.kind == "method":
                methods.setdefault(member.name, self._method(module, local, found.python, member))
            elif member.name not in fields:
                fields[member.name] = self._property(module, local, found.python, member)
            elif member.held_by not in (known := fields[member.name]).held_by:
                fields[member.name] = replace(known, held_by=(*known.held_by, member.held_by))
        events = {
            key: declared_event(
                found.python,
                key,
                "void" if payload is None else self._text(module, local, payload),
                place(item, module.shown),
            )
            for key, payload, item in self._mapped_events(module, local, node)
        }
        parameters = [text_of(item, "name") for part in children(node, "type_parameters") for item in children(part)]
        return replace(found, parameters=tuple(parameters), fields=fields, methods=methods, events=events)

    def _property(self, module: Module, local: str, owner: str, member: Member) -> ApiField:
        field = declared_field(
            owner,
            member.name,
            self._text(module, local, member.type),
            optional=member.optional,
            at=place(member.node, module.shown),
            deprecated=is_deprecated(doc_comment(member.node)),
        )
        return replace(field, held_by=(member.held_by,))

    def _method(self, module: Module, local: str, owner: str, member: Member) -> ApiMethod:
        python = f"{owner}.{python_name(member.name)}"
        params = {
            item.name: declared_parameter(
                python,
                item.name,
                self._text(module, local, item.type),
                optional=item.optional,
                at=place(item.node, module.shown),
            )
            for item in member.params
        }
        return declared_method(
            python,
            self._text(module, local, member.type),
            params,
            static=member.held_by == "class",
            at=place(member.node, module.shown),
            deprecated=is_deprecated(doc_comment(member.node)),
        )

    def _text(self, module: Module, local: str, kind: Node | None) -> str:
        """Write a type with the names that its users know."""
        if kind is None:
            return "any"
        if kind.type in _PREDICATES:
            return _PREDICATES[kind.type]
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

    def _add_commented_events(self, classes: dict[str, ApiClass]) -> None:
        """Add the events that only comments declare to classes that declare none otherwise."""
        typed = {name for name, item in classes.items() if item.events}
        for module in {id(module): module for module, _ in self.public.values()}.values():
            for node in _walk(module.root):
                if node.type != "comment":
                    continue
                for event in commented_events(text(node)):
                    owner = classes.get(event.owner)
                    if owner is None or event.owner in typed or event.name in owner.events:
                        continue
                    at = place(node, module.shown)
                    found = declared_event(owner.python, event.name, _normal(event.payload), at)
                    classes[event.owner] = replace(owner, events={**owner.events, event.name: found})


def _union(python: str, at: Position, places: Mapping[str, Position], *, is_open: bool = False) -> ApiUnion:
    return ApiUnion(python, at=at, members=dict.fromkeys(places, ""), members_at=places, open=is_open)


def _enumeration(python: str, node: Node, at: Position, file: str) -> ApiUnion:
    places: dict[str, Position] = {}
    body = named(node, "body")
    for item in children(body) if body is not None else ():
        value = text_of(item, "value").strip("\"'")
        places[value or text_of(item, "name") or text(item)] = place(item, file)
    return _union(python, at, places)


def _normal(payload: str) -> str:
    """Return a type of a comment, written as those of declarations are."""
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

"""Reads the public API of a package of declarations.

Public is what the package's entry exports; what stands in a namespace of that; and what its public members mention,
if the module that declares it exports it. Everything is named as its users name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tree_sitter import Node

from twilio_codegen.comparing.api import Api, ApiClass, ApiField, ApiMethod, ApiUnion
from twilio_codegen.comparing.shapes import is_shape
from twilio_codegen.comparing.types import NULL, ApiType, union
from twilio_codegen.errors import DeclarationError
from twilio_codegen.python.naming import class_name, python_name
from twilio_codegen.reading.positions import Position

from . import parts
from .comments import commented_events, is_deprecated
from .json_values import is_json_alias
from .members import (
    Member,
    base_names,
    bases,
    event_map,
    members,
    object_body,
    string_members,
    type_arguments,
)
from .modules import Declaration, Import, Module, Modules
from .sources import SourcePackage, open_package
from .syntax import children, named, parse, place, replaced, text, text_of, unquoted, unquoted_field

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
        return _read([open_package(path) for path in paths])
    except RecursionError as error:
        raise DeclarationError(
            f"{paths[0]}: a name is passed on by too many declarations to be followed; declare it nearer to its use"
        ) from error


def _read(packages: Sequence[SourcePackage]) -> Api:
    reader = _Reader(Modules(packages))
    main = packages[0]
    for entry in main.entries:
        reader.enter(reader.modules.module(main, entry))
    classes, unions, hidden, shapes = reader.read()
    if not classes and not unions:
        raise DeclarationError(f"{main.source.shown}{main.entries[0]} exports nothing")
    return parts.declared_api(main.name, main.version, classes, unions, hidden, shapes)


class _Reader:
    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.names: dict[Declaration | Import, str] = {}
        # Sets that keep their order.
        self.public: dict[Declaration, None] = {}
        self.mentioned: dict[Declaration, None] = {}
        self.nullable: set[str] = set()

    # -- what is public, and under which name

    def enter(self, module: Module) -> None:
        """Record the exports of an entry as public."""
        for outside, here in sorted(self.modules.exports(module), key=lambda item: item[0] == "default"):
            if here not in self.names:
                self._publish(here, here.name if outside == "default" else outside)

    def _publish(self, here: Declaration, name: str) -> None:
        module, local = here
        inner = [other for other in module.declared if other.startswith(f"{local}.")]
        for other in (local, *inner):
            self.names[Declaration(module, other)] = name + other.removeprefix(local)
            self.public[Declaration(module, other)] = None

    def read(self) -> tuple[dict[str, ApiClass], dict[str, ApiUnion], dict[str, ApiUnion], dict[str, ApiClass]]:
        """Follow what is public to what it mentions, then read all of it."""
        for here in self.public:
            self._name_target(here)
        done: set[Declaration] = set()
        while waiting := [here for here in (*self.public, *self.mentioned) if here not in done]:
            for here in waiting:
                done.add(here)
                self._follow(here, public=here in self.public)
        self._set_apart()
        public = {self.names[here]: self._declared(here) for here in self.public}
        mentioned = {here.name: self._declared(here) for here in reversed(self.mentioned)}
        classes = {name: item for name, item in public.items() if isinstance(item, ApiClass)}
        unions = {name: item for name, item in public.items() if isinstance(item, ApiUnion)}
        mentioned = {name: item for name, item in mentioned.items() if name not in public}
        hidden = {name: item for name, item in mentioned.items() if isinstance(item, ApiUnion)}
        shapes = {name: item for name, item in mentioned.items() if isinstance(item, ApiClass) and is_shape(item)}
        self._add_commented_events(classes)
        include_null = self._include_null
        classes, shapes = (
            {name: item.retyped(lambda kind: kind.mapped(include_null)) for name, item in found.items()}
            for found in (classes, shapes)
        )
        return classes, unions, hidden, shapes

    def _set_apart(self) -> None:
        """Remove from what is public what every product has: promises, and aliases of JSON values."""
        for found in (self.public, self.mentioned):
            for here in list(found):
                if is_json_alias(self.modules, here):
                    self.names[here] = "any"
                    del found[here]
                elif any(text_of(base, "value") == "Promise" for node in here.nodes for base in bases(node)):
                    del found[here]

    def _include_null(self, part: ApiType) -> ApiType:
        """Return a type with the null that its alias includes."""
        return union((part, NULL)) if part.name in self.nullable else part

    def _name_target(self, here: Declaration) -> None:
        """Name a declaration after the public alias that stands for it alone."""
        for node in here.nodes:
            value = named(node, "value") if node.type == "type_alias_declaration" else None
            target = self._identity(here, value) if value is not None and value.type in _REFERENCES else None
            if target is not None:
                self.names.setdefault(target, self.names[here])

    def _follow(self, here: Declaration, *, public: bool) -> None:
        kinds = (kind for node in here.nodes for kind in self._types(here, node))
        for reference in (found for kind in kinds for found in _references(kind)):
            target = self.modules.resolve_inside(here, text(reference))
            if target is None or target.name == "*" or target in self.public:
                continue
            if target.module.package.source is not here.module.package.source:
                continue
            if public and target.name.partition(".")[0] in target.module.exported.values():
                self._publish(target, target.name)
            else:
                self.mentioned.setdefault(target)

    def _types(self, here: Declaration, node: Node) -> Iterator[Node]:
        """Yield every type that a declaration shows to users."""
        value = named(node, "value")
        if value is not None and value.type not in _REFERENCES and object_body(value)[0] is None:
            yield value
        for _, member in self._members(here, node):
            yield from member.types()
        yield from (payload for _, payload, _ in self._mapped_events(here, node) if payload is not None)

    def _identity(self, here: Declaration, reference: Node) -> Declaration | Import | None:
        """Find what a name means, even if it is declared in a package that is not at hand."""
        name = text(reference)
        return self.modules.resolve_inside(here, name) or here.module.imported.get(name)

    # -- the declarations

    def _members(self, here: Declaration, node: Node) -> list[tuple[Declaration, Member]]:
        """Return the members of a declaration, and those that it has from what no user knows by name."""
        body = _body(node)
        if body is None or node.type in _NAMESPACES:
            return []
        found = [(here, member) for member in members(body)]
        for name in base_names(node):
            base = self.modules.resolve_inside(here, name)
            if base is None or base in self.public or base.module.package.source is not here.module.package.source:
                continue
            known = {(member.name, member.held_by) for _, member in found}
            inherited = (entry for other in base.nodes for entry in self._members(base, other))
            found += [(owner, member) for owner, member in inherited if (member.name, member.held_by) not in known]
        return found

    def _mapped_events(self, here: Declaration, node: Node) -> list[tuple[str, Node | None, Node]]:
        """Return the events named by a type that is given to the base class."""
        for argument in (found for base in bases(node) for found in type_arguments(base)):
            target = self.modules.resolve_inside(here, text(argument))
            for declared in target.nodes if target is not None else ():
                body = _body(declared)
                if body is not None and (events := event_map(body)) is not None:
                    return events
        return []

    def _declared(self, here: Declaration, passed: frozenset[Declaration] = frozenset()) -> ApiClass | ApiUnion | None:
        if here in passed:
            return None  # an alias of itself
        node = next((node for node in here.nodes if node.type not in _NAMESPACES), None)
        if node is None:
            return None
        at = self._place(here, node)
        name = self.names.get(here, here.name)
        if node.type == "enum_declaration":
            body = named(node, "body")
            items = children(body) if body is not None else ()
            return _union(name, at, {_enumerated(item): self._place(here, item) for item in items})
        if node.type != "type_alias_declaration":
            return self._class(here, node, "interface" if node.type == "interface_declaration" else "class")
        value = named(node, "value")
        if value is None:
            return None
        if (found := string_members(value)) is not None:
            if found.nullable:
                self.nullable.add(name)
            places = {unquoted(item): self._place(here, item) for item in found.strings}
            return _union(name, at, places, is_open=found.open)
        if value.type in _REFERENCES:
            target = self.modules.resolve_inside(here, text(value))
            passed_on = self._declared(target, passed | {here}) if target is not None else None
            if passed_on is None:
                return ApiUnion(class_name(name), at=at, known=False)
            return passed_on if isinstance(passed_on, ApiClass) else replace(passed_on, python=class_name(name), at=at)
        return self._class(here, node, "alias")

    def _class(self, here: Declaration, node: Node, kind: parts.Section) -> ApiClass:
        name = self.names.get(here, here.name)
        at = self._place(here, node)
        if (value := named(node, "value")) is not None:
            body, nullable = object_body(value)
            if nullable:
                self.nullable.add(name)
            if body is None:
                return parts.declared_alias(name, self._text(here, value), at)
        found = parts.declared_class(name, kind, at)
        properties: list[tuple[str, ApiField]] = []
        methods: dict[str, ApiMethod] = {}
        for owner, member in self._members(here, node):
            python = f"{found.python}.{python_name(member.name)}"
            if member.kind == "method":
                methods.setdefault(member.name, self._method(owner, python, member))
            else:
                properties.append((member.name, self._property(owner, python, member)))
        events = {
            key: parts.declared_event(
                found.python, key, "void" if payload is None else self._text(here, payload), self._place(here, item)
            )
            for key, payload, item in self._mapped_events(here, node)
        }
        parameters = tuple(
            text_of(item, "name") for part in children(node, "type_parameters") for item in children(part)
        )
        fields = parts.declared_fields(properties)
        return replace(found, parameters=parameters, fields=fields, methods=methods, events=events)

    def _property(self, here: Declaration, python: str, member: Member) -> ApiField:
        return parts.declared_field(
            python,
            self._text(here, member.type),
            member.held_by,
            optional=member.optional,
            at=self._place(here, member.node),
            deprecated=is_deprecated(member.node),
        )

    def _method(self, here: Declaration, python: str, member: Member) -> ApiMethod:
        params = {
            item.name: parts.declared_parameter(
                python,
                item.name,
                self._text(here, item.type),
                optional=item.optional,
                at=self._place(here, item.node),
            )
            for item in member.params
        }
        return parts.declared_method(
            python,
            self._text(here, member.type),
            params,
            static=member.held_by == "class",
            at=self._place(here, member.node),
            deprecated=is_deprecated(member.node),
        )

    def _place(self, here: Declaration, node: Node) -> Position:
        return place(node, here.module.shown)

    def _text(self, here: Declaration, kind: Node | None) -> str:
        """Write a type with the names that its users know."""
        if kind is None:
            return "any"
        if kind.type in _PREDICATES:
            return _PREDICATES[kind.type]
        spans: dict[tuple[int, int], str] = {}
        for node in _references(kind):
            target = self._identity(here, node)
            if target is not None and target in self.names:
                spans[node.byte_range] = self.names[target]
        for node in _walk(kind):
            if node.type == "string":
                spans[node.byte_range] = f'"{text(node)[1:-1]}"'
            elif node.type == "this_type":
                spans[node.byte_range] = self.names.get(here, here.name)
        return replaced(kind, spans)

    def _add_commented_events(self, classes: dict[str, ApiClass]) -> None:
        """Add the events that only comments declare to classes that declare none otherwise."""
        typed = {name for name, item in classes.items() if item.events}
        for module in dict.fromkeys(here.module for here in self.public):
            for node in (node for node in _walk(module.root) if node.type == "comment"):
                for event in commented_events(text(node)):
                    owner = classes.get(event.owner)
                    if owner is None or event.owner in typed or event.name in owner.events:
                        continue
                    at = place(node, module.shown)
                    found = parts.declared_event(owner.python, event.name, _normal(event.payload), at)
                    classes[event.owner] = replace(owner, events={**owner.events, event.name: found})


def _body(node: Node) -> Node | None:
    """Return the members of a declaration, in the syntax; None if it has none."""
    value = named(node, "value")
    return named(node, "body") if value is None else object_body(value)[0]


def _union(name: str, at: Position, places: Mapping[str, Position], *, is_open: bool = False) -> ApiUnion:
    members = dict.fromkeys(places, "")
    return ApiUnion(class_name(name), at=at, members=members, members_at=places, open=is_open)


def _enumerated(item: Node) -> str:
    return unquoted_field(item, "value") or text_of(item, "name") or text(item)


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

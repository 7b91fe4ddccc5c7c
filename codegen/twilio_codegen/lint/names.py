"""Names that Python, pydantic or the generated modules need for themselves, and names given twice."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from twilio_codegen.language import Method, Node, Resource, Schema, ValueType
from twilio_codegen.python.naming import class_name, pairs_name, python_name, snake_case, tags_name
from twilio_codegen.python.reserved_names import (
    CLASS_SCOPE,
    HUB_NAMES,
    OBJECT_NAMES,
    ROOT_NAMES,
    class_names,
    constructor_parameters,
    link_attribute,
    module_names,
    object_parameters,
    owner_functions,
    parameter_names,
    private_name,
)
from twilio_codegen.reading.positions import Position

from .scope import Scope

__all__ = ["check_names"]

_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_DOCUMENTED = re.compile(r"[a-z][A-Za-z0-9]*(_[a-z0-9]+)*\Z")
_CONTEXT = frozenset({"client", "configuration", "rest", "services", "sync"})
"""What all objects of a client share anyway."""
_SIGNAL = frozenset({"connect", "disconnect", "expect", "once", "wait"})
_TAKEN: Mapping[str, tuple[frozenset[str], str]] = {
    "cache": (_CONTEXT, "'{}' is the name of something else that all objects share"),
    "event": (_SIGNAL | HUB_NAMES, "the event '{}' has the name of something that every event can do"),
    "field": (frozenset(dir(BaseModel)), "the field '{}' would hide an attribute of every pydantic model"),
}
"""Names that what becomes an attribute cannot have, and what is said of them."""
_PACKAGES = frozenset({"pydantic", "twilio_realtime", "typing_extensions", *sys.stdlib_module_names})
"""Packages that a generated package imports, or may come before."""

Named = tuple[str, Position]


def check_names(scope: Scope) -> None:
    """Check the names of everything that becomes a module, a class, an attribute or a parameter."""
    schema = scope.schema
    _check_package(scope)
    _check_classes(scope)
    _check_modules(scope)
    for values in (schema.values, schema.wire, schema.payloads, schema.options):
        for value in values.values():
            copies = _keys(value, "copies") if isinstance(value, ValueType) else []
            _check_attributes(scope, [*_keys(value, "fields"), *copies], "field")
    _check_attributes(scope, _keys(schema, "caches"), "cache")
    for resource in schema.resources.values():
        _check_resource(scope, resource)
        _check_constructor(scope, resource)
        for method in resource.methods.values():
            _check_parameters(scope, method)


def _keys(node: Node, section: str) -> list[Named]:
    return [(name, node.key_at(section, name)) for name in getattr(node, section)]


def _check_attributes(scope: Scope, names: list[Named], what: str) -> None:
    """Check names that become attributes: each is a proper one, given once, and not taken."""
    _check_unique(scope, names, what)
    for name, pos in names:
        _check_taken(scope, name, pos, what)


def _check_taken(scope: Scope, name: str, pos: Position, what: str) -> None:
    taken, message = _TAKEN.get(what, (frozenset(), ""))
    if _attribute(scope, name, pos) and python_name(name) in taken:
        scope.report(pos, "reserved-name", message.format(name))


def _check_package(scope: Scope) -> None:
    product = scope.schema.product
    name, pos = product.package, product.at("package")
    if re.fullmatch(r"[a-z][a-z0-9_]*", name) is None or keyword.iskeyword(name):
        scope.report(pos, "bad-name", f"'{name}' is no name of a package; write one such as twilio_chat")
    elif name in _PACKAGES:
        scope.report(pos, "reserved-name", f"a package '{name}' would hide another one")


def _check_classes(scope: Scope) -> None:
    schema = scope.schema
    seen: dict[str, Position] = {}
    for name, pos in _defined(schema):
        _check_class(scope, name, pos, seen)
    for union in schema.tagged.values():
        _check_class(scope, union.other.name, union.at("other", "name"), seen)
        _check_taken(scope, union.tag, union.at("tag"), "field")
        for raw, pos in ((union.raw, union.at("raw")), (union.other.raw, union.other.at("raw"))):
            if raw is not None:
                _check_taken(scope, raw, pos, "field")
        _check_attributes(scope, _keys(union.other, "fields"), "field")
    for payload in schema.payloads.values():
        if payload.documented_as is not None:
            _check_class(scope, payload.documented_as, payload.at("documented-as"), seen)
    for resource in schema.resources.values():
        for part in (resource.mirror, resource.membership):
            if part is not None:
                _check_class(scope, part.payload, part.at("payload"), seen)
    makers: dict[str, tuple[str, Position]] = {}
    for maker, made, pos in _derived(schema):
        if (first := seen.get(made)) is not None:
            scope.report(first, "duplicate-name", f"the class '{made}' is made for '{maker}' already")
        other, _ = makers.setdefault(made, (maker, pos))
        if other != maker:
            scope.report(pos, "duplicate-name", f"the class '{made}' is made for '{maker}' and for '{other}'")


def _defined(schema: Schema) -> Iterator[Named]:
    for section in ("types", "values", "tagged", "wire", "payloads", "options"):
        yield from _keys(schema, section)
    yield from ((name, resource.at("resource")) for name, resource in schema.resources.items())


def _derived(schema: Schema) -> Iterator[tuple[str, str, Position]]:
    """Classes that are made besides those of the schema: for which, what they are called, and where that one stands."""
    for name, resource in schema.resources.items():
        if resource.events:
            for suffix in ("Emitter", "EventName", "Events"):
                yield name, f"{name}{suffix}", resource.at("resource")
        yield name, f"Async{name}", resource.at("resource")
    for section, names in (("payloads", schema.payloads), ("values", schema.composites)):
        for name in names:
            yield name, f"Async{name}", schema.key_at(section, name)
    for name, codec in sorted(schema.paired):
        if name in schema.values:
            yield name, pairs_name(name, codec), schema.key_at("values", name)


def _check_class(scope: Scope, name: str, pos: Position, seen: dict[str, Position]) -> None:
    if _CLASS.match(name) is None:
        scope.report(pos, "bad-name", f"'{name}' is no class name; write {class_name(name) or 'one such as Channel'}")
    elif name in class_names():
        message = f"a class '{name}' would hide what generated modules need; call it {name}Event or the like"
        scope.report(pos, "reserved-name", message)
    first = seen.setdefault(name, pos)
    if first is not pos:
        scope.report(pos, "duplicate-name", f"the class '{name}' is already defined at {first.file}:{first.line}")


def _check_modules(scope: Scope) -> None:
    """Check what is named after classes: modules of resources, what makes objects, and what reads tagged unions."""
    schema = scope.schema
    modules: dict[str, Named] = {}
    for name, resource in schema.resources.items():
        pos = resource.at("resource")
        module = snake_case(name)
        if module in module_names() or keyword.iskeyword(module) or module in ("self", "cls"):
            scope.report(pos, "reserved-name", f"the module of '{name}' would be called {module}, which is taken")
        _check_once(scope, modules, module, (name, pos), "module")
    makers = dict(modules)
    for name in schema.payloads:
        pos = schema.key_at("payloads", name)
        if keyword.iskeyword(snake_case(name)):
            scope.report(pos, "reserved-name", f"what makes a '{name}' would be called {snake_case(name)}, a keyword")
        _check_once(scope, makers, snake_case(name), (name, pos), "maker")
    for name in schema.composites:
        pos = schema.key_at("values", name)
        if keyword.iskeyword(snake_case(name)):
            scope.report(pos, "reserved-name", f"what makes a '{name}' would be called {snake_case(name)}, a keyword")
        _check_once(scope, makers, snake_case(name), (name, pos), "maker")
    tags: dict[str, Named] = {}
    for name in schema.tagged:
        _check_once(scope, tags, tags_name(name), (name, schema.key_at("tagged", name)), "reader")


def _check_once(scope: Scope, seen: dict[str, Named], python: str, named: Named, what: str) -> None:
    first, place = seen.setdefault(python, named)
    name, pos = named
    if place is not pos:
        message = f"the {what} of '{name}' is called {python}, as is that of '{first}' at {place.file}:{place.line}"
        scope.report(pos, "duplicate-name", message)


def _check_resource(scope: Scope, resource: Resource) -> None:
    attributes = [*_keys(resource, "properties"), *_keys(resource, "methods")]
    _check_unique(scope, attributes, "property or method")
    own = ROOT_NAMES if resource.root else OBJECT_NAMES
    for name, pos in attributes:
        if not _attribute(scope, name, pos) or python_name(name) not in own or _is_inherited(resource, name):
            continue
        listens = python_name(name) in ("on", "once", "off")
        use = "that events are listened to by" if listens else "of something that every such object has already"
        scope.report(pos, "reserved-name", f"'{name}' is the name {use}")
    for name, item in resource.properties.items():
        if item.source in ("mirror", "membership") and item.derived is None:
            _check_taken(scope, name, resource.key_at("properties", name), "field")
    if resource.mirror is not None:
        for name, pos in _keys(resource.mirror, "fields"):
            _check_taken(scope, name, pos, "field")
    _check_attributes(scope, _keys(resource, "events"), "event")
    _check_attributes(scope, _keys(resource, "collections"), "collection")
    for name, pos in _keys(resource, "links"):
        if _DOCUMENTED.match(name) is None:
            scope.report(pos, "bad-name", f"'{name}' is no name of a link; write one such as self or ownItems")
    _check_private(scope, resource)


def _is_inherited(resource: Resource, name: str) -> bool:
    """Whether a method is the one that every client has from the runtime."""
    return name in resource.methods and resource.methods[name].session == "close" and python_name(name) == "shutdown"


def _check_private(scope: Scope, resource: Resource) -> None:
    """Check that no two parts of an object are stored under one name."""
    seen: dict[str, Named] = {}
    for name, python, pos in _stored(resource):
        first, place = seen.setdefault(python, (name, pos))
        if place is not pos and (first != name or place.line != pos.line):
            where = f"{place.file}:{place.line}"
            message = f"'{name}' is stored as {python}, as is '{first}' at {where}; rename one of them"
            scope.report(pos, "duplicate-name", message)


def _stored(resource: Resource) -> Iterator[tuple[str, str, Position]]:
    """What an object stores or defines beyond its public attributes: its name, the private one, and where it stands."""
    root = resource.root
    if resource.owner is not None and not root:
        yield resource.owner, private_name(snake_case(resource.owner)), resource.at("owner")
    if resource.key is not None:
        yield resource.key.name, private_name(python_name(resource.key.name)), resource.key.at("name")
    for name, item in resource.properties.items():
        pos = resource.key_at("properties", name)
        if (item.source in ("mirror", "membership") and item.derived is None) or item.transient is not None:
            yield name, private_name(python_name(name)), pos
        if item.transient is not None:
            yield name, f"_{python_name(name)}_ended", pos
    for name, collection in resource.collections.items():
        pos = resource.key_at("collections", name)
        yield name, private_name(snake_case(name), client=root), pos
        yield name, f"{'_known' if root else '_open'}_{snake_case(name)}", pos
        if collection.ends is not None:
            yield name, f"_{snake_case(name)}_added", pos
    if resource.mirror is not None:
        for name in resource.mirror.fields:
            yield name, f"_{python_name(name)}_name", resource.mirror.key_at("fields", name)
    for name in resource.links:
        yield name, link_attribute(name), resource.key_at("links", name)
    for name, method in resource.methods.items():
        if method.request is not None and method.request.throttle is not None:
            yield name, f"_{snake_case(name)}_throttle", resource.key_at("methods", name)


def _check_constructor(scope: Scope, resource: Resource) -> None:
    if resource.options is not None and (options := scope.schema.options.get(resource.options.type)) is not None:
        for name in options.fields:
            if name != resource.options.region and python_name(name) in constructor_parameters():
                pos = options.key_at("fields", name)
                scope.report(pos, "reserved-name", f"every client has an argument called '{python_name(name)}' already")
    made = object_parameters() | owner_functions(scope.schema)
    key, owner = resource.key, resource.owner
    if key is not None and python_name(key.name) in made:
        scope.report(key.at("name"), "reserved-name", f"a key called '{key.name}' would hide what objects are made of")
    if owner is not None and snake_case(owner) in made:
        message = f"an owner called '{owner}' would hide what objects are made of"
        scope.report(resource.at("owner"), "reserved-name", message)


def _check_parameters(scope: Scope, method: Method) -> None:
    parameters = [(item.name or name, method.key_at("params", name)) for name, item in method.params.items()]
    needed = parameter_names() | owner_functions(scope.schema)
    for name, pos in parameters:
        if _attribute(scope, name, pos) and python_name(name) in needed:
            message = f"a parameter '{name}' would hide what the method needs; give it another one with 'name'"
            scope.report(pos, "reserved-name", message)
    spread: list[Named] = []
    for key, item in method.params.items():
        value = scope.schema.built.get(item.type.name) if item.spread else None
        spread += [(name, method.key_at("params", key)) for name in (value.fields if value is not None else ())]
    if (either := scope.schema.text_or_file(method)) is not None:
        place = method.params[either.param].at("type")
        spread += [(name, place) for name in scope.schema.options[either.options].fields]
    for name, pos in spread:
        if python_name(name) in needed:
            message = f"the field '{name}' becomes a parameter, which would hide what the method needs"
            scope.report(pos, "reserved-name", message)
    _check_unique(scope, [*parameters, *((name, _copy(pos)) for name, pos in spread)], "parameter")


def _copy(pos: Position) -> Position:
    """The same place as another object: several parameters may come from one."""
    return Position(*pos)


def _attribute(scope: Scope, name: str, pos: Position) -> bool:
    """Check a name that becomes an attribute."""
    python = python_name(name)
    if _DOCUMENTED.match(name) is None:
        scope.report(pos, "bad-name", f"'{name}' is no documented name; write one such as dateCreated")
    elif python != snake_case(name):
        scope.report(pos, "reserved-name", f"'{name}' is a Python keyword")
    elif python in CLASS_SCOPE:
        scope.report(pos, "reserved-name", f"'{name}' would hide {_shown(python)} where types are written")
    else:
        return True
    return False


def _shown(python: str) -> str:
    return f"Python's own {python}" if hasattr(builtins, python) else f"the {python} of generated modules"


def _check_unique(scope: Scope, names: Iterable[Named], what: str) -> None:
    seen: dict[str, Named] = {}
    for name, pos in names:
        first, place = seen.setdefault(python_name(name), (name, pos))
        if place is not pos:
            python = python_name(name)
            message = f"the {what} '{name}' is called {python} in Python, as is '{first}' on line {place.line}"
            scope.report(pos, "duplicate-name", message)

"""Whether what is deprecated says so properly, and whether it is time for it to go."""

from __future__ import annotations

from collections.abc import Iterator

from twilio_codegen.language import Delegation, Deprecation, Event, Method, Node, Resource
from twilio_codegen.language.removals import parse_version
from twilio_codegen.reading.positions import Position

from .delegations import delegated
from .requests import references_of
from .scope import Scope

__all__ = ["check_deprecations"]


def check_deprecations(scope: Scope, version: str | None) -> None:
    """Check everything that is deprecated.

    Args:
        scope: The schema.
        version: The version that is about to be released; None if that is not known.
    """
    for resource in scope.schema.resources.values():
        for what, node in _deprecated(resource):
            _check_versions(scope, what, node, version)
        _check_uses(scope, resource)
        _check_references(scope, resource)


def _deprecated(resource: Resource) -> Iterator[tuple[str, Deprecation]]:
    for label, nodes in (
        ("property", resource.properties),
        ("event", resource.events),
        ("method", resource.methods),
    ):
        for name, node in nodes.items():
            # An owner's event that repeats one tells only what is said about itself.
            inherited = isinstance(node, Event) and node.repeats is not None and "deprecated" not in node.written
            if node.deprecated is not None and not inherited:
                yield f"the {label} '{resource.resource}.{name}'", node.deprecated
    for name, method in resource.methods.items():
        for key, param in method.params.items():
            if param.deprecated is not None:
                yield f"the parameter '{key}' of '{resource.resource}.{name}'", param.deprecated


def _check_versions(scope: Scope, what: str, node: Deprecation, version: str | None) -> None:
    since, goes = parse_version(node.since), parse_version(node.remove_in or "")
    for key, text, parsed in (("since", node.since, since), ("remove-in", node.remove_in, goes)):
        if text is not None and parsed is None:
            scope.wrong_value(node.at(key), f"'{text}' is no version; write one such as 1.4.0")
    if not node.use.strip():
        scope.wrong_value(node.at("use"), f"say what to use instead of {what}")
    if since is None or goes is None:
        return
    if goes <= since:
        scope.wrong_value(node.at("remove-in"), f"{what} cannot go in {node.remove_in}, before {node.since}")
    released = parse_version(version or "")
    if released is not None and released >= goes:
        message = f"{what} was to go in {node.remove_in}, and this is {version}; remove it, or promise another release"
        scope.report(node.at("remove-in"), "removal-due", message)


def _check_uses(scope: Scope, resource: Resource) -> None:
    for name, item in resource.properties.items():
        if item.deprecated is not None and item.identity:
            message = f"'{name}' tells objects apart and cannot go; remove 'deprecated'"
            scope.report(_at(item), "deprecated-in-use", message)
    for name, method in resource.methods.items():
        shown = resource.properties.get(method.property or "")
        if shown is not None and shown.deprecated is not None and method.deprecated is None:
            message = f"'{name}' returns the deprecated property '{method.property}'; deprecate both or neither"
            scope.report(_at(method), "deprecated-in-use", message)
        for delegate in method.delegate or ():
            _check_delegate(scope, resource, delegate)
        _check_pair(scope, resource, method)
        for key, param in method.params.items():
            if param.deprecated is not None and not param.optional:
                message = f"the parameter '{key}' is deprecated but must be given; give it a default"
                scope.report(_at(param), "deprecated-in-use", message)


def _check_delegate(scope: Scope, resource: Resource, delegate: Delegation) -> None:
    _, called = delegated(scope, resource, delegate)
    if called is None:
        return
    if called.deprecated is not None:
        message = f"'{delegate.method}' is deprecated, and generated code would call it here; name another method"
        scope.report(delegate.at("method"), "deprecated-in-use", message)
    for name in delegate.arguments:
        if name in called.params and called.params[name].deprecated is not None:
            message = f"'{name}' is deprecated, and generated code would pass it here; leave it out"
            scope.report(delegate.key_at("with", name), "deprecated-in-use", message)


def _check_pair(scope: Scope, resource: Resource, method: Method) -> None:
    pair = method.get_or_create
    if pair is None:
        return
    for key, name in (("get", pair.get), ("create", pair.create)):
        called = resource.methods.get(name)
        if called is None:
            continue
        if called.deprecated is not None:
            message = f"'{name}' is deprecated, and generated code would call it here; name another method"
            scope.report(pair.at(key), "deprecated-in-use", message)
        for passed in method.params:
            if passed in called.params and called.params[passed].deprecated is not None:
                message = f"'{passed}' of '{name}' is deprecated, and generated code would pass it here; leave it out"
                scope.report(method.key_at("params", passed), "deprecated-in-use", message)


def _check_references(scope: Scope, resource: Resource) -> None:
    for holder, name, pos in _references(scope, resource):
        item = holder.properties.get(name) if holder is not None else None
        if item is not None and item.deprecated is not None and not item.identity:
            message = f"'{name}' is deprecated, and generated code would use it here; name another property"
            scope.report(pos, "deprecated-in-use", message)


def _references(scope: Scope, resource: Resource) -> Iterator[tuple[Resource | None, str, Position]]:
    """Every property that something of a resource depends on: whose it is, its name, and where it is named."""
    owner = scope.schema.resources.get(resource.owner or "")
    for item in resource.properties.values():
        for name in item.none_when or {}:
            yield resource, name, item.key_at("none-when", name)
        if item.derived is not None:
            yield resource, item.derived.property, item.derived.at("property")
            if item.derived.safe_name is not None:
                yield resource, item.derived.safe_name, item.derived.at("safe-name")
            listed = resource.properties.get(item.derived.property)
            part = listed.type.argument if listed is not None else None
            held_by = scope.schema.resources.get(part.name) if part is not None else None
            for name in item.derived.where or {}:
                yield held_by, name, item.derived.key_at("where", name)
    for text, pos in _texts(resource):
        head, _, rest = text.partition(".")
        if head in ("self", "owner"):
            yield (resource if head == "self" else owner), rest, pos
    for method in resource.methods.values():
        for key, names in (("only-when", method.only_when), ("skip-when", method.skip_when)):
            for name in names:
                yield resource, name, method.key_at(key, name)
        for needed in method.requires:
            yield resource, needed.property, needed.at("property")
        for param in method.params.values():
            if param.at_least is not None:
                yield resource, param.at_least, param.at("at-least")
            for picked, name in param.pick.items():
                yield scope.schema.resources.get(picked), name, param.at("pick", picked)
        if (asked := method.addresses) is not None and asked.by is not None:
            yield _listed(scope, resource, method, asked.of), asked.by, asked.at("by")
        if (chosen := method.select) is not None:
            if method.deprecated is None:
                yield resource, chosen.source, chosen.at("from")
            held = _listed(scope, resource, method, f"self.{chosen.source}")
            for name in chosen.where:
                yield held, name, chosen.key_at("where", name)
        for delegate in method.delegate or ():
            for name, text in delegate.arguments.items():
                if delegate.last is not None and text.startswith("last."):
                    yield _held(scope, resource, delegate.last), text[5:], delegate.at("with", name)
        if method.collection is not None:
            for name in method.collection.where:
                held = _held(scope, resource, method.collection.name)
                yield held, name, method.collection.key_at("where", name)
    for told in resource.notifications.values():
        for path, name, _ in told.conditions():
            yield _held(scope, resource, told.collection), name, told.key_at(*path)
    for collection in resource.collections.values():
        if (source := collection.membership) is not None:
            for name in source.forget_when_out:
                yield scope.schema.resources.get(collection.of), name, source.key_at("forget-when-out", name)
        if collection.durable is not None:
            yield scope.schema.resources.get(collection.of), collection.durable.since, collection.durable.at("since")
        if collection.ends is not None:
            for name, other in collection.ends.where.items():
                yield _held(scope, resource, collection.ends.collection), name, collection.ends.key_at("where", name)
                yield scope.schema.resources.get(collection.of), other, collection.ends.at("where", name)


def _texts(resource: Resource) -> Iterator[tuple[str, Position]]:
    """Every text that may be a reference."""
    for link in resource.links.values():
        for key, texts in (("fill", link.fill), ("path", link.path)):
            yield from ((text, link.at(key, at)) for at, text in enumerate(texts))
    for method in resource.methods.values():
        yield from ((text, method.at("forgets", name)) for name, text in method.forgets.items())
        yield from references_of(method)


def _held(scope: Scope, resource: Resource, collection: str) -> Resource | None:
    found = resource.collections.get(collection)
    return scope.schema.resources.get(found.of) if found is not None else None


def _listed(scope: Scope, resource: Resource, method: Method, reference: str) -> Resource | None:
    """What a list of objects holds that a reference of a method stands for."""
    head, _, rest = reference.partition(".")
    known = method.params.get(head.removeprefix("$")) if not rest else resource.properties.get(rest)
    held = known.type.argument if known is not None else None
    return scope.schema.resources.get(held.name) if held is not None else None


def _at(node: Node) -> Position:
    return node.key_at("deprecated")

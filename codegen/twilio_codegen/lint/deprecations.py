"""Whether what is deprecated says so properly, and whether it is time for it to go."""

from __future__ import annotations

from collections.abc import Iterator

from twilio_codegen.deprecations import parse_version
from twilio_codegen.ir import Deprecation, Event, Node, Resource
from twilio_codegen.positions import Position

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
    since, goes = parse_version(node.since), parse_version(node.remove_in)
    for key, text, parsed in (("since", node.since, since), ("remove-in", node.remove_in, goes)):
        if parsed is None:
            scope.report(node.at(key), "wrong-value", f"'{text}' is no version; write one such as 1.4.0")
    if not node.use.strip():
        scope.report(node.at("use"), "wrong-value", f"say what to use instead of {what}")
    if since is None or goes is None:
        return
    if goes <= since:
        scope.report(node.at("remove-in"), "wrong-value", f"{what} cannot go in {node.remove_in}, before {node.since}")
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
        for key, param in method.params.items():
            if param.deprecated is not None and not param.optional:
                message = f"the parameter '{key}' is deprecated but must be given; give it a default"
                scope.report(_at(param), "deprecated-in-use", message)


def _at(node: Node) -> Position:
    return node.key_at("deprecated")

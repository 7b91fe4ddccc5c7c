"""Finds every change between two versions of an API and classifies it by the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from twilio_codegen.comparing.api import (
    UNSAID,
    Api,
    ApiClass,
    ApiEvent,
    ApiField,
    ApiMethod,
    ApiParameter,
    ApiPart,
    ApiUnion,
    Details,
    Plain,
)
from twilio_codegen.comparing.assignable import accepts, is_safely_narrower, same_meaning
from twilio_codegen.comparing.comparable import as_in_python, comparable
from twilio_codegen.comparing.types import NOTHING, NULL, ApiType, Unions
from twilio_codegen.language import Json

from .changes import Change, change_of
from .renames import renamed_members, renamed_params, renamed_parts, renamed_types
from .rules import RULES

Part = TypeVar("Part", bound=ApiPart)
Names = frozenset[str]

_PASSED = frozenset({"option", "parameter"})
"""Kinds of parts that users pass in."""


def compare_apis(old: Api, new: Api) -> list[Change]:
    """Return every change, the most severe first.

    What one of the two cannot say is not compared: declarations know no defaults, no wire and, next to a schema, no
    null.

    Args:
        old: What users have.
        new: What they get.
    """
    old, new = as_in_python(old), as_in_python(new)
    if old.origin != new.origin:
        old, new = comparable(old), comparable(new)
    names = renamed_types(old, new)
    found = [*_package(old, new), *_types(old, new, names)]
    before = old.renamed(names)
    comparison = _Comparison({**before.strings(), **new.strings()}, same_origin=old.origin == new.origin)
    for name, item in new.classes.items():
        if name in before.classes:
            found += comparison.classes(name, before.classes[name], item)
    for name, union in new.unions.items():
        if name in before.unions:
            found += comparison.unions(name, before.unions[name], union)
    found += _unseen(old.wire, new.wire)
    order = list(RULES)
    levels = ("breaking", "additive", "documentation", "wire-only")
    return sorted(found, key=lambda item: (levels.index(item.rule.level), item.subject, order.index(item.rule.id)))


def uncompared(old: Api, new: Api) -> list[str]:
    """Return the aliases of strings that could not be compared: their strings are declared in packages not at hand."""
    both = (name for name in new.unions if name in old.unions)
    return [name for name in both if not (old.unions[name].known and new.unions[name].known)]


def _package(old: Api, new: Api) -> Iterator[Change]:
    if old.package and new.package and old.package != new.package:
        yield Change(RULES["package-renamed"], old.package, old.package, new.package, old.package, new.package)


def _types(old: Api, new: Api, names: Mapping[str, str]) -> Iterator[Change]:
    sections: tuple[tuple[str, Mapping[str, Details], Mapping[str, Details]], ...] = (
        ("class", old.classes, new.classes),
        ("union", old.unions, new.unions),
    )
    for what, before, after in sections:
        for name, item in before.items():
            if name in names and name not in after:
                other = after[names[name]]
                rule = f"{what}-{'moved' if item.python == other.python else 'renamed'}"
                yield change_of(rule, name, item, other, name, names[name])
            elif name not in after:
                yield change_of(f"{what}-removed", name, item, None, name)
        for name, item in after.items():
            if name not in before and name not in names.values():
                yield change_of(f"{what}-added", name, None, item, "", name)


def _unseen(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield Change(RULES["wire-changed"], name, "", "", "", ", ".join(_changed(old.get(name), new.get(name))))


def _changed(old: object, new: object) -> Iterable[str]:
    """Return the keys whose values differ."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ["added" if old is None else "removed" if new is None else "changed"]
    before, after = cast("Plain", old), cast("Plain", new)
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))


def _shown(value: Json) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class _Comparison:
    strings: Unions
    same_origin: bool

    # -- what everything has in common

    def details(self, subject: str, old: Details, new: Details) -> Iterator[Change]:
        if new.deprecated and not old.deprecated:
            yield change_of("deprecated", subject, old, new)
        if old.deprecated and not new.deprecated:
            yield change_of("undeprecated", subject, old, new)
        notices = [part.notice for part in (old, new) if isinstance(part, ApiPart) and part.notice]
        if len(notices) == 2 and notices[0] != notices[1]:
            yield change_of("deprecation-changed", subject, old, new, *notices)
        if old.doc != new.doc:
            yield change_of("described", subject, old, new)
        if old.wire != new.wire:
            keys = ", ".join(_changed(dict(old.wire), dict(new.wire)))
            yield change_of("wire-changed", subject, old, new, after=keys)

    def parts(
        self,
        kind: str,
        subject: Callable[[str], str],
        old: Mapping[str, Part],
        new: Mapping[str, Part],
        names: Mapping[str, str],
        compared: Callable[[str, Part, Part], Iterator[Change]],
    ) -> Iterator[Change]:
        """Yield what was removed, renamed, added and changed among parts that rules call by their kind."""
        for name, item in old.items():
            other = new.get(names.get(name, name))
            label = subject(name)
            if other is None:
                yield change_of(f"{kind}-removed", label, item, None, name)
                continue
            if name in names:
                rule = f"{kind}-{'respelt' if item.python == other.python else 'renamed'}"
                yield change_of(rule, label, item, other, name, names[name])
            yield from self.details(label, item, other)
            yield from compared(label, item, other)
        for name, item in new.items():
            if name not in old and name not in names.values():
                rule = f"{kind}-required-added" if kind in _PASSED and _must_be_given(item) else f"{kind}-added"
                yield change_of(rule, subject(name), None, item, "", name)

    def sets(
        self, kind: str, subject: str, old: ApiPart, new: ApiPart, before: Names, after: Names
    ) -> Iterator[Change]:
        """Compare two sets of conditions."""
        if before - after:
            yield change_of(f"{kind}-removed", subject, old, new, ", ".join(sorted(before - after)))
        if after - before:
            yield change_of(f"{kind}-added", subject, old, new, "", ", ".join(sorted(after - before)))

    def read(self, kind: str, subject: str, old: ApiPart, new: ApiPart) -> Iterator[Change]:
        """Compare the types of something that users receive."""
        before, after = old.type, new.type
        if same_meaning(before, after, self.strings):
            return
        if NOTHING in (before, after):
            rule = f"{kind}-added" if before == NOTHING else f"{kind}-removed"
        elif same_meaning(before.without_null(), after.without_null(), self.strings):
            rule = f"{kind}-nullable" if NULL in after.parts else f"{kind}-not-null"
        else:
            rule = f"{kind}-narrowed" if is_safely_narrower(before, after, self.strings) else f"{kind}-type"
        yield change_of(rule, subject, old, new, str(before), str(after))

    def passed(
        self, kind: str, subject: str, old: Details, new: Details, before: ApiType, after: ApiType
    ) -> Iterator[Change]:
        """Compare the types of something that users pass in."""
        if not same_meaning(before, after, self.strings):
            rule = f"{kind}-accepts-{'more' if accepts(after, before, self.strings) else 'less'}"
            yield change_of(rule, subject, old, new, str(before), str(after))

    # -- aliases

    def unions(self, name: str, old: ApiUnion, new: ApiUnion) -> Iterator[Change]:
        yield from self.details(name, old, new)
        if not (old.known and new.known):
            return
        if new.open and not old.open:
            rule = "union-opened" if old.received or new.received else "union-accepts-more"
            yield change_of(rule, name, old, new)
        if old.open and not new.open:
            yield change_of("union-closed", name, old, new)
        names = renamed_members(old, new)
        for member, meaning in old.members.items():
            subject = f'{name} "{member}"'
            if member in names:
                yield change_of("member-renamed", subject, old, new, member, names[member])
            elif member not in new.members:
                yield change_of("member-removed", subject, old, None, member)
            elif meaning != new.members[member]:
                yield change_of("described", subject, old, new)
        for member in new.members:
            if member not in old.members and member not in names.values():
                rule = "member-added" if old.received or new.received else "member-accepted"
                yield change_of(rule, f'{name} "{member}"', None, new, "", member)

    # -- classes

    def classes(self, name: str, old: ApiClass, new: ApiClass) -> Iterator[Change]:
        yield from self.details(name, old, new)
        if self.same_origin and (old.kind, old.written) != (new.kind, new.written):
            yield change_of("class-changed-kind", name, old, new, old.kind, new.kind)
        yield from self.fields(name, old, new)
        names = renamed_parts(
            old.methods, new.methods, lambda one, other: one.type == other.type and len(one.params) == len(other.params)
        )
        yield from self.parts("method", lambda key: f"{name}.{key}", old.methods, new.methods, names, self.method)
        names = renamed_parts(old.events, new.events, lambda one, other: one.type == other.type)
        yield from self.parts("event", lambda key: f"{name} event {key}", old.events, new.events, names, self.event)

    def fields(self, owner: str, old: ApiClass, new: ApiClass) -> Iterator[Change]:
        names = renamed_parts(
            old.fields, new.fields, lambda one, other: one.type.without_null() == other.type.without_null()
        )
        kind, compared = ("option", self.option) if new.written else ("property", self.property)
        yield from self.parts(kind, lambda key: f"{owner}.{key}", old.fields, new.fields, names, compared)
        if new.ordered:
            kept = [names.get(name, name) for name in old.fields if names.get(name, name) in new.fields]
            if list(new.fields)[: len(kept)] != kept:
                yield change_of("field-order", owner, old, new, ", ".join(kept), ", ".join(new.fields))

    def property(self, subject: str, old: ApiField, new: ApiField) -> Iterator[Change]:
        yield from self.read("property", subject, old, new)
        if old.reason != new.reason:
            what = "added" if old.reason is None else "removed" if new.reason is None else "changed"
            yield change_of(f"reason-{what}", subject, old, new, old.reason or "", new.reason or "")
        if old.default != new.default:
            yield change_of("property-default", subject, old, new, _shown(old.default), _shown(new.default))

    def option(self, subject: str, old: ApiField, new: ApiField) -> Iterator[Change]:
        before, after = old.type, new.type
        if old.required != new.required:
            rule = "option-required" if new.required else "option-optional"
            yield change_of(rule, subject, old, new, str(before), str(after))
            before, after = before.without_null(), after.without_null()
        elif not new.required and old.default != new.default:
            yield change_of("option-default", subject, old, new, _shown(old.default), _shown(new.default))
        yield from self.passed("option", subject, old, new, before, after)

    # -- methods

    def method(self, subject: str, old: ApiMethod, new: ApiMethod) -> Iterator[Change]:
        if old.static != new.static:
            yield change_of("method-static", subject, old, new)
        elif old.plain != new.plain:
            yield change_of("method-plain", subject, old, new)
        yield from self.read("result", subject, old, new)
        yield from self.sets("keywords", subject, old, new, old.keywords, new.keywords)
        yield from self.sets("requirement", subject, old, new, old.requires, new.requires)
        if old.effects != new.effects:
            yield change_of("effects-documented", subject, old, new)
        yield from self.params(subject, old, new)

    def params(self, method: str, old: ApiMethod, new: ApiMethod) -> Iterator[Change]:
        names = renamed_params(old, new)
        both = (old.params, new.params)
        yield from self.parts("parameter", lambda key: f"{method}({key})", *both, names, self.parameter)
        kept = [names.get(name, name) for name in old.params if names.get(name, name) in new.params]
        required = [name for name in new.params if name not in kept and not new.params[name].optional]
        if [name for name in new.params if name not in required][: len(kept)] != kept:
            yield change_of("parameter-order", method, old, new, ", ".join(old.params), ", ".join(new.params))

    def parameter(self, subject: str, old: ApiParameter, new: ApiParameter) -> Iterator[Change]:
        yield from self.passed("parameter", subject, old, new, old.type, new.type)
        if old.optional != new.optional:
            rule = "parameter-optional" if new.optional else "parameter-required"
            yield change_of(rule, subject, old, new)
        elif old.default != new.default and UNSAID not in (old.default, new.default):
            yield change_of("parameter-default", subject, old, new, _shown(old.default), _shown(new.default))
        yield from self.sets("check", subject, old, new, old.checks, new.checks)

    # -- events

    def event(self, subject: str, old: ApiEvent, new: ApiEvent) -> Iterator[Change]:
        yield from self.read("payload", subject, old, new)
        before, after = (frozenset(filter(None, [event.bubbles])) for event in (old, new))
        yield from self.sets("bubbling", subject, old, new, before, after)


def _must_be_given(item: ApiPart) -> bool:
    return (isinstance(item, ApiField) and item.required) or (isinstance(item, ApiParameter) and not item.optional)

"""Random single edits of a schema, each with the rule that it must fall under."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import cast

from support.yaml_edits import Tree

__all__ = ["Mutation", "mutations"]

Entry = dict[str, object]
Edit = Callable[[Tree], None]


@dataclass(frozen=True)
class Mutation:
    """An edit.

    Attributes:
        rule: The rule that it must fall under, and the gravest that it may.
        target: Path of what is edited; edits of different targets can be made together.
        edit: Makes the edit.
    """

    rule: str
    target: tuple[str, ...]
    edit: Edit

    def __str__(self) -> str:
        return f"{self.rule} at {'/'.join(self.target)}"


def entry(tree: Tree, target: tuple[str, ...]) -> Entry:
    found: Entry = tree[target[0]]
    for part in target[1:]:
        found = cast("Entry", found[part])
    return found


def setting(rule: str, target: tuple[str, ...], value: object) -> Mutation:
    def edit(tree: Tree) -> None:
        entry(tree, target[:-1])[target[-1]] = copy.deepcopy(value)

    return Mutation(rule, target, edit)


def removing(rule: str, target: tuple[str, ...]) -> Mutation:
    def edit(tree: Tree) -> None:
        del entry(tree, target[:-1])[target[-1]]

    return Mutation(rule, target, edit)


def renaming(rule: str, target: tuple[str, ...]) -> Mutation:
    def edit(tree: Tree) -> None:
        parent = entry(tree, target[:-1])
        entries = {f"{key}Anew" if key == target[-1] else key: item for key, item in parent.items()}
        item = entries[f"{target[-1]}Anew"]
        if isinstance(item, dict) and target[-2] == "properties":
            # What a property is called on the wire follows from its name unless it is said.
            cast("Entry", item).setdefault("wire", target[-1])
        parent.clear()
        parent.update(entries)

    return Mutation(rule, target, edit)


def mutations(tree: Tree, random: Random) -> Iterator[Mutation]:
    """Yields edits without end, none of them twice, every kind of them equally often."""
    kinds: dict[str, list[Mutation]] = {}
    for mutation in _all(tree):
        kinds.setdefault(mutation.rule, []).append(mutation)
    for found in kinds.values():
        random.shuffle(found)
    while kinds:
        for rule in list(kinds):
            yield kinds[rule].pop()
            if not kinds[rule]:
                del kinds[rule]


def _all(tree: Tree) -> Iterator[Mutation]:
    for file, document in tree.items():
        if file.startswith("resources/"):
            yield from _of_resource(file, document)
        for name, item in cast("dict[str, Entry]", document.get("types", {})).items():
            yield from _of_union((file, "types", name), item)
        for name, item in cast("dict[str, Entry]", document.get("values", {})).items():
            yield from _of_value((file, "values", name), item, built=bool(item.get("input")))
        for name, item in cast("dict[str, Entry]", document.get("payloads", {})).items():
            yield from _of_payload((file, "payloads", name), item)
        for name in cast("dict[str, Entry]", document.get("wire", {})):
            field: Entry = {"type": "string?", "doc": "New."}
            yield setting("wire-changed", (file, "wire", name, "fields", "newField"), field)
    types: Entry = {"doc": "New.", "unused": "Made up.", "members": {"one": "First.", "two": "Second."}}
    yield setting("union-added", ("types.yaml", "types", "MadeUp"), types)
    value: Entry = {"doc": "New.", "fields": {"size": {"type": "integer", "doc": "New."}}}
    yield setting("class-added", ("values.yaml", "values", "MadeUpValue"), value)


PASSED_IN = ("ChannelSortingCriteria", "ChannelSortingOrder")
"""Unions that are never received."""


def _of_union(at: tuple[str, ...], item: Entry) -> Iterator[Mutation]:
    members = cast("dict[str, str]", item.get("members", {}))
    added = "member-accepted" if at[-1] in PASSED_IN else "member-added"
    place, value = ((*at, "members", "madeUp"), "New.") if members else ((*at, "members"), {"madeUp": "New."})
    yield setting(added, place, value)
    for name in members:
        yield removing("member-removed", (*at, "members", name))
        yield renaming("member-renamed", (*at, "members", name))
        yield setting("described", (*at, "members", name), "Other words.")


def _of_value(at: tuple[str, ...], item: Entry, *, built: bool) -> Iterator[Mutation]:
    kind = "option" if built else "property"
    fields = cast("dict[str, Entry]", item["fields"])
    yield setting(f"{kind}-added", (*at, "fields", "newField"), {"type": "string?", "doc": "New."})
    if built:
        yield setting("option-required-added", (*at, "fields", "newField"), {"type": "string", "doc": "New."})
    for name, field in fields.items():
        here = (*at, "fields", name)
        written = str(field["type"])
        yield removing(f"{kind}-removed", here)
        yield renaming(f"{kind}-renamed", here)
        yield setting("described", (*here, "doc"), "Other words.")
        if written in ("string?", "integer?", "datetime?"):
            narrower = "option-required" if built else "property-not-null"
            yield setting(narrower, (*here, "type"), written.removesuffix("?"))
            yield setting("option-accepts-less" if built else "property-type", (*here, "type"), "boolean?")
        if not built and written in ("string", "integer", "datetime") and "literals" not in field:
            yield setting("property-nullable", (*here, "type"), f"{written}?")
        if built and isinstance(field.get("default"), bool):
            yield setting("option-default", (*here, "default"), not field["default"])
            yield setting("option-accepts-more", (*here, "type"), f"{written}?")
            yield removing("option-required", (*here, "default"))


def _of_payload(at: tuple[str, ...], item: Entry) -> Iterator[Mutation]:
    fields = cast("dict[str, Entry]", item["fields"])
    yield setting("property-added", (*at, "fields", "note"), {"type": "string?", "doc": "New."})
    for name, field in fields.items():
        yield removing("property-removed", (*at, "fields", name))
        yield setting("described", (*at, "fields", name, "doc"), "Other words.")
        if field["type"] == "integer?":
            yield setting("property-not-null", (*at, "fields", name, "type"), "integer")

    def reverse(tree: Tree) -> None:
        entries = entry(tree, (*at, "fields"))
        reversed_entries = dict(reversed(entries.items()))
        entries.clear()
        entries.update(reversed_entries)

    yield Mutation("field-order", (*at, "fields"), reverse)


def _of_resource(file: str, document: Entry) -> Iterator[Mutation]:
    mirrored = "mirror" in document
    for name, item in cast("dict[str, Entry]", document.get("properties", {})).items():
        yield from _of_property((file, "properties", name), item)
    for name, item in cast("dict[str, Entry]", document.get("events", {})).items():
        yield from _of_event((file, "events", name), item, str(document["resource"]))
    for name, item in cast("dict[str, Entry]", document.get("methods", {})).items():
        yield from _of_method((file, "methods", name), item)
    if mirrored:
        new: Entry = {"type": "string?", "wire": "made_up", "doc": "New."}
        yield setting("property-added", (file, "properties", "madeUp"), new)
        method: Entry = {"doc": "New.", "property": "attributes", "returns": {"type": "json"}}
        if "attributes" in cast("Entry", document["properties"]):
            yield setting("method-added", (file, "methods", "readAttributes"), method)


def _of_property(at: tuple[str, ...], item: Entry) -> Iterator[Mutation]:
    written = str(item["type"])
    yield setting("described", (*at, "doc"), "Other words.")
    if item.get("identity") or item.get("source") in ("key", "owner", "own", "version", "session"):
        return
    yield removing("property-removed", at)
    yield renaming("property-renamed", at)
    if written in ("string?", "integer?", "datetime?"):
        yield setting("property-not-null", (*at, "type"), written.removesuffix("?"))
        yield setting("property-type", (*at, "type"), "boolean?")
    if written in ("string", "boolean", "json") and "derived" not in item and written != "json":
        yield setting("property-nullable", (*at, "type"), f"{written}?")
    if "reason" in item:
        # The union of update reasons loses the member that is called like the property, which is graver.
        yield removing("member-removed", (*at, "reason"))
        other = "dateUpdated" if item["reason"] != "dateUpdated" else "author"
        yield setting("member-removed", (*at, "reason"), other)
    if "wire" in item:
        yield setting("wire-changed", (*at, "wire"), f"{item['wire']}_anew")
    if item.get("default") == {}:
        yield setting("property-default", (*at, "default"), [])


def _of_event(at: tuple[str, ...], item: Entry, owner: str) -> Iterator[Mutation]:
    yield setting("described", (*at, "doc"), "Other words.")
    yield removing("event-removed", at)
    yield renaming("event-renamed", at)
    if item.get("payload") in ("Channel", "Member", "Message"):
        yield setting("payload-type", (*at, "payload"), "User" if owner != "User" else "Member")
        yield setting("payload-nullable", (*at, "payload"), f"{item['payload']}?")
        yield removing("payload-removed", (*at, "payload"))
    if "payload" not in item:
        yield setting("payload-added", (*at, "payload"), "number")
    if "bubbles" in item:
        # What is further up cannot be reached without what is below.
        yield removing("bubbling-removed", (*at, "bubbles", list(cast("Entry", item["bubbles"]))[-1]))


def _of_method(at: tuple[str, ...], item: Entry) -> Iterator[Mutation]:
    params = cast("dict[str, Entry]", item.get("params", {}))
    request = cast("Entry", item.get("request", {}))
    yield setting("described", (*at, "doc"), "Other words.")
    if item.get("session") != "close":
        yield removing("method-removed", at)
        yield renaming("method-renamed", at)
    yield setting("effects-documented", (*at, "errors"), ["DeadlineError", "ThrottledError"])
    if item["returns"] == "none" and "request" in item and "throttle" not in request:
        yield setting("result-added", (*at, "returns"), "self")
    if item["returns"] == "self":
        yield setting("result-removed", (*at, "returns"), "none")
    returned = cast("Entry", item["returns"]) if isinstance(item["returns"], dict) else {}
    if returned.get("type") == "integer?":
        yield setting("result-not-null", (*at, "returns", "type"), "integer")
    if returned.get("type") == "integer":
        yield setting("result-nullable", (*at, "returns", "type"), "integer?")
    if isinstance(request.get("body"), dict):
        yield _with_parameter(at, "parameter-added", {"type": "string?", "default": None, "doc": "New."})
        yield _with_parameter(at, "parameter-required-added", {"type": "string", "doc": "New."})
    for name, param in params.items():
        yield from _of_parameter((*at, "params", name), param)
    required = [name for name, param in params.items() if "default" not in param]
    if required and not params[required[-1]].get("spread"):
        last = params[required[-1]]
        if last["type"] == "string":
            yield setting("parameter-optional", (*at, "params", required[-1], "default"), "made up")
    optional = [name for name, param in params.items() if "default" in param]
    if len(required) > 1 or len(optional) > 1:

        def shuffle(tree: Tree) -> None:
            entries = entry(tree, (*at, "params"))
            turned = dict(reversed(entries.items()))
            entries.clear()
            entries.update(turned)

        yield Mutation("parameter-order", (*at, "params"), shuffle)


def _with_parameter(at: tuple[str, ...], rule: str, param: Entry) -> Mutation:
    """A parameter that is sent, too."""

    def edit(tree: Tree) -> None:
        method = entry(tree, at)
        cast("Entry", method.setdefault("params", {}))["madeUp"] = copy.deepcopy(param)
        cast("Entry", cast("Entry", method["request"])["body"])["made_up"] = {"value": "$madeUp", "when-none": "omit"}

    return Mutation(rule, at, edit)


def _of_parameter(at: tuple[str, ...], param: Entry) -> Iterator[Mutation]:
    written = str(param["type"])
    yield setting("described", (*at, "doc"), "Other words.")
    if not param.get("spread"):
        yield removing("parameter-removed", at)
        yield renaming("parameter-respelt" if "name" in param else "parameter-renamed", at)
    if written == "string" and "literals" not in param and "pick" not in param:
        yield setting("parameter-accepts-more", (*at, "type"), "string?")
        yield setting("parameter-accepts-less", (*at, "literals"), ["one", "two"])
    if "check" in param:
        yield removing("check-removed", (*at, "check"))
    elif written == "string":
        yield setting("check-added", (*at, "check"), "non-empty")
    if param.get("keyword-only"):
        yield removing("check-removed", (*at, "keyword-only"))
    else:
        yield setting("check-added", (*at, "keyword-only"), True)
    if isinstance(param.get("default"), int):
        yield setting("parameter-default", (*at, "default"), cast("int", param["default"]) + 1)
        yield removing("parameter-required", (*at, "default"))

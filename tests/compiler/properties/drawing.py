"""Draws schemas at random, over every construct of the language."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from compiler.properties.names import Names, text

__all__ = ["Drawing", "Drawn", "Json", "draw"]

Json = dict[str, object]

_SCALARS = ("string", "integer", "number", "boolean", "datetime", "duration", "json")
_HOOKS = '''\
"""What cannot be declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from twilio_realtime.json import JsonObject

if TYPE_CHECKING:
    from .hook_context import HookContext

_T = TypeVar("_T")
_Given = JsonObject
'''
_HOST = "https://{place}.{{region}}.fleet.example"
_WORDS_OF_UNIONS = ("open", "shut", "half-open", "not yet", "7", "ä b", 'said "x"', "back\\slash", "it's")
_TAME_WORDS = ("open", "shut", "half-open", "not yet", "7", "ä b")
_TEXTS = ("", "plain", "ä/b?c#d%", 'quote " and \\', "a b")


_TAME_TEXTS = ("", "plain", "a b")


@dataclass(frozen=True)
class Drawn:
    """A schema.

    Attributes:
        seed: What it was drawn with.
        package: Import name of what is generated.
        tree: All of it as one tree.
        files: Text of each file by path inside the schema folder.
    """

    seed: int
    package: str
    tree: Json
    files: dict[str, str]

    def write(self, folder: Path) -> Path:
        """Write the files and return the folder."""
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        return folder


def draw(seed: int, *, tame: bool = False) -> Drawn:
    """The schema of a seed.

    Args:
        seed: What it is drawn with.
        tame: Leave out names and texts that are hard to write in Python.
    """
    tree, hooks = Drawing(random.Random(seed), seed, tame=tame).whole()
    whole = copy.deepcopy(tree)
    resources = cast("dict[str, Json]", tree.pop("resources"))
    files = {
        "product.yaml": _yaml(cast("Json", tree.pop("product"))),
        "definitions.yaml": _yaml({name: section for name, section in tree.items() if section}),
        **{f"resources/{number}.yaml": _yaml(resource) for number, resource in enumerate(resources.values())},
    }
    if hooks:
        files["hooks.py"] = hooks
    return Drawn(seed, f"drawn_{seed}", whole, files)


def _yaml(tree: Json) -> str:
    """JSON is YAML, but for characters that YAML wants escaped."""
    written = json.dumps(tree, ensure_ascii=False, indent=1)
    written = written.replace('"true": ', "true: ").replace('"false": ', "false: ")  # as keys they are no texts
    return "".join(char if char == "\n" or char.isprintable() else _escaped(char) for char in written) + "\n"


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


class Drawing:
    """One schema while it is drawn."""

    def __init__(self, rng: random.Random, seed: int, *, tame: bool) -> None:
        self.rng = rng
        self.seed = seed
        self.tame = tame
        self.hostile = 0.0 if tame else rng.choice((0.0, 0.0, 0.3))
        self.risk = rng.random() < 0.25
        self.names = Names(rng, self.hostile / 25)
        self.types: dict[str, Json] = {}
        self.reasons: dict[str, Json] = {}
        self.values: dict[str, Json] = {}
        self.inputs: list[str] = []
        self.built: list[str] = []
        self.received: list[str] = []
        self.tagged: dict[str, Json] = {}
        self.told: list[str] = []
        self.pairs: list[str] = []
        self.wire: dict[str, Json] = {}
        self.payloads: dict[str, Json] = {}
        self.options: dict[str, Json] = {}
        self.caches: dict[str, Json] = {}
        self.resources: dict[str, Json] = {}
        self.links: list[str] = []
        self.session: Json = {}
        self.records: list[str] = []
        self.composites: list[str] = []
        self.messages: list[str] = []
        self.hooks: list[str] = []
        self.reserved: dict[str, set[str]] = {}
        self.product: Json = {}
        self.profile: Json = {}
        self.link_fields: Json = {}

    # -- small things

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def risky(self, share: float = 0.06) -> bool:
        """Whether to do something that may well be refused."""
        return self.risk and self.chance(share)

    def text(self, *choices: str) -> str:
        """One of the texts; a tame one if only those are wanted."""
        tame = [choice for choice in choices if re.fullmatch(r"[\w ./?-]*", choice)]
        return self.rng.choice(tame if self.tame else choices)

    def doc(self) -> str:
        return text(self.rng, self.hostile)

    def whom(self, told: str, other: str) -> object:
        """What a notification concerns: one that it names by a property, and perhaps those that another one tells."""
        named: Json = {told: "whichOne"}
        if not self.chance(0.6):
            return named
        if self.chance(0.3):
            named[told] = {"field": "whichOne"}
        told_by: Json = {other: {"equals": self.literal("string")}}
        if self.chance(0.4):
            told_by[other] = {"equals": [self.literal("string") for _ in range(self.rng.randint(1, 2))]}
        return self.rng.choice(([named], [named, told_by], [told_by, named], [{**told_by, **named}, named]))

    def deprecation(self) -> Json:
        found: Json = {"since": "1.4.0", "use": 'nothing "at all"'}
        if self.chance(0.6):
            found["remove-in"] = "99.0.0"
        return found

    def member(self, holder: str) -> str:
        return self.names.of_member(self.reserved.setdefault(holder, set()))

    # -- types

    def type(self, extra: Sequence[str] = (), *, tagged: bool = True, depth: int = 2, nullable: float = 0.3) -> str:
        """A type of plain data."""
        mark = "?" if self.chance(nullable) else ""
        if depth and self.chance(0.25):
            held = self.type(extra, tagged=tagged, depth=depth - 1, nullable=0.2)
            return f"{self.rng.choice(('list', 'map'))}[{held}]{mark}"
        named = [*self.types, *extra, *(self.tagged if tagged else ())]
        name = self.rng.choice(named) if named and self.chance(0.4) else self.rng.choice(_SCALARS)
        if name in self.tagged and name not in self.told and not self.risky():
            return f"map[{name}{mark}]"  # what is told apart by its key
        return name + mark

    def literal(self, kind: str) -> object:
        """A value of a type as a schema writes it; None if there is none to write."""
        name = kind.removesuffix("?")
        rng = self.rng
        if kind.endswith("?") and rng.random() < 0.3:
            return None
        if name.startswith("list["):
            held = name[5:-1]
            one = self.literal(held)
            return [one] if rng.random() < 0.5 and (one is not None or held.endswith("?")) else []
        if name.startswith("map["):
            held = name[4:-1]
            one = self.literal(held)
            return {"a b": one} if rng.random() < 0.5 and (one is not None or held.endswith("?")) else {}
        if name in self.types:
            return rng.choice(list(cast("Json", self.types[name]["members"])))
        choices: dict[str, Sequence[object]] = {
            "string": _TAME_TEXTS if self.tame else _TEXTS,
            "integer": (0, 1, -7, 10**12),
            "number": (0, 1.5, -2.25, 3),
            "boolean": (True, False),
            "json": ({}, [], {"a": [1, None]}, "text", 7),
        }
        return rng.choice(choices[name]) if name in choices else None

    def has_literal(self, kind: str) -> bool:
        """Whether values of the type can be written in a schema."""
        name = kind.removesuffix("?")
        return kind.endswith("?") or name.startswith(("list[", "map[")) or name in self.types or name not in (
            "datetime", "duration", *self.values, *self.tagged, *self.resources, *self.records
        )  # fmt: skip

    def field(self, kind: str, *, default: float = 0.3, wire: bool = True) -> Json:
        found: Json = {"type": kind, "doc": self.doc()}
        if kind == "string" and self.chance(0.15):
            found["literals"] = self.rng.sample(_TAME_WORDS if self.tame else _WORDS_OF_UNIONS, 2)
            if self.chance(default):
                found["default"] = cast("list[str]", found["literals"])[0]
            return found
        if self.chance(default) and (self.has_literal(kind) or self.risky()):
            found["default"] = self.literal(kind)
            if found["default"] is None and not kind.endswith("?"):
                del found["default"]
        if kind.startswith("json") and wire and self.chance(0.4):
            found["codec"] = "json-string"
        if wire and kind.removesuffix("?") in ("integer", "number") and ("default" in found or kind.endswith("?")):
            for key, bound in (("minimum", -5), ("maximum", 10**6)):
                if self.chance(0.2):
                    found[key] = bound
        return found

    def fields(self, count: int, kinds: Sequence[str], *, wire: bool = True, tagged: bool = True) -> Json:
        taken: set[str] = set()
        found: Json = {}
        for number in range(count):
            name = self.names.of_member(taken)
            found[name] = self.field(self.type(kinds, tagged=tagged), wire=wire)
            if wire and self.pairs and self.chance(0.1):
                found[name] = self.paired()
            if wire and self.chance(0.3):
                cast("Json", found[name])["wire"] = self.rng.choice((f"w_{number}", f"W-{number}", f"dateSent{number}"))
        return found

    # -- definitions

    def definitions(self) -> None:
        for _ in range(self.rng.randint(0, 2)):
            members = self.rng.sample(_TAME_WORDS if self.tame else _WORDS_OF_UNIONS, self.rng.randint(1, 4))
            union: Json = {"doc": self.doc(), "members": {name: self.doc() for name in members}}
            if self.chance(0.3):
                union["open"] = True
            self.types[self.names.of_class()] = union
        for _ in range(self.rng.randint(0, 3)):
            name = self.names.of_class()
            self.values[name] = {"doc": self.doc(), "fields": self.fields(self.rng.randint(1, 4), self.received)}
            self.received.append(name)
        if self.received and self.chance(0.5):
            self.tagged_union()
        if self.chance(0.4):
            self.pair_value()
        for _ in range(self.rng.randint(0, 2)):
            name = self.names.of_class()
            fields = self.fields(self.rng.randint(1, 3), self.inputs, wire=False, tagged=False)
            self.values[name] = {"doc": self.doc(), "input": True, "fields": fields}
            self.inputs.append(name)
            self.built.append(name)
        if self.chance(0.4):
            self.options_of_calls()

    def options_of_calls(self) -> None:
        """Draw options that methods take: they hold what values hold, and more."""
        name = self.names.of_class()
        fields = self.fields(self.rng.randint(1, 4), self.inputs, wire=False, tagged=False)
        for field in cast("dict[str, Json]", fields).values():
            if any(value in str(field["type"]) for value in self.received):
                field |= {"type": "list[integer]", "default": [1]}
                field.pop("literals", None)
        if self.chance(0.3):
            fields["ownFile"] = {"type": "MediaSource?", "doc": self.doc()}
        if self.chance(0.3):
            fields["inside"] = {"type": self.rng.choice((f"{name}?", f"list[{name}]?")), "doc": self.doc()}
        if self.risky():
            fields["coded"] = {"type": "json", "codec": "json-string", "doc": self.doc()}
        self.options[name] = {"doc": self.doc(), "fields": fields}
        self.built.append(name)

    def pair_value(self) -> None:
        """Draw a value that may travel as an entry of an object, and copies itself with a change."""
        name = self.names.of_class()
        there = self.rng.choice(("string", "integer?", "boolean?", "json", "list[string]?"))
        self.values[name] = {
            "doc": self.doc(),
            "fields": {
                "theKey": {"type": "string", "wire": "the-key", "doc": self.doc()},
                "there": {"type": there, "doc": self.doc()},
            },
        }
        if self.chance(0.6):
            self.values[name]["copies"] = {"withOther": "there", "called": "theKey"}
        self.pairs.append(name)

    def paired(self) -> Json:
        """The type of a list that travels as an object, and how."""
        mark = "?" if self.chance(0.7) else ""
        found: Json = {"type": f"list[{self.rng.choice(self.pairs)}]{mark}", "doc": self.doc()}
        found["codec"] = self.rng.choice(("pairs", "json-pairs", *(["json-string"] if self.risky() else [])))
        return found

    def tagged_union(self) -> None:
        name = self.names.of_class()
        kinds = self.rng.sample(self.received, self.rng.randint(1, len(self.received)))
        tags = self.rng.sample(("plain", "b c", "3", "ü") if self.tame else ("plain", "b c", 'q"', "ü"), len(kinds))
        members: Json = dict(zip(tags, kinds, strict=True))
        for tag in tags:
            if self.chance(0.3):
                members[tag] = {"value": members[tag], "wire": self.text(f"wire/{tag}", "plain", f'"{tag}')}
        union: Json = {
            "doc": self.doc(),
            "tag": self.rng.choice(("sort", "kindOf", "what_kind")),
            "members": members,
            "other": self.names.of_class() if self.chance(0.5) else self.other_kind(tags),
        }
        if self.chance(0.3):
            union["raw"] = "rawText"
        if keyed := self.chance(0.3):
            union["from"] = self.rng.choice(("key", "key", "field"))
            keyed = union["from"] == "key"
        self.tagged[name] = union
        if not keyed:
            self.told.append(name)
        if self.chance(0.4):  # a value that holds the union it belongs to
            fields = cast("Json", self.values[kinds[0]]["fields"])
            plain = (f"{name}?", f"list[{name}]", f"list[{name}]?")
            in_maps = (f"map[{name}]", f"map[{name}?]?", f"list[map[{name}]]")
            kind = self.rng.choice((*in_maps, *(() if keyed and not self.risky() else plain)))
            fields["inside"] = {"type": kind, "doc": self.doc()}

    def other_kind(self, tags: Sequence[str]) -> Json:
        """What is made of everything that is no known kind; its word is mostly none of the tags."""
        other: Json = {"name": self.names.of_class()}
        if self.chance(0.5):
            other["doc"] = self.doc()
        if self.chance(0.5):
            other["documented"] = self.rng.choice(("interface", "alias", "class"))
        if self.chance(0.5):
            words = ["something else", 'an"other', "plain"]
            other["word"] = self.text(*(word for word in words if word not in tags or self.risky()))
        if self.chance(0.5):
            other["raw"] = self.rng.choice(("rawText", "allOfIt"))
        if self.chance(0.5):
            kinds = ("string?", "integer?", "list[boolean]?", "map[json?]?")
            other["fields"] = {
                "moreOfIt": {"type": self.rng.choice(kinds), "doc": self.doc(), "wire": "more-of-it"},
                "also": {"type": "number", "default": 3, "doc": self.doc()},
            }
        return other

    # -- the product and the root

    def whole(self) -> tuple[Json, str]:
        self.definitions()
        self.session = self.fields(self.rng.randint(0, 3), self.received)
        session, links = self.names.of_class(), self.names.of_class()
        nested = self.names.of_class()
        self.wire[nested] = {
            "doc": self.doc(),
            "fields": {
                "mapName": {"type": "string", "wire": "map_name", "doc": self.doc()},
                "otherMap": {"type": "string", "doc": self.doc()},
                "third_map": {"type": "string", "doc": self.doc()},
                "fourthMap": {"type": "string", "wire": "FOURTH", "doc": self.doc()},
                "ownKey": {"type": "string", "wire": "own-key", "doc": self.doc()},
                "ownMap": {"type": "string", "doc": self.doc()},
                "capacity": {"type": "integer", "default": 5, "doc": self.doc()},
                "keys": {"type": "list[string]", "default": ["k", "a b"], "doc": "Keys of maps."},
                "everySoOften": {"type": self.rng.choice(("duration?", "duration")), "doc": self.doc()},
            },
        }
        self.session["sync"] = {"type": nested, "doc": self.doc()}
        self.session["links"] = {"type": links, "doc": self.doc()}
        self.links = ["things", "ownThings", "others"]
        self.link_fields |= {name: {"type": "string", "doc": self.doc()} for name in self.links}
        self.wire[links] = {"doc": self.doc(), "fields": self.link_fields}
        if self.risky():
            cast("Json", self.session["sync"])["type"] = f"{nested}?"
        self.wire[session] = {"doc": self.doc(), "fields": self.session}
        for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
            self.record()
        for _ in range(self.rng.choice((0, 0, 1, 2)) if self.records else 0):
            self.composite()
        from compiler.properties.drawing_drafts import DraftDrawing
        from compiler.properties.drawing_resources import ResourceDrawing

        ResourceDrawing(self).all()
        DraftDrawing(self).all()
        profile: Json = {
            "grant": "fleet_tracking",
            "token-grants": ["fleet"],
            "default-region": "eu2",
            "hosts": {
                "socket": "wss://live.{region}.fleet.example/socket",
                **{name: _HOST.format(place=place) for name, place in
                   (("api", "api"), ("sync", "state"), ("registrar", "push"))},
            },
            "bootstrap": {"path": "Dispatch/v7/SignIn", "payload": session},
            "metadata": {"type": "fleet"},
            "message-types": ["twilio.sync.event", *self.messages],
        }  # fmt: skip
        if self.chance(0.3):
            profile["cache-interval"] = "session.sync.everySoOften"
        profile |= self.profile
        product: Json = {
            "product": "drawn",
            "package": f"drawn_{self.seed}",
            "title": "Drawn at random",
            "models-version": f"drawn {self.seed}",
            "doc": self.doc(),
            "profile": profile,
            **self.product,
        }
        tree: Json = {
            "product": product,
            "types": {**self.types, **self.reasons},
            "values": self.values,
            "tagged": self.tagged,
            "wire": self.wire,
            "payloads": self.payloads,
            "options": self.options,
            "caches": self.caches,
            "resources": self.resources,
        }
        _drop_unused(tree)
        return tree, "\n\n".join([_HOOKS, *self.hooks]) if self.hooks else ""

    def composite(self) -> None:
        """A value that holds records."""
        name = self.names.of_class()
        fields = self.fields(self.rng.randint(1, 4), [*self.received, *self.records])
        kind = self.rng.choice(self.records)
        fields["theRecord"] = self.field(self.rng.choice((f"{kind}?", f"list[{kind}]", f"map[list[{kind}?]]?")))
        self.values[name] = {"doc": self.doc(), "fields": fields}
        self.received.append(name)
        self.composites.append(name)

    def record(self) -> None:
        name = self.names.of_class()
        self.records.append(name)
        self.reserved[name] = {"sid"}
        properties: Json = {"sid": {"type": "string", "identity": True, "doc": self.doc()}}
        for number in range(self.rng.randint(1, 3)):
            properties[self.member(name)] = self.carried(name, number, self.records[:-1])
        self.resources[name] = {
            "resource": name,
            "doc": self.doc(),
            "section": name,
            "owner": "Desk",
            "mirror": {"payload": self.names.of_class(), "kind": "record", "doc": self.doc()},
            "properties": properties,
            "methods": {},
        }

    def carried(self, resource: str, number: int, records: Sequence[str] = (), source: str = "") -> Json:
        """A property that is a field of a payload."""
        kind = self.type([*self.received, *(records if not source else ())], nullable=0.5)
        item: Json = {"type": kind, "doc": self.doc()}
        if self.pairs and self.chance(0.1):
            item = {**self.paired(), "default": []}
            kind = str(item["type"])
        if source:
            item["source"] = source
        name = kind.removesuffix("?")
        needs = not kind.endswith("?") and name not in ("string", "json")
        if name.startswith("json") and self.chance(0.5):
            item["codec"] = "json-string"
        if (needs or self.chance(0.3)) and self.has_literal(kind):
            item["default"] = self.literal(kind)
        if (item.get("default", 0) is None and not kind.endswith("?")) or (needs and "default" not in item):
            item.pop("default", None)
            if not self.risky():
                item["type"] = f"{name}?"
        if self.chance(0.3):
            item["wire"] = self.rng.choice((f"w_{number}", f"W-{number}", f"dateSent{number}"))
        if self.chance(0.4):
            item["when"] = self.rng.choice(("present", "non-null", "truthy", "always"))
        if name in self.received and self.chance(0.3) and (name not in self.composites or self.risky()):
            item["merge"] = "partial"
        return item


def _drop_unused(tree: Json) -> None:
    """Leave out definitions that nothing speaks of: lint would refuse them."""
    while True:
        written = json.dumps(tree)
        left = 0
        for section in ("types", "values", "tagged", "wire", "payloads", "options"):
            definitions = cast("dict[str, Json]", tree[section])
            for name in list(definitions):
                outside = json.dumps(
                    {**tree, section: {key: value for key, value in definitions.items() if key != name}}
                )
                if (
                    not _speaks_of(outside, name)
                    and not name.endswith("UpdateReason")
                    and "unused" not in definitions[name]
                ):
                    del definitions[name]
                    left += 1
        if not left:
            return
        assert written != json.dumps(tree)


def _speaks_of(written: str, name: str) -> bool:
    # As a type or the name of one: a whole text, a part of a type, or an alternative to a text.
    return re.search(rf'"(?:(?:[A-Za-z]+\[)*|string\? \| ){name}[\]?]*"(?!:)', written) is not None

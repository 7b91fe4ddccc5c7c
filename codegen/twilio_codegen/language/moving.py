"""What programs for one product become in another that took its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from .node import Json, Node
from .product import Schema

__all__ = [
    "GuardedProperty",
    "Move",
    "MovePart",
    "Moved",
    "NamedPart",
    "PartKind",
    "Written",
    "name_parts",
    "parts_of",
    "successors",
]

_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])|[^A-Za-z0-9]+")

PartKind = Literal["name", "property", "method", "event", "string", "parameter"]
"""What a name is: one of the package, or of which part of something."""


class Written(Node):
    """An expression that takes the place of a call of a method that is gone. `{}` stands for the object."""

    when: dict[str, Json] = Field(
        default_factory=dict,
        description="The arguments, by Python name, of calls that it stands for; without it, none.",
    )
    awaited: str = Field(description="The expression, instead of the awaited call.")
    blocking: str = Field(description="The same in the blocking client.")


class GuardedProperty(Node):
    """What is written for a property that became a list, where a program asks first whether there is a value.

    `{}` stands for the object.
    """

    value: str = Field(description="Instead of the property, where it is known that there is a value.")
    there: str = Field(description="For the question whether there is one.")
    absent: str = Field(description="For the question whether there is none.")


class Moved(Node):
    """What becomes of one name, where that does not follow from the words."""

    to: str | None = Field(default=None, description="Documented name that takes its place.")
    gone: str | None = Field(default=None, description="Why nothing does, and what to do; a sentence.")
    note: str = Field(default="", description="What is different although there is such a name; a sentence.")
    drop_when: tuple[Json, ...] = Field(
        default=(),
        description="Arguments that can be left out where a parameter or a field is gone: they say nothing new.",
    )
    write: tuple[Written, ...] = Field(
        default=(), description="What to write instead of calls of a method that is gone."
    )
    guarded: GuardedProperty | None = Field(
        default=None,
        description="What to write for a property that became a list, where it is asked for its value first.",
    )

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if self.to is not None and self.gone is not None:
            raise ValueError("says both what takes its place and that it is gone")
        if self.gone is None and (self.drop_when or self.write):
            raise ValueError("'drop-when' and 'write' are for what is 'gone'")
        return self


class Move(Node):
    """How programs for another product move to this one.

    A name that both have stays, and one that the words turn into one of this product follows them.
    """

    moving_from: str = Field(description="Schema folder of the other product, beside this one.")
    guide: str = Field(description="What the page about the move begins with, as Markdown.")
    words: dict[str, str] = Field(
        default_factory=dict,
        description="Words inside names, singular and capitalised, with those that take their place.",
    )
    names: dict[str, Moved] = Field(
        default_factory=dict,
        description=(
            "What does not follow from that: `Name`, `Name.member`, `Union.string` or `Name.method(parameter)`, in the "
            "documented spelling of the other product."
        ),
    )
    new: dict[str, str] = Field(
        default_factory=dict,
        description=(
            "Strings that unions of this product have besides: `Union.string`, each with the old one that it resembles."
        ),
    )


NamedPart = tuple[str, ...]
"""The names that lead to a part: of the package, of the member, of the parameter."""


@dataclass(frozen=True, slots=True)
class MovePart:
    """What becomes of one name.

    Attributes:
        key: How the file of the move names it.
        kind: What it is.
        to: Documented name that takes its place, without its owner; None if there is none.
        entry: What is said of it; None if it follows.
        said: Whether it is the same, follows from the words or from its owner, or has an entry; None if none of them.
    """

    key: str
    kind: PartKind
    to: str | None
    entry: Moved | None
    said: Literal["same", "words", "owner", "entry"] | None


def name_parts(key: str) -> NamedPart:
    """Return the names that a key consists of; strings of unions may have dots."""
    owner, _, member = key.partition(".")
    if member.endswith(")") and "(" in member:
        method, _, parameter = member[:-1].partition("(")
        return owner, method, parameter
    return (owner, member) if member else (owner,)


def parts_of(schema: Schema) -> dict[str, dict[str, PartKind]]:
    """Return every public name of a product with the members that it has."""
    found: dict[str, dict[str, PartKind]] = {}
    for name, union in schema.types.items():
        found[name] = dict.fromkeys(union.members, "string")
    for fields in (schema.values, schema.options, schema.payloads):
        for name, item in fields.items():
            found[name] = dict.fromkeys(item.fields, "property")
    for name in schema.tagged:
        found[name] = {}
    for payload in schema.payloads.values():
        if payload.documented_as is not None:
            found[payload.documented_as] = {}
    for name, resource in schema.resources.items():
        members: dict[str, PartKind] = dict.fromkeys(resource.properties, "property")
        members |= dict.fromkeys(resource.methods, "method")
        members |= dict.fromkeys(resource.events, "event")
        found[name] = members
    return found


def successors(old: Schema, new: Schema, move: Move) -> Iterator[MovePart]:
    """Yield what becomes of every public name of the old product, parameters included."""
    before, after = parts_of(old), parts_of(new)
    for name, members in before.items():
        part = _successor(move, name, name, "name", after)
        yield part
        owner = part.to
        theirs = after.get(owner or "", {})
        for member, kind in members.items():
            key = f"{name}.{member}"
            like = {item: of for item, of in theirs.items() if of == kind}
            if owner is None:
                yield MovePart(key, kind, None, move.names.get(key), "owner")
                continue
            found = _successor(move, key, member, kind, like)
            yield found
            method = old.resources[name].methods.get(member) if name in old.resources else None
            for parameter in method.params if method is not None else ():
                inner = f"{key}({parameter})"
                if found.to is None or owner not in new.resources:
                    yield MovePart(inner, "parameter", None, None, "owner")
                    continue
                params = new.resources[owner].methods[found.to].params if found.to in theirs else {}
                yield _successor(move, inner, parameter, "parameter", params)


def _successor(move: Move, key: str, name: str, kind: PartKind, after: Mapping[str, object]) -> MovePart:
    entry = move.names.get(key)
    if entry is not None and (entry.to is not None or entry.gone is not None):
        return MovePart(key, kind, entry.to, entry, "entry")
    if name in after:
        return MovePart(key, kind, name, entry, "same")
    worded = reworded(name, move.words)
    if worded in after:
        return MovePart(key, kind, worded, entry, "words")
    return MovePart(key, kind, None, entry, None)


def reworded(name: str, words: Mapping[str, str]) -> str:
    """Return a name with the words that take the place of others in it."""
    return "".join(_word(word, words) for word in _WORD.findall(name))


def _word(word: str, words: Mapping[str, str]) -> str:
    title = word[:1].upper() + word[1:]
    new = words.get(title)
    if new is None and title.endswith("s") and title[:-1] in words:
        new = f"{words[title[:-1]]}s"
    if new is None:
        return word
    return new if word[:1].isupper() else new[:1].lower() + new[1:]

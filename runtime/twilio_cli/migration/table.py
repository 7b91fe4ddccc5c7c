"""The table of a move from one product to another, as the compiler writes it into the package of the newer one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

__all__ = ["Class", "Entry", "Event", "Guarded", "Member", "Parameter", "Table", "Union", "Writing", "read_table"]

TABLES = "schemas"
"""Folder of a generated package in which the tables lie."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Entry(_Part):
    """What becomes of a name.

    Attributes:
        to: The name to write instead; None if there is none.
        why: Why there is none, and what to do.
        note: What is different although there is one; empty if nothing is.
    """

    to: str | None
    why: str = ""
    note: str = ""


class Parameter(Entry):
    """A parameter of a method, or a field that is given by keyword.

    Attributes:
        name: Its name in Python.
        type: Its annotation.
        drop_when: Arguments that can be left out where the parameter is gone: they say what is always so now.
    """

    name: str
    type: str
    drop_when: tuple[JsonValue, ...] = ()


class Writing(_Part):
    """An expression that takes the place of a call of a method that is gone.

    Attributes:
        when: The arguments by keyword for which it holds, all of them; for no others.
        awaited: The expression, with `{}` for the object, instead of the awaited call.
        blocking: The same for programs without asyncio.
    """

    when: Mapping[str, JsonValue]
    awaited: str
    blocking: str


class Guarded(_Part):
    """What is written for a property that became a list, with `{}` for the object.

    Attributes:
        value: Instead of the property, where it is known that there is a value.
        there: For the question whether there is one.
        absent: For the question whether there is none.
    """

    value: str
    there: str
    absent: str


class Member(Entry):
    """A property, a field or a method of a class.

    Attributes:
        kind: Which of them it is.
        type: Annotation of the value or of the result.
        is_async: Whether it is a coroutine function.
        pages: Whether it gives pages.
        params: Parameters, in the order of the signature.
        keywords: Names of options whose fields can be given as keywords.
        lost_keywords: Those of them whose fields cannot be given so any more.
        writing: Expressions instead of calls.
        guarded: Expressions instead of a property that is asked for its value before that is used.
    """

    kind: Literal["property", "method"]
    type: str
    is_async: bool = False
    pages: bool = False
    params: tuple[Parameter, ...] = ()
    keywords: tuple[str, ...] = ()
    lost_keywords: tuple[str, ...] = ()
    writing: tuple[Writing, ...] = ()
    guarded: Guarded | None = None


class Event(Entry):
    """An event; `to` is the attribute of the hub.

    Attributes:
        name: Its attribute now.
        documented: Its documented name to write instead.
        payload: Annotation of what handlers receive; None if that is nothing.
    """

    name: str
    documented: str | None
    payload: str | None


class Class(_Part):
    """The members of a class, a value, options or a payload.

    Attributes:
        members: Properties, fields and methods by Python name.
        events: Events by documented name.
    """

    members: Mapping[str, Member] = {}
    events: Mapping[str, Event] = {}


class Union(_Part):
    """The strings of a documented union.

    Attributes:
        members: What becomes of each.
        new: Strings that the other has besides, each with the old one that it resembles.
    """

    members: Mapping[str, Entry]
    new: Mapping[str, str | None] = {}


class Product(_Part):
    """A product and its import package."""

    title: str
    package: str


class Table(_Part):
    """All that becomes of the names of one product in another.

    Attributes:
        old: The product that programs are written for.
        new: The product that they move to.
        modules: Submodules of the package.
        names: Names that the package offers.
        classes: Their members by class.
        unions: Their strings by union.
    """

    old: Product
    new: Product
    modules: Mapping[str, Entry]
    names: Mapping[str, Entry]
    classes: Mapping[str, Class]
    unions: Mapping[str, Union]

    def holders(self, attribute: str) -> Iterator[tuple[str, Entry]]:
        """Yield each class with a member or an event of this Python name that does not stay what it is."""
        for name, item in self.classes.items():
            found = [item.members.get(attribute), *(one for one in item.events.values() if one.name == attribute)]
            for entry in found:
                if entry is not None and entry.to != attribute:
                    yield name, entry

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Every Python name of a member or an event that does not stay the same everywhere."""
        return frozenset(
            name
            for item in self.classes.values()
            for name, entry in (*item.members.items(), *((one.name, one) for one in item.events.values()))
            if entry.to != name
        )

    @cached_property
    def words(self) -> Mapping[str, Entry]:
        """Strings of unions and documented names of events that stay the same nowhere, with what they become."""
        found: dict[str, Entry] = {}
        same = {word for union in self.unions.values() for word, entry in union.members.items() if entry.to == word}
        for union in self.unions.values():
            found |= {word: entry for word, entry in union.members.items() if entry.to != word}
        for item in self.classes.values():
            found |= {
                word: Entry(to=event.documented, why=event.why)
                for word, event in item.events.items()
                if event.documented != word
            }
        return {word: entry for word, entry in found.items() if word not in same}


def read_table(package: str, product: str) -> Table:
    """Read the table of the move to an installed package. The package is not imported.

    Args:
        package: Import name of the package that programs move to.
        product: The product that they move from, as its schema folder is called.

    Raises:
        ValueError: The package is not installed, or its table cannot be read; the message is one line.
    """
    found = find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found is not None else []
    if not folders:
        raise ValueError(f"the package {package} is not installed")
    path = Path(folders[0], TABLES, f"moving-from-{product}.json")
    try:
        return Table.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror}); install the package anew") from error
    except ValidationError as error:
        raise ValueError(f"{path} is not a table of this version; install the package anew") from error

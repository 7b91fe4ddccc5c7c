"""Takes out of a schema what is not valid in itself, so that the rest of it can be checked all the same.

The unit is the entry: a definition, or a property, an event, a method and so on of a resource. Where more than that is
broken, the resource stays with what is left of it, and is known to be vague.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pydantic import ValidationError

from .diagnostics import nearest
from .expansion import OWNER_SECTIONS, reasons_union
from .gaps import Gaps, words_of
from .ir import Product, Resource, Schema
from .naming import class_name
from .positions import LocatedDict, LocatedList
from .validation_messages import SECTIONS, Location

__all__ = ["incomplete_places", "recover"]

_PRODUCT_KEYS = frozenset(field.alias or name for name, field in Product.model_fields.items())
_RESOURCE_KEYS = frozenset(field.alias or name for name, field in Resource.model_fields.items())
_WITH_FIELDS = ("values", "wire", "options")
"""Definitions that stay when one of their fields is broken."""
_UNKNOWN = "-"
"""Stands for a text that is not known."""
_MOST_ROUNDS = 5
"""Each round takes out everything that pydantic complains about, so one is enough unless a complaint hid another."""


def incomplete_places(tree: object, loc: Location = ()) -> Iterator[Location]:
    """Yields where something was left out of a tree because it could not be read."""
    if isinstance(tree, LocatedDict | LocatedList) and tree.left_out:
        yield loc
    entries: Iterable[tuple[int | str, object]] = ()
    if isinstance(tree, LocatedDict):
        entries = ((str(key), value) for key, value in tree.items())
    elif isinstance(tree, LocatedList):
        entries = enumerate(tree)
    for key, value in entries:
        yield from incomplete_places(value, (*loc, key))


def recover(
    tree: LocatedDict, broken: Iterable[Location], lost: Iterable[str], files: Sequence[frozenset[str] | None]
) -> tuple[Schema, Gaps]:
    """Make a schema of what is left.

    Args:
        tree: Everything that the files hold.
        broken: Where it is not valid.
        lost: Words of what the tree does not hold though it was read.
        files: Words of each file that could not be read; None where not even those are known.

    Returns:
        The schema, and what it lacks.
    """
    rest = _Rest(tree)
    rest.words.update(lost, *(words for words in files if words is not None))
    rest.take_out(broken)
    for _ in range(_MOST_ROUNDS):
        try:
            schema = Schema.model_validate(rest.tree, by_alias=True, by_name=False)
        except ValidationError as error:
            rest.take_out(item["loc"] for item in error.errors(include_url=False))
        else:
            return schema, replace(rest.gaps(), files=bool(files), anything=None in files)
    empty = {"product": _product(None), **{name: {} for name in (*SECTIONS, "resources")}}
    return Schema.model_validate(empty), Gaps(product=True, files=True, anything=True)


class _Rest:
    """What is left of a schema, and what was taken out."""

    def __init__(self, tree: LocatedDict) -> None:
        self.tree = tree
        self.words: set[str] = set()
        self._vague: set[str] = set()
        self._sections: set[tuple[str, str]] = set()
        self._product = False

    def gaps(self) -> Gaps:
        return Gaps(frozenset(self.words), frozenset(self._vague), frozenset(self._sections), self._product)

    def take_out(self, broken: Iterable[Location]) -> None:
        """Take the entries out in which the places are."""
        for loc in broken:
            if loc[:1] == ("product",):
                self._take_from_product(loc)
            elif loc[:1] == ("resources",) and len(loc) > 1:
                self._take_from_resource(str(loc[1]), loc[2:])
            elif len(loc) > 3 and loc[0] in _WITH_FIELDS and loc[2] == "fields":
                self._drop(loc[:4])
            elif len(loc) > 1:
                self._drop(loc[:2])
            elif loc:
                self._put(loc, {})

    def _take_from_product(self, loc: Location) -> None:
        written = _found(self.tree, loc[:2])
        if len(loc) == 2 and written is not None and loc[1] not in _PRODUCT_KEYS:
            self._drop(loc)
            return
        self._product = True
        self._put(("product",), _product(_found(self.tree, ("product",))))

    def _take_from_resource(self, name: str, inside: Location) -> None:
        head, rest = (str(inside[0]) if inside else "resource"), inside[1:]
        place: Location = ("resources", name)
        if head == "resource":
            self._drop(place)
            self.words.update(words_of(class_name(PurePosixPath(name).stem)))
        elif head in ("doc", "section"):
            self._put((*place, head), _UNKNOWN)
        elif head in OWNER_SECTIONS:
            self._lose(name, head)
            self._drop((*place, head, *rest[:1]))
        elif head == "owner-gets" and rest:
            self._lose(str(_found(self.tree, (*place, "owner"))), str(rest[0]))
            self._drop((*place, head, *rest[:2]))
        elif head == "mirror" and len(rest) > 1 and rest[0] == "fields":
            self._drop((*place, head, *rest[:2]))
        elif head not in _RESOURCE_KEYS and nearest(head, _RESOURCE_KEYS) in OWNER_SECTIONS:
            self._lose(name, str(nearest(head, OWNER_SECTIONS)))
            self._drop((*place, head))
        else:
            self._vague.add(name)
            # Without its owner, nobody knows whose events these would be.
            events = _found(self.tree, (*place, "events"))
            for event in events.values() if isinstance(events, LocatedDict) else ():
                self.words.update(words_of(_found(event, ("bubbles",))))
            self._drop((*place, head))

    def _lose(self, resource: str, section: str) -> None:
        self._sections.add((resource, section))
        if section == "properties":
            self.words.add(reasons_union(resource))

    def _drop(self, place: Location) -> None:
        """Take out what stands at a place, if it still does."""
        key = str(place[-1])
        parent = _found(self.tree, place[:-1])
        self.words.update(words_of(key))
        if isinstance(parent, LocatedDict) and key in parent:
            self.words.update(words_of(parent[key]))
            self.tree = _with(self.tree, place[:-1], parent.without(key))

    def _put(self, place: Location, value: object) -> None:
        """Let something else stand at a place."""
        parent = _found(self.tree, place[:-1])
        key = str(place[-1])
        if isinstance(parent, LocatedDict):
            self.words.update(words_of(parent.get(key)))
            at = parent.keys_at.get(key, parent.pos)
            self.tree = _with(self.tree, place[:-1], parent.merged({key: value}, {key: at}))


def _found(tree: object, place: Location) -> object:
    for part in place:
        tree = tree.get(str(part)) if isinstance(tree, LocatedDict) else None
    return tree


def _with(tree: LocatedDict, place: Location, value: LocatedDict) -> LocatedDict:
    if not place:
        return value
    key = str(place[0])
    inner = tree[key]
    assert isinstance(inner, LocatedDict)
    return tree.merged({key: _with(inner, place[1:], value)}, {key: tree.keys_at.get(key, tree.pos)})


def _product(written: object) -> dict[str, object]:
    """A product that stands for one that is not known, with nothing in it."""
    name = _found(written, ("product",))
    return {
        "product": name if isinstance(name, str) else _UNKNOWN,
        **dict.fromkeys(("package", "title", "models-version", "doc"), _UNKNOWN),
        "profile": {
            "grant": _UNKNOWN,
            "token-grants": [_UNKNOWN],
            "default-region": _UNKNOWN,
            "hosts": {},
            "bootstrap": {"path": _UNKNOWN, "payload": _UNKNOWN},
            "metadata": {},
            "message-types": [],
        },
    }

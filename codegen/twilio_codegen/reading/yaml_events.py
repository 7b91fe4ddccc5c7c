"""The events of ruamel.yaml's parser, typed, with places counted from 1 and plain scalars resolved as YAML 1.2 says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol, cast

from ruamel.yaml import YAML
from ruamel.yaml import events as parsed
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

from .positions import Position

EventKind = Literal["document", "scalar", "alias", "sequence", "mapping", "end"]

_KINDS: dict[type[parsed.Event], EventKind] = {
    parsed.DocumentStartEvent: "document",
    parsed.ScalarEvent: "scalar",
    parsed.AliasEvent: "alias",
    parsed.SequenceStartEvent: "sequence",
    parsed.MappingStartEvent: "mapping",
    parsed.SequenceEndEvent: "end",
    parsed.MappingEndEvent: "end",
}
_LONGEST_NUMBER = 30


class YamlSyntaxError(Exception):
    """Text that is not YAML.

    Attributes:
        pos: Where the parser stopped.
        problem: What it says about it, one line.
    """

    def __init__(self, pos: Position, problem: str) -> None:
        super().__init__(problem)
        self.pos = pos
        self.problem = problem


# What is used of ruamel.yaml, whose own annotations leave these open.
class _Mark(Protocol):
    line: int
    column: int


class _Resolver(Protocol):
    def resolve(self, kind: type[ScalarNode], value: str, implicit: tuple[bool, bool]) -> object: ...


class _Parser(Protocol):
    resolver: _Resolver

    def parse(self, stream: str) -> Iterator[parsed.Event]: ...


class YamlEvent(NamedTuple):
    """One step of the parser.

    Attributes:
        kind: What begins here; ``end`` ends the innermost sequence or mapping.
        pos: Where.
        text: A scalar as written.
        value: A scalar's value: str, int, float, bool or None.
        anchor: Name of the anchor (or, for an alias, of the one meant).
        tag: Explicit tag.
        directives: Whether a document begins with directives.
    """

    kind: EventKind
    pos: Position
    text: str = ""
    value: str | float | bool | None = None
    anchor: str | None = None
    tag: str | None = None
    directives: bool = False


def read_events(name: str, text: str) -> Iterator[YamlEvent]:
    """Parse YAML step by step.

    Args:
        name: How positions name the file.
        text: What it holds.

    Yields:
        The events, without those that carry no information.

    Raises:
        YamlSyntaxError: The text is not YAML.
    """
    parser = cast("_Parser", YAML(typ="safe", pure=True))
    try:
        for event in parser.parse(text):
            kind = _KINDS.get(type(event))
            if kind is not None:
                yield _typed(event, kind, name, parser.resolver)
    except (YAMLError, ValueError) as error:
        raise _syntax_error(error, name, text) from error


def _typed(event: parsed.Event, kind: EventKind, name: str, resolver: _Resolver) -> YamlEvent:
    written = str(getattr(event, "value", ""))
    tag: object = getattr(event, "tag", None)
    anchor: object = getattr(event, "anchor", None)
    value: str | float | bool | None = None
    if kind == "scalar":
        plain = tag is None and getattr(event, "style", None) is None
        value = _resolved(written, str(resolver.resolve(ScalarNode, written, (True, False)))) if plain else written
    return YamlEvent(
        kind,
        _position(name, getattr(event, "start_mark", None)),
        text=written,
        value=value,
        anchor=None if anchor is None else str(anchor),
        tag=None if tag is None else str(tag),
        directives=bool(getattr(event, "version", None) or getattr(event, "tags", None)),
    )


def _position(name: str, mark: _Mark | None) -> Position:
    return Position(name, mark.line + 1, mark.column + 1) if mark is not None else Position(name, 1, 1)


def _syntax_error(error: Exception, name: str, text: str) -> YamlSyntaxError:
    mark: _Mark | None = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem: object = getattr(error, "problem", None) or getattr(error, "context", None) or str(error) or "unreadable"
    pos = _position(name, mark)
    index: object = getattr(error, "position", None)
    if isinstance(index, int) and index < len(text):
        pos = Position(name, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
        problem = f"the character {text[index]!a} is not allowed"
    return YamlSyntaxError(pos, str(problem).strip().splitlines()[0][:200])


def _resolved(text: str, tag: str) -> str | float | bool | None:
    """The value of a plain scalar. Dates stay text; numbers that no schema needs become ``nan``."""
    match tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" | "float" if len(text) > _LONGEST_NUMBER:
            return math.nan
        case "int":
            return _whole_number(text.replace("_", ""))
        case "float":
            number = math.nan if text.lower().endswith((".inf", ".nan")) else float(text.replace("_", ""))
            return number if math.isfinite(number) else math.nan
        case _:
            return text


def _whole_number(digits: str) -> float:
    """A whole number, which is decimal even if it begins with a zero."""
    has_base = digits.lstrip("+-")[1:2].isalpha()  # as in 0x1f
    try:
        return int(digits, 0 if has_base else 10)
    except ValueError:  # nothing behind the base
        return math.nan

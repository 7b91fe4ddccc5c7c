"""What official declarations say, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from twilio_codegen.positions import Position

__all__ = [
    "Declarations",
    "DeclaredClass",
    "DeclaredEvent",
    "DeclaredMethod",
    "DeclaredParameter",
    "DeclaredProperty",
    "DeclaredUnion",
]


@dataclass(frozen=True, slots=True)
class DeclaredProperty:
    """A property.

    Attributes:
        type: Its type in TypeScript; names in it are those under which things are known outside.
        optional: Whether it may be left out.
        at: Where it is declared.
        deprecated: Whether its comment says that it should not be used any more.
    """

    type: str
    optional: bool
    at: Position
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredParameter:
    """A parameter of a method: its type, whether it may be left out, and where it is declared."""

    type: str
    optional: bool
    at: Position


@dataclass(frozen=True, slots=True)
class DeclaredMethod:
    """A method.

    Attributes:
        params: Its parameters in order.
        returns: Type of its result.
        static: Whether it belongs to the class itself.
        at: Where it is declared.
        deprecated: Whether its comment says that it should not be used any more.
    """

    params: Mapping[str, DeclaredParameter]
    returns: str
    static: bool
    at: Position
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredEvent:
    """An event and what its handlers receive; ``void`` if nothing."""

    payload: str
    at: Position


@dataclass(frozen=True, slots=True)
class DeclaredClass:
    """A class, an interface or an alias of an object.

    Attributes:
        kind: Which of them.
        at: Where it is declared.
        properties: Properties of the object; those of the class itself have ``static`` before their name.
        methods: Methods, the first declaration of each.
        events: Events by name.
        nullable: Whether the alias includes null or undefined.
    """

    kind: Literal["class", "interface", "alias"]
    at: Position
    properties: Mapping[str, DeclaredProperty] = field(default_factory=dict[str, DeclaredProperty])
    methods: Mapping[str, DeclaredMethod] = field(default_factory=dict[str, DeclaredMethod])
    events: Mapping[str, DeclaredEvent] = field(default_factory=dict[str, DeclaredEvent])
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredUnion:
    """An alias of strings.

    Attributes:
        members: The strings; None if they are declared in a package that is not at hand.
        at: Where the alias is declared.
        members_at: Where each of the strings stands.
        nullable: Whether null or undefined belongs to it.
    """

    members: tuple[str, ...] | None
    at: Position
    members_at: Mapping[str, Position] = field(default_factory=dict[str, Position])
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Declarations:
    """The public surface of a package.

    Attributes:
        package: Name of the package; that of the file where there is no package.
        version: Its version; empty if unknown.
        classes: Classes, interfaces and aliases of objects by public name; ``Outer.Inner`` inside a namespace.
        unions: Aliases of strings by public name.
        hidden: Classes and unions that public ones mention without being public, by the name used there.
    """

    package: str
    version: str
    classes: Mapping[str, DeclaredClass]
    unions: Mapping[str, DeclaredUnion]
    hidden: Mapping[str, DeclaredClass | DeclaredUnion] = field(
        default_factory=dict[str, DeclaredClass | DeclaredUnion]
    )

    @property
    def title(self) -> str:
        """Name and version, as people say them."""
        return f"{self.package} {self.version}".strip()

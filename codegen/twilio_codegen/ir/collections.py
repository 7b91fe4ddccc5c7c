"""Resources that belong to another one."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from .node import Node

__all__ = [
    "Collection",
    "EndsTransient",
    "Lookup",
    "MembershipSource",
    "OwnEntry",
    "Pages",
    "PoolLookup",
    "PoolSource",
    "StatusNames",
]


class Pages(Node):
    """How to read a REST list to its end."""

    get: str
    items: str
    key: str
    next: str
    token: str


class Lookup(Node):
    """How to ask the REST service for one entry."""

    get: str
    key: str


class StatusNames(Node):
    """Which members of the status union stand for which kind of membership."""

    joined: str
    invited: str
    out: str


class MembershipSource(Node):
    """A collection fed by a Sync map, a REST list and single look-ups."""

    map: str
    document: str
    document_suffix: str = Field(alias="document-suffix")
    pages: Pages
    lookup: Lookup
    rename: dict[str, str] = Field(default_factory=dict)
    status: StatusNames
    forget_when_out: dict[str, str] = Field(default_factory=dict, alias="forget-when-out")
    added: str
    joined: str
    invited: str
    left: str
    removed: str


class OwnEntry(Node):
    """The entry of a pool that is always followed."""

    key: str = Field(description="Path below `session.`.")
    map: str = Field(description="Path below `session.` to the name of its Sync map.")


class PoolLookup(Node):
    """How to find out where an entry can be followed."""

    get: str
    payload: str
    map: str = Field(description="Path below the answer to the name of the entry's Sync map.")


class PoolSource(Node):
    """A bounded collection of resources that are followed on demand, first in, first out."""

    capacity: str = Field(description="Path below `session.`.")
    own: OwnEntry
    lookup: PoolLookup
    followed: str = Field(description="Event of the resource.")
    unfollowed: str = Field(description="Event of the resource.")


class EndsTransient(Node):
    """An added item that ends a passing state of another resource."""

    collection: str
    where: dict[str, str] = Field(description="Property of the resource by property of the added item.")
    property: str


class Collection(Node):
    """Resources that belong to another one, from a Sync map, a Sync list or the user's memberships."""

    of: str
    doc: str
    map: str | None = Field(default=None, description="Field of the owner's mirror that names the Sync map.")
    list: str | None = Field(default=None, description="Field of the owner's mirror that names the Sync list.")
    membership: MembershipSource | None = None
    pool: PoolSource | None = None
    added: str | None = None
    removed: str | None = None
    ends: EndsTransient | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(source is not None for source in (self.map, self.list, self.membership, self.pool)) != 1:
            raise ValueError("needs exactly one of map, list, membership and pool")
        return self

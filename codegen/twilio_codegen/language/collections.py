"""Resources that belong to another one."""

from __future__ import annotations

from typing import Self

from pydantic import Field, StrictBool, model_validator

from .node import Node, require_one


class Pages(Node):
    """How to read a REST list to its end."""

    get: str = Field(description="Link of the list.")
    items: str = Field(description="Field of the answer with the entries.")
    key: str = Field(description="Field of an entry with its key.")
    next: str = Field(description="Field of the answer's `meta` that names the next page.")
    token: str = Field(description="Query parameter that names a page.")


class Lookup(Node):
    """How to ask the REST service for one entry."""

    get: str = Field(description="Link of the list.")
    key: str = Field(description="Field of the answer with the key.")
    other_keys: tuple[str, ...] = Field(
        default=(), description="Further fields of answers that may have the key, tried in this order after `key`."
    )


class StatusNames(Node):
    """Which property tells the kind of membership, and which of its values stands for which."""

    property: str = Field(description="Property of the membership.")
    joined: str = Field(description="The user is a member.")
    invited: str | None = Field(default=None, description="The user is invited, where there are invitations.")
    out: str = Field(description="Neither.")


class MembershipSource(Node):
    """A collection fed by a Sync map, a REST list and single look-ups."""

    map: str = Field(
        description="Path below `session.` to the name of the Sync map with one entry for each membership."
    )
    document: str = Field(description="Field of an entry that names the Sync document of the resource.")
    document_suffix: str = Field(
        description="What makes the name of that document out of the key, where only the key is known."
    )
    pages: Pages = Field(description="The REST list of the same memberships.")
    lookup: Lookup = Field(description="The REST resource of one entry.")
    rename: dict[str, str] = Field(
        default_factory=dict, description="Field of the membership by the name that the REST service gives it."
    )
    status: StatusNames = Field(description="What tells the kind of membership.")
    forget_always: StrictBool = Field(default=False, description="Every entry is forgotten when the membership ends.")
    forget_when_out: dict[str, str] = Field(
        default_factory=dict,
        description="Value by property: an entry with these is forgotten when the membership ends.",
    )
    added: str = Field(description="Event when an entry becomes known.")
    joined: str = Field(description="Event when the user becomes a member.")
    invited: str | None = Field(default=None, description="Event when the user is invited, as in `status`.")
    left: str = Field(description="Event when the membership or the invitation ends.")
    removed: str = Field(description="Event of the resource when it is gone for the user.")


class OwnEntry(Node):
    """The entry of a pool that is always followed."""

    key: str = Field(description="Path below `session.`.")
    map: str = Field(description="Path below `session.` to the name of its Sync map.")


class PoolLookup(Node):
    """How to find out where an entry can be followed."""

    get: str = Field(description="Link of the look-up; the key is added to it.")
    payload: str = Field(description="Wire type of the answer.")
    map: str = Field(description="Path below the answer to the name of the entry's Sync map.")


class PoolSource(Node):
    """A bounded collection of resources that are followed on demand, first in, first out."""

    capacity: str = Field(description="Path below `session.`.")
    own: OwnEntry | None = Field(default=None, description="The entry that is always there, and not counted.")
    lookup: PoolLookup = Field(description="How any other entry is found.")
    followed: str = Field(description="Event of the resource.")
    unfollowed: str = Field(description="Event of the resource.")


class EndsTransient(Node):
    """An added item that ends a passing state of another resource."""

    collection: str = Field(description="Collection of the same owner that holds the resource.")
    where: dict[str, str] = Field(min_length=1, description="Property of the resource by property of the added item.")
    property: str = Field(description="Its property that ends.")


class Durable(Node):
    """What consuming a list across restarts takes: where an item stands, and when it was written."""

    by: str = Field(description="Property of an item with its position, by which a cursor is kept: the key.")
    since: str = Field(description="Property of an item with the time at which it was written.")


class Collection(Node):
    """Resources that belong to another one, from a Sync map, a Sync list or the user's memberships."""

    of: str = Field(description="The resource it holds.")
    doc: str = Field(description="What belongs together here.")
    map: str | None = Field(
        default=None,
        description="Field of the owner's mirror that names the Sync map; for the root, a path below `session.`.",
    )
    list: str | None = Field(
        default=None,
        description="Field of the owner's mirror that names the Sync list; for the root, a path below `session.`.",
    )
    membership: MembershipSource | None = Field(
        default=None, description="The entries come from the user's memberships."
    )
    pool: PoolSource | None = Field(default=None, description="The entries are followed on demand.")
    added: str | None = Field(default=None, description="Event when an entry appears after the collection was opened.")
    removed: str | None = Field(default=None, description="Event when an entry disappears.")
    ends: EndsTransient | None = Field(default=None, description="A passing state that an added entry ends.")
    durable: Durable | None = Field(
        default=None, description="The client has `deliveries` of its items, each until it is acknowledged."
    )

    @property
    def announced(self) -> frozenset[str]:
        """The events of the owner that entries raise."""
        source = self.membership
        of_membership = (source.added, source.joined, source.invited, source.left) if source is not None else ()
        return frozenset(name for name in (self.added, self.removed, *of_membership) if name is not None)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        require_one(self, "map", "list", "membership", "pool")
        return self

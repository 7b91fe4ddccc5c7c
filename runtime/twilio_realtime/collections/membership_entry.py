"""What a membership collection needs of its product: how it spells things, its objects, and who listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from ..json import JsonObject

__all__ = ["MembershipEntry", "MembershipListener", "MembershipResource", "MembershipRules", "Source", "Stage"]

Stage = Literal["joined", "invited", "out"]
"""What the signed-in user is to an entry."""

Source = Literal["sync", "listing", "lookup"]
"""Who says so: the user's Sync map, the REST list of the start, or a look-up."""


@dataclass(frozen=True, slots=True)
class MembershipRules:
    """How the product spells things.

    Attributes:
        document_field: Field of a map item that names the entry's document.
        document_suffix: What follows the key in that name when only the key is known.
        items: Field of a REST page that holds the entries.
        items_key: Field of a listed entry that holds its key.
        next_token: Field of a page's ``meta`` with the token of the next page.
        token_parameter: Query parameter for that token.
        lookup_keys: Fields of a looked-up entry that may hold its key, the usual one first.
        rename: REST spelling of membership fields with the spelling of the map.
        status_field: Field that holds the status.
        stages: Status on the wire with what it means.
    """

    document_field: str
    document_suffix: str
    items: str
    items_key: str
    next_token: str
    token_parameter: str
    lookup_keys: tuple[str, ...]
    rename: Mapping[str, str]
    status_field: str
    stages: Mapping[str, Stage]


class MembershipResource(Protocol):
    """An object that the collection looks after. Users see the object, but not these methods."""

    def _accept_membership(self, data: JsonObject, announced: bool) -> None:
        """Apply membership data; announce what changed if ``announced``."""

    async def _open(self, name: str) -> None:
        """Open the document of a name; the object is filled afterwards."""

    def _close(self) -> None:
        """Close the document."""

    async def _follow(self) -> None:
        """Open the collections that members see."""

    def _unfollow(self) -> None:
        """Close them."""

    def _hidden_when_out(self) -> bool:
        """Whether outsiders cannot see the object."""
        ...


ResourceT = TypeVar("ResourceT", bound=MembershipResource)


@dataclass(slots=True)
class MembershipEntry(Generic[ResourceT]):
    """One object with what the collection knows about it.

    Attributes:
        resource: The object.
        wanted: What the user is to the object by the latest word about it.
        stage: How far that was carried out and announced; None while nothing was said.
        decided_by: Who had that word.
        lost: Whether one of the collections was removed, which is to be looked at soon.
    """

    resource: ResourceT
    wanted: Stage | None = None
    stage: Stage | None = None
    decided_by: Source | None = None
    lost: bool = False

    def heeds(self, source: Source) -> bool:
        """Whether what a source says about the status counts, after what others have said."""
        if source == "sync" or self.decided_by in (None, source):
            return True
        return source == "listing" and self.decided_by != "sync"


ListenedT = TypeVar("ListenedT", contravariant=True)


class MembershipListener(Protocol[ListenedT]):
    """Receives what becomes of the entries of a collection."""

    def added(self, resource: ListenedT, /) -> None:
        """An entry became known."""

    def joined(self, resource: ListenedT, /) -> None:
        """The user is a member now."""

    def invited(self, resource: ListenedT, /) -> None:
        """The user is invited now."""

    def left(self, resource: ListenedT, /) -> None:
        """The user is neither any more."""

    def removed(self, resource: ListenedT, /) -> None:
        """The entry is gone or can no longer be seen."""

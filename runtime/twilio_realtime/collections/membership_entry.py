"""What a membership collection is told about its product, and what it may do to each of its entries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ..json import JsonObject

__all__ = ["MembershipEntry", "MembershipEvents", "MembershipRules", "Source", "Stage"]

ResourceT = TypeVar("ResourceT")

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
        lookup_key: Field of a looked-up entry that holds its key.
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
    lookup_key: str
    rename: Mapping[str, str]
    status_field: str
    stages: Mapping[str, Stage]


@dataclass(slots=True)
class MembershipEntry(Generic[ResourceT]):
    """One object with what the collection may do to it.

    Attributes:
        resource: The object.
        apply: Take over membership data; announce what changed if the second argument is true.
        open: Open the document of a name; the object is filled afterwards.
        follow: Open the collections that members see.
        unfollow: Close them.
        close: Close the document.
        hidden_when_out: Whether outsiders cannot see the object.
        wanted: What the user is to the object by the latest word about it.
        stage: How far that was carried out and announced; None while nothing was said.
        decided_by: Who had that word.
        lost: Whether one of the collections was removed, which is to be looked at soon.
    """

    resource: ResourceT
    apply: Callable[[JsonObject, bool], None]
    open: Callable[[str], Awaitable[None]]
    follow: Callable[[], Awaitable[None]]
    unfollow: Callable[[], None]
    close: Callable[[], None]
    hidden_when_out: Callable[[], bool]
    wanted: Stage | None = None
    stage: Stage | None = None
    decided_by: Source | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class MembershipEvents(Generic[ResourceT]):
    """What a membership collection announces.

    Attributes:
        added: An entry became known.
        joined: The user is a member now.
        invited: The user is invited now.
        left: The user is neither any more.
        removed: The entry is gone or can no longer be seen.
    """

    added: Callable[[ResourceT], None]
    joined: Callable[[ResourceT], None]
    invited: Callable[[ResourceT], None]
    left: Callable[[ResourceT], None]
    removed: Callable[[ResourceT], None]

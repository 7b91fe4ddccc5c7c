"""Collections of objects that Sync keeps up to date."""

from .indexed import IndexedCollection
from .keyed import KeyedCollection
from .membership_entry import MembershipEntry, MembershipEvents, MembershipRules, Stage
from .memberships import MembershipCollection
from .mirrored_item import MirroredItem
from .pool import FollowedPool, Poolable

__all__ = [
    "FollowedPool",
    "IndexedCollection",
    "KeyedCollection",
    "MembershipCollection",
    "MembershipEntry",
    "MembershipEvents",
    "MembershipRules",
    "MirroredItem",
    "Poolable",
    "Stage",
]

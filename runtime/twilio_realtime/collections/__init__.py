"""Collections of objects that Sync keeps up to date."""

from .indexed import IndexedCollection
from .keyed import KeyedCollection
from .membership_entry import MembershipEntry, MembershipEvents, MembershipRules, Stage
from .memberships import MembershipCollection
from .pool import FollowedPool

__all__ = [
    "FollowedPool",
    "IndexedCollection",
    "KeyedCollection",
    "MembershipCollection",
    "MembershipEntry",
    "MembershipEvents",
    "MembershipRules",
    "Stage",
]

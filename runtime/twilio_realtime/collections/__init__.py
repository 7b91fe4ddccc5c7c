"""Collections of objects that Sync keeps up to date."""

from .indexed import IndexedCollection
from .keyed import KeyedCollection
from .membership_entry import MembershipListener, MembershipResource, MembershipRules, Stage
from .memberships import MembershipCollection
from .pool import FollowedPool

__all__ = [
    "FollowedPool",
    "IndexedCollection",
    "KeyedCollection",
    "MembershipCollection",
    "MembershipListener",
    "MembershipResource",
    "MembershipRules",
    "Stage",
]

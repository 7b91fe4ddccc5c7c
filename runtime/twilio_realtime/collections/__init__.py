"""Collections of objects that Sync keeps up to date."""

from .indexed import IndexedCollection
from .keyed import KeyedCollection
from .membership_entry import MembershipEntry, MembershipEvents, MembershipRules, Stage
from .memberships import MembershipCollection
from .mirrored_item import MirroredItem

__all__ = [
    "IndexedCollection",
    "KeyedCollection",
    "MembershipCollection",
    "MembershipEntry",
    "MembershipEvents",
    "MembershipRules",
    "MirroredItem",
    "Stage",
]

"""The schema as typed, validated objects: what every emitter reads.

Each object that stands for a mapping of a schema file is a `Node` and knows where it was written. The field
descriptions are the definition of the schema language; `docs/schema.md` explains it with examples.
"""

from .collections import (
    Collection,
    EndsTransient,
    Lookup,
    MembershipSource,
    OwnEntry,
    Pages,
    PoolLookup,
    PoolSource,
    StatusNames,
)
from .data import Cache, Options, OtherKind, Payload, TaggedMember, TaggedUnion, Union, ValueField, ValueType
from .delegation import Delegation, GetOrCreate
from .deprecation import Deprecation
from .drafts import Draft, DraftEntry, Step
from .methods import (
    CachedRead,
    CollectionCall,
    ErrorValue,
    FileAddresses,
    Files,
    Method,
    Parameter,
    Request,
    Requirement,
    RestPages,
    Returns,
    Selection,
    Throttled,
    Upload,
    ValueSource,
)
from .moving import GuardedProperty, Move, Moved, Written
from .node import Json, Node
from .product import Bootstrap, Product, Profile, Push, Schema, TextOrFile
from .properties import Derived, Membership, Mirror, Property, Transient
from .resources import Bubbling, Counterpart, Event, Link, Notification, OwnerPart, Resource, ResourceKey, RootOptions

__all__ = [
    "Bootstrap",
    "Bubbling",
    "Cache",
    "CachedRead",
    "Collection",
    "CollectionCall",
    "Counterpart",
    "Delegation",
    "Deprecation",
    "Derived",
    "Draft",
    "DraftEntry",
    "EndsTransient",
    "ErrorValue",
    "Event",
    "FileAddresses",
    "Files",
    "GetOrCreate",
    "GuardedProperty",
    "Json",
    "Link",
    "Lookup",
    "Membership",
    "MembershipSource",
    "Method",
    "Mirror",
    "Move",
    "Moved",
    "Node",
    "Notification",
    "Options",
    "OtherKind",
    "OwnEntry",
    "OwnerPart",
    "Pages",
    "Parameter",
    "Payload",
    "PoolLookup",
    "PoolSource",
    "Product",
    "Profile",
    "Property",
    "Push",
    "Request",
    "Requirement",
    "Resource",
    "ResourceKey",
    "RestPages",
    "Returns",
    "RootOptions",
    "Schema",
    "Selection",
    "StatusNames",
    "Step",
    "TaggedMember",
    "TaggedUnion",
    "TextOrFile",
    "Throttled",
    "Transient",
    "Union",
    "Upload",
    "ValueField",
    "ValueSource",
    "ValueType",
    "Written",
]

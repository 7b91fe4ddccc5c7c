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
from .data import Cache, Options, Payload, TaggedUnion, Union, ValueField, ValueType
from .deprecation import Deprecation
from .drafts import Draft, DraftEntry, Step
from .methods import (
    CachedRead,
    CollectionCall,
    Delegation,
    ErrorValue,
    FileAddresses,
    Files,
    GetOrCreate,
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
from .node import Json, Node
from .product import Bootstrap, Product, Profile, Push, Schema, TextOrFile
from .properties import Derived, Membership, Mirror, Property, Transient
from .resources import Bubbling, Event, Link, Notification, OwnerPart, Resource, ResourceKey, RootOptions

__all__ = [
    "Bootstrap",
    "Bubbling",
    "Cache",
    "CachedRead",
    "Collection",
    "CollectionCall",
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
    "Json",
    "Link",
    "Lookup",
    "Membership",
    "MembershipSource",
    "Method",
    "Mirror",
    "Node",
    "Notification",
    "Options",
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
    "TaggedUnion",
    "TextOrFile",
    "Throttled",
    "Transient",
    "Union",
    "Upload",
    "ValueField",
    "ValueSource",
    "ValueType",
]

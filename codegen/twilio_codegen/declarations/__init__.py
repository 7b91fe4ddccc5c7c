"""Official TypeScript declarations, read with a real parser.

`read_declarations` takes a ``.d.ts`` file, a folder or an npm ``.tgz`` and returns what is public there, each part with
its place.
"""

from .facts import facts_of, flattened, outer_names
from .model import (
    Declarations,
    DeclaredClass,
    DeclaredEvent,
    DeclaredMethod,
    DeclaredParameter,
    DeclaredProperty,
    DeclaredUnion,
)
from .reader import read_declarations
from .sources import is_declaration_source

__all__ = [
    "Declarations",
    "DeclaredClass",
    "DeclaredEvent",
    "DeclaredMethod",
    "DeclaredParameter",
    "DeclaredProperty",
    "DeclaredUnion",
    "facts_of",
    "flattened",
    "is_declaration_source",
    "outer_names",
    "read_declarations",
]

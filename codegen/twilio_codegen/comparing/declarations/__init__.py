"""Reads official TypeScript declarations with a real parser: a ``.d.ts`` file, a folder or an npm ``.tgz``."""

from .facts import facts_of, read_facts
from .reader import read_declarations
from .sources import is_declaration_source
from .typescript import read_type

__all__ = ["facts_of", "is_declaration_source", "read_declarations", "read_facts", "read_type"]

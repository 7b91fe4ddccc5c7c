"""Keeps compiled templates beside them, as Python keeps compiled modules: compiling takes longer than rendering."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

__all__ = ["TemplateCache"]


class TemplateCache(BytecodeCache):
    """Compiled templates in a folder. Without the right to write there, they are compiled each time.

    Args:
        folder: The folder; it is made if it is missing.
        settings: What else than a template's text decides how it is compiled.
    """

    def __init__(self, folder: Path, settings: bytes) -> None:
        self._folder = folder
        self._settings = settings

    def get_source_checksum(self, source: str) -> str:
        """What tells whether a compiled template is out of date."""
        return hashlib.sha256(self._settings + source.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if the template was compiled before, from the same text by the same version."""
        with suppress(OSError), (self._folder / bucket.key).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        path = self._folder / bucket.key
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            temporary.write_bytes(bucket.bytecode_to_string())
            temporary.replace(path)

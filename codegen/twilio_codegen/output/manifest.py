"""The record of one run of the compiler: hashes of what went in and of what came out.

It lies in the generated package and answers "is it up to date?" without compiling anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from twilio_codegen.errors import OutputError, UnreadableSchemaError
from twilio_codegen.reading.schema_files import MOVES, move_files

MANIFEST = ".generated.json"
"""File name of the record, inside the generated package."""

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one run of the compiler read and wrote.

    Attributes:
        about: The header of the generated files.
        inputs: Digest of everything that has an influence on the output.
        warnings: How many problems the schema has that do not matter to the compiler.
        editor: Digest of the schema language's JSON Schema.
        removal: The first release that must be without something that is deprecated; empty if nothing has to go.
        outputs: Digest of each generated file by its path inside the package.
    """

    about: str
    inputs: str
    warnings: int
    editor: str
    removal: str
    outputs: Mapping[str, str]

    def dump(self) -> str:
        """The record as text."""
        return json.dumps({**asdict(self), "outputs": dict(sorted(self.outputs.items()))}, indent=2) + "\n"

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The record of a generated package; None if there is none that can be used."""
        try:
            content: object = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        record = cast("dict[str, object]", content) if isinstance(content, dict) else {}
        outputs, warnings = record.get("outputs"), record.get("warnings")
        if not isinstance(outputs, dict) or not isinstance(warnings, int):
            return None
        about, inputs, editor, removal = (str(record.get(key)) for key in ("about", "inputs", "editor", "removal"))
        digests = {name: str(digest) for name, digest in cast("dict[str, object]", outputs).items()}
        return cls(about, inputs, warnings, editor, removal, digests)

    def matches(self, folder: Path) -> bool:
        """Whether every recorded file is in the folder as it was written.

        Raises:
            OutputError: A file is there but cannot be read.
        """
        return all(file_digest(folder / name) == digest for name, digest in self.outputs.items())


def text_digest(text: str) -> str:
    """Digest of a generated text."""
    return hashlib.sha256(text.encode()).hexdigest()


def input_digest(schema: Path) -> str:
    """Digest of the schema, the templates and the compiler itself, the versions of its pinned tools included.

    Line endings do not count, so a checkout on another system has the same digest.

    Raises:
        UnreadableSchemaError: One of the files cannot be read.
    """
    total = hashlib.sha256()
    for name, path in _inputs(schema):
        try:
            content = path.read_bytes().replace(b"\r\n", b"\n")
        except OSError as error:
            raise UnreadableSchemaError(f"{path} cannot be read: {error.strerror}") from error
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _inputs(schema: Path) -> Iterator[tuple[str, Path]]:
    for pattern in ("*.yaml", "resources/*.yaml", f"{MOVES}/*.yaml", "hooks.py"):
        for path in sorted(schema.glob(pattern)):
            yield f"schema/{path.relative_to(schema).as_posix()}", path
    # What becomes of the names of other products depends on which names those have.
    for move in move_files(schema):
        for pattern in ("*.yaml", "resources/*.yaml"):
            for path in sorted((schema.parent / move.stem).glob(pattern)):
                yield f"{move.stem}/{path.relative_to(schema.parent / move.stem).as_posix()}", path
    for pattern in ("**/*.py", "templates/**/*.jinja*"):
        for path in sorted(_PACKAGE.glob(pattern)):
            # The schema of an installed compiler lies inside its package.
            if "_schema" not in path.relative_to(_PACKAGE).parts:
                yield f"compiler/{path.relative_to(_PACKAGE).as_posix()}", path


def file_digest(path: Path) -> str | None:
    """Digest of a file; None if there is none.

    Raises:
        OutputError: The file cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from error

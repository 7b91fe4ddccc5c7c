"""What a run of the compiler has beyond its own templates and emitters: other people's.

An emitter is a function that is given the schema and returns further files. A distribution offers it as an entry point
of the group `GROUP`::

    [project.entry-points."twilio_codegen.emitters"]
    event-table = "my_package.tables:event_table"

It runs only when it is asked for by its name.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast

from .errors import ToolError
from .reading.diagnostics import suggestion

if TYPE_CHECKING:
    from .language import Schema

__all__ = ["GROUP", "NO_EXTRAS", "Emitter", "Extras", "overriding", "run_emitters"]

GROUP = "twilio_codegen.emitters"

Emitter = Callable[["Schema"], Mapping[str, str]]
"""Takes a schema without problems; returns text by path inside the generated package."""

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Extras:
    """What is used besides what the compiler brings.

    Attributes:
        templates: Folder with templates that take the place of those of the same name; None for none.
        emitters: Names of the emitters that run, too.
    """

    templates: Path | None = None
    emitters: tuple[str, ...] = ()

    def digest(self) -> str:
        """What tells whether the output may be another; empty if nothing is used.

        Raises:
            ToolError: There is no such folder, template or emitter.
        """
        if self == NO_EXTRAS:
            return ""
        total = hashlib.sha256()
        for name, content in self._inputs():
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()

    def _inputs(self) -> Iterator[tuple[str, bytes]]:
        for path in overriding(self.templates):
            yield f"template {path.name}", path.read_bytes().replace(b"\r\n", b"\n")
        for name in self.emitters:
            yield f"emitter {name}", _source(name, _load(name))


NO_EXTRAS = Extras()
"""Nothing beyond what the compiler brings."""


def overriding(folder: Path | None) -> list[Path]:
    """The templates in a folder, sorted.

    Args:
        folder: The folder; None for no template.

    Raises:
        ToolError: It is no folder, or holds a template whose name no template of the compiler has. New templates for
            others to include begin with an underscore.
    """
    if folder is None:
        return []
    if not folder.is_dir():
        raise ToolError(f"{folder} is not a folder with templates")
    found = sorted(folder.glob("*.jinja"))
    known = [path.name for path in _TEMPLATES.glob("*.jinja")]
    for path in found:
        if path.name not in known and not path.name.startswith("_"):
            raise ToolError(f"{path}: no template is called {path.name}{suggestion(path.name, known)}")
    return found


def run_emitters(names: tuple[str, ...], schema: Schema, made: Mapping[str, str]) -> dict[str, str]:
    """Let other people's emitters make their files.

    Args:
        names: Names of the emitters.
        schema: A schema without problems.
        made: Files that are made already.

    Returns:
        Text by path inside the generated package.

    Raises:
        ToolError: There is no such emitter, it fails, or it returns what cannot be used; the message names it.
    """
    files: dict[str, str] = {}
    for name in names:
        emitter = _load(name)
        try:
            returned: object = emitter(schema)
        except Exception as error:
            raise ToolError(f"the emitter {name} failed: {type(error).__name__}: {error}") from error
        for path, text in _checked(name, returned).items():
            if path in made or path in files:
                raise ToolError(f"the emitter {name} makes {path}, which is there already; use another name")
            files[path] = text
    return files


def _load(name: str) -> Emitter:
    known: dict[str, EntryPoint] = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in known:
        raise ToolError(f"no emitter is called {name}{suggestion(name, known)}")
    try:
        emitter: object = known[name].load()
    except Exception as error:
        raise ToolError(f"the emitter {name} cannot be loaded: {type(error).__name__}: {error}") from error
    if not callable(emitter):
        raise ToolError(f"the emitter {name} is no function but a {type(emitter).__name__}")
    return cast("Emitter", emitter)


def _source(name: str, emitter: Emitter) -> bytes:
    try:
        return Path(inspect.getfile(inspect.unwrap(emitter))).read_bytes()
    except (OSError, TypeError) as error:
        raise ToolError(f"the emitter {name} is no function written in Python: {error}") from error


def _checked(name: str, returned: object) -> Mapping[str, str]:
    if not isinstance(returned, Mapping):
        raise ToolError(f"the emitter {name} returned a {type(returned).__name__} instead of text by path")
    files = cast("Mapping[object, object]", returned)
    for path, text in files.items():
        if not isinstance(path, str) or not isinstance(text, str):
            raise ToolError(f"the emitter {name} returned {path!r}, which is not text by path")
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts or not parts.name or "\\" in path:
            raise ToolError(f"the emitter {name} makes {path!r}, which is no path inside the package")
    return cast("Mapping[str, str]", files)

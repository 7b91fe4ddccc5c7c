"""Opens packages of declarations: a file, a folder, or an npm archive."""

from __future__ import annotations

import gzip
import json
import posixpath
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from twilio_codegen.errors import DeclarationError

MAX_BYTES = 16 * 1024 * 1024
"""Largest file of declarations that is read, in bytes."""

MAX_KEPT_BYTES = 64 * 1024 * 1024
"""Most that is kept of one archive: all its declarations together, in bytes."""

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""Most that one archive may unpack to, declarations or not, in bytes."""

_SUFFIX = ".d.ts"
_USUAL_ENTRIES = ("lib.d.ts", "index.d.ts", "builds/lib.d.ts", "dist/lib.d.ts", "lib/index.d.ts")


class Source(Protocol):
    """A tree of files, by path with slashes."""

    @property
    def shown(self) -> str:
        """The place as a person would name it; ends in a separator."""
        ...

    def read(self, path: str) -> str | None:
        """Read a file; None if there is none."""
        ...

    def declarations(self) -> list[str]:
        """Return the paths of all ``.d.ts`` files, sorted."""
        ...


@dataclass(frozen=True, slots=True)
class SourcePackage:
    """A package with declarations.

    Attributes:
        name: Its name; that of the file or folder where no ``package.json`` says it.
        version: Its version; empty if unknown.
        source: Its files.
        entries: The files that its users import from.
        folder: Where it is on disk, for the packages beside it; None inside an archive.
        dependencies: The versions that it can be used with, by package.
    """

    name: str
    version: str
    source: Source
    entries: tuple[str, ...]
    folder: Path | None
    dependencies: Mapping[str, str] = field(default_factory=dict[str, str])

    def find(self, importer: str, specifier: str) -> str | None:
        """Find the module that a relative import means; None if there is none."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
        candidates = (f"{path}{_SUFFIX}", f"{path.removesuffix('.js')}{_SUFFIX}", f"{path}/index{_SUFFIX}")
        return next((name for name in candidates if self.source.read(name) is not None), None)

    def neighbour(self, name: str) -> SourcePackage | None:
        """Find the installed package that an import of ``name`` means here, as Node does."""
        for folder in (self.folder, *self.folder.parents) if self.folder is not None else ():
            found = folder / "node_modules" / name
            if (found / "package.json").is_file():
                return _folder_package(found)
        return None


class _Folder:
    def __init__(self, folder: Path) -> None:
        self.shown = "" if folder == Path() else f"{folder.as_posix()}/"
        self._folder = folder
        self._read: dict[str, str | None] = {}

    def read(self, path: str) -> str | None:
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path]

    def _load(self, path: str) -> str | None:
        file = self._folder / path
        if ".." in PurePosixPath(path).parts or not file.is_file():
            return None
        try:
            if file.stat().st_size > MAX_BYTES:
                raise DeclarationError(f"{file} is larger than {MAX_BYTES} bytes; give the declarations alone")
            return file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise DeclarationError(f"{file} cannot be read: {error.strerror}") from error

    def declarations(self) -> list[str]:
        found = (path.relative_to(self._folder) for path in self._folder.rglob(f"*{_SUFFIX}"))
        return sorted(path.as_posix() for path in found if "node_modules" not in path.parts)


class _Archive:
    def __init__(self, file: Path) -> None:
        self.shown = f"{file.as_posix()}!/"
        self._texts = dict(_archived(file))

    def read(self, path: str) -> str | None:
        return self._texts.get(path)

    def declarations(self) -> list[str]:
        return sorted(path for path in self._texts if path.endswith(_SUFFIX))


class _Unpacked:
    """The bytes of a gzipped file, as long as there are not too many."""

    def __init__(self, file: Path, unpacked: gzip.GzipFile) -> None:
        self._file = file
        self._unpacked = unpacked
        self._left = MAX_UNPACKED_BYTES

    def read(self, size: int) -> bytes:
        self._left -= size
        if self._left < 0:
            raise DeclarationError(
                f"{self._file} unpacks to more than {MAX_UNPACKED_BYTES} bytes; give the declarations alone"
            )
        return self._unpacked.read(size)


def _archived(file: Path) -> Iterator[tuple[str, str]]:
    kept = 0
    try:
        with (
            gzip.open(file) as unpacked,
            tarfile.open(fileobj=cast("IO[bytes]", _Unpacked(file, unpacked)), mode="r|") as archive,
        ):
            for member in archive:
                name = member.name.partition("/")[2]
                wanted = name.endswith(_SUFFIX) or name == "package.json"
                if not member.isfile() or not wanted:
                    continue
                kept += member.size
                if member.size > MAX_BYTES or kept > MAX_KEPT_BYTES:
                    raise DeclarationError(
                        f"{file} holds more than {MAX_BYTES} bytes in {name}, or more than {MAX_KEPT_BYTES} in all "
                        "declarations; give those that matter alone"
                    )
                content = archive.extractfile(member)
                if content is not None:
                    yield name, content.read().decode("utf-8", "replace")
    # Its own errors apart, the module lets those through of what it reads a broken header with.
    except (OSError, EOFError, zlib.error, ValueError, OverflowError, tarfile.TarError) as error:
        raise DeclarationError(f"{file} is not a gzipped tar archive that can be read: {error}") from error


def is_declaration_source(path: Path) -> bool:
    """Return whether a path is a ``.d.ts`` file, an npm archive, or a folder with declarations and no schema."""
    if path.is_dir():
        return not (path / "product.yaml").is_file() and (
            (path / "package.json").is_file() or any(path.rglob(f"*{_SUFFIX}"))
        )
    return path.name.endswith((_SUFFIX, ".tgz", ".tar.gz"))


def open_package(path: Path) -> SourcePackage:
    """Open a package of declarations.

    Raises:
        DeclarationError: It cannot be used.
    """
    if path.is_dir():
        return _folder_package(path)
    if not path.is_file():
        raise DeclarationError(f"{path} does not exist; give a .d.ts file, a folder or an npm .tgz")
    if path.name.endswith(_SUFFIX):
        return SourcePackage(path.name.removesuffix(_SUFFIX), "", _Folder(path.parent), (path.name,), path.parent)
    if path.name.endswith((".tgz", ".tar.gz")):
        return _described(_Archive(path), path.name, None)
    raise DeclarationError(f"{path} is no .d.ts file, no folder and no .tgz archive")


def _folder_package(folder: Path) -> SourcePackage:
    return _described(_Folder(folder), folder.resolve().name, folder)


def _described(source: Source, name: str, folder: Path | None) -> SourcePackage:
    described = _manifest(source)
    named = described.get("types") or described.get("typings")
    declared = [posixpath.normpath(named)] if isinstance(named, str) else []
    found = next((path for path in (*declared, *_USUAL_ENTRIES) if source.read(path) is not None), None)
    entries = (found,) if found is not None else tuple(source.declarations())
    if not entries:
        raise DeclarationError(f"{source.shown.rstrip('/!')} holds no {_SUFFIX} file")
    wanted: dict[str, str] = {}
    for section in ("peerDependencies", "dependencies"):
        given = described.get(section)
        if isinstance(given, dict):
            wanted |= {str(key): str(value) for key, value in cast("dict[object, object]", given).items()}
    version = str(described.get("version") or "")
    return SourcePackage(str(described.get("name") or name), version, source, entries, folder, wanted)


def _manifest(source: Source) -> Mapping[str, object]:
    try:
        content: object = json.loads(source.read("package.json") or "{}")
    except (ValueError, RecursionError) as error:
        raise DeclarationError(f"{source.shown}package.json is not valid JSON: {error}") from error
    return cast("dict[str, object]", content) if isinstance(content, dict) else {}

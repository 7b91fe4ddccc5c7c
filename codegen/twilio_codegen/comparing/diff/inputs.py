"""Opens what `diff` compares: schema folders, declarations, and either of them in a git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from twilio_codegen.comparing.api import Api
from twilio_codegen.comparing.declarations import is_declaration_source, read_declarations
from twilio_codegen.comparing.offered import offered_api
from twilio_codegen.errors import CodegenError, ToolError
from twilio_codegen.reading.schema_loader import load_schema


def open_api(spec: str, default: Path, beside: Sequence[Path] = ()) -> Api:
    """Read one side of a comparison.

    Args:
        spec: A schema folder, a ``.d.ts`` file, a folder of declarations, an npm ``.tgz``; ``REVISION:path`` for one
            of them in the history, ``REVISION`` for the schema folder there.
        default: The schema folder.
        beside: Packages that declarations import from, where they are not installed beside them.

    Raises:
        SchemaError: The schema has problems.
        CodegenError: It does not exist or cannot be read.
    """
    path = Path(spec)
    if path.exists():
        return _read(path, spec, beside)
    with _from_history(spec, default) as found:
        return _read(found, spec, beside)


def _read(path: Path, title: str, beside: Sequence[Path]) -> Api:
    if is_declaration_source(path):
        return read_declarations([path, *beside])
    return offered_api(load_schema(path), title)


@contextmanager
def _from_history(spec: str, default: Path) -> Generator[Path]:
    revision, colon, inside = spec.partition(":")
    root = _git(default, "rev-parse", "--show-toplevel").decode().strip() if default.is_dir() else ""
    if not root or revision.startswith("-"):
        raise CodegenError(f"{spec} is no folder, no declarations and no git revision")
    if not colon:
        inside = default.resolve().relative_to(Path(root).resolve()).as_posix()
    try:
        kind = _git(Path(root), "cat-file", "-t", f"{revision}:{inside}").decode().strip()
    except ToolError:
        what = f"'{inside}' in the git revision '{revision}'"
        raise CodegenError(f"{spec} does not exist here, and there is no {what}") from None
    with TemporaryDirectory(prefix="twilio-codegen-") as folder:
        if kind == "blob":
            found = Path(folder) / Path(inside).name
            found.write_bytes(_git(Path(root), "cat-file", "blob", f"{revision}:{inside}"))
        else:
            packed = _git(Path(root), "archive", "--format=tar", f"{revision}:{inside}")
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(folder, filter="data")
            found = Path(folder)
        yield found


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise ToolError(f"git is needed to look into the history, and cannot be run: {error.strerror}") from error
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise ToolError(f"git {arguments[0]} failed: {lines[0] if lines else done.returncode}")
    return done.stdout

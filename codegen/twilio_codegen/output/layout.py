"""Where the schema and the generated package are, unless the command line says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from twilio_codegen.errors import SchemaError, UnreadableSchemaError
from twilio_codegen.reading.diagnostics import Diagnostic

PRODUCT = "chat"
PACKAGE = "twilio_chat"
_COMPILER = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The two folders that the compiler works with.

    Attributes:
        schema: Folder of a schema.
        output: Folder of the package generated from it.
    """

    schema: Path
    output: Path


def find_layout(schema: Path | None = None, output: Path | None = None) -> Layout:
    """Find the folders.

    A project is looked for around the compiler, then around the working directory. Without one, the schema that was
    installed with the compiler and the installed package are meant.

    Args:
        schema: The schema folder, where it is another one.
        output: The folder of the generated package, where it is another one.

    Returns:
        Both folders; they need not exist.

    Raises:
        UnreadableSchemaError: Neither a project nor an installed schema is found, or a schema does not name its
            package, or there is none where one was named.
        SchemaError: The files that could name it cannot be read.
    """
    project = next(_projects(), None)
    if schema is not None:
        return Layout(schema, output or _beside(schema, project))
    if project is not None:
        return Layout(project / "schema" / PRODUCT, output or project / "generated" / PACKAGE)
    installed = _COMPILER / "_schema" / PRODUCT
    if not installed.is_dir():
        raise UnreadableSchemaError("no schema found here or above; name its folder with --schema")
    return Layout(installed, output or _installed_package())


def editor_schema_path(layout: Layout) -> Path | None:
    """Where editors find the JSON Schema of the schema language: beside the schema folders of a project.

    Returns:
        The file, which need not exist; None if the schema lies somewhere else and nobody has put such a file there.
    """
    folder = layout.schema.resolve().parent
    path = folder / "schema.json"
    return path if folder.name == "schema" or path.is_file() else None


def _projects() -> Iterator[Path]:
    for start in (_COMPILER, Path.cwd()):
        for folder in (start, *start.parents):
            if (folder / "schema" / PRODUCT / "product.yaml").is_file() and (folder / "generated").is_dir():
                yield folder


def _beside(schema: Path, project: Path | None) -> Path:
    """The output folder of a schema that was named."""
    package = _package_of(schema)
    root = project if project is not None and schema.resolve().is_relative_to(project) else None
    if root is None and len(schema.resolve().parents) > 1:
        root = schema.resolve().parents[1]
    return (root or Path.cwd()) / "generated" / package


def _package_of(schema: Path) -> str:
    """The package that a schema names; by custom its product stands in a file of that name, which is read first."""
    from twilio_codegen.reading.schema_files import schema_files
    from twilio_codegen.reading.yaml_loader import load_file

    files = sorted(schema_files(schema), key=lambda path: path.name != "product.yaml")
    problems: list[Diagnostic] = []
    for path in files:
        document, found = load_file(path, path.relative_to(schema).as_posix())
        package = document.get("package") if document is not None else None
        if isinstance(package, str) and package.isidentifier():
            return package
        problems += found if document is None else []
    if problems:
        raise SchemaError(problems)
    raise UnreadableSchemaError(f"{schema} does not name a package; name the output folder with --output")


def _installed_package() -> Path:
    found = find_spec(PACKAGE)
    locations = list(found.submodule_search_locations or ()) if found is not None else []
    if not locations:
        raise UnreadableSchemaError(f"the package {PACKAGE} is not installed; name a folder with --output")
    return Path(locations[0])

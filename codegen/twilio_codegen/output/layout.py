"""Where the schemas of all products and the packages generated from them are, unless the command line says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from twilio_codegen.errors import CodegenError, SchemaError, UnreadableSchemaError
from twilio_codegen.reading.diagnostics import Diagnostic

__all__ = ["Layout", "editor_schema_path", "find_layout", "find_schemas", "new_schema_folder"]

_COMPILER = Path(__file__).resolve().parents[1]
_PRODUCT_FILE = "product.yaml"
_PLAIN_PACKAGE = re.compile(r"^package:[ \t]+([A-Za-z_]\w*)[ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The two folders that the compiler works with.

    Attributes:
        schema: Folder of a schema.
        output: Folder of the package generated from it.
    """

    schema: Path
    output: Path


def find_schemas(product: str | None = None) -> list[Path]:
    """Find the schema folders of all products: those of ``schema/`` that hold a `product.yaml`.

    A project is looked for around the compiler, then around the working directory. Without one, the schemas that were
    installed with the compiler are meant.

    Args:
        product: The name of the only folder wanted; None for all of them.

    Returns:
        The folders, sorted by name; never empty.

    Raises:
        UnreadableSchemaError: Neither a project nor an installed schema is found, or no product of that name.
        CodegenError: Two products are to be generated into one package.
    """
    project = next(_projects(), None)
    folder = _COMPILER / "_schema" if project is None else project / "schema"
    found = _products(folder)
    if not found:
        raise UnreadableSchemaError("no schema found here or above; name its folder with --schema")
    _require_packages_apart(found)
    if product is None:
        return found
    chosen = [path for path in found if path.name == product]
    if not chosen:
        known = ", ".join(path.name for path in found)
        raise UnreadableSchemaError(f"there is no product {product!r} in {folder}; known: {known}")
    return chosen


def find_layout(schema: Path | None = None, output: Path | None = None) -> Layout:
    """Find the two folders of one product.

    Args:
        schema: The schema folder; None for that of the only product.
        output: The folder of the generated package, where it is another one than ``generated/PACKAGE`` of the project
            that the schema is in, or than the installed package for an installed schema.

    Returns:
        Both folders; they need not exist.

    Raises:
        UnreadableSchemaError: No schema is found, or a schema does not name its package, or there is none where one
            was named.
        SchemaError: The files that could name the package cannot be read.
        CodegenError: There are several products, and none was named.
    """
    if schema is None:
        found = find_schemas()
        if len(found) > 1:
            known = ", ".join(path.name for path in found)
            raise CodegenError(f"there are several products ({known}); choose one with --product")
        schema = found[0]
    if output is not None:
        return Layout(schema, output)
    package = _package_of(schema)
    if schema.resolve().parent == _COMPILER / "_schema":
        return Layout(schema, _installed(package))
    return Layout(schema, _root_of(schema) / "generated" / package)


def new_schema_folder(product: str) -> Path:
    """Return where the schema of another product belongs: beside those of the project, or in the working directory."""
    return next(_projects(), Path()) / "schema" / product


def editor_schema_path(layout: Layout) -> Path | None:
    """Where editors find the JSON Schema of the schema language: beside the schema folders of a project.

    Returns:
        The file, which need not exist; None if the schema lies somewhere else and nobody has put such a file there.
    """
    folder = layout.schema.resolve().parent
    path = folder / "schema.json"
    return path if folder.name == "schema" or path.is_file() else None


def _products(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{_PRODUCT_FILE}"))


def _projects() -> Iterator[Path]:
    for start in (_COMPILER, Path.cwd()):
        for folder in (start, *start.parents):
            if (folder / "generated").is_dir() and _products(folder / "schema"):
                yield folder


def _root_of(schema: Path) -> Path:
    """The project that a schema is in; else the folder two levels above it."""
    place = schema.resolve()
    for project in _projects():
        if place.is_relative_to(project):
            return project
    return place.parents[1] if len(place.parents) > 1 else Path.cwd()


def _require_packages_apart(schemas: list[Path]) -> None:
    """Refuse two products of which one would be written over the other.

    Those whose package cannot be told are left to their own turn, which says what is wrong with them.
    """
    owners: dict[str, str] = {}
    for schema in schemas:
        package = _plain_package(schema)
        if package is None:
            continue
        other = owners.setdefault(package, schema.name)
        if other != schema.name:
            raise CodegenError(
                f"the products {other} and {schema.name} both name the package {package}; "
                f"give one of them another in its {_PRODUCT_FILE}"
            )


def _plain_package(schema: Path) -> str | None:
    """The package of a schema where it stands on a line as everybody writes it: found without reading YAML.

    Asking whether a package is up to date must work where no compiler is installed.
    """
    try:
        text = (schema / _PRODUCT_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = _PLAIN_PACKAGE.findall(text)
    return found[0] if len(found) == 1 else None


def _package_of(schema: Path) -> str:
    """The package that a schema names; by custom its product stands in a file of that name, which is read first."""
    plain = _plain_package(schema)
    if plain is not None:
        return plain
    from twilio_codegen.reading.schema_files import schema_files
    from twilio_codegen.reading.yaml_loader import load_file

    files = sorted(schema_files(schema), key=lambda path: path.name != _PRODUCT_FILE)
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


def _installed(package: str) -> Path:
    found = find_spec(package)
    locations = list(found.submodule_search_locations or ()) if found is not None else []
    if not locations:
        raise UnreadableSchemaError(f"the package {package} is not installed; name a folder with --output")
    return Path(locations[0])

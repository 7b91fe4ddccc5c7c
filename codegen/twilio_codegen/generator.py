"""From a schema folder to the files of the generated package, and the question whether they are up to date.

Everything heavy is imported when something is compiled, so asking costs next to nothing while nothing has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .extras import NO_EXTRAS, Extras, run_emitters
from .output.files import compare, compare_file, stale_files, write_file
from .output.header import header_text
from .output.layout import Layout, editor_schema_path, find_layout, find_schemas
from .output.manifest import MANIFEST, Manifest, file_digest, input_digest, text_digest
from .reading.schema_files import schema_files

__all__ = [
    "COMMAND",
    "CheckResult",
    "check",
    "generate",
    "known_without_problems",
    "verify_generated",
    "write_editor_schema",
]

COMMAND = "twilio-codegen generate"
"""What to run when the generated package is not up to date."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Whether a generated package is what its schema compiles to.

    Attributes:
        up_to_date: The answer.
        diff: What would change, as a unified diff; empty if nothing would.
        compiled: Whether the schema was compiled to find out; otherwise hashes told.
        output: Folder of the generated package.
    """

    up_to_date: bool
    diff: str
    compiled: bool
    output: Path


def generate(schema_dir: Path, extras: Extras = NO_EXTRAS) -> dict[str, str]:
    """Compile a schema.

    Args:
        schema_dir: Folder of the schema.
        extras: Templates and emitters besides those of the compiler.

    Returns:
        Formatted text by path inside the generated package, in alphabetical order.

    Raises:
        SchemaError: The schema has problems.
        UnreadableSchemaError: There is no schema in the folder.
        ToolError: A tool is missing, of the wrong version, or refuses what was generated.
    """
    from concurrent.futures import ThreadPoolExecutor

    from .documents import render_documents
    from .documents.relayed import relayed_module
    from .language.editor_schema import editor_text
    from .language.removals import first_removal
    from .lint import load_linted
    from .models.emitter import emit_models
    from .models.json_schema import models_document, wire_document
    from .output.formatting import format_package
    from .output.toolchain import require_pinned_tools
    from .python.source_text import comment
    from .reading.moves import load_moves
    from .templates.package import render_package

    require_pinned_tools()
    inputs = _inputs(schema_dir, extras)
    schema, warnings = load_linted(schema_dir)
    header = header_text(schema.product.product)
    hooks = schema_dir / "hooks.py"
    package = schema.product.package
    rendered = render_package(schema, hooks.read_text(encoding="utf-8") if hooks.is_file() else "", extras.templates)
    with ThreadPoolExecutor(1) as beside:
        # The formatter is another program, which works while the models are made here.
        formatting = beside.submit(format_package, rendered, package)
        rest = {
            "models.py": f"# {comment(header)}\n{emit_models(models_document(schema), extras.templates)}",
            "wire.py": f"# {comment(header)}\n{emit_models(wire_document(schema), extras.templates)}",
            "py.typed": "",  # by it type checkers know that the package is typed
            **render_documents(schema, load_moves(schema_dir)[0]),
            **({"relayed.py": relayed} if (relayed := relayed_module(schema, extras.templates)) is not None else {}),
        }
        rest |= run_emitters(extras.emitters, schema, {**rendered, **rest})
        formatted = dict(sorted({**format_package(rest, package), **formatting.result()}.items()))
    outputs = {name: text_digest(text) for name, text in formatted.items()}
    return {
        MANIFEST: Manifest(
            header, inputs, len(warnings), text_digest(editor_text()), first_removal(schema), outputs
        ).dump(),
        **formatted,
    }


def write_editor_schema(layout: Layout) -> Path | None:
    """Write the JSON Schema of the schema language where editors look for it.

    Returns:
        The file, if it was changed.

    Raises:
        OutputError: It cannot be read or written.
    """
    from .language.editor_schema import editor_text

    path = editor_schema_path(layout)
    return path if path is not None and write_file(path, editor_text()) else None


def check(layout: Layout, *, full: bool = False, extras: Extras = NO_EXTRAS) -> CheckResult:
    """Find out whether a generated package is up to date, and the JSON Schema for editors with it.

    Args:
        layout: The schema and the package.
        full: Compile in any case. Otherwise that is done only if hashes do not match.
        extras: Templates and emitters besides those of the compiler.

    Returns:
        The answer.

    Raises:
        SchemaError: The schema had to be compiled and has problems.
        UnreadableSchemaError: There is no schema in the folder.
        ToolError: The schema had to be compiled, and a tool is missing, of the wrong version, or failed.
        OutputError: A generated file cannot be read.
    """
    schema_files(layout.schema)
    manifest = Manifest.read(layout.output)
    editor = editor_schema_path(layout)
    if (
        not full
        and manifest is not None
        and manifest.inputs == _inputs(layout.schema, extras)
        and manifest.matches(layout.output)
        and not stale_files(manifest.outputs, layout.output)
        and (editor is None or file_digest(editor) == manifest.editor)
    ):
        return CheckResult(up_to_date=True, diff="", compiled=False, output=layout.output)
    diff = compare(generate(layout.schema, extras), layout.output)
    if editor is not None:
        from .language.editor_schema import editor_text

        diff += compare_file(editor, editor_text())
    return CheckResult(up_to_date=not diff, diff=diff, compiled=True, output=layout.output)


def _inputs(schema: Path, extras: Extras) -> str:
    """Digest of everything that has an influence on the output."""
    used = extras.digest()
    return text_digest(f"{input_digest(schema)} {used}") if used else input_digest(schema)


def known_without_problems(layout: Layout) -> bool:
    """Whether the package was made of exactly this schema, by exactly this compiler, and without any problem.

    Raises:
        UnreadableSchemaError: A file of the schema cannot be read.
    """
    manifest = Manifest.read(layout.output)
    return (
        manifest is not None
        and manifest.warnings == 0
        and manifest.inputs == input_digest(layout.schema)
        and not _is_due(manifest.removal, layout.schema)
    )


def _is_due(removal: str, schema: Path) -> bool:
    """Whether the project is at the release that must be without something that is deprecated."""
    if not removal:
        return False
    from .language.removals import parse_version, release_version

    goes, released = parse_version(removal), parse_version(release_version(schema) or "")
    return goes is None or (released is not None and released >= goes)


def verify_generated() -> CheckResult:
    """Check the generated packages of all products of this project, or the installed ones, against their schemas.

    Returns:
        One answer for all: up to date if each is, compiled if one was, and their differences one after the other. With
        several products, the folder is the one that holds the first package.

    Raises:
        CodegenError: As `check`.
    """
    layouts = [find_layout(schema) for schema in find_schemas()]
    results = [check(layout) for layout in layouts]
    return CheckResult(
        up_to_date=all(result.up_to_date for result in results),
        diff="".join(result.diff for result in results),
        compiled=any(result.compiled for result in results),
        output=layouts[0].output if len(layouts) == 1 else layouts[0].output.parent,
    )

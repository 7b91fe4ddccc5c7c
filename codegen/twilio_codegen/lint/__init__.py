"""Checks of a schema that need more than one place of it: what refers to what, and under which name.

All of them are found at once, as soon as every file can be read and fits the language. What `schema_loader` finds wrong
with the files (YAML, unknown keys, kinds of values) is reported first and alone: most of what would be found besides
would only follow from it.
"""

from __future__ import annotations

from pathlib import Path

from twilio_codegen.errors import SchemaError
from twilio_codegen.language import Schema
from twilio_codegen.language.removals import release_version
from twilio_codegen.reading.diagnostics import Diagnostic
from twilio_codegen.reading.moves import load_moves
from twilio_codegen.reading.schema_loader import load_schema

from .deprecations import check_deprecations
from .durable import check_durable
from .events import check_events
from .hooks import HookModule, check_private_names, read_hooks
from .links import check_links_and_collections
from .methods import check_methods
from .moving import check_move
from .names import check_names
from .product import check_folder, check_product
from .properties import check_properties
from .requests import check_keeping
from .scope import Scope
from .structure import check_owner_parts, check_structure
from .texts import check_texts
from .unused import check_unused
from .values import check_values

__all__ = ["lint", "load_linted"]


def lint(schema: Schema, hooks: HookModule, version: str | None = None) -> list[Diagnostic]:
    """Check a schema.

    Args:
        schema: The schema, valid in itself.
        hooks: The hook module of the product.
        version: The version that is about to be released, by which some things must be gone; None if it is not known.

    Returns:
        Every problem, sorted by place.
    """
    scope = Scope(schema)
    check_names(scope)
    check_product(scope)
    check_values(scope)
    for resource in schema.resources.values():
        check_structure(scope, resource)
        check_properties(scope, resource)
        check_links_and_collections(scope, resource)
        check_events(scope, resource)
        check_methods(scope, resource, hooks)
        for method in resource.methods.values():
            check_keeping(scope, resource, method)
    check_owner_parts(scope)
    check_durable(scope)
    check_deprecations(scope, version)
    check_texts(scope)
    check_private_names(scope, hooks)
    check_unused(scope, hooks)
    return sorted(set(scope.problems))


def load_linted(folder: Path, version: str | None = None) -> tuple[Schema, list[Diagnostic]]:
    """Load a schema that can be compiled.

    Args:
        folder: The schema folder.
        version: The version that is about to be released; that of the project around the schema if it is not said.

    Returns:
        The schema, and the problems that do not matter to the compiler.

    Raises:
        SchemaError: All problems of the files, or, if there are none, all of the schema, at least one of which stops
            the compiler.
        UnreadableSchemaError: There is no such folder, or no YAML file in it.
    """
    hooks, unreadable = read_hooks(folder)
    try:
        schema = load_schema(folder)
    except SchemaError as error:
        raise SchemaError([*error.diagnostics, *unreadable]) from None
    if unreadable:
        raise SchemaError(unreadable)
    problems = lint(schema, hooks, version or release_version(folder))
    problems += check_folder(schema.product, folder)
    moves, unread = load_moves(folder)
    problems += unread
    for move, old in moves:
        problems += check_move(move, old, schema)
    problems.sort()
    if any(problem.severity == "error" for problem in problems):
        raise SchemaError(problems)
    return schema, problems

"""What can go wrong in the compiler, as one tree.

CodegenError
├── SchemaError             the schema has problems, each with its place
├── UnreadableSchemaError   there is no schema to read
├── DeclarationError        official declarations cannot be read
├── ToolError               a tool is missing, of another version than pinned, or failed
└── OutputError             the generated files cannot be read or written

The text of each can be shown to a person as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from .reading.diagnostics import Diagnostic

__all__ = ["CodegenError", "DeclarationError", "OutputError", "SchemaError", "ToolError", "UnreadableSchemaError"]


class CodegenError(Exception):
    """Base of everything raised by the compiler on purpose."""


class SchemaError(CodegenError):
    """The schema cannot be compiled.

    Attributes:
        diagnostics: Every problem found, sorted by place. Never empty.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics))
        super().__init__("\n".join(map(str, self.diagnostics)))


class UnreadableSchemaError(CodegenError):
    """The schema folder does not exist, is no folder, holds no YAML, or may not be read."""


class DeclarationError(CodegenError):
    """Official declarations are missing, or are no TypeScript."""


class ToolError(CodegenError):
    """A tool that the compiler runs is missing, is not of the pinned version, or failed."""


class OutputError(CodegenError):
    """A generated file or its folder cannot be read or written."""

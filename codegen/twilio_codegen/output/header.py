"""The first line of generated files, by which they are known."""

from __future__ import annotations

HEADER_MARK = "by `twilio-codegen generate`. Do not edit."
"""What every header ends with, whatever the schema."""


def header_text(product: str) -> str:
    """The header of files made for a product, without the comment sign. Holds no version, date or path."""
    return f"Generated from schema/{product} {HEADER_MARK}"


def is_generated(text: str) -> bool:
    """Whether a file with this content was made by the compiler."""
    first = text.partition("\n")[0].rstrip("\r")
    return first.startswith("# Generated from schema/") and first.endswith(HEADER_MARK)

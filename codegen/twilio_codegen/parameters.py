"""What can be passed to a method by keyword."""

from __future__ import annotations

from .ir import Method, Schema

__all__ = ["parameters_taken"]


def parameters_taken(schema: Schema, method: Method) -> set[str]:
    """Documented names of everything that can be passed to a method by keyword: parameters, and what they spread.

    Args:
        schema: The schema of the method.
        method: The method.
    """
    spread = [schema.values[item.type.name] for item in method.params.values() if item.spread]
    return {*method.params, *(name for value in spread for name in value.fields)}

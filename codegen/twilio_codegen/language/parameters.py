"""What can be passed to a method by keyword."""

from __future__ import annotations

from twilio_codegen.language import Method, Schema

__all__ = ["parameters_taken"]


def parameters_taken(schema: Schema, method: Method) -> set[str]:
    """Documented names of everything that can be passed to a method by keyword: parameters, and what they spread.

    Args:
        schema: The schema of the method.
        method: The method.
    """
    names = [item.type.name for item in method.params.values() if item.spread]
    spread = [schema.values[name] for name in names if name in schema.values]  # elsewhere reported if it is no value
    return {*method.params, *(name for value in spread for name in value.fields)}

"""What a schema compiles to besides Python: descriptions of the same API for other programs.

They lie in the folder ``schemas`` of the generated package: JSON Schema of everything users see, JSON Schema of what
travels, an AsyncAPI document of all events, and an index of the API.
"""

from __future__ import annotations

import json

from twilio_codegen.header import header_text
from twilio_codegen.ir import Schema

from .api_index import index_document
from .asyncapi import asyncapi_document
from .seen import seen_document
from .travelling import travelling_document

__all__ = ["render_siblings"]


def render_siblings(schema: Schema) -> dict[str, str]:
    """Describe an API for other programs.

    Args:
        schema: A schema without problems.

    Returns:
        Text by path inside the generated package.
    """
    about = header_text(schema.product.product)
    documents = {
        "api-index.json": index_document(schema, about),
        "asyncapi.json": asyncapi_document(schema, about),
        "models.schema.json": seen_document(schema, about),
        "wire.schema.json": travelling_document(schema, about),
    }
    return {
        f"schemas/{name}": json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        for name, document in documents.items()
    }

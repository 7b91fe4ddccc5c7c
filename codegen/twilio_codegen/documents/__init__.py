"""Writes descriptions of an API for other programs: the folder ``schemas`` of a generated package.

It holds JSON Schema of the public types, JSON Schema of the data on the wire, an AsyncAPI document of all events, and
an index of the API.
"""

from __future__ import annotations

import json

from twilio_codegen.language import Schema
from twilio_codegen.output.header import header_text

from .api_index import index_document
from .asyncapi import asyncapi_document
from .public_schema import public_schema
from .wire_schema import wire_schema

__all__ = ["render_documents"]


def render_documents(schema: Schema) -> dict[str, str]:
    """Write the documents that describe an API.

    Returns:
        Text by path inside the generated package.
    """
    about = header_text(schema.product.product)
    documents = {
        "api-index.json": index_document(schema, about),
        "asyncapi.json": asyncapi_document(schema, about),
        "models.schema.json": public_schema(schema, about),
        "wire.schema.json": wire_schema(schema, about),
    }
    return {
        f"schemas/{name}": json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        for name, document in documents.items()
    }

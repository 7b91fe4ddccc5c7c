"""Writes descriptions of an API for other programs: the folder ``schemas`` of a generated package.

It holds JSON Schema of the public types, JSON Schema of the data on the wire, an AsyncAPI document of all events, an
index of the API, and for each product that programs move from what becomes of its names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from twilio_codegen.language import Move, Schema
from twilio_codegen.output.header import header_text

from .api_index import index_document
from .asyncapi import asyncapi_document
from .moving import moving_document
from .public_schema import public_schema
from .wire_schema import wire_schema

__all__ = ["render_documents"]


def render_documents(schema: Schema, moves: Sequence[tuple[Move, Schema]] = ()) -> dict[str, str]:
    """Write the documents that describe an API.

    Args:
        schema: The schema.
        moves: How programs for other products move to this one, each with the schema of the other.

    Returns:
        Text by path inside the generated package.
    """
    about = header_text(schema.product.product)
    documents = {
        "api-index.json": index_document(schema, about),
        "asyncapi.json": asyncapi_document(schema, about),
        "models.schema.json": public_schema(schema, about),
        "wire.schema.json": wire_schema(schema, about),
        **{f"moving-from-{move.moving_from}.json": moving_document(old, schema, move, about) for move, old in moves},
    }
    return {
        f"schemas/{name}": json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        for name, document in documents.items()
    }

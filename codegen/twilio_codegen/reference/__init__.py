"""Writes the reference of an API as Markdown, in the order of the official documentation, beside JavaScript.

The pages link to each other, and to those about the runtime: an exception is referred to as mkdocs-autorefs does it,
`Paginator` likewise.
"""

from __future__ import annotations

from twilio_codegen.comparing.api import Api
from twilio_codegen.comparing.ledger import Ledger
from twilio_codegen.language import Schema
from twilio_codegen.templates.render import render

from .index import Index
from .side_by_side import Comparison, side_by_side
from .views import ReferenceViews

__all__ = ["render_reference"]


def render_reference(schema: Schema, documented: Api | None, ledger: Ledger) -> dict[str, str]:
    """Render all pages.

    Args:
        schema: A schema without problems.
        documented: The official declarations; None for a product that has none.
        ledger: Where the schema is meant to differ from them, and why.

    Returns:
        Text of each page by file name.

    Raises:
        ToolError: A template is broken.
    """
    index = Index(schema)
    comparison = Comparison(schema, documented, ledger)
    views = ReferenceViews(schema, index, comparison)
    common: dict[str, object] = {"product": schema.product, "index": index}
    pages = {
        "index.md": render("reference/index.md.jinja", common),
        "type-aliases.md": render(
            "reference/aliases.md.jinja", {**common, "unions": views.unions(), "shapes": views.aliased_shapes()}
        ),
        "interfaces.md": render(
            "reference/shapes.md.jinja",
            {**common, "title": "Interfaces", "intro": _INTERFACES, "shapes": views.interfaces()},
        ),
        "payloads.md": render(
            "reference/shapes.md.jinja",
            {**common, "title": "Payloads of events", "intro": _PAYLOADS, "shapes": views.payloads()},
        ),
        "javascript.md": render(
            "reference/javascript.md.jinja", {**common, "tables": side_by_side(schema, index, comparison)}
        ),
    }
    for shape in views.plain_classes():
        pages[shape.page] = render(
            "reference/shapes.md.jinja", {**common, "title": shape.name, "intro": "", "shapes": [shape]}
        )
    for resource in views.resources():
        pages[resource.page] = render("reference/class.md.jinja", {**common, "resource": resource})
    return pages


_INTERFACES = "Plain objects that methods take or hand out. Those that you build take their fields as keywords."
_PAYLOADS = "What handlers receive when an event has more to tell than one object. Frozen data classes; `match` works."

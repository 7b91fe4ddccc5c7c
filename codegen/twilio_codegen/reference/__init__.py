"""Writes the reference of an API as Markdown, classes first, beside JavaScript.

The pages link to each other, and to those about the runtime: an exception is referred to as mkdocs-autorefs does it,
`Paginator` likewise.
"""

from __future__ import annotations

from twilio_codegen.comparing.api import Api
from twilio_codegen.comparing.ledger import Ledger
from twilio_codegen.language import Schema
from twilio_codegen.python.naming import snake_case
from twilio_codegen.templates.render import render

from .index import Index, cell
from .side_by_side import Comparison, side_by_side
from .views import ReferenceViews, Shape

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
    common: dict[str, object] = {
        "product": schema.product,
        "index": index,
        "comparison": comparison,
        "views": views,
        "cell": cell,
    }

    def shapes(title: str, intro: str, found: list[Shape]) -> str:
        return render("reference/shapes.md.jinja", {**common, "title": title, "intro": intro, "shapes": found})

    tables = side_by_side(schema, index, comparison)
    pages = {
        "index.md": render("reference/index.md.jinja", common),
        "type-aliases.md": render("reference/aliases.md.jinja", common),
        "interfaces.md": shapes("Interfaces", _INTERFACES, views.interfaces()),
        "payloads.md": shapes("Payloads of events", _PAYLOADS, views.payloads()),
        "blocking.md": render(
            "reference/blocking.md.jinja",
            {**common, "resources": [item for _, item in sorted(schema.resources.items())]},
        ),
    }
    if documented is not None:
        pages["javascript.md"] = render("reference/javascript.md.jinja", {**common, "tables": tables})
    pages |= {shape.page: shapes(shape.name, "", [shape]) for shape in views.plain_classes()}
    for name, resource in sorted(schema.resources.items()):
        pages[f"{snake_case(name)}.md"] = render("reference/class.md.jinja", {**common, "resource": resource})
    return pages


_INTERFACES = "Plain objects that methods take or hand out. Those that you build take their fields as keywords."
_PAYLOADS = "What handlers receive when an event has more to tell than one object. Frozen data classes; `match` works."

"""Modules of pydantic models: what datamodel-code-generator makes of JSON Schema documents, with a top and an end."""

from __future__ import annotations

from .json_schema import Json, ModelDocument
from .model_tool import RunTool, run_tool
from .naming import tags_name
from .prose import wrap
from .render import render

__all__ = ["emit_models"]

_INDENT = 4
_QUOTES = 3


def emit_models(document: ModelDocument, run: RunTool = run_tool) -> str:
    """Write the module of one document's models.

    Args:
        document: The models; without any, the module holds none.
        run: Runs the tool.

    Returns:
        Python code, not formatted yet, without the header of generated files.

    Raises:
        ToolError: datamodel-code-generator is missing or refuses the document.
    """
    top = f'"""{wrap(document.title, reserved=2 * _QUOTES)}"""\n'
    offered = {*document.definitions, *document.tagged, *map(tags_name, document.tagged)}
    names = ", ".join(f'"{name}"' for name in sorted(offered))
    exports = f"__all__ = [{names}]\n" if names else "__all__: list[str] = []\n"
    if not document.definitions:
        return f"{top}\nfrom __future__ import annotations\n\n{exports}"
    code = run(_with_wrapped_docs(document), document.names)
    imports, separator, classes = code.partition("\n\nclass ")
    if document.tagged:
        # The models name their unions as if those came from elsewhere; they follow below.
        own = f"from {document.module} import "
        imports = "\n".join(line for line in imports.splitlines() if not line.startswith(own))
        imports += "\nfrom typing import Annotated, TypeAlias\n\nfrom twilio_realtime.tagged import Tagged\n"
        classes += render("_tagged.jinja", {"tagged": document.tagged, "tags_name": tags_name})
    return f"{top}\n{imports}\n\n{exports}\n{separator}{classes}"


def _with_wrapped_docs(document: ModelDocument) -> Json:
    whole = document.document()
    whole["$defs"] = {name: _wrapped(definition) for name, definition in document.definitions.items()}
    del whole["title"]
    return whole


def _wrapped(node: Json) -> Json:
    """The definition with descriptions that fit into docstrings."""
    result = dict(node)
    description = result.get("description")
    if isinstance(description, str):
        result["description"] = wrap(description, _INDENT, reserved=2 * _QUOTES)
    properties = result.get("properties")
    if isinstance(properties, dict):
        result["properties"] = {key: _wrapped(item) for key, item in properties.items() if isinstance(item, dict)}
    return result

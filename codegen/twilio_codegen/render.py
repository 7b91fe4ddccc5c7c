"""Renders the templates of this package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2 import __version__ as jinja_version

from .errors import ToolError
from .header import header_text
from .ir import Product
from .markdown import inline
from .naming import attribute_path, class_name, python_name, session_path, snake_case
from .prose import wrap
from .reserved_names import private_name
from .source_text import comment, docstring, literal
from .template_cache import TemplateCache

__all__ = ["render"]

_TEMPLATES = Path(__file__).parent / "templates"


def render(name: str, context: Mapping[str, object], templates: Path | None = None) -> str:
    """Render one template.

    Args:
        name: File name below ``templates``.
        context: What the template may use; anything else is an error. With a ``product``, the text of the header of
            generated files is there as ``header``, too.
        templates: Folder whose templates take the place of those of the same name.

    Returns:
        The text, not yet formatted.

    Raises:
        ToolError: The template is broken or uses a name that is not in the context.
    """
    product = context.get("product")
    header = {"header": header_text(product.product)} if isinstance(product, Product) else {}
    try:
        return _environment(templates).get_template(name).render({**header, **context})
    except TemplateError as error:
        raise ToolError(f"the template {name} cannot be rendered: {error}") from error


def _settings() -> bytes:
    """This file and the version of Jinja: what the compiled form of a template depends on besides its text."""
    return Path(__file__).read_bytes() + jinja_version.encode()


@cache
def _environment(templates: Path | None) -> Environment:
    folders = [_TEMPLATES] if templates is None else [templates, _TEMPLATES]
    environment = Environment(
        loader=FileSystemLoader(folders, encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        auto_reload=templates is not None,
        bytecode_cache=TemplateCache(_TEMPLATES / "__pycache__", _settings()) if templates is None else None,
        optimized=False,
    )
    environment.filters |= {
        "attribute_path": attribute_path,
        "class_name": class_name,
        "comment": comment,
        "docstring": docstring,
        "literal": literal,
        "markdown": inline,
        "private": private_name,
        "python_name": python_name,
        "session_path": session_path,
        "snake_case": snake_case,
        "wrap": wrap,
    }
    return environment

"""Renders the templates of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2 import __version__ as jinja_version

from twilio_codegen.errors import ToolError
from twilio_codegen.language import Product
from twilio_codegen.output.header import header_text
from twilio_codegen.python.code import Code, imported
from twilio_codegen.python.naming import attribute_path, class_name, python_name, session_path, snake_case, tags_name
from twilio_codegen.python.reserved_names import private_name
from twilio_codegen.python.source_text import comment, docstring, entries, formatted, literal, rows
from twilio_codegen.python.types import Annotation
from twilio_codegen.python.wrapping import wrap

from .cache import TemplateCache
from .markdown import inline

__all__ = ["Mentions", "render", "render_noting"]

_TEMPLATES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Mentions:
    """Names that a rendered text mentions.

    Attributes:
        code: Names that it needs when it runs.
        annotations: Names that annotations mention.
    """

    code: set[str] = field(default_factory=set[str])
    annotations: set[str] = field(default_factory=set[str])

    def every(self) -> set[str]:
        """All of them."""
        return self.code | self.annotations


_NOTED: ContextVar[Mentions | None] = ContextVar("_NOTED", default=None)


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


def render_noting(name: str, context: Mapping[str, object], templates: Path | None = None) -> tuple[str, Mentions]:
    """Render one template, and tell what the values mention that it writes.

    Args:
        name: As for `render`.
        context: As for `render`.
        templates: As for `render`.

    Returns:
        The text and its mentions.

    Raises:
        ToolError: As for `render`.
    """
    mentions = Mentions()
    before = _NOTED.set(mentions)
    try:
        return render(name, context, templates), mentions
    finally:
        _NOTED.reset(before)


def _written(value: object) -> object:
    """A value as a template writes it; what it mentions is noted."""
    if not isinstance(value, Code | Annotation):
        return value
    if (mentions := _NOTED.get()) is not None:
        (mentions.code if isinstance(value, Code) else mentions.annotations).update(value.mentions)
    return value.text


def _annotation(name: str) -> Annotation:
    """The annotation that is the name of a class."""
    return Annotation(name, frozenset({name}))


def _settings() -> bytes:
    """This file and the version of Jinja: what the compiled form of a template depends on besides its text."""
    return Path(__file__).read_bytes() + jinja_version.encode()


@cache
def _environment(templates: Path | None) -> Environment:
    folders = [_TEMPLATES] if templates is None else [templates, _TEMPLATES]
    environment = Environment(
        loader=FileSystemLoader(folders, encoding="utf-8"),
        undefined=StrictUndefined,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        auto_reload=templates is not None,
        bytecode_cache=TemplateCache(_TEMPLATES / "__pycache__", _settings()) if templates is None else None,
        optimized=False,
    )
    filters = cast("dict[str, Callable[..., object]]", environment.filters)
    filters.update(
        {
            "annotation": _annotation,
            "attribute_path": attribute_path,
            "class_name": class_name,
            "comment": comment,
            "docstring": docstring,
            "entries": entries,
            "formatted": formatted,
            "imported": imported,
            "literal": literal,
            "markdown": inline,
            "private": private_name,
            "python_name": python_name,
            "rows": rows,
            "session_path": session_path,
            "snake_case": snake_case,
            "tags_name": tags_name,
            "wrap": wrap,
        }
    )
    return environment

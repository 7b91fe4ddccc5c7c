"""Runs datamodel-code-generator: JSON Schema documents in, pydantic models out.

The tool is imported when models are emitted and not before: that takes longer than everything else here together.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from twilio_codegen.errors import ToolError
from twilio_codegen.python.naming import python_name, tags_name
from twilio_codegen.python.source_text import docstring
from twilio_codegen.python.wrapping import wrap
from twilio_codegen.templates.render import render

from .json_schema import DIALECT, Json, ModelDocument

BASE_CLASS = "twilio_realtime.wire.WireModel"
"""What every generated model inherits from."""

_TEMPLATES = Path(__file__).parents[1] / "templates" / "datamodel"
_INDENT = 4
_QUOTES = 3


def emit_models(document: ModelDocument, templates: Path | None = None) -> str:
    """Write the module of one document's models.

    Args:
        document: The models; without any, the module holds none.
        templates: Folder whose templates take the place of those of the same name.

    Returns:
        Python code, not formatted yet, without the header of generated files.

    Raises:
        ToolError: datamodel-code-generator is missing or refuses the document.
    """
    top = f'"""{docstring(document.title, reserved=2 * _QUOTES)}"""\n'
    offered = {*document.definitions, *document.tagged, *map(tags_name, document.tagged), *document.pairs}
    names = ", ".join(f'"{name}"' for name in sorted(offered))
    exports = f"__all__ = [{names}]\n" if names else "__all__: list[str] = []\n"
    if not document.definitions:
        return f"{top}\nfrom __future__ import annotations\n\n{exports}"
    code = _run(document)
    imports, separator, classes = code.partition("\n\nclass ")
    imports += "\nfrom pydantic import Field\n"  # which the tool forgets now and then; the formatter knows better
    if document.tagged or document.pairs:
        # The models name their unions as if those came from elsewhere; they follow below.
        own = f"from {document.module} import "
        imports = "\n".join(line for line in imports.splitlines() if not line.startswith(own))
        imports += "\nfrom typing import Annotated, TypeAlias\n\nfrom twilio_realtime.mirror.tagged import Tagged\n"
        imports += "from twilio_realtime.mirror.pairs import Pairs\n"
        own_types = {"tagged": document.tagged, "tags_name": tags_name, "pairs": document.pairs}
        classes += render("_tagged.jinja", own_types, templates)
    if document.copies:
        imports += "\nfrom twilio_realtime.wire import copied_with\n"
    if _has_filled_defaults(document):
        # In a call of `Field` type checkers take the type of such a default from what is in it.
        top += "# ruff: noqa: RUF012 - every object gets a copy of its own\n"
    return f"{top}\n{imports}\n\n{exports}\n{separator}{classes}"


def _has_filled_defaults(document: ModelDocument) -> bool:
    """Whether lists or maps that are not empty are the defaults of fields."""
    return any(
        isinstance(field, dict) and isinstance(default := field.get("default"), list | dict) and default
        for definition in document.definitions.values()
        if isinstance(fields := definition.get("properties"), dict)
        for field in fields.values()
    )


def _run(document: ModelDocument) -> str:
    try:
        from datamodel_code_generator import Error, generate
        from datamodel_code_generator.enums import DataModelType, InputFileType
        from datamodel_code_generator.format import PythonVersion
        from datamodel_code_generator.parser import LiteralType
    except ModuleNotFoundError as error:
        raise ToolError(
            f"{error.name} is not installed; in the clone of twilio-chat run: pip install '.[codegen]'"
        ) from error
    try:
        code = generate(
            _with_wrapped_docs(document),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            base_class=BASE_CLASS,
            custom_template_dir=_TEMPLATES,
            extra_template_data=_copies(document),
            aliases=document.names,
            enum_field_as_literal=LiteralType.All,
            formatters=[],
            disable_timestamp=True,
            custom_file_header="# placeholder",
            keep_model_order=True,
            skip_root_model=True,
            strict_nullable=True,
            use_annotated=True,
            use_attribute_docstrings=True,
            use_field_description=True,
            use_schema_description=True,
            use_single_line_docstring=True,
            use_double_quotes=True,
            use_standard_collections=True,
            use_union_operator=True,
        )
    except Error as error:
        raise ToolError(f"datamodel-code-generator refuses the models: {error}") from error
    if not isinstance(code, str):
        raise ToolError("datamodel-code-generator made no module of the models")
    return code.removeprefix("# placeholder").strip() + "\n"


def _copies(document: ModelDocument) -> defaultdict[str, dict[str, object]]:
    """What the template of a class knows besides its fields: the methods that copy its objects, by class name."""
    found: defaultdict[str, dict[str, object]] = defaultdict(dict)
    for name, value in document.copies.items():
        methods = [
            (python_name(method), python_name(field), docstring(f"{python_name(field)}: {value.fields[field].doc}", 16))
            for method, field in value.copies.items()
        ]
        found[name]["copies"] = methods
    return found


def _with_wrapped_docs(document: ModelDocument) -> Json:
    return {"$schema": DIALECT, "$defs": {name: _wrapped(item) for name, item in document.definitions.items()}}


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

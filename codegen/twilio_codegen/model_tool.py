"""datamodel-code-generator: a JSON Schema document in, pydantic models out; here, or in a process of its own.

Loading the tool takes longer than everything else that the compiler does. A process of its own does that while the
schema is still being read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from pydantic import JsonValue

from .errors import ToolError

__all__ = ["ModelProcess", "RunTool", "run_tool"]

BASE_CLASS = "twilio_realtime.wire.WireModel"
"""What every generated model inherits from."""

_TEMPLATES = Path(__file__).parent / "templates" / "datamodel"
_HEADER = "# placeholder"


class RunTool(Protocol):
    """Something that runs the tool."""

    def __call__(self, document: Mapping[str, JsonValue], names: Mapping[str, str]) -> str:
        """Make models.

        Args:
            document: A JSON Schema document.
            names: Python names, by ``Class.property``.

        Returns:
            Python code, not formatted.

        Raises:
            ToolError: The tool is missing, refuses the document, or ended.
        """
        ...


def run_tool(document: Mapping[str, JsonValue], names: Mapping[str, str]) -> str:
    """Make models in this process; see `RunTool`."""
    try:
        from datamodel_code_generator import Error, generate
        from datamodel_code_generator.enums import DataModelType, InputFileType
        from datamodel_code_generator.format import PythonVersion
        from datamodel_code_generator.parser import LiteralType
    except ModuleNotFoundError as error:
        raise ToolError(f"{error.name} is not installed: pip install 'twilio-chat[codegen]'") from error
    try:
        code = generate(
            {**document},
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            base_class=BASE_CLASS,
            custom_template_dir=_TEMPLATES,
            aliases={**names},
            enum_field_as_literal=LiteralType.All,
            formatters=[],
            disable_timestamp=True,
            custom_file_header=_HEADER,
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
    return code.removeprefix(_HEADER).strip() + "\n"


class ModelProcess:
    """A process that loads the tool and waits for documents, as a context manager; calls are as of `RunTool`."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:
            self._process.kill()

    def __call__(self, document: Mapping[str, JsonValue], names: Mapping[str, str]) -> str:
        """Make models in the process; see `RunTool`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps([document, names]) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            raise ToolError("the process with datamodel-code-generator ended without an answer")
        code, problem = json.loads(answer)
        if problem is not None:
            raise ToolError(problem)
        return str(code)


def _serve() -> None:
    """Answer each line of the input, a document with its names, by a line: the code, or what went wrong."""
    # Before it is needed: this is what takes the time.
    import_module("datamodel_code_generator.parser.jsonschema")
    for line in sys.stdin:
        document, names = json.loads(line)
        try:
            answer = [run_tool(document, names), None]
        except ToolError as error:
            answer = [None, str(error)]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()

"""The handwritten functions that methods call, as signatures."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_codegen.language import Schema

from .naming import python_name, snake_case
from .reserved_names import local_name
from .types import Annotation, PythonTypes

__all__ = ["HookView", "view_hooks"]


@dataclass(frozen=True, slots=True)
class HookView:
    """A hook as it must be written; ``waits`` says whether it is asynchronous."""

    name: str
    parameters: tuple[tuple[str, Annotation], ...]
    returns: Annotation
    waits: bool
    doc: str


def view_hooks(schema: Schema, types: PythonTypes) -> list[HookView]:
    """Every hook that a schema names, in alphabetical order."""
    found: dict[str, HookView] = {}
    for resource in schema.resources.values():
        for documented, method in resource.methods.items():
            doc = f"Answers ``{resource.resource}.{documented}``.\n\n{method.doc}"
            own = Annotation(resource.resource)
            plain = own if method.returns.kind == "self" else Annotation("None")
            returns = types.annotation(method.returns.type) if method.returns.type is not None else plain
            parameters = [
                (python_name(item.name or name), types.annotation(item.type, literals=item.literals))
                for name, item in method.params.items()
            ]
            if method.hook is not None:
                this = (local_name(snake_case(resource.resource), {name for name, _ in parameters}), own)
                taken = (*([] if method.static else [this]), *parameters)
                found[method.hook] = HookView(method.hook, taken, returns, waits=not method.static, doc=doc)
            if method.then is not None:
                chosen = [types.annotation(item.type).required() for item in method.params.values()]
                given = (("found", returns), *((f"chosen{at or ''}", kind) for at, kind in enumerate(chosen)))
                found[method.then] = HookView(method.then, given, returns, waits=False, doc=doc)
    return [found[name] for name in sorted(found)]

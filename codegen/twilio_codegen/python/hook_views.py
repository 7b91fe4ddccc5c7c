"""The handwritten functions that methods call, as signatures."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_codegen.language import Schema

from .naming import python_name, snake_case
from .reserved_names import local_name
from .types import Annotation, PythonTypes

__all__ = ["HOOK_CONTEXT", "HookView", "view_hooks"]

HOOK_CONTEXT = "HookContext"
"""What hooks use instead of private names; see the template of that module."""


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
    context = Annotation(HOOK_CONTEXT)
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
                taken = {name for name, _ in parameters}
                this = (local_name(snake_case(resource.resource), taken), own)
                first = () if method.static else ((local_name("context", {*taken, this[0]}), context), this)
                found[method.hook] = HookView(method.hook, (*first, *parameters), returns, not method.static, doc)
            if method.then is not None:
                chosen = [types.annotation(item.type).required() for item in method.params.values()]
                options = ((f"chosen{at or ''}", kind) for at, kind in enumerate(chosen))
                given = (("context", context), ("found", returns), *options)
                found[method.then] = HookView(method.then, given, returns, waits=False, doc=doc)
    return [found[name] for name in sorted(found)]

"""Names that generated modules need for themselves.

What the templates write is read from the templates, so that a new import is reserved at once. What the runtime's base
classes have stands here, since the compiler does not import the runtime; a test compares the two.
"""

from __future__ import annotations

import builtins
import keyword
import re
from functools import cache
from pathlib import Path

from twilio_codegen.language import Resource, Schema

from .imports import LIBRARY
from .naming import python_name, snake_case
from .runtime_errors import RUNTIME_ERRORS

__all__ = [
    "CLASS_SCOPE",
    "CLIENT_PRIVATE_NAMES",
    "HUB_NAMES",
    "OBJECT_NAMES",
    "PRIVATE_NAMES",
    "ROOT_NAMES",
    "class_names",
    "constructor_parameters",
    "link_attribute",
    "local_name",
    "module_names",
    "object_parameters",
    "owner_functions",
    "owner_functions_of",
    "parameter_names",
    "private_name",
]

_TEMPLATES = Path(__file__).parents[1] / "templates"
_OWN = re.compile(r'\{#.*?#\}|\{%.*?%\}|"""(?:.|\n)*?"""|"[^"\n]*"|#[^\n]*', re.DOTALL)
"""What in a template is no code: its own statements, docstrings, texts and comments."""
_INSERTED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_IMPORTED_FROM = re.compile(r"\bfrom\s+[\w.¤]+\s+import\b|\bimport\b")
_PROSE = "_client_arguments.jinja"
"""A template that is a part of a docstring."""
_NAME = re.compile(r"[\w¤]+")

CLASS_SCOPE = frozenset(
    {
        *("bool", "classmethod", "datetime", "deprecated", "dict", "float", "int", "list", "object", "overload"),
        *("property", "staticmethod", "str", "timedelta", "tuple", "wire"),
    }
)
"""What the body of a generated class uses outside functions: an attribute of that name would be found instead."""

HUB_NAMES = frozenset({"asynchronous", "events_of"})
"""What the hubs of the blocking client are made of."""

OBJECT_NAMES = frozenset({"off", "on", "once"})
"""Attributes that objects with events have besides their own."""

ROOT_NAMES = frozenset({"health", "shutdown", "start", "stats", "until_closed", *OBJECT_NAMES})
"""Attributes of every client."""

PRIVATE_NAMES = frozenset(
    {
        *("_abc_impl", "_context", "_copied", "_equality_key", "_held", "_hub", "_inner", "_new_hub"),
        *("_off_by_name", "_once_by_name", "_owner", "_run", "_threads", "_twins"),
    }
)
"""Private attributes of the runtime's base classes of objects and emitters."""

CLIENT_PRIVATE_NAMES = PRIVATE_NAMES | {
    *("_bootstrap", "_close", "_closing", "_end_with_program", "_ended", "_init_failed", "_initialized"),
    *("_not_ready", "_notified", "_phase_changed", "_problem", "_reason", "_released", "_require_not_closed"),
    *("_require_own_loop", "_retrying", "_services", "_stage"),
    *("_standing", "_start", "_start_timeout", "_started", "_starting", "_state_changed", "_teardown"),
    *("_token_about_to_expire", "_token_expired", "_turn", "_until_ready"),
}
"""Private attributes of the runtime's base classes of clients."""

_MODELS = frozenset(
    {
        *("Any", "AwareDatetime", "BaseModel", "ConfigDict", "Field", "InputModel", "JsonText", "Optional"),
        *("RootModel", "Union", "WireModel", "WireTime"),
    }
)
"""What the modules of pydantic models import."""

_BUILTINS = frozenset({"bool", "dict", "float", "int", "isinstance", "list", "max", "str", "tuple"})
"""Built-ins that the bodies of generated functions call."""

_PLAIN_MODULES = frozenset({"__init__", "blocking", "hook_protocol", "import_module", "models", "schemas", "wire"})
"""Modules and folders that no template of their own name makes, and what the package itself needs."""


@cache
def class_names() -> frozenset[str]:
    """Names that no class of a schema may have."""
    return frozenset({*_names(), *LIBRARY, *_MODELS, *RUNTIME_ERRORS, *dir(builtins)})


@cache
def module_names() -> frozenset[str]:
    """Names that no module of a resource may have."""
    made = {path.name.partition(".")[0].removeprefix("blocking_") for path in _TEMPLATES.glob("*.py.jinja")}
    loader = {name for name in _names_in(_TEMPLATES / "__init__.py.jinja") if hasattr(builtins, name)}
    return frozenset({*made - {"client", "draft", "record", "resource"}, *_PLAIN_MODULES, *loader})


@cache
def parameter_names() -> frozenset[str]:
    """Names that no parameter may have: the body of a function would find the argument instead of what it needs."""
    imported = {name for path in _TEMPLATES.glob("*_imports.jinja") for name in _names_in(path)}
    return frozenset({*_BUILTINS, "cls", "hooks", "self", *(name for name in imported | LIBRARY if name.islower())})


@cache
def constructor_parameters() -> frozenset[str]:
    """Parameters that the constructor of every client has, and what its body needs."""
    template = (_TEMPLATES / "client.py.jinja").read_text(encoding="utf-8")
    body = template[template.index("def __init__") : template.index("super().__init__")]
    names = _names_of(body) | _names_in(_TEMPLATES / "_client_parameters.jinja")
    return frozenset(name for name in names if name.islower())


def private_name(python: str, *, client: bool = False) -> str:
    """The private attribute of an object, or of the client, that stores what has a Python name.

    It is the name behind an underscore; a second one follows if the class has another use for that name.
    """
    name = f"_{python}"
    runtime = CLIENT_PRIVATE_NAMES if client else PRIVATE_NAMES
    return f"{name}_" if name in runtime or name in _names_of_class(client=client) else name


def link_attribute(link: str) -> str:
    """The private property of an object with the URL of one of its links."""
    return private_name(f"{snake_case(link)}_link")


def local_name(name: str, taken: frozenset[str] | set[str]) -> str:
    """A variable of a generated function: its name, with an underscore behind it if a parameter has that name."""
    return f"{name}_" if name in taken else name


def owner_functions(schema: Schema) -> frozenset[str]:
    """Every name of the package's; what the bodies of functions must not call anything else."""
    makers = (f"{verb}_{snake_case(name)}" for name in schema.composites for verb in ("assemble", "make"))
    own = (name for resource in schema.resources.values() for name in owner_functions_of(resource))
    return frozenset({*makers, *own})


def owner_functions_of(resource: Resource) -> tuple[str, ...]:
    """Names in the module of one resource, as its template writes them."""
    if resource.mirror is None:
        return ()
    module = snake_case(resource.resource)
    kinds = {
        "item": (f"accept_{module}",),
        "document": (),
        "facets": (f"follow_{module}", f"unfollow_{module}"),
        "record": (f"make_{module}",),
    }
    passing = [python_name(name) for name, item in resource.properties.items() if item.transient is not None]
    return (
        *kinds[resource.mirror.kind],
        *([f"notify_{module}"] if resource.notifications else []),
        *(f"durable_{module}" for item in resource.collections.values() if item.durable is not None),
        *(f"{verb}_{module}_{name}" for name in passing for verb in ("start", "end")),
        *([f"release_{module}"] if passing or (resource.mirror.kind == "item" and resource.collections) else []),
    )


def object_parameters() -> frozenset[str]:
    """Parameters of what makes objects and hubs, next to those for the owner and the key."""
    made_of = ("cls", "context", "data", "dispatcher", "given", "inner", "lost", "release", "removed", "self")
    return frozenset({*made_of, "settled"})


@cache
def _names_of_class(*, client: bool) -> frozenset[str]:
    others = ("resource.py.jinja", "record.py.jinja", "draft.py.jinja") if client else ("client.py.jinja",)
    shown = (path for path in _templates() if not path.name.startswith("blocking_") and path.name not in others)
    return frozenset(name for path in shown for name in _names_in(path))


def _templates() -> list[Path]:
    return [path for path in sorted(_TEMPLATES.glob("*.jinja")) if path.name != _PROSE]


@cache
def _names() -> frozenset[str]:
    return frozenset(name for path in _templates() for name in _names_in(path))


def _names_in(path: Path) -> frozenset[str]:
    return _names_of(path.read_text(encoding="utf-8"))


def _names_of(template: str) -> frozenset[str]:
    """Names that stand in the code of a template as they are."""
    code = _IMPORTED_FROM.sub(" ", _OWN.sub(" ", _INSERTED.sub("¤", template)))
    return frozenset(name for name in _NAME.findall(code) if "¤" not in name and not keyword.iskeyword(name))

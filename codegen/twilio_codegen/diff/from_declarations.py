"""The public API that official declarations describe, as if a client had been generated from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from twilio_codegen.declarations import Declarations, DeclaredClass, DeclaredMethod, DeclaredUnion
from twilio_codegen.naming import class_name, python_name

from .api import Api, ApiClass, ApiEvent, ApiField, ApiMethod, ApiParameter, ApiUnion
from .types import NULL, ApiType, from_typescript, union

__all__ = ["api_of_declarations"]

_ERRORS = frozenset({"Error"})


def api_of_declarations(declarations: Declarations) -> Api:
    """Read declarations."""
    spelt = _Spelling(declarations)
    classes = {name: _class(name, item, spelt) for name, item in declarations.classes.items()}
    received, passed = _uses(classes)
    classes = {name: replace(item, written=name in passed and name not in received) for name, item in classes.items()}
    unions = {
        name: ApiUnion(
            class_name(name),
            at=item.at,
            members=dict.fromkeys(item.members or (), ""),
            received=name in received or name not in passed,
            known=item.members is not None,
        )
        for name, item in declarations.unions.items()
    }
    hidden = {name: item.members or () for name, item in declarations.hidden.items() if isinstance(item, DeclaredUnion)}
    return Api(declarations.title, "declarations", classes, unions, hidden=hidden)


class _Spelling:
    """Types as they are meant: with the null that an alias includes."""

    def __init__(self, declarations: Declarations) -> None:
        known = {**declarations.hidden, **declarations.classes, **declarations.unions}
        self._nullable = {name for name, item in known.items() if item.nullable}

    def type(self, source: str) -> ApiType:
        def include_null(part: ApiType) -> ApiType:
            return union((part, NULL)) if part.name in self._nullable else part

        kind = from_typescript(source).mapped(include_null)
        # An error that is returned where it is thrown as well: Python raises it.
        rest = [part for part in kind.parts if part.name not in _ERRORS]
        return union(rest) if rest else kind


def _class(name: str, item: DeclaredClass, spelt: _Spelling) -> ApiClass:
    owner = class_name(name)
    fields: dict[str, ApiField] = {}
    for key, found in item.properties.items():
        if found.type.startswith("typeof "):
            continue  # the same as a static method, which objects offer, too
        bare = key.removeprefix("static ")
        kind = spelt.type(found.type)
        fields.setdefault(
            bare,
            ApiField(
                f"{owner}.{python_name(bare)}",
                at=found.at,
                deprecated=found.deprecated,
                type=union((kind, NULL)) if found.optional else kind,
                required=not found.optional,
            ),
        )
    return ApiClass(
        owner,
        at=item.at,
        kind="resource" if item.kind == "class" else "value",
        fields=fields,
        methods={key: _method(owner, key, method, spelt) for key, method in item.methods.items()},
        events={
            key: ApiEvent(f"{owner}.on.{python_name(key)}", at=event.at, payload=spelt.type(event.payload))
            for key, event in item.events.items()
        },
    )


def _method(owner: str, name: str, method: DeclaredMethod, spelt: _Spelling) -> ApiMethod:
    python = f"{owner}.{python_name(name)}"
    return ApiMethod(
        python,
        at=method.at,
        deprecated=method.deprecated,
        params={
            key: ApiParameter(
                f"{python}({python_name(key)})", at=param.at, type=spelt.type(param.type), optional=param.optional
            )
            for key, param in method.params.items()
        },
        returns=spelt.type(method.returns),
        static=method.static,
    )


def _uses(classes: Mapping[str, ApiClass]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of types that users receive, and of those that they pass in, through the fields of values as well."""
    received: set[str] = set()
    passed: set[str] = set()
    for item in classes.values():
        kinds = [event.payload for event in item.events.values()]
        kinds += [method.returns for method in item.methods.values()]
        if item.kind == "resource":
            kinds += [entry.type for entry in item.fields.values()]
        received |= {name for kind in kinds for name in kind.names()}
        params = (param.type for method in item.methods.values() for param in method.params.values())
        passed |= {name for kind in params for name in kind.names()}
    return _with_fields(classes, received), _with_fields(classes, passed)


def _with_fields(classes: Mapping[str, ApiClass], names: set[str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        item = classes.get(name)
        if item is not None and item.kind == "value":
            waiting |= {other for entry in item.fields.values() for other in entry.type.names()} - found
    return frozenset(found)

"""Makes a schema and declarations comparable, by leaving out what only one of them can say.

These decisions hold everywhere and need no entry in the ledger of deviations:

* null and undefined are not compared: the declarations leave them out where the service sends them;
* ``number`` stands for whole numbers and others alike;
* ``any``, ``Object`` and aliases of JSON mean any JSON value;
* a promise of something is that thing, for methods here are asynchronous anyway;
* a static property and one of the object with the same name are one;
* a payload of an event is an object without a name.
"""

from __future__ import annotations

from dataclasses import replace

from .api import Api, ApiClass, ApiEvent, ApiField, ApiMethod, ApiParameter
from .shapes import without_shapes
from .types import NULL, ApiType, union

_ERRORS = frozenset({"Error"})


def without_errors(kind: ApiType) -> ApiType:
    """Return what a method returns beside errors."""
    rest = [part for part in kind.parts if part.name not in _ERRORS]
    return union(rest) if rest else kind


def as_in_python(api: Api) -> Api:
    """Return declarations as a client in Python follows them; a schema as it is.

    Objects that no user can name are their fields.
    An error that a method returns instead of throwing it is raised. A property that holds a static method is that
    method, which objects offer as well.
    """
    if api.origin == "schema":
        return api
    api = without_shapes(api)

    def without_aliases_of_methods(item: ApiClass) -> ApiClass:
        return replace(item, fields={k: v for k, v in item.fields.items() if not v.source.startswith("typeof ")})

    classes = {name: without_aliases_of_methods(item) for name, item in api.classes.items()}
    return replace(api, classes=classes).retyped(without_errors)


def comparable(api: Api) -> Api:
    """Return an API without null, whole numbers, defaults, descriptions and the wire, and with payloads as objects.

    Args:
        api: One of two APIs that were not read from the same kind of source.
    """
    payloads = {
        name: ApiType("object", fields=tuple(sorted((key, entry.type) for key, entry in item.fields.items())))
        for name, item in api.classes.items()
        if item.kind == "payload"
    }

    def loosen(part: ApiType) -> ApiType:
        if part.name == "choice":
            rest = [item for item in part.args if item != NULL]
            return union(rest) if rest else part
        if part.name == "object":
            return replace(part, fields=tuple(sorted(part.fields)))
        return ApiType("number") if part.name == "integer" else part

    loosened = api.retyped(lambda kind: kind.mapped(lambda part: payloads.get(part.name, part)).mapped(loosen))
    classes = {
        api.events.get(name, name): _class(item)
        for name, item in loosened.classes.items()
        if item.kind != "payload" or name in api.events
    }
    unions = {name: replace(item, doc="", members=dict.fromkeys(item.members, "")) for name, item in api.unions.items()}
    shapes = {name: _class(item) for name, item in loosened.shapes.items()}
    return Api(api.name, api.origin, classes, unions, version=api.version, hidden=api.hidden, shapes=shapes)


def _class(item: ApiClass) -> ApiClass:
    return replace(
        item,
        doc="",
        deprecated=False,
        wire={},
        kind=item.kind if item.kind in ("resource", "alias") else "value",
        ordered=False,
        fields={name: ApiField(entry.python, at=entry.at, type=entry.type) for name, entry in item.fields.items()},
        methods={name: _method(method) for name, method in item.methods.items()},
        events={name: ApiEvent(event.python, at=event.at, type=event.type) for name, event in item.events.items()},
    )


def _method(method: ApiMethod) -> ApiMethod:
    params = {name: _parameter(param) for name, param in method.params.items()}
    return ApiMethod(method.python, at=method.at, type=method.type, params=params, static=method.static)


def _parameter(item: ApiParameter) -> ApiParameter:
    return ApiParameter(
        item.python, at=item.at, type=item.type, optional=item.optional, narrowed_from=item.narrowed_from
    )

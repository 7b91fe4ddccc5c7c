"""Makes a schema and declarations comparable, by leaving out what only one of them can say."""

from __future__ import annotations

from dataclasses import replace

from .api import UNSAID, Api, ApiClass, ApiEvent, ApiField, ApiMethod, ApiParameter
from .types import NULL, ApiType, union

__all__ = ["loosened"]


def loosened(api: Api) -> Api:
    """The API without null, whole numbers, defaults, meanings and the wire, and with payloads that have no name.

    Args:
        api: One of two APIs that were not read from the same kind of source.
    """
    payloads = {
        name: ApiType("object", fields=tuple(sorted((key, entry.type) for key, entry in item.fields.items())))
        for name, item in api.classes.items()
        if item.kind == "payload"
    }
    classes = {
        api.events.get(name, name): _class(item, payloads)
        for name, item in api.classes.items()
        if item.kind != "tagged" and (item.kind != "payload" or name in api.events)
    }
    unions = {name: replace(item, doc="", members=dict.fromkeys(item.members, "")) for name, item in api.unions.items()}
    return Api(api.title, api.origin, classes, unions, hidden=api.hidden)


def _type(kind: ApiType, payloads: dict[str, ApiType]) -> ApiType:
    def loosen(part: ApiType) -> ApiType:
        if part.name == "choice":
            rest = [item for item in part.args if item != NULL]
            return union(rest) if rest else part
        if part.name == "object":
            return replace(part, fields=tuple(sorted(part.fields)))
        return ApiType("number") if part.name == "integer" else part

    return kind.mapped(lambda part: payloads.get(part.name, part)).mapped(loosen)


def _class(item: ApiClass, payloads: dict[str, ApiType]) -> ApiClass:
    return ApiClass(
        item.python,
        at=item.at,
        kind="resource" if item.kind == "resource" else "value",
        written=item.written,
        fields={name: _field(entry, payloads) for name, entry in item.fields.items()},
        methods={name: _method(method, payloads) for name, method in item.methods.items()},
        events={
            name: ApiEvent(event.python, at=event.at, payload=_type(event.payload, payloads))
            for name, event in item.events.items()
        },
    )


def _field(entry: ApiField, payloads: dict[str, ApiType]) -> ApiField:
    return ApiField(entry.python, at=entry.at, type=_type(entry.type, payloads), default=UNSAID)


def _method(method: ApiMethod, payloads: dict[str, ApiType]) -> ApiMethod:
    return ApiMethod(
        method.python,
        at=method.at,
        params={
            name: ApiParameter(param.python, at=param.at, type=_type(param.type, payloads), optional=param.optional)
            for name, param in method.params.items()
        },
        returns=_type(method.returns, payloads),
        static=method.static,
    )

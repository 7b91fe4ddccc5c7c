"""What an editor completes on the objects that users hold, and what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Final, cast

from pydantic import BaseModel

from twilio_codegen.language import Schema
from twilio_codegen.python.naming import python_name

__all__ = ["surplus_and_missing"]

_SIGNAL: Final = ("connect", "disconnect", "expect", "name", "once", "stream", "wait")
_EMITTER: Final = ("off", "on", "once")
_CLIENT: Final = ("health", "shutdown", "start", "stats", "until_closed")
_RUNTIME: Final[dict[str, tuple[str, ...]]] = {
    "BareSignal": _SIGNAL,
    "Signal": _SIGNAL,
    "DeprecatedBareSignal": _SIGNAL,
    "DeprecatedSignal": _SIGNAL,
    "Cursor": ("attempts", "pending", "position"),
    "CursorStore": ("read", "write"),
    "Expectation": ("abandon", "done", "result", "start", "value"),
    "MemoryCursors": ("read", "write"),
    "Paginator": ("has_next_page", "has_prev_page", "next_page", "pages", "prev_page"),
    "PendingPage": ("pages",),
    "RestPaginator": ("has_next_page", "has_prev_page", "next_page", "pages", "prev_page"),
    "SqliteCursors": ("close", "read", "write"),
    "Subscription": ("disconnect", "dropped", "handler"),
}
"""What the guides tell of the classes that every product has; they are the same in each."""
_SETTINGS: Final = frozenset(
    {"ClientStats", "ConnectionLimits", "DeliveryProgress", "Environment", "FeedProgress", "Health", "Telemetry"}
)
"""Classes whose fields or methods are theirs alone: users make them, or read what they were made with."""


def surplus_and_missing(schema: Schema, package: ModuleType, blocking: ModuleType) -> list[str]:
    """Every public name that is visible and not documented, or documented and not visible.

    Args:
        schema: What is documented.
        package: The generated package.
        blocking: Its twin for programs without asyncio.
    """
    return [
        f"{module.__name__}.{kind.__name__}: {name}"
        for module, stream in ((package, "aclose"), (blocking, "close"))
        for kind, expected in _classes(schema, module, stream)
        for name in sorted({*_visible(kind)} ^ {*expected})
    ]


def _visible(kind: type[object]) -> Iterator[str]:
    of_library = {name for base in (BaseModel, Exception, OSError) if issubclass(kind, base) for name in dir(base)}
    return (name for name in dir(kind) if not name.startswith("_") and name not in of_library)


def _classes(schema: Schema, package: ModuleType, stream: str) -> Iterator[tuple[type[object], tuple[str, ...]]]:
    documented = _RUNTIME | {"EventStream": (stream,), "Deliveries": (stream, "progress")} | dict(_of_schema(schema))
    offered = {name: cast(object, getattr(package, name)) for name in cast("list[str]", package.__all__)}
    events = cast("dict[str, object]", vars(import_module(f"{package.__name__}.events")))
    offered |= {name: value for name, value in events.items() if name.endswith("Events")}
    for name, value in offered.items():
        if not isinstance(value, type) or name in _SETTINGS:
            continue
        if issubclass(value, BaseModel | Exception):
            copies = schema.values[name].copies if name in schema.values else ()
            yield (
                value,
                tuple(map(python_name, copies)),
            )  # fields of models and attributes of errors belong to their objects
        else:
            yield value, documented[name]


def _of_schema(schema: Schema) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, resource in schema.resources.items():
        own = [python_name(each) for each in (*resource.properties, *resource.methods)]
        deliveries = ("deliveries",) if resource.root and schema.durable is not None else ()
        yield name, (*own, *(_EMITTER if resource.events else ()), *(_CLIENT if resource.root else ()), *deliveries)
        yield f"{name}Events", tuple(map(python_name, resource.events))
    if schema.durable is not None:
        owner, collection = schema.durable
        item = python_name(owner.collections[collection].of)
        yield "Delivery", ("ack", "attempts", "nack", "redelivered", item)
    for name, payload in schema.payloads.items():
        yield name, tuple(map(python_name, payload.fields))
        if payload.documented_as is not None:
            yield payload.documented_as, tuple(map(python_name, payload.fields))
    for name, value in schema.composites.items():
        yield name, tuple(map(python_name, value.fields))
    for name, options in schema.options.items():
        yield name, tuple(map(python_name, options.fields))

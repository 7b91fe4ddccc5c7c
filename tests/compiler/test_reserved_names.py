"""Names that generated code needs for itself are known, each of them."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path

from support.schemas import garden_modules
from twilio_codegen.python import reserved_names
from twilio_realtime import blocking
from twilio_realtime.client import RealtimeClient
from twilio_realtime.events import Emitter, EventHub
from twilio_realtime.resource import Draft, Record, Resource


def attributes(*bases: type) -> set[str]:
    """What classes of the runtime define, and what their objects store."""
    found: set[str] = set()
    for base in bases:
        for kind in base.__mro__:
            if not kind.__module__.startswith("twilio_realtime"):
                continue
            found |= {name for name in vars(kind) if not name.startswith("__")}
            tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
            found |= {
                node.attr
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
                and not node.attr.startswith("__")
            }
    return found


def test_the_attributes_of_the_runtime_are_known() -> None:
    """The lists in `reserved_names` are to be extended when a base class of the runtime gets another attribute."""
    objects = attributes(Resource, Draft, Record, Emitter, blocking.Resource, blocking.Record, blocking.Emitter)
    clients = attributes(RealtimeClient, blocking.RealtimeClient) | objects
    hubs = attributes(EventHub)

    assert {name for name in objects if name.startswith("_") and name.islower()} <= reserved_names.PRIVATE_NAMES
    assert {name for name in clients if name.startswith("_") and name.islower()} <= reserved_names.CLIENT_PRIVATE_NAMES
    assert {name for name in objects if name.islower() and not name.startswith("_")} <= {"on", "once", "off"}
    assert {name for name in clients if name.islower() and not name.startswith("_")} <= reserved_names.ROOT_NAMES
    assert {name for name in hubs if name.islower() and not name.startswith("_")} <= reserved_names.HUB_NAMES


def test_the_modules_of_a_package_are_known() -> None:
    made = {Path(name).stem for name in garden_modules()} - {"bed", "garden", "plant"}

    assert made <= reserved_names.module_names()


def at_class_level(body: list[ast.stmt]) -> Iterator[str]:
    """Names that the body of a class reads outside the bodies of functions."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            parts: list[ast.AST] = [*statement.decorator_list, statement.args, *filter(None, [statement.returns])]
        elif isinstance(statement, ast.ClassDef):
            parts = []
        else:
            parts = [statement]
        for part in parts:
            yield from (
                node.id for node in ast.walk(part) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            )


def test_what_classes_use_outside_functions_is_known() -> None:
    used = {
        name
        for module in garden_modules().values()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
        for name in at_class_level(node.body)
    }

    known = reserved_names.CLASS_SCOPE | reserved_names.HUB_NAMES
    assert {name for name in used if name.islower() and not name.startswith("_")} <= known
